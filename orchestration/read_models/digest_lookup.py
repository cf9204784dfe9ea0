"""Digests read from storage, as things stand at the moment they are sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orchestration.calendar.filters import Filters
from orchestration.calendar.page import CalendarPage, View
from orchestration.calendar.pages import build_page, window_of
from orchestration.calendar.span import Span
from orchestration.calendar.window import Viewer
from orchestration.digests.due import due_before
from orchestration.digests.model import Digest, Section
from orchestration.execution.state.manual_task import ManualTask
from orchestration.freezes.holding import concerns
from orchestration.freezes.saying import scope
from orchestration.freezes.windows import windows_between
from orchestration.people.rights import Administrators, seen_by
from orchestration.ports import Transaction
from orchestration.read_models.calendar import listed_in
from orchestration.read_models.conflict_lines import conflict_lines
from orchestration.read_models.digest_card import (
    DigestCard,
    EndedLine,
    FreezeLine,
    HoldLine,
    PersonalDigestCard,
    PlannedLine,
    RunningLine,
    TaskLine,
)
from orchestration.read_models.listing import planned_between
from orchestration.read_models.lookup import (
    holds_of,
    place_on_board,
    release_line_in,
    turns_of,
)
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.saying import said
from orchestration.values import ChannelId, ExecutionId, UserId

AHEAD = timedelta(days=7)
_A_DAY = timedelta(days=1)
_NEVER = datetime.max.replace(tzinfo=UTC)


def digest_in(
    tx: Transaction, digest: Digest, administrators: Administrators, *, day: date, now: datetime
) -> DigestCard:
    """Of its own channel everything, since all of it is shown there; of others what may be seen
    by whoever set it up.
    """
    zone, wanted = ZoneInfo(digest.cadence.zone), set(digest.sections)
    tomorrow = _begins(day + _A_DAY, zone)
    before = due_before(digest.cadence, _begins(day, zone))
    since = before.at if before else now - _A_DAY
    ours = _belongs(tx, digest, administrators)
    unfinished = [each for each in tx.releases.unfinished() if ours(each)]
    planned = [each for each in unfinished if each.status is ReleaseStatus.SCHEDULED]
    due = [each for each in planned if each.scheduled_for]
    ends = tomorrow + AHEAD - _A_DAY
    return DigestCard(
        channel=ChannelId(digest.place),
        day=day,
        cadence=said(digest.cadence),
        since=since,
        running=_running(tx, unfinished) if Section.RUNNING in wanted else (),
        today=_planned(due, now, until=tomorrow) if Section.TODAY in wanted else (),
        week=(_planned(due, now, begins=tomorrow, until=ends) if Section.WEEK in wanted else ()),
        conflicts=_conflicts(tx, ours, now, ends) if Section.CONFLICTS in wanted else (),
        freezes=_freezes(tx, unfinished, now, ends) if Section.FREEZES in wanted else (),
        outcomes=_outcomes(tx, ours, since, now) if Section.OUTCOMES in wanted else (),
        page=_page(tx, digest, ours, day, now) if Section.PICTURE in wanted else None,
    )


def personal_digest_in(
    tx: Transaction, digest: Digest, administrators: Administrators, *, day: date, now: datetime
) -> PersonalDigestCard:
    person = UserId(digest.place)
    inbox = sorted(tx.executions.open_tasks_of(person), key=lambda each: _urgency(each[1]))
    tomorrow = _begins(day + _A_DAY, ZoneInfo(digest.cadence.zone))
    own = [
        each
        for each in tx.releases.unfinished()
        if each.status is ReleaseStatus.SCHEDULED
        and each.scheduled_for
        and person in {each.owner, each.backup}
    ]
    return PersonalDigestCard(
        person=person,
        day=day,
        tasks=tuple(_task(tx, execution_id, task, now) for execution_id, task in inbox),
        holds=tuple(
            HoldLine(name=each.name, release_title=each.release_title, reason=each.reason)
            for each in holds_of(tx, person, administrators)
        )
        + tuple(
            HoldLine(
                name=each.name,
                release_title=each.release_title,
                reason=f"it waits in vain: {'; '.join(each.lines)}",
            )
            for each in turns_of(tx, person)
        ),
        due=_planned(own, now, until=tomorrow),
    )


def _belongs(
    tx: Transaction, digest: Digest, administrators: Administrators
) -> Callable[[Release], bool]:
    sees = seen_by(tx, administrators, digest.set_by)
    return lambda release: (
        release.channel == digest.place or (digest.everywhere and sees(release.process_id))
    )


def _running(tx: Transaction, unfinished: Iterable[Release]) -> tuple[RunningLine, ...]:
    """Late and waiting ones first, as on a board."""
    begun = (each for each in unfinished if each.status is not ReleaseStatus.SCHEDULED)
    return tuple(
        RunningLine(
            title=each.title,
            status=each.status,
            waiting_for_input=each.waiting_for_input,
            late_by=each.late_by,
            sentence=each.sentence,
        )
        for each in sorted((release_line_in(tx, each) for each in begun), key=place_on_board)
    )


def _task(tx: Transaction, execution_id: ExecutionId, task: ManualTask, now: datetime) -> TaskLine:
    execution = tx.executions.get(execution_id)
    return TaskLine(
        name=task.name,
        release_title=tx.releases.get(execution.release_id).title,
        kind=task.kind,
        due_at=task.due_at,
        overdue=task.due_at is not None and task.due_at <= now,
    )


def _planned(
    due: Iterable[Release], now: datetime, *, until: datetime, begins: datetime | None = None
) -> tuple[PlannedLine, ...]:
    found = [
        PlannedLine(
            release_id=each.id,
            reference=each.reference,
            title=each.title,
            at=each.begins_at,
            owner=each.owner,
            overdue=each.begins_at <= now,
        )
        for each in due
        if each.begins_at < until and (begins is None or each.begins_at >= begins)
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.title)))


def _conflicts(
    tx: Transaction, ours: Callable[[Release], bool], now: datetime, ends: datetime
) -> tuple[str, ...]:
    """Those that a release of ours is in and nobody allowed."""
    there = planned_between(tx, Span(now, ends), now)
    mine = {each.id for each in there.releases if ours(each)}
    seen = {each.process_id for each in there.releases if ours(each)}
    told = conflict_lines(there, there.releases, sees=lambda process: process in seen)
    return tuple(
        each.text
        for each in told
        if not each.allowed and not mine.isdisjoint({each.release, *each.others})
    )


def _freezes(
    tx: Transaction, releases: Iterable[Release], now: datetime, ends: datetime
) -> tuple[FreezeLine, ...]:
    """Those of everything, and those that are for one of these releases."""
    there = list(releases)
    found = [
        FreezeLine(
            name=freeze.name,
            begins=window.begins,
            ends=window.ends,
            on=window.begins <= now,
            blocks=freeze.effect.blocks,
            scope="" if freeze.scope.everything else scope(freeze.scope),
        )
        for freeze in tx.freezes.since(now)
        if freeze.scope.everything or any(concerns(freeze, each) for each in there)
        for window in windows_between(freeze, now, ends)
    ]
    return tuple(sorted(found, key=lambda each: (each.begins, each.name)))


def _page(
    tx: Transaction,
    digest: Digest,
    ours: Callable[[Release], bool],
    day: date,
    now: datetime,
) -> CalendarPage:
    """Its week, in its own zone; the same as long as nothing in it changes."""
    viewer = Viewer(zone=digest.cadence.zone)
    there = planned_between(tx, window_of(View.WEEK, day, viewer), now)
    listed = listed_in(there, Filters(), sees=lambda _: True, now=now)
    shown = [each for each in listed if ours(each.release)]
    clashing = there.clashing
    return build_page(
        View.WEEK, day, shown, there.freezes, viewer=viewer, now=now, clashing=clashing
    )


def _outcomes(
    tx: Transaction, ours: Callable[[Release], bool], since: datetime, now: datetime
) -> tuple[EndedLine, ...]:
    """What ended, was left out or was missed; the latest first."""
    found = [
        EndedLine(title=each.title, status=each.status, at=_ended_at(each))
        for each in tx.releases.between(since, now)
        if each.status.ended and ours(each) and since <= _ended_at(each) < now
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def _ended_at(release: Release) -> datetime:
    """What was left out or missed ended when it was to begin."""
    return release.ended_at or release.begins_at


def _urgency(task: ManualTask) -> tuple[datetime, datetime]:
    return task.due_at or _NEVER, task.opened_at


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
