"""Processes nobody would write: any two acyclic graphs, any work, empty phases, conditions."""

from __future__ import annotations

from hypothesis import strategies as st

from orchestration.execution.state.acting import Away
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.processes.model import Activity, OnFailure, Phase, Process, Retry
from tests.execution.building import (
    AT_ONCE,
    DANA,
    DAY,
    EVENING,
    HOLD,
    IGNORE,
    IVO,
    RETRY,
    ROSA,
    by_hand,
    chore,
    form,
    gate,
    manual,
    phase,
    pipeline,
    process,
    runs,
    todo,
)

ROLES = ("qa", "security", "legal")
PEOPLE = (DANA, ROSA, IVO)
TOLD = ReleaseFacts(inputs={"region": "eu"})
CONDITIONS = (
    *(None,) * 6,
    'inputs.region == "eu"',
    'inputs.region == "us"',
    'inputs.nowhere == "eu"',
)
"""True, false, and without a value."""
BY_OUTPUT = "phases.p0.activities.a0.outputs.from == 'ex_1.p0.a0.1'"
"""Any of these, by what p0.a0 came to: for what comes after it."""
TIMES = (None, None, None, "start + 1h", "12:30", "Thursday 17:00")
members = st.fixed_dictionaries(
    {role: st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3).map(tuple) for role in ROLES}
)
SUBSTITUTES = ("U0000ELI1", *PEOPLE)
absences = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.builds(Away, until=st.just(EVENING), substitute=st.sampled_from([None, *SUBSTITUTES])),
    max_size=2,
)


@st.composite
def processes(draw, *, conditional: bool = False) -> Process:
    """Phases and activities may wait for any that was drawn before them; written in any order.

    `conditional` ones say what no check would let pass too: conditions that cannot be evaluated.
    """
    names = [f"p{n}" for n in range(draw(st.integers(1, 5)))]
    refs: list[str] = []
    fails = draw(st.sampled_from([False, False, True]))
    """Whether a failure may end the release: that is the end of much else."""
    phases: list[Phase] = []
    for n, name in enumerate(names):
        inside: list[Activity] = []
        for m in range(draw(st.integers(0, 3))):
            wanted = draw(st.lists(st.sampled_from(refs), max_size=2)) if refs else []
            condition = draw(_condition("p0.a0" in wanted)) if conditional else None
            made = draw(_activity(f"a{m}", tuple(wanted), fails=fails, conditional=conditional))
            inside.append(draw(_in_time(made)).model_copy(update={"if_": condition}))
            refs.append(f"{name}.a{m}")
        before = draw(st.lists(st.sampled_from(names[:n]), max_size=2)) if n else []
        written = draw(st.permutations(inside))
        condition = draw(_condition("p0" in before)) if conditional else None
        optional = draw(st.sampled_from([False, False, False, True]))
        not_before = draw(st.sampled_from(TIMES))
        turn = draw(st.sampled_from([{}, {}, {}, {"uses": ("s",)}, {"waits_for": ("x.y",)}]))
        more = {"if_": condition, "optional": optional, "not_before": not_before, **turn}
        made = phase(name, *written, after=tuple(before), **more)
        uninterruptible = draw(st.booleans())
        phases.append(made.model_copy(update={"uninterruptible": uninterruptible}))
    return process(*draw(st.permutations(phases)))


@st.composite
def _in_time(draw, made: Activity) -> Activity:
    """Some of it by a deadline, or expected to take so long."""
    tasks = tuple(
        each.model_copy(
            update={
                "deadline": draw(st.sampled_from([None, DAY])),
                "remind": draw(st.sampled_from([(), ("100%",), ("10%", "150%")])),
                "escalate_to": draw(st.sampled_from([None, *ROLES])),
            }
        )
        for each in made.tasks
    )
    expected = draw(st.sampled_from([None, None, DAY]))
    return made.model_copy(update={"tasks": tasks, "expected_duration": expected})


def _condition(after_it: bool):
    return st.sampled_from([*CONDITIONS, BY_OUTPUT] if after_it else CONDITIONS)


@st.composite
def _activity(
    draw, name: str, after: tuple[str, ...], *, fails: bool, conditional: bool
) -> Activity:
    asks = tuple(draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True)))
    needed = draw(st.sampled_from([1, 1, 2, 3, "majority", "all"]))
    kinds = ["pipeline", "pipeline", "process", "hand", "todo", "gate", "both", "form"]
    kind = draw(st.sampled_from(kinds))
    match kind:
        case "pipeline" | "process":
            goes_wrong = draw(st.sampled_from([*OnFailure] if fails else [HOLD, RETRY, IGNORE]))
            retry = Retry(attempts=2) if goes_wrong is RETRY else None
            optional = draw(st.sampled_from([False, False, True]))
            rules = {"on_failure": goes_wrong, "retry": retry, "optional": optional}
            if kind == "process":
                return runs(name, "deploy", after=after, outputs=("from",), **rules)
            return pipeline(name, after=after, **rules)
        case "hand":
            owner = draw(st.sampled_from([None, *ROLES]))
            return by_hand(name, after=after, owner=owner, optional=draw(st.booleans()))
        case "todo":
            return todo(name, after=after, owner=draw(st.sampled_from([None, *ROLES])))
        case "gate":
            order = draw(st.sampled_from(["any", "sequential"]))
            exclude = draw(st.sampled_from([(), (), ("starter",)]))
            undo = draw(st.sampled_from([AT_ONCE, None]))
            signs = gate(asks=asks, needed=needed, order=order, exclude=exclude, undo=undo)
            return manual(name, signs, after=after)
        case "form":
            asks_owner = draw(st.sampled_from(["auto", "owner", "owner"]))
            first = draw(st.sampled_from([form(), gate(asks=asks, needed=needed)]))
            optional = chore("do", required=False)
            return manual(name, first, optional, after=after, finalise=asks_owner)
        case _:
            said = ('inputs.region == "eu"', "inputs.a") if conditional else ()
            required = draw(st.sampled_from([True, False, *said]))
            chores = chore("do", required=required)
            return manual(name, chores, gate(asks=asks, needed=needed), after=after)
