"""Coming occurrences kept right: by the rules of their zone, and with an owner who is there."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from orchestration import words
from orchestration.effects import Tell
from orchestration.groups.editing import owner_still
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.owed import owe_changed
from orchestration.groups.rotation import Attendance
from orchestration.groups.standing import attendance_of, planned_of
from orchestration.ports import Decision, Transaction
from orchestration.releases.model import Release
from orchestration.scheduling.occurrences import local_time_of, moment


def kept_up(tx: Transaction, group: ReleaseGroup, now: datetime) -> tuple[ReleaseGroup, bool]:
    """The group, and whether anything of it is to come; touched occurrences stay as they are."""
    attendance = attendance_of(tx, group, now)
    planned = planned_of(tx, group, now)
    for each in planned:
        after = each if each.touched else _kept_right(group, each, attendance)
        if after != each:
            _save(tx, each, after, now)
    return _told_who_is_gone(tx, group, attendance, now), bool(planned)


def _kept_right(group: ReleaseGroup, release: Release, attendance: Attendance) -> Release:
    """10:00 stays 10:00 where a country changes its mind about daylight saving."""
    if release.slot is None or group.cadence is None:
        return release
    local = local_time_of(group.cadence, release.slot)
    at = moment(local, ZoneInfo(release.zone)) if local else release.begins_at
    owner = owner_still(group, release, at, attendance)
    return release.model_copy(update={"scheduled_for": at, "owner": owner})


def _save(tx: Transaction, before: Release, after: Release, now: datetime) -> None:
    saved = tx.releases.save(after)
    owe_changed(tx, before, saved, at=now)
    if before.owner != saved.owner:
        tx.owed.owe([_handed_on(before, saved, now)], at=now)
    tx.audit.append(
        Decision(
            chain=saved.id,
            at=now,
            actor="clock",
            door="clock",
            action="kept right by its group",
            subject=saved.reference,
            before=_spelt(before),
            after=_spelt(saved),
        )
    )


def _handed_on(before: Release, after: Release, now: datetime) -> Tell:
    title, when = words.quote(after.title), words.moment(after.begins_at)
    return Tell(
        chain=(after.owner,),
        text=f"{title}, due {when}, is yours: {words.person(before.owner)} cannot take it then.",
        subject=after.id,
        occasion=f"owner.{after.owner}.{now.isoformat()}",
    )


def _told_who_is_gone(
    tx: Transaction, group: ReleaseGroup, attendance: Attendance, now: datetime
) -> ReleaseGroup:
    """Once for each: who keeps the group learns that somebody of its rotation is no longer here."""
    news = [each for each in attendance.gone if each not in group.passed_over]
    if news:
        who, name = words.people(news), words.quote(group.name, 80)
        said = (
            f"{who} left this workspace and is passed over in the rotation of “{name}”: whoever is "
            f"next takes the turn. Choose its owners anew with `/release group {name}`."
        )
        chain = dict.fromkeys((group.created_by, *group.rotation.owners))
        told = Tell(
            chain=(*(each for each in chain if each not in attendance.gone), group.channel),
            text=said,
            subject=group.id,
            occasion=f"gone.{','.join(sorted(news))}.{now.isoformat()}",
        )
        tx.owed.owe([told], at=now)
    gone = tuple(each for each in group.rotation.owners if each in attendance.gone)
    return group.model_copy(update={"passed_over": gone})


def _spelt(release: Release) -> str:
    at = release.scheduled_for.isoformat() if release.scheduled_for else ""
    return f"{at} {release.owner}".strip()
