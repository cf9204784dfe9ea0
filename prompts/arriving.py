"""What a model's answer amounts to while it is still being written.

Only what has come whole is taken: an entry of a list counts once all its fields are there, so that
nothing that was shown changes its meaning when the next letter comes.
"""

from __future__ import annotations

from typing import Any, TypeVar

import jiter
from pydantic import BaseModel, ValidationError

from orchestration.processes.offered import Offered
from orchestration.processes.proposal import ProcessDraft, ProposedPhase
from orchestration.values import plain_line
from prompts.answer import (
    MOST_ACTIVITIES,
    MOST_PHASES,
    Answer,
    AnsweredActivity,
    AnsweredInput,
    AnsweredPhase,
)
from prompts.plan import plan_of
from prompts.proposing import NOTHING_OFFERED, proposal_of
from prompts.source import Source

T = TypeVar("T", bound=BaseModel)


def proposal_so_far(
    content: str, source: Source, offered: Offered = NOTHING_OFFERED
) -> ProcessDraft | None:
    """The proposal that this beginning of an answer tells; None where it tells nothing yet.

    Phases of which no step has come yet are there without steps, since a model names them first.
    """
    answer = answer_so_far(content)
    if answer is None or not (answer.phases or answer.activities):
        return None
    proposal, plan = proposal_of(answer, source, offered), plan_of(answer)
    told = iter(proposal.phases)
    phases = (
        next(told) if at in plan.phase_of else _without_steps(each.name, source)
        for at, each in enumerate(plan.phases)
    )
    return proposal.model_copy(update={"phases": tuple(phases)})


def _without_steps(name: str, source: Source) -> ProposedPhase:
    return ProposedPhase(name=plain_line(source.said(name), 80) or "Phase")


def answer_so_far(content: str) -> Answer | None:
    """The entries of an answer that have come whole; None where it has not begun."""
    try:
        found = jiter.from_json(_object_in(content).encode(), partial_mode="on")
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    phases = _whole(found.get("phases"), AnsweredPhase)[:MOST_PHASES]
    activities = _whole(found.get("activities"), AnsweredActivity)[:MOST_ACTIVITIES]
    known = {each.n for each in activities}
    return Answer.model_construct(
        process_name=_text(found.get("process_name")),
        schedule=_text(found.get("schedule")),
        phases=[_waiting_for(each, {one.n for one in phases}) for each in phases],
        activities=[_waiting_for(each, known) for each in activities],
        inputs=_whole(found.get("inputs"), AnsweredInput)[:20],
        questions=[],
    )


def _object_in(content: str) -> str:
    """From the object's first letter on; nothing of thoughts before it, or while they last."""
    thought, ended, said = content.rpartition("</think>")
    if not ended and content.lstrip().startswith("<think>"):
        return ""
    said = said if ended else thought + said
    return said[max(said.find("{"), 0) :]


def _whole(found: Any, kind: type[T]) -> list[T]:
    entries = []
    for each in found if isinstance(found, list) else ():
        try:
            entries.append(kind.model_validate(each))
        except ValidationError:  # still being written, or of a form that judging will name
            continue
    return entries


def _text(found: Any) -> str:
    return found[:200] if isinstance(found, str) else ""


P = TypeVar("P", AnsweredPhase, AnsweredActivity)


def _waiting_for(entry: P, known: set[int]) -> P:
    """Without those it waits for that have not come: they are to come, and no mistake yet."""
    return entry.model_copy(update={"after": [n for n in entry.after if n in known]})
