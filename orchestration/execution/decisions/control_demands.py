"""What has to be so before a release is stopped or goes on; `Rejected` says what is in the way."""

from __future__ import annotations

from typing import NamedTuple

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.state.model import ProcessExecution
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Transaction
from orchestration.releases.model import Release
from orchestration.values import ChannelId, ReleaseId, UserId

A_MEMBER = "member of the channel"


class Allowed(NamedTuple):
    """A decision that may be made now, and through what."""

    release: Release
    execution: ProcessExecution
    through: str


def demand_pause(
    tx: Transaction, administrators: Administrators, release_id: ReleaseId, by: UserId
) -> Allowed:
    allowed = _operating(tx, administrators, release_id, by, "pause")
    _demand_going_on(allowed.release, allowed.execution)
    return allowed


def demand_stop(
    tx: Transaction,
    administrators: Administrators,
    release_id: ReleaseId,
    by: UserId,
    *,
    where: ChannelId | None,
) -> Allowed:
    """Any full member of its channel, who says so there; operators from anywhere."""
    release = tx.releases.get(release_id)
    execution = _running(tx, release)
    person = tx.directory.people([by]).get(by)
    full = person is not None and not person.deactivated and not person.outsider
    if full and where == release.channel:
        through = A_MEMBER
    else:
        through = _by_right(tx, administrators, release, execution, by, full=full)
    _demand_going_on(release, execution)
    return Allowed(release, execution, through)


def demand_resume(
    tx: Transaction, administrators: Administrators, release_id: ReleaseId, by: UserId
) -> Allowed:
    allowed = _operating(tx, administrators, release_id, by, "resume")
    if allowed.execution.paused is not None:
        return allowed
    frozen = allowed.execution.frozen
    if any(each.over_at for each in frozen):
        return allowed
    if frozen:
        reference = allowed.release.reference
        raise Rejected(
            f"{words.quote(allowed.release.title)} is held by the freeze "
            f"“{words.quote(frozen[0].name, 80)}” until {words.moment(frozen[0].until)}. "
            f"`/release freeze except {reference} REASON` asks to let it through."
        )
    last = allowed.execution.pauses[-1] if allowed.execution.pauses else None
    title = words.quote(allowed.release.title)
    if last and last.resumed_by and last.resumed_at:
        who, at = words.person(last.resumed_by), words.moment(last.resumed_at)
        raise Rejected(f"{title} is not paused any more: {who} resumed it at {at}.")
    raise Rejected(f"{title} is not paused.")


def _operating(
    tx: Transaction, administrators: Administrators, release_id: ReleaseId, by: UserId, verb: str
) -> Allowed:
    release = tx.releases.get(release_id)
    execution = _running(tx, release)
    process, to = execution.plan.version.process, f"{verb} {release.reference}"
    through = demand(tx, Right.OPERATE, administrators, by, of=process, to=to)
    return Allowed(release, execution, through)


def _by_right(
    tx: Transaction,
    administrators: Administrators,
    release: Release,
    execution: ProcessExecution,
    by: UserId,
    *,
    full: bool,
) -> str:
    process, to = execution.plan.version.process, f"stop the line of {release.reference} from here"
    try:
        return demand(tx, Right.OPERATE, administrators, by, of=process, to=to)
    except Rejected as refused:
        if full:
            there = "So can you, and everybody else, in the channel of the release."
        else:
            there = "So can every full member of the workspace, in the channel of the release."
        raise Rejected(f"{refused.text} {there}") from None


def _running(tx: Transaction, release: Release) -> ProcessExecution:
    title = words.quote(release.title)
    if release.status.ended:
        raise Rejected(f"{title} has ended already.")
    if release.execution_id is None:
        raise Rejected(f"{title} has not started yet.")
    return tx.executions.get(release.execution_id)


def _demand_going_on(release: Release, execution: ProcessExecution) -> None:
    title, pause = words.quote(release.title), execution.paused
    if pause is not None:
        did = "stopped its line" if pause.line_stopped else "paused it"
        raise Rejected(
            f"{title} is paused already: {words.person(pause.by)} {did} at "
            f"{words.moment(pause.at)}. Nothing new starts."
        )
    if execution.failed_by is not None:
        raise Rejected(f"{title} has failed: nothing new starts, and what runs goes to its end.")
