"""Which questions a draft leaves open: computed from it, so that an answered one is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration import words
from orchestration.processes.checks.layers import phase_end
from orchestration.processes.checks.order import Order, order_of
from orchestration.processes.grounding.known import Known
from orchestration.processes.grounding.matching import nearest, unmatched
from orchestration.processes.model import Activity, ActivityType, Phase, Process, ref_of
from orchestration.processes.proposal import NOBODY_NAMED
from orchestration.processes.questions.model import Offer, OpenOrder, Question
from orchestration.processes.tasks import TaskKind, TaskSpec

STORE, PIPELINE = "activity:", "pipeline:"
_MOST_OFFERS = 90
_NEAREST = 10


def open_questions(
    process: Process, orders: Sequence[OpenOrder] = (), known: Known | None = None
) -> tuple[Question, ...]:
    """Who signs first, since nothing is published without; what runs a step only where `known`."""
    return (
        *_signing(process),
        *_doing(process),
        *_ordering(process, orders),
        *(_running(process, known) if known else ()),
    )


def with_offers(process: Process, question: Question, known: Known) -> Question:
    """What can be chosen for it, the nearest first."""
    if question.kind != "runs":
        return question
    activity = process.by_ref[ref_of(question.phase, question.activity)]
    offers: dict[str, Offer] = {}
    for prefix, entries in (
        (STORE, [each for each in known.activities if each.type is not ActivityType.MANUAL]),
        (PIPELINE, known.pipelines),
    ):
        what = "of the store" if prefix == STORE else "pipeline"
        for each in [*nearest(activity, entries, _NEAREST), *entries][:_MOST_OFFERS]:
            value = f"{prefix}{each.id}"
            said = each.description or what
            offers.setdefault(
                value, Offer(value=value, label=each.name or each.id, description=said)
            )
    near = {
        f"{prefix}{each.id}"
        for prefix, entries in ((STORE, known.activities), (PIPELINE, known.pipelines))
        for each in nearest(activity, entries, _NEAREST)
    }
    ordered = sorted(offers.values(), key=lambda each: each.value not in near)
    return question.model_copy(update={"offers": tuple(ordered[:_MOST_OFFERS])})


def without_asked(
    said: Sequence[str], process: Process, questions: Sequence[Question]
) -> tuple[str, ...]:
    """The questions of a drafter that no form asks: these are asked in words alone."""
    named = {
        words.quote(each.name, 200)
        for phase in process.phases
        for each in phase.activities
        if any(_about(question, phase, each) for question in questions)
    }

    def asked(question: str) -> bool:
        if question == NOBODY_NAMED:
            return any(each.kind == "does" for each in questions)
        return question.startswith("Who ") and any(f"“{each}”" in question for each in named)

    return tuple(each for each in said if not asked(each))


def nobody_does(phase: Phase, activity: Activity) -> tuple[TaskSpec, ...]:
    """Its tasks for which the text names nobody; nobody is missing where the phase has an owner."""
    if phase.owner or activity.owner or activity.uses:
        return ()
    return tuple(
        each for each in activity.tasks if each.kind is not TaskKind.SIGN_OFF and not each.assignees
    )


def nobody_signs(activity: Activity) -> tuple[TaskSpec, ...]:
    return tuple(
        each for each in activity.tasks if each.kind is TaskKind.SIGN_OFF and not each.people()
    )


def _about(question: Question, phase: Phase, activity: Activity) -> bool:
    if question.phase != phase.id:
        return False
    if question.kind == "does":
        return bool(nobody_does(phase, activity))
    return question.kind == "signs" and question.activity == activity.id


def _signing(process: Process) -> Iterator[Question]:
    for phase, each in process.activities():
        if nobody_signs(each):
            says = f"Who signs “{words.quote(each.name, 100)}”?"
            yield Question(kind="signs", phase=phase.id, activity=each.id, says=says)


def _doing(process: Process) -> Iterator[Question]:
    """One for each phase: whoever does one step of it mostly does the others."""
    for phase in process.phases:
        steps = [each for each in phase.activities if nobody_does(phase, each)]
        if steps:
            first = words.quote(steps[0].name, 80)
            more = f" and {len(steps) - 1} more" if len(steps) > 1 else ""
            where = f" in {words.quote(phase.name, 40)}" if more else ""
            says = f"Who does “{first}”{more}{where}?"
            yield Question(kind="does", phase=phase.id, says=says)


def _running(process: Process, known: Known) -> Iterator[Question]:
    if not known.pipelines and not any(
        each.type is not ActivityType.MANUAL for each in known.activities
    ):
        return
    for phase, each in process.activities():
        if unmatched(each):
            says = f"What runs “{words.quote(each.name, 100)}”?"
            yield Question(kind="runs", phase=phase.id, activity=each.id, says=says)


def _ordering(process: Process, orders: Sequence[OpenOrder]) -> Iterator[Question]:
    order = order_of(process) if orders else None
    for each in orders:
        phase = process.phases_by_id.get(each.phase)
        if order is None or phase is None:
            continue
        offers = (
            _steps_before(process, order, phase, each.activity)
            if each.activity
            else _phases_before(process, order, phase)
        )
        if offers:
            yield Question(
                kind="after",
                phase=each.phase,
                activity=each.activity,
                says=each.says,
                offers=offers,
            )


def _steps_before(
    process: Process, order: Order, phase: Phase, activity_id: str
) -> tuple[Offer, ...]:
    """Every step that does not come after it: no answer makes the order run in a circle."""
    ref = ref_of(phase.id, activity_id)
    if ref not in process.by_ref:
        return ()
    return tuple(
        Offer(value=other, label=each.name, description=of.name)
        for of, each in process.activities()
        if (other := ref_of(of.id, each.id)) != ref and not order.ends_before(ref, other)
    )[:_MOST_OFFERS]


def _phases_before(process: Process, order: Order, phase: Phase) -> tuple[Offer, ...]:
    end = phase_end(phase.id)
    return tuple(
        Offer(value=each.id, label=each.name)
        for each in process.phases
        if each.id != phase.id and not order.ends_before(end, phase_end(each.id))
    )[:_MOST_OFFERS]
