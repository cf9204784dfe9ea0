"""Is a model's answer one that can be used, and if not, what is to be said to the model?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from orchestration.processes.checks.check import check_process
from orchestration.processes.drafting import process_from
from orchestration.processes.offered import Offered
from orchestration.values import name_key, plain_line
from prompts.answer import Answer
from prompts.plan import circle_in, names_of, plan_of
from prompts.proposing import NOTHING_OFFERED, proposal_of
from prompts.source import Source

_MOST_SAID = 30


@dataclass(frozen=True, slots=True)
class Judgement:
    answer: Answer | None
    """None: it is not in the form we asked for."""
    wrong: tuple[str, ...] = ()
    misquoted: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        return self.answer is not None and bool(self.answer.activities)

    @property
    def worth_repairing(self) -> bool:
        """A few quotations that do not stand in the text are dropped without a second call."""
        steps = len(self.answer.activities) if self.answer else 0
        return bool(self.wrong) or len(self.misquoted) * 4 > steps

    @property
    def problems(self) -> tuple[str, ...]:
        return (*self.wrong, *self.misquoted)[:_MOST_SAID]

    def better_than(self, other: Judgement) -> bool:
        """As usable, and with no more wrong: a repair must not make it worse."""
        if self.usable != other.usable:
            return self.usable
        return self.usable and len(self.wrong) <= len(other.wrong)


def judge(content: str, source: Source, offered: Offered = NOTHING_OFFERED) -> Judgement:
    try:
        answer = Answer.model_validate_json(json_in(content))
    except ValidationError as error:
        return Judgement(None, tuple(schema_errors(error)))
    plan = plan_of(answer)
    wrong = list(plan.wrong)
    if not answer.activities:
        wrong.append(
            "there is not one activity. If the text tells no step of any process, "
            "answer with the same empty lists again"
        )
    if circle := circle_in(plan):
        wrong.append(
            "the order runs in a circle: "
            + ", then ".join(f"“{plain_line(each, 80)}”" for each in names_of(plan, circle)[:8])
            + ". Break it where the text allows, or keep the text's first word and ask"
        )
    if not wrong:
        wrong += _problems(answer, source, offered)
    misquoted = tuple(
        f"the evidence of activity {each.n} does not stand in the text: "
        f"“{plain_line(each.evidence)}”"
        for each in answer.activities
        if not source.quoted(each.evidence)
    )
    return Judgement(answer, tuple(wrong), misquoted)


def _problems(answer: Answer, source: Source, offered: Offered) -> Iterator[str]:
    """What would stop the process from being published, as far as a model can mend it.

    A sign-off that the text gives to nobody is for people to give; one whose approver the text
    does not know was given by the model.
    """
    invented = {
        name_key(each.name)
        for each in answer.activities
        if each.approval and each.owner and source.role(each.owner) is None
    }
    proposal = proposal_of(answer, source, offered)
    process = process_from(proposal, owners=()).process
    for problem in check_process(process, members_of=None, pipelines=None):
        match problem.path:
            case ("phases", int(n), "activities", int(m), *_, "approvals"):
                mendable = name_key(process.phases[n].activities[m].name) in invented
            case _:
                mendable = not problem.of_people
        if mendable:
            yield plain_line(str(problem), 300)


def schema_errors(error: ValidationError) -> Iterator[str]:
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        place = plain_line(".".join(str(part) for part in each["loc"]), 80)
        yield f"{place or 'the answer'}: {each['msg']}"


def json_in(content: str) -> str:
    """The object itself: some endpoints send thoughts or a code fence around it."""
    after_thoughts = content.rpartition("</think>")[2]
    start, end = after_thoughts.find("{"), after_thoughts.rfind("}")
    return after_thoughts[start : end + 1] if 0 <= start < end else after_thoughts
