"""An answer as an edit of the draft: no model is asked for what a form has said."""

from __future__ import annotations

from typing import assert_never

from orchestration import words
from orchestration.processes.edits.places import (
    Edited,
    activity_in,
    phase_in,
    replaced,
    with_activity,
    with_phase,
)
from orchestration.processes.model import Activity, Phase, Process, phase_of
from orchestration.processes.questions.finding import nobody_does, nobody_signs
from orchestration.processes.questions.model import Answer, Question, Work
from orchestration.processes.tasks import Approvals
from orchestration.values import ActivityRef


def answered(process: Process, question: Question, answer: Answer, work: Work | None) -> Edited:
    """The process with it; `work` is what was chosen to run a step, as it is known now."""
    match question.kind:
        case "signs":
            return _signed(process, question, answer)
        case "does":
            return _done(process, question, answer)
        case "after":
            return _ordered(process, question, answer)
        case "runs":
            return _run(process, question, work or Work())
        case _:
            assert_never(question.kind)


def _signed(process: Process, question: Question, answer: Answer) -> Edited:
    phase = phase_in(process, question.phase)
    activity = activity_in(phase, question.activity)
    tasks = activity.tasks
    for each in nobody_signs(activity):
        gate = (each.approvals or Approvals()).model_copy(update={"from_": answer.people})
        tasks = replaced(tasks, each.model_copy(update={"approvals": gate}))
    now = activity.model_copy(update={"tasks": tasks})
    said = f"said who signs “{words.quote(activity.name, 60)}”"
    return Edited(process=with_activity(process, phase, now), what=said)


def _done(process: Process, question: Question, answer: Answer) -> Edited:
    phase = phase_in(process, question.phase)
    activities = tuple(_with_doers(phase, each, answer.people) for each in phase.activities)
    said = f"said who does the work of “{words.quote(phase.name, 60)}”"
    now = phase.model_copy(update={"activities": activities})
    return Edited(process=with_phase(process, now), what=said)


def _with_doers(phase: Phase, activity: Activity, people: tuple[str, ...]) -> Activity:
    tasks = activity.tasks
    open_ones = nobody_does(phase, activity)
    for each in open_ones:
        tasks = replaced(tasks, each.model_copy(update={"assignees": people}))
    owner = people[0] if open_ones and len(people) == 1 else activity.owner
    return activity.model_copy(update={"tasks": tasks, "owner": owner})


def _ordered(process: Process, question: Question, answer: Answer) -> Edited:
    phase = phase_in(process, question.phase)
    if not question.activity:
        waits = tuple(dict.fromkeys([*phase.depends_on, answer.chosen]))
        now = phase.model_copy(update={"depends_on": waits})
        said = f"said what the phase “{words.quote(phase.name, 60)}” waits for"
        return Edited(process=with_phase(process, now), what=said)
    activity = activity_in(phase, question.activity)
    chosen = answer.chosen
    if phase_of(ActivityRef(chosen)) == phase.id:
        chosen = chosen.removeprefix(f"{phase.id}.")
    waits = tuple(dict.fromkeys([*activity.depends_on, chosen]))
    later = activity.model_copy(update={"depends_on": waits})
    said = f"said what “{words.quote(activity.name, 60)}” waits for"
    return Edited(process=with_activity(process, phase, later), what=said)


def _run(process: Process, question: Question, work: Work) -> Edited:
    phase = phase_in(process, question.phase)
    activity = activity_in(phase, question.activity)
    update = {"uses": work.uses or None, "pipeline": work.pipeline or None, "type": work.type}
    said = f"said what runs “{words.quote(activity.name, 60)}”"
    return Edited(
        process=with_activity(process, phase, activity.model_copy(update=update)), what=said
    )
