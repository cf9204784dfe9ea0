"""Column types that mean the same on every database."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.type_api import _BindProcessorType


class _Written(sqlite.DATETIME):
    """SQLite's time as the text that is kept: ours is already in that one form."""

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Nothing to do yet."""


_WRITTEN = _Written()  # type: ignore[no-untyped-call]


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError(f"a stored time must be aware: {value.isoformat()}")
    return value.astimezone(UTC)


def _as_text_or_none(value: datetime | None) -> str | None:
    utc = _in_utc(value)
    return None if utc is None else _as_text(utc)


@lru_cache(maxsize=256)
def _as_text(utc: datetime) -> str:
    """The form in which SQLite keeps it; a transition writes the same time into many columns."""
    return utc.replace(tzinfo=None).isoformat(" ", "microseconds")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC: SQLite would return it naive and as it was written."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_WRITTEN if dialect.name == "sqlite" else self.impl_instance)

    def bind_processor(self, dialect: Dialect) -> _BindProcessorType[datetime]:
        """Given as a plain function: a transition binds a score of times."""
        return _as_text_or_none if dialect.name == "sqlite" else _in_utc

    def process_result_value(
        self,
        value: datetime | str | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it
    ) -> datetime | None:
        if isinstance(value, str):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return value.astimezone(UTC) if value is not None else None
