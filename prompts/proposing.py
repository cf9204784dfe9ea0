"""A model's answer as a proposal: mended where it does not hold, and never more than the text says.

Everything doubtful becomes a question to people, not a guess: a step that waits for nothing that
is there, an order that runs in a circle. Quotations, commands, owners and links that do not stand
in the text are left out, and so is what refers to something that was not offered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orchestration.processes.offered import Offered, OfferedEntry
from orchestration.processes.proposal import (
    ProcessDraft,
    ProposedActivity,
    ProposedInput,
    ProposedPhase,
)
from orchestration.values import name_key, plain_line
from prompts.answer import Answer
from prompts.plan import Plan, cut_circles, plan_of
from prompts.source import Source

_MOST_QUESTIONS = 20
NOTHING_OFFERED = Offered()


def proposal_of(answer: Answer, source: Source, offered: Offered = NOTHING_OFFERED) -> ProcessDraft:
    answer = _cleaned(answer, source)
    plan = plan_of(answer)
    circles = cut_circles(plan)
    questions = [
        *(plain_line(each, 200) for each in answer.questions),
        *(_circle(each) for each in circles),
        *(_lost(each) for each in plan.lost),
    ]
    return ProcessDraft(
        process_name=answer.process_name,
        phases=_phases(plan, source, offered),
        inputs=tuple(
            ProposedInput(name=plain_line(each.name, 80), description=each.description)
            for each in answer.inputs
            if each.name
        ),
        schedule=plain_line(answer.schedule, 200) or None,
        questions=tuple(dict.fromkeys(each for each in questions if each))[:_MOST_QUESTIONS],
    )


def _cleaned(answer: Answer, source: Source) -> Answer:
    """Every text of it as it may be shown, and a name for everything that will be named."""
    shown: Answer = Answer.model_validate(_each_text(answer.model_dump(), source.said))
    phases = [
        each.model_copy(update={"name": plain_line(each.name, 80) or f"Phase {n}"})
        for n, each in enumerate(shown.phases, 1)
    ]
    activities = [
        each.model_copy(update={"name": plain_line(each.name or each.evidence, 120) or f"Step {n}"})
        for n, each in enumerate(shown.activities, 1)
    ]
    name = plain_line(shown.process_name, 120) or "Release process"
    named = {"process_name": name, "phases": phases, "activities": activities}
    return shown.model_copy(update=named)


def _each_text(value: Any, said: Callable[[str], str]) -> Any:
    match value:
        case str():
            return said(value)
        case list():
            return [_each_text(each, said) for each in value]
        case dict():
            return {key: _each_text(each, said) for key, each in value.items()}
        case _:
            return value


def _phases(plan: Plan, source: Source, offered: Offered) -> tuple[ProposedPhase, ...]:
    kept = [at for at in range(len(plan.phases)) if at in set(plan.phase_of)]
    phase_names = _told_apart([each.name for each in plan.phases])
    names = _told_apart(
        [each.name for each in plan.activities], [phase_names[at] for at in plan.phase_of]
    )
    phases = []
    for at in kept:
        phase = plan.phases[at]
        phases.append(
            ProposedPhase(
                name=phase_names[at],
                owner=source.role(phase.owner),
                depends_on=tuple(phase_names[each] for each in _waits_of(plan, at, set(kept))),
                when=plain_line(phase.when, 120),
                activities=tuple(
                    _activity(plan, i, names, source, offered)
                    for i in range(len(plan.activities))
                    if plan.phase_of[i] == at
                ),
            )
        )
    return tuple(phases)


def _activity(
    plan: Plan, at: int, names: list[str], source: Source, offered: Offered
) -> ProposedActivity:
    step = plan.activities[at]
    return ProposedActivity(
        name=names[at],
        type="manual" if step.approval else step.type,
        owner=source.role(step.owner),
        approval=step.approval,
        needed=step.needed if step.approval else 1,
        depends_on=tuple(names[each] for each in plan.waits[at]),
        description=step.description,
        command=step.command.strip() if source.command(step.command) else "",
        when=plain_line(step.when, 120),
        evidence=plain_line(step.evidence, 200) if source.quoted(step.evidence) else "",
        optional=step.optional,
        duration=source.duration(step.duration),
        uses=_among(offered.activities, step.uses),
        pipeline=_among(offered.pipelines, step.pipeline),
    )


def _among(offered: tuple[OfferedEntry, ...], said: str) -> str:
    """The id that was meant, where it was offered; anything else refers to nothing."""
    return said if any(each.id == said for each in offered) else ""


def _waits_of(plan: Plan, at: int, kept: set[int]) -> list[int]:
    """The phases that this one waits for; through a phase without steps to what that waits for."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    left = list(reversed(plan.phase_waits[at]))
    while left:
        each = left.pop()
        if each in seen:
            continue
        seen.add(each)
        if each in kept:
            found[each] = None
        else:
            left.extend(reversed(plan.phase_waits[each]))
    return list(found)


def _told_apart(names: list[str], places: list[str] | None = None) -> list[str]:
    """Each name once, since the proposal refers by name: by its phase, then by a number."""
    keys = [name_key(each) for each in names]
    apart: list[str] = []
    taken = {key for key in keys if keys.count(key) == 1}
    for at, name in enumerate(names):
        if keys[at] in taken and keys.count(keys[at]) == 1:
            apart.append(name)
            continue
        tries = [f"{name} ({plain_line(places[at], 60)})"] if places else [name]
        tries += [f"{tries[0]} {n}" for n in range(2, len(names) + 2)]
        new = next(each for each in tries if name_key(each) not in taken)
        taken.add(name_key(new))
        apart.append(new)
    return apart


def _circle(names: list[str]) -> str:
    shown = [f"“{plain_line(each, 60)}”" for each in names[:6]]
    return f"The order runs in a circle: {' → '.join(shown)}. Which of them comes first?"


def _lost(name: str) -> str:
    return f"“{plain_line(name, 80)}” waits for something that is no step here. What is it?"
