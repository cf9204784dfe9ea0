"""Who is at work on a shared database: each process names itself on a connection it always holds.

That connection is the one on which its workers listen (`storage/jobs.py`). PostgreSQL forgets the
name with the connection, so a process that died is not counted, and nobody has to be cleaned up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from orchestration.errors import Permanent
from storage.connecting import named

if TYPE_CHECKING:
    from sqlalchemy import Connection

SERVES: Final = "drumbeat serve"
WORKS: Final = "drumbeat worker"
_LONGEST: Final = 63
"""Bytes of an `application_name`; the end of our own name is what tells us apart."""
_COUNT: Final = text(
    "SELECT count(DISTINCT application_name) FROM pg_stat_activity"
    " WHERE datname = current_database() AND starts_with(application_name, :role)"
)


def application_name(role: str, name: str) -> str:
    plain = name.encode("ascii", "replace").decode()
    return f"{role} {plain[-(_LONGEST - len(role) - 1) :]}"


def at_work(connection: Connection, role: str) -> int:
    """How many processes of this role use this database, as its own user sees them."""
    if connection.dialect.name != "postgresql":
        return 1 if role == SERVES else 0  # the lock of a SQLite file lets one serve
    return int(connection.scalar(_COUNT, {"role": f"{role} "}) or 0)


def refuse_served(connection: Connection, url: str) -> None:
    """Raises `Permanent` where somebody is at work, who would not notice that it is another now."""
    if found := at_work(connection, SERVES) + at_work(connection, WORKS):
        raise Permanent(
            f"{found} of Drumbeat's replicas and workers use {named(url)}. Stop them first."
        )
