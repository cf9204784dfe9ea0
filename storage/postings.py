"""Where our messages lie on Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from orchestration.ports import Posting
from orchestration.values import ChannelId
from storage.tables import postings

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from storage.scope import Scope


class SqlPostings:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def find(self, subject: str) -> Posting | None:
        query = select(postings).where(postings.c.subject == subject)
        return _posting(self._scope.connection.execute(query).mappings().one_or_none())

    def put(self, posting: Posting) -> None:
        self._scope.replace(postings, [posting.model_dump()])

    def at(self, channel: ChannelId, ts: str) -> Posting | None:
        query = (
            select(postings)
            .where(postings.c.channel == channel, postings.c.ts == ts)
            .order_by(postings.c.subject)
            .limit(1)
        )
        return _posting(self._scope.connection.execute(query).mappings().one_or_none())


def _posting(row: RowMapping | None) -> Posting | None:
    return None if row is None else Posting.model_validate(dict(row))
