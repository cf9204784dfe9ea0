"""People's free text, apart from what refers to it, with a salt and a hash of its own."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from storage.audit_tables import texts

if TYPE_CHECKING:
    from storage.scope import Scope


ROOM = 64_000
"""Characters that must find room on a disk for it to have any."""
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def salted_hash(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}{body}".encode()).hexdigest()


def storable(body: str) -> str:
    """Every database refuses some of what JSON may carry: lone surrogates, NUL."""
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", body)


class SqlTexts:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def keep(self, text_id: str, body: str) -> None:
        salt, body = secrets.token_hex(16), storable(body)
        self._connection.execute(
            self._scope.insert(texts).on_conflict_do_nothing(index_elements=["id"]),
            {"id": text_id, "salt": salt, "body": body, "hash": salted_hash(salt, body)},
        )

    def bodies(self, text_ids: Iterable[str]) -> Mapping[str, str]:
        query = select(texts.c.id, texts.c.body).where(
            texts.c.id.in_(sorted(set(text_ids))), texts.c.body.is_not(None)
        )
        return {row.id: row.body for row in self._connection.execute(query)}

    def erase(self, text_id: str) -> None:
        """The hash stays: without the salt it says nothing of the body."""
        self._connection.execute(
            update(texts).where(texts.c.id == text_id).values(salt=None, body=None)
        )

    def tried(self) -> None:
        """Write a long text and take it away again: is there room on the disk?"""
        text_id = f"tried-{secrets.token_hex(8)}"
        self.keep(text_id, secrets.token_hex(ROOM // 2))
        self._connection.execute(delete(texts).where(texts.c.id == text_id))
