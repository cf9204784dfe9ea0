"""The database: reachable, of this version's schema, and what in it waits for a person."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.finding import Finding, left_open, well, wrong
from orchestration.errors import Permanent, Transient
from orchestration.ports import Clock, OwedRow
from orchestration.ports.groups import UnreadableGroup
from storage import HOLD, Unusable, check_schema, is_shared, moved_away, open_database
from storage.connecting import dialect_of, named, sqlite_path

LATE: Final = timedelta(minutes=5)
"""What is owed longer than this, and is not being paid, says that no worker works."""
SKEW: Final = timedelta(seconds=10)
AGREES: Final = "agrees with the database's"


async def database_findings(url: str, clock: Clock) -> AsyncIterator[Finding]:
    try:
        shown = f"{dialect_of(url)}: {named(url)}"
    except Permanent as error:
        yield wrong("database", "DATABASE_URL is not an address that works", error.reason)
        return
    try:
        if missing := _missing(url):
            yield missing
            return
        check_schema(url)
        database = open_database(url, clock=None if is_shared(url) else clock)
    except Unusable as error:
        yield wrong("database", f"{shown} {error.trouble.said}", error.trouble.mend)
        return
    except Permanent as error:
        yield wrong("database", shown, error.reason)
        return
    except (SQLAlchemyError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        yield wrong(
            "database",
            f"{shown}: {str(cause).splitlines()[0]}",
            "Mend DATABASE_URL, the server, the file's permissions or the disk; "
            "a damaged SQLite file comes back by `drumbeat restore`.",
        )
        return
    try:
        yield well("database", f"{shown}, schema up to date")
        if is_shared(url):
            yield _clocks(clock, database.clock)
        rows = await database.read(lambda tx: tx.owed.rows())
        if lost := await database.read(lambda tx: tx.groups.unreadable()):
            yield _unreadable(lost)
        if is_shared(url):
            yield _replicas(await database.replicas(), await database.extra_workers())
    except Transient as error:
        yield wrong("owed", f"cannot be read: {error.reason}", "Look at the database.")
        return
    except SQLAlchemyError as error:
        yield wrong("owed", f"cannot be read ({type(error).__name__})", "Look at the database.")
        return
    finally:
        database.close()
    held = next((each for each in rows if each.key == HOLD and each.state == "stuck"), None)
    yield _stuck([each for each in rows if each.state == "stuck" and each is not held])
    if moved := moved_away(url):
        yield wrong("moved", f"this database was {moved}", "Set DATABASE_URL to that one.")
        return
    if held is not None:
        yield wrong("held", held.reason, "Look around, then: drumbeat resume")
        return
    yield _waiting([each for each in rows if each.state != "stuck"], database.clock)


def _clocks(ours: Clock, theirs: Clock) -> Finding:
    """Drumbeat goes by the database's; what else this machine does goes by its own."""
    skew = theirs.now() - ours.now()
    seconds = round(abs(skew).total_seconds())
    if abs(skew) <= SKEW:
        return well("clock", f"{seconds} s off the database's" if seconds > 1 else AGREES)
    behind = "behind" if skew > timedelta(0) else "ahead of"
    return wrong(
        "clock",
        f"this machine's clock is {seconds} s {behind} the database's",
        "Set both by NTP (timedatectl set-ntp true). Leases and due times go by the database's, so "
        "that nothing is lost meanwhile; calls by HTTP are checked by this machine's.",
    )


def _missing(url: str) -> Finding | None:
    """A database that does not exist yet is no fault where `serve` can make it."""
    if dialect_of(url) != "sqlite":
        return None
    path = sqlite_path(url).absolute()
    if path.exists():
        return None
    folder = next(each for each in path.parents if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return wrong("database", f"{path} cannot be made", f"Let this user write to {folder}.")
    return left_open("database", f"{path} does not exist yet; `drumbeat serve` makes it")


def _replicas(replicas: int, workers: int) -> Finding:
    """Only counted: how many there should be is known to whoever started them."""
    more = f", and {workers} extra worker{'s' * (workers != 1)}" if workers else ""
    if not replicas:
        return left_open("replicas", f"no drumbeat serve has this database open{more}")
    return well("replicas", f"{replicas} serve{'s' * (replicas == 1)} this database{more}")


def _unreadable(groups: Sequence[UnreadableGroup]) -> Finding:
    named = ", ".join(f"{each.name} ({each.id})" for each in groups[:5])
    more = f" and {len(groups) - 5} more" if len(groups) > 5 else ""
    return wrong(
        "groups",
        f"{len(groups)} cannot be read, and nothing is planned there: {named}{more}",
        "Run the newest version that has used this database; where a row is damaged, take it "
        "back by `drumbeat restore`.",
    )


def _stuck(rows: list[OwedRow]) -> Finding:
    if not rows:
        return well("stuck", "nothing owed is stuck")
    first = "; ".join(f"{each.id} {each.key}: {each.reason}" for each in rows[:3])
    more = f"; and {len(rows) - 3} more" if len(rows) > 3 else ""
    return wrong(
        "stuck",
        f"{len(rows)} owed and refused for good. {first}{more}",
        "`drumbeat owed list --state stuck`; mend the cause, then `drumbeat owed retry ID`, or "
        "`drumbeat owed drop ID`.",
    )


def _waiting(rows: list[OwedRow], clock: Clock) -> Finding:
    now = clock.now()
    late = [each for each in rows if each.state == "due" and each.due_at < now - LATE]
    if not late:
        return well("owed", f"{len(rows)} owed, none late" if rows else "nothing is owed")
    since = min(each.due_at for each in late).isoformat(timespec="seconds")
    return wrong(
        "owed",
        f"{len(late)} of {len(rows)} owed are late, the oldest was due at {since}",
        "Is `drumbeat serve` running? Its log says why it does not get on.",
    )
