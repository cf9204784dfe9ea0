"""Moving from SQLite to PostgreSQL: every row, once, and never two databases that both act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from orchestration.errors import Permanent
from storage.arrival import NotEmpty, arrival, bring, hand_over
from storage.audit import entry_hash
from storage.audit_check import faults_of
from storage.connecting import dialect_of, named, sqlite_engine, sqlite_path
from storage.copying import Heard, unheard
from storage.doubt import HOLD, Moved, hold, moved_in
from storage.lock import lock_file
from storage.migrate import OlderSchema, check_schema
from storage.tables import owed

if TYPE_CHECKING:
    from sqlalchemy import Connection

POSTGRES: Final = "postgresql://user:password@host:5432/database"


@dataclass(frozen=True, slots=True)
class Move:
    """What a move came to."""

    rows: int
    faults: tuple[str, ...]
    """Breaks of the audit's chains: rows arrive as they were, so the source has them too."""


def move(
    source: str, target: str, *, now: datetime, say: Callable[[str], None], heard: Heard = unheard
) -> Move:
    """Copy everything to an empty PostgreSQL database, and mark the source as moved.

    The source is marked before the target is committed. Stopped between the two, neither acts,
    and the same move can be made again; the other way round both would.
    """
    _refuse_wrong_kinds(source, target)
    engine = sqlite_engine(source, connections=1)
    try:
        with lock_file(source):
            _refuse_other_schema(source)
            with engine.connect() as leaving:  # BEGIN IMMEDIATE: nobody writes until the end
                before = _moved_before(leaving, source, target)
                return _moved(leaving, target, before, now, say, heard)
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise Permanent(f"{named(source)} could not be moved: {cause}") from error
    finally:
        engine.dispose()


def _moved(
    leaving: Connection,
    target: str,
    before: Moved | None,
    now: datetime,
    say: Callable[[str], None],
    heard: Heard,
) -> Move:
    try:
        with arrival(target, say) as arriving:
            rows = bring(leaving, arriving, heard)
            if before is not None:  # what a move that did not finish left: its doubt, not its hold
                arriving.execute(update(owed).where(owed.c.key == HOLD).values(state="dropped"))
            hand_over(arriving, now=now)
            faults = tuple(faults_of(arriving, entry_hash))
            place = named(target)
            hold(leaving, now=now, why=f"moved to {place} at", gone=place)
            leaving.commit()
        return Move(rows, faults)
    except NotEmpty as full:
        if before is None:
            raise
        at = before.at.isoformat(timespec="seconds")
        raise Permanent(
            f"It was moved to {before.place} at {at}, and that database is in use."
            " There is nothing left to move: set DATABASE_URL to it."
        ) from full


def _refuse_wrong_kinds(source: str, target: str) -> None:
    if dialect_of(source) != "sqlite":
        raise Permanent(
            "A move goes from SQLite to PostgreSQL. From PostgreSQL: `drumbeat backup FILE`, then"
            " `drumbeat restore FILE` with DATABASE_URL naming the other database."
        )
    if dialect_of(target) != "postgresql":
        raise Permanent(
            f"A move goes to PostgreSQL, and {named(target)} is SQLite. Set DATABASE_URL to"
            f" {POSTGRES}, or give that as the second argument."
        )
    path = sqlite_path(source)
    if not path.is_file():
        raise Permanent(f"There is no database at {path}: name the file that is to be moved.")


def _refuse_other_schema(source: str) -> None:
    try:
        check_schema(source)
    except OlderSchema as older:
        raise Permanent(
            f"{named(source)} is of an earlier Drumbeat, and a move goes between equal schemas."
            f" Bring it up to date first: DATABASE_URL={source} drumbeat migrate"
        ) from older


def _moved_before(leaving: Connection, source: str, target: str) -> Moved | None:
    """An earlier move to the same place, which may not have finished; refuses any other hold."""
    query = select(owed.c.reason).where(owed.c.key == HOLD, owed.c.state == "stuck")
    reason = leaving.execute(query).scalar_one_or_none()
    before = moved_in(leaving)
    if reason is None or (before is not None and before.place == named(target)):
        return before
    if before is None:
        raise Permanent(
            f"{named(source)} is held ({reason}). Resume it first, or bring the backup itself to"
            " the new database: `drumbeat restore FILE` with DATABASE_URL naming it."
        )
    at = before.at.isoformat(timespec="seconds")
    raise Permanent(
        f"{named(source)} was moved to {before.place} at {at}, which goes on in its place. Only if"
        f" that was given up for good: DATABASE_URL={source} drumbeat resume, then move it."
    )
