"""The clock's part: making the occurrences of a group whose time has come, a few at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from orchestration import words
from orchestration.effects import ShowHome, Tell
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.occurrence import left_out, occurrence_of
from orchestration.groups.planning import Planned, planned
from orchestration.groups.standing import known_releases, standing_of
from orchestration.groups.upkeep import kept_up
from orchestration.ports import Decision, Transaction
from orchestration.processes.history import refuse_archived
from orchestration.releases.due import owe_its_time
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.occurrences import Occurrence, coming, occurrences
from orchestration.values import ReleaseGroupId, ReleaseId, id_from

BATCH: Final = 50
"""Occurrences made in one transaction: the catch-up of a year lets others between."""
LOOKS_EVERY: Final = timedelta(hours=6)
"""How often coming occurrences are compared with absences and the rules of their zone."""


def look_after(tx: Transaction, group_id: ReleaseGroupId, now: datetime) -> int:
    """Make what is missing, and say when to look again; how many were made.

    Any number of clocks may do this: the group's row is locked, and whoever comes later finds that
    its time has not come. Raises `Rejected` where it cannot, and has changed nothing then.
    """
    group = tx.groups.get(group_id)
    if group.looks_at is None or group.looks_at > now:
        return 0
    after = made_up_to_date(tx, group, now)
    if after != group:
        tx.groups.save(after)
    return after.rotation.turn - group.rotation.turn


def made_up_to_date(tx: Transaction, group: ReleaseGroup, now: datetime) -> ReleaseGroup:
    """The group as it is to be kept, after a batch of its occurrences was made."""
    cadence = group.cadence
    if group.archived_by or group.pause or cadence is None:
        return group.model_copy(update={"looks_at": None})
    refuse_archived(tx, group.process_id)
    group, still_to_come = kept_up(tx, group, now)
    until, since = now + group.lead_time, group.made_until or group.created_at
    found = list(islice(occurrences(cadence, since, until), BATCH))
    group = make(tx, group, found, now)
    if len(found) == BATCH:
        return group.model_copy(update={"made_until": found[-1].at, "looks_at": now})
    made_until = max(since, until)
    following = next(coming(cadence, made_until), None)
    looks = [now + LOOKS_EVERY] if still_to_come or found else []
    looks += [following.at - group.lead_time] if following else []
    update = {
        "made_until": made_until,
        "looks_at": min(looks, default=None),
        "trouble": None,
    }
    return group.model_copy(update=update)


def make(
    tx: Transaction, group: ReleaseGroup, due: Iterable[Occurrence], now: datetime
) -> ReleaseGroup:
    """A release for each time that has none; what is older than the grace is recorded as missed."""
    slots = [each for each in due if tx.releases.find_slot(group.id, each.slot) is None]
    if not slots:
        return group
    standing = standing_of(tx, group, known_releases(tx, group), now)
    version = tx.processes.latest(group.process_id).version
    made = [_made(tx, group, each, version, now) for each in planned(group, slots, standing)]
    owners = dict.fromkeys(each.owner for each in made)
    tx.owed.owe([ShowHome(user_id=each) for each in owners], at=now)
    missed = [each for each in made if each.status is ReleaseStatus.MISSED]
    if missed:
        tx.owed.owe([_told_of(missed, group, now)], at=now)
    turn = group.rotation.turn + len(made)
    return group.model_copy(update={"rotation": group.rotation.model_copy(update={"turn": turn})})


def _told_of(missed: Sequence[Release], group: ReleaseGroup, now: datetime) -> Tell:
    """Once for one return, however many parts its catch-up takes."""
    name, first = words.quote(group.name, 80), missed[0]
    return Tell(
        chain=(*dict.fromkeys((first.owner, group.created_by)), group.channel),
        text=(
            f"Drumbeat was not running when releases of “{name}” were due, the first of them "
            f"{words.quote(first.title)} {words.moment(first.begins_at)}. They are recorded as "
            f"missed. To do one after all: `/release move {first.reference}`."
        ),
        subject=group.id,
        occasion=f"missed.{now.isoformat()}",
    )


def _made(
    tx: Transaction, group: ReleaseGroup, of: Planned, process_version: int, now: datetime
) -> Release:
    release = occurrence_of(
        group,
        of,
        release_id=_id_of(tx, group, of),
        reference=tx.groups.next_reference(group.id),
        process_version=process_version,
        now=now,
    )
    if of.at <= now - group.grace:
        release = left_out(release, ReleaseStatus.MISSED, by=None, at=now, reason_id="")
    tx.releases.add(release)
    owe_its_time(tx, release, at=now)
    tx.audit.append(
        Decision(
            chain=release.id,
            at=now,
            actor="clock",
            door="clock",
            action="made by its group",
            subject=release.reference,
            after=release.status.value,
        )
    )
    return release


def _id_of(tx: Transaction, group: ReleaseGroup, of: Planned) -> ReleaseId:
    """From the group and the time; taken where an edit moved an occurrence away from there."""
    slot = f"{group.id}/{of.slot.isoformat()}"
    found = ReleaseId(id_from("rel", slot))
    again = 1
    while tx.releases.find(found) is not None:
        again += 1
        found = ReleaseId(id_from("rel", f"{slot}/{again}"))
    return found
