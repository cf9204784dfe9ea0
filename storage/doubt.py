"""What a database that comes from a backup cannot know: what was done since the backup was taken.

The mark is a row of `owed` that nobody pays. While it is `stuck` nothing is paid at all: a person
looks around first. Afterwards it says which releases and drafts were open in the backup: whatever
they owe may have been done before, so it counts as tried, and its handler looks for our key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, case, func, literal, or_, select, update

from orchestration.effects import Effect, Tell
from orchestration.processes.draft import DraftStatus
from orchestration.releases.naming import execution_of, release_of
from orchestration.values import ExecutionId, ReleaseId
from storage import formats
from storage.columns import UtcDateTime
from storage.tables import drafts, executions, owed, releases

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

HOLD: Final = "hold:restore"
"""The key of the mark."""
KIND: Final = "hold"
"""Not a kind of effect: no worker takes it."""
_OVER: Final = frozenset({DraftStatus.PUBLISHED, DraftStatus.DISCARDED})
_IDS: Final = ("release_id", "execution_id", "draft_id")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may have been done already, and since when."""

    since: datetime
    about: frozenset[str]
    """Releases, executions and drafts that were open in the backup.

    A child that was started since is known by its release.
    """

    def concerns(self, effect: Effect) -> bool:
        """True where the same may have been done in the time that was lost."""
        about = [getattr(effect, name, "") for name in _IDS]
        release = release_of(ExecutionId(getattr(effect, "execution_id", "")))
        return isinstance(effect, Tell) or not self.about.isdisjoint((*about, release))


@dataclass(frozen=True, slots=True)
class Moved:
    """Which database goes on in this one's place, and since when."""

    place: str
    at: datetime


def doubt_in(connection: Connection) -> Doubt | None:
    """The mark of this database; None where it never was a backup."""
    row = connection.execute(select(owed.c.owed_at, owed.c.document).where(owed.c.key == HOLD))
    if (found := row.one_or_none()) is None:
        return None
    return Doubt(since=found.owed_at, about=frozenset(json.loads(found.document)["about"]))


def held() -> ColumnElement[bool]:
    """A condition: the database was restored and nobody has resumed it yet."""
    mark = owed.alias("mark")
    return (
        select(mark.c.id)
        .where(mark.c.key == HOLD, mark.c.state == "stuck")
        .correlate(None)
        .exists()
    )


def moved_in(connection: Connection) -> Moved | None:
    """Where the rows of this database went; None where they did not, or somebody resumed it."""
    query = select(owed.c.due_at, owed.c.document).where(
        owed.c.key == HOLD, owed.c.state == "stuck"
    )
    if (found := connection.execute(query).one_or_none()) is None:
        return None
    place = json.loads(found.document).get("moved_to", "")
    return Moved(place=place, at=found.due_at) if place else None


def hold(
    connection: Connection, *, now: datetime, why: str = "restored from a backup of", gone: str = ""
) -> None:
    """Make this copy of a database one that is held, and that knows what it cannot know.

    `since` is the newest time in the copy itself: what was lost happened after it, whatever the
    clocks of the machines say. `gone` names the database that goes on in its place.
    """
    since = connection.execute(select(func.max(owed.c.owed_at))).scalar_one_or_none() or now
    earlier = doubt_in(connection)
    if earlier is not None:  # a copy of a copy: what was in doubt then may still be
        since = min(since, earlier.since)
    doubt = Doubt(since=since, about=_open_in(connection))
    may_be_done = or_(owed.c.state.in_(("due", "stuck")), owed.c.standing)
    connection.execute(
        update(owed)
        .where(may_be_done, owed.c.key != HOLD)
        .values(
            tries=case((owed.c.tries < 1, 1), else_=owed.c.tries),
            first_tried_at=func.coalesce(owed.c.first_tried_at, literal(since, UtcDateTime)),
            claimed_by=None,
            lease_until=None,
        )
    )
    _draw_again(connection, doubt)
    connection.execute(owed.delete().where(owed.c.key == HOLD))
    connection.execute(owed.insert(), [_mark(doubt, now, why, gone)])


def _open_in(connection: Connection) -> frozenset[str]:
    unended = select(releases.c.id).where(releases.c.ended.is_(False))
    running = select(executions.c.id).where(executions.c.release_id.in_(unended))
    open_releases = list(connection.execute(unended).scalars())
    read = connection.execute(select(drafts.c.document)).scalars()
    return frozenset(
        (
            *open_releases,
            *(execution_of(ReleaseId(each)) for each in open_releases),
            *connection.execute(running).scalars(),
            *(each.id for each in map(formats.DRAFT.load, read) if each.status not in _OVER),
        )
    )


def _draw_again(connection: Connection, doubt: Doubt) -> None:
    """Slack shows what came of them in the lost time: their messages are to show the present."""
    done = select(owed.c.id, owed.c.document).where(owed.c.standing, owed.c.state == "done")
    ids = [
        row.id
        for row in connection.execute(done)
        if doubt.concerns(formats.EFFECT.load(row.document))
    ]
    if ids:
        wanted = {"wanted": owed.c.wanted + 1, "state": "due", "rests_until": None}
        connection.execute(
            update(owed).where(owed.c.id == bindparam("which")).values(**wanted),
            [{"which": each} for each in ids],
        )


def _mark(doubt: Doubt, now: datetime, why: str, gone: str) -> dict[str, Any]:
    at = now.isoformat(timespec="seconds")
    return {
        "key": HOLD,
        "kind": KIND,
        "standing": False,
        "priority": 0,
        "state": "stuck",
        "owed_at": doubt.since,
        "due_at": now,
        "wanted": 1,
        "paid": 0,
        "tries": 0,
        "reason": f"{why} {at}: nothing is paid until `drumbeat resume`",
        "document": json.dumps({"format": 1, "about": sorted(doubt.about), "moved_to": gone}),
    }
