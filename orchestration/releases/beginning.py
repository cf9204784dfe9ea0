"""A planned release at its time: it starts by itself, or its people are asked; later it is missed.

Each decides on what the release is at that moment, so paying one twice, late or out of turn changes
nothing that should not change.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from orchestration import words
from orchestration.effects.due import MissOccurrence, RemindToStart
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Decision, Transaction
from orchestration.releases.due import ask, group_of, start_within
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.preflight import preflight_of
from orchestration.releases.starting import start_release
from orchestration.releases.watching import tell_watchers
from orchestration.values import ReleaseId

REMINDED = timedelta(hours=1)
"""How long after one reminder the next one comes."""


class AtItsTime(NamedTuple):
    """What beginning a release needs to know besides the release."""

    now: datetime
    catalogue: PipelineCatalogue
    administrators: Administrators
    start_within: timedelta
    """Of releases without a group."""
    undo: timedelta
    """How long an approval can be undone, by the operator's word."""


def begin(tx: Transaction, release_id: ReleaseId, planned_for: datetime, by: AtItsTime) -> None:
    """Start it where its group says so and nothing keeps it; else ask. Too late, it is missed."""
    release = tx.releases.get(release_id)
    if not release.waits_since(planned_for):
        return
    group = group_of(tx, release)
    until = planned_for + start_within(group, by.start_within)
    if by.now >= until:
        miss(tx, release_id, planned_for, by)
        return
    if starts_by_itself(tx, release, by):
        return
    found = preflight_of(tx, release, by.catalogue, starter=release.owner, at=by.now)
    ask(tx, release, in_channel=bool(found.blocks), at=by.now)
    first = RemindToStart(
        release_id=release_id, planned_for=planned_for, number=1, due_at=by.now + REMINDED
    )
    missing = MissOccurrence(release_id=release_id, planned_for=planned_for, due_at=until)
    tx.owed.owe([first, missing], at=by.now)


def starts_by_itself(tx: Transaction, release: Release, by: AtItsTime) -> bool:
    """Whether its group starts it, and did: nobody's right is asked, the group was their word."""
    group = group_of(tx, release)
    if group is None or not group.auto_start or group.pause is not None:
        return False
    try:
        start_release(
            tx,
            release.id,
            by=release.owner,
            now=by.now,
            catalogue=by.catalogue,
            administrators=by.administrators,
            cadence_of=group.name,
            undo=by.undo,
        )
    except Rejected:
        return False
    return True


def miss(tx: Transaction, release_id: ReleaseId, planned_for: datetime, by: AtItsTime) -> None:
    """Record that nobody started it in time; it can still be started, moved or left out."""
    release = tx.releases.get(release_id)
    if not release.waits_since(planned_for):
        return
    missed = tx.releases.save(
        release.model_copy(update={"status": ReleaseStatus.MISSED, "ended_at": by.now})
    )
    ask(tx, missed, in_channel=False, at=by.now)
    tell_watchers(tx, release_id, f"missed.{planned_for.isoformat()}", at=by.now)
    tx.audit.append(
        Decision(
            chain=release_id,
            at=by.now,
            actor="clock",
            door="clock",
            action="missed",
            subject=release.reference,
            before=release.status.value,
            after=missed.status.value,
        )
    )


def lacks(tx: Transaction, release: Release, by: AtItsTime) -> tuple[str, ...]:
    """What keeps it from starting now, a sentence each."""
    found = preflight_of(tx, release, by.catalogue, starter=release.owner, at=by.now)
    return tuple(each.says for each in found.blocks)


def reminder(release: Release, lacking: tuple[str, ...], until: datetime) -> str:
    """What its owner is told an hour on."""
    planned = words.moment(release.scheduled_for or release.created_at)
    said = [f"{words.quote(release.title)} was to start {planned} and waits for you."]
    said += [f"It cannot start yet: {each}" for each in lacking[:1]]
    said += [f"And {len(lacking) - 1} more."] if len(lacking) > 1 else []
    said.append(
        f"The card above starts, moves or skips it, and so does `/release start "
        f"{release.reference}`. If nobody does, it is missed {words.moment(until)}."
    )
    return " ".join(said)
