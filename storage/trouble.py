"""What ails a database, in words: what is wrong and what an operator does. Never a password."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

from orchestration.errors import Permanent


class Trouble(NamedTuple):
    said: str
    """Follows "The database … "."""
    mend: str
    passing: bool = False
    """It may well end by itself: a server that starts."""


class Unusable(Permanent):
    """The database cannot be used as it is set up; says why and what to do."""

    def __init__(self, named: str, trouble: Trouble) -> None:
        super().__init__(f"The database {named} {trouble.said}. {trouble.mend}")
        self.trouble = trouble


_LOOK_AT_THE_SERVER = "Look at the server and its log; Drumbeat goes on by itself."
_SPACE = "Free space there; Drumbeat goes on by itself."
_LOCKS = "Look for what holds a lock or loads the server: SELECT * FROM pg_stat_activity."
_RIGHTS = (
    "Make the user of DATABASE_URL the owner of the database: ALTER DATABASE … OWNER TO …;"
    " and of what is in it, where another user made it."
)
_NEWER = "Was it brought up to date by another version? Run that version of Drumbeat everywhere."

STATES = {
    "53100": Trouble("has no room on its disk", _SPACE),
    "53200": Trouble("has no memory left", _LOOK_AT_THE_SERVER),
    "53300": Trouble(
        "has no connection left",
        "Raise max_connections, or stop something: each Drumbeat opens up to 14.",
        passing=True,
    ),
    "57014": Trouble("took longer than 30 s for a statement", _LOCKS),
    "55P03": Trouble("would not give a lock", _LOCKS),
    "57P01": Trouble("is being stopped", _LOOK_AT_THE_SERVER, passing=True),
    "57P02": Trouble("crashed", _LOOK_AT_THE_SERVER, passing=True),
    "57P03": Trouble("is starting or stopping", _LOOK_AT_THE_SERVER, passing=True),
    "25006": Trouble(
        "only lets itself be read", "DATABASE_URL must lead to the primary, not to a standby."
    ),
    "42501": Trouble("denies what Drumbeat needs", _RIGHTS),
    "42P01": Trouble("lacks a table that this version needs", _NEWER),
    "42703": Trouble("lacks a column that this version needs", _NEWER),
}
"""PostgreSQL's manual, appendix A."""
CLASSES = {
    "53": Trouble("has reached one of its limits", _LOOK_AT_THE_SERVER),
    "58": Trouble("cannot read or write its own files", "Look at its disk and its log."),
    "XX": Trouble("reports damage", "Look at the server's log; it may need its last backup."),
}
"""By the first two characters, where the state itself is not listed."""

_ADDRESS = "DATABASE_URL names it: postgresql://user:password@host:5432/database"
# A server that refuses to let somebody in sends no state that psycopg keeps, only words.
REFUSALS = (
    (
        ("password authentication failed", "no password supplied", "no pg_hba.conf entry"),
        Trouble("does not let this user in", f"Mend the user or the password. {_ADDRESS}"),
    ),
    (
        ("failed to resolve host", "could not translate host name"),
        Trouble("is on a host that nobody knows", f"Mend the name of the host. {_ADDRESS}"),
    ),
    (
        ("is not permitted to log in", 'role "', "permission denied for database"),
        Trouble("does not know this user, or may not be used by it", f"Mend it. {_ADDRESS}"),
    ),
    (
        ("does not exist",),
        Trouble("does not exist on that server", "Make it: CREATE DATABASE …; or mend its name."),
    ),
    (("starting up", "shutting down", "recovery mode", "not accepting"), STATES["57P03"]),
    (("too many clients", "remaining connection slots"), STATES["53300"]),
    (
        ("connection refused", "no such file or directory"),
        Trouble(
            "cannot be reached: nothing listens there",
            f"Start the server, or mend the host and port. {_ADDRESS}",
            passing=True,
        ),
    ),
    (
        ("timeout", "no route to host", "unreachable"),
        Trouble(
            "cannot be reached: there is no answer",
            f"Look at the network and the server. {_ADDRESS}",
            passing=True,
        ),
    ),
    (
        ("ssl",),
        Trouble("and this program do not agree on encryption", "Mend `sslmode` in DATABASE_URL."),
    ),
    (
        ("invalid uri query parameter", "invalid connection option", "invalid port", "invalid "),
        Trouble("has an address that cannot be used", f"Mend DATABASE_URL. {_ADDRESS}"),
    ),
)
GONE = Trouble("does not answer", _LOOK_AT_THE_SERVER, passing=True)

_OURS = "Let the user that runs Drumbeat write to it and to its folder."
FILES = {
    sqlite3.SQLITE_FULL: STATES["53100"],
    sqlite3.SQLITE_READONLY: Trouble("cannot be written to", _OURS),
    sqlite3.SQLITE_CANTOPEN: Trouble("cannot be opened", _OURS),
    sqlite3.SQLITE_PERM: Trouble("cannot be opened", _OURS),
    sqlite3.SQLITE_IOERR: Trouble(
        "cannot be read or written", "Look at the disk: is it full, or failing?"
    ),
    sqlite3.SQLITE_CORRUPT: Trouble(
        "is damaged", "Stop Drumbeat, keep a copy, and bring a backup: drumbeat restore."
    ),
    sqlite3.SQLITE_NOTADB: Trouble(
        "is not a database: SQLite cannot read it",
        "Mend DATABASE_URL, or bring a backup: drumbeat restore.",
    ),
    sqlite3.SQLITE_BUSY: Trouble(
        "is being written by another program",
        "Let that end: a backup, a shell? Drumbeat goes on by itself.",
        passing=True,
    ),
}
"""By SQLite's primary result code."""


def trouble_of(error: DBAPIError) -> Trouble | None:
    """None where the error is about what was asked, not about the database."""
    if isinstance(error.orig, sqlite3.Error):
        return FILES.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return STATES.get(state) or CLASSES.get(state[:2]) or _gone(error, state)
    said = str(error.orig).lower()
    for words, trouble in REFUSALS:
        if any(each in said for each in words):
            return trouble
    return GONE if _unanswered(error) else None


def _gone(error: DBAPIError, state: str) -> Trouble | None:
    return GONE if error.connection_invalidated or state.startswith(("08", "57P", "25P")) else None


def _unanswered(error: DBAPIError) -> bool:
    from sqlalchemy.exc import InterfaceError, OperationalError

    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
