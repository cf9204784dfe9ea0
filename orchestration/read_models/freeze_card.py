"""What people are told and asked because of a freeze: as sentences, and with which buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from orchestration import words
from orchestration.execution.forecast import forecast
from orchestration.execution.state.freeze_hold import FreezeHold
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import Verdict, WorkKind
from orchestration.freezes.exceptions import FreezeException
from orchestration.freezes.holding import Held
from orchestration.freezes.saying import named
from orchestration.releases.model import Release
from orchestration.values import FreezeId, Frozen, ReleaseId

_SHOWN = 10


class FreezeCard(Frozen):
    """One message about one window of a freeze and one release."""

    text: str
    """Our own words, with `{@U…}` and `{t:…}`."""
    rows: tuple[str, ...] = ()
    release_id: ReleaseId
    title: str
    freeze: FreezeId
    begins: datetime
    asks: Literal["nothing", "before", "resume", "exception"] = "nothing"


class FreezeLine(Frozen):
    """What the message of a release says of a freeze that holds it."""

    name: str
    until: datetime
    over_at: datetime | None = None
    holds_back: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()
    """Uninterruptible phases that go to their end."""


def held_back_names(execution: ProcessExecution) -> tuple[str, ...]:
    """What begins when it goes on, in the order of the process."""
    plan = execution.plan
    return tuple(
        plan.name_of(place)
        for phase, refs in plan.phase_activities.items()
        for place in (phase, *refs)
        if place in execution.held_back
    )


def going_on(execution: ProcessExecution) -> tuple[str, ...]:
    """Uninterruptible phases that began before and have not ended."""
    return tuple(
        phase.name
        for phase in execution.plan.process.phases
        if phase.uninterruptible
        and execution.phase_started(phase.id)
        and not execution.phase_settled(phase.id)
    )


def held_text(release: Release, execution: ProcessExecution, hold: FreezeHold) -> str:
    name, title = f"the freeze “{words.quote(hold.name, 80)}”", words.quote(release.title)
    until = words.moment(hold.until)
    if hold.by is None:
        first = f"The freeze “{words.quote(hold.name, 80)}” holds {title} until {until}."
    else:
        first = f"{words.person(hold.by)} holds {title} ahead of {name}, which ends {until}."
    rest = "Nothing new starts, what runs goes to its end, and sign-offs still count."
    said = [first, rest]
    if spared := going_on(execution):
        phases = words.listed(f"“{words.quote(each, 60)}”" for each in spared)
        said.append(f"{phases} cannot be interrupted and {_goes(spared)} to the end.")
    said.append(f"When it is over {words.person(release.owner)} is asked to resume it.")
    return " ".join(said)


def lifted_text(release: Release, hold: FreezeHold) -> str:
    title, name = words.quote(release.title), words.quote(hold.name, 80)
    if hold.over_at is None and hold.resumed_by is not None:
        by = words.person(hold.resumed_by)
        return f"{by} let {title} through the freeze “{name}”. What was held back starts now."
    if hold.resumed_by is not None:
        by = words.person(hold.resumed_by)
        return f"{by} resumed {title} after the freeze “{name}”. What was held back starts now."
    return (
        f"The freeze “{name}” is over and {title} goes on by itself, as its group says. What was "
        "held back starts now."
    )


def over_text(release: Release, hold: FreezeHold) -> str:
    return (
        f"The freeze “{words.quote(hold.name, 80)}” no longer holds {words.quote(release.title)}. "
        f"{words.person(release.owner)} is asked to resume it."
    )


def resume_card(
    release: Release, execution: ProcessExecution, hold: FreezeHold, now: datetime
) -> FreezeCard:
    """The held work and the age of each sign-off: what was true then may not be so now."""
    held = held_back_names(execution)
    text = (
        f"The freeze “{words.quote(hold.name, 80)}” no longer holds {words.quote(release.title)}, "
        f"{words.lasting((hold.over_at or now) - hold.at)}. Does it go on?"
    )
    starts = (
        [f"Starts then: {words.listed(_quoted(held))}."]
        if held
        else ["Nothing waits to start yet: it goes on where it is."]
    )
    return _card(
        release,
        hold.freeze,
        hold.begins,
        text=text,
        rows=(*starts, *_sign_offs(execution, now)),
        asks="resume",
    )


def warning_card(
    release: Release, execution: ProcessExecution, held: Held, now: datetime
) -> FreezeCard:
    foretold = forecast(execution, now)
    ends = (
        f"is expected to end {words.moment(foretold.ends_at)}"
        if foretold
        else "may not end in time: not all that is left has an expected duration"
    )
    text = (
        f"{_capital(named(held.freeze))} begins {words.moment(held.window.begins)}, and "
        f"{words.quote(release.title)} {ends}. What has not started then is held until "
        f"{words.moment(held.window.ends)}."
    )
    return _card(release, held.freeze.id, held.window.begins, text=text, asks="before")


def exception_card(
    release: Release,
    asked: FreezeException,
    name: str,
    reason: str,
) -> FreezeCard:
    """What an approver is asked, and what became of it."""
    text = (
        f"{words.person(asked.asked_by)} asks to let {words.quote(release.title)} through the "
        f"freeze “{words.quote(name, 80)}”, from {words.moment(asked.begins)} until "
        f"{words.moment(asked.ends)}."
    )
    rows = [f"Why: “{words.quote(reason, 1000)}”"] if reason else []
    if asked.decided_by is not None:
        did = "granted" if asked.granted else "refused"
        at = words.moment(asked.decided_at or asked.asked_at)
        rows.append(f"{words.person(asked.decided_by)} {did} it {at}.")
    elif release.status.ended:
        rows.append("The release has ended: there is nothing to decide any more.")
    open_ = asked.decided_by is None and not release.status.ended
    return _card(
        release,
        asked.freeze,
        asked.begins,
        text=text,
        rows=tuple(rows),
        asks="exception" if open_ else "nothing",
    )


def freeze_lines(execution: ProcessExecution | None) -> tuple[FreezeLine, ...]:
    """One for each freeze that holds it still."""
    if execution is None or execution.status.ended:
        return ()
    return tuple(
        FreezeLine(
            name=hold.name,
            until=hold.until,
            over_at=hold.over_at,
            holds_back=held_back_names(execution),
            goes_on=going_on(execution) if hold.over_at is None else (),
        )
        for hold in execution.frozen
    )


def frozen_by(release: Release, execution: ProcessExecution) -> list[str]:
    """`Held by the freeze “Christmas” until 2 January 08:00.`, for the sentence of a release."""
    asked = {(e.freeze, e.begins) for e in release.freeze_exceptions if e.decided_at is None}
    said = []
    for hold in execution.frozen:
        name = words.quote(hold.name, 80)
        if hold.over_at is not None:
            owner = words.person(execution.owner)
            said.append(f"The freeze “{name}” is over: {owner} is asked to resume it.")
            continue
        also = ", an exception is asked for" if (hold.freeze, hold.begins) in asked else ""
        said.append(f"Held by the freeze “{name}” until {words.moment(hold.until)}{also}.")
    return said


def _sign_offs(execution: ProcessExecution, now: datetime) -> list[str]:
    given = sorted(
        (verdict.at, execution.plan.name_of(task.ref), verdict.by)
        for task in execution.tasks.values()
        if task.kind is WorkKind.SIGN_OFF
        for verdict in task.verdicts
        if verdict.verdict is Verdict.APPROVED
    )
    rows = [
        f"“{words.quote(name, 80)}” was signed by {words.person(by)} {words.length(now - at)} ago."
        for at, name, by in given[:_SHOWN]
    ]
    more = len(given) - len(rows)
    return [*rows, *([f"And {words.count(more, 'more sign-off')}."] if more else [])]


def _quoted(names: Sequence[str]) -> list[str]:
    shown = [f"“{words.quote(each, 60)}”" for each in names[:_SHOWN]]
    more = len(names) - len(shown)
    return [*shown, *([f"{more} more"] if more else [])]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _goes(names: Sequence[str]) -> str:
    return "goes" if len(names) == 1 else "go"


def _card(
    release: Release,
    freeze: FreezeId,
    begins: datetime,
    *,
    text: str,
    rows: tuple[str, ...] = (),
    asks: Literal["nothing", "before", "resume", "exception"],
) -> FreezeCard:
    return FreezeCard(
        text=text,
        rows=rows,
        release_id=release.id,
        title=release.title,
        freeze=freeze,
        begins=begins,
        asks=asks,
    )
