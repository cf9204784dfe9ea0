"""A pause in words: in the living message, and told to the channel once when it begins and ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orchestration import words
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.pause import Pause
from orchestration.read_models.cards import Notice, PauseLine
from orchestration.releases.model import Release
from orchestration.values import UserId


def pause_notice(release: Release, pause: Pause, said: str, can_resume: Sequence[UserId]) -> Notice:
    did = "stopped the line of" if pause.line_stopped else "paused"
    why = f": “{words.quote(said, 300)}”" if said else ""
    who = words.people(can_resume) if can_resume else "An administrator"
    return Notice(
        text=f"{words.person(pause.by)} {did} {words.quote(release.title)}{why}. Nothing new "
        "starts. What runs goes to its end, and sign-offs still count. "
        f"{who} can resume it."
    )


def resume_notice(release: Release, pause: Pause) -> Notice:
    by = words.person(pause.resumed_by) if pause.resumed_by else "Drumbeat"
    took = words.lasting(pause.resumed_at - pause.at) if pause.resumed_at else ""
    return Notice(
        text=f"{by} resumed {words.quote(release.title)} {took}. What was held back starts now."
    )


def paused_by(execution: ProcessExecution) -> list[str]:
    """`It is paused, by Dana since 14:05: nothing new starts.`, for the sentence of a release."""
    pause = execution.paused
    if pause is None:
        return []
    state = "The line is stopped" if pause.line_stopped else "It is paused"
    by, since = words.person(pause.by), words.moment(pause.at)
    return [f"{state}, by {by} since {since}: nothing new starts."]


def pause_line(execution: ProcessExecution, texts: Mapping[str, str]) -> PauseLine | None:
    pause, plan = execution.paused, execution.plan
    if pause is None or execution.status.ended:
        return None
    places = [
        place
        for phase, refs in plan.phase_activities.items()
        for place in (phase, *refs)
        if place in execution.held_back
    ]
    return PauseLine(
        by=pause.by,
        at=pause.at,
        line_stopped=pause.line_stopped,
        reason=texts.get(pause.reason_id, ""),
        holds_back=tuple(plan.name_of(each) for each in places),
    )
