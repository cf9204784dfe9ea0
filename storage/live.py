"""What went live, and what of it is live now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from orchestration.ports import Live
from orchestration.values import name_key
from storage import formats
from storage.live_tables import went_live

if TYPE_CHECKING:
    from storage.scope import Scope

_PLACE = (went_live.c.service_key, went_live.c.environment_key)
_TURN = func.row_number().over(
    partition_by=_PLACE,
    order_by=(went_live.c.at.desc(), went_live.c.release_id, went_live.c.attempt.desc()),
)
_EACH = select(*_PLACE, went_live.c.document, _TURN.label("turn")).subquery()
_LATEST = (
    select(_EACH.c.document)
    .where(_EACH.c.turn == 1)
    .order_by(_EACH.c.service_key, _EACH.c.environment_key)
)


class SqlLive:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def record(self, entries: Iterable[Live]) -> None:
        self._scope.send_each(self._scope.adding(went_live), [_row(each) for each in entries])

    def now(self) -> Sequence[Live]:
        found = self._scope.connection.execute(_LATEST).scalars()
        return [formats.LIVE.load(each) for each in found]


def _row(entry: Live) -> dict[str, Any]:
    return {
        "service_key": name_key(entry.service),
        "environment_key": name_key(entry.environment),
        "release_id": entry.release_id,
        "ref": entry.ref,
        "attempt": entry.attempt,
        "at": entry.at,
        "document": formats.LIVE.dump(entry),
    }
