"""What has ended before what: told by layers where a process has them, and by the whole graph."""

from graphlib import CycleError

from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.processes.checks.layers import ended, layers_of, phase_end, phase_start
from orchestration.processes.checks.order import of_circles, order_of
from orchestration.processes.model import ref_of
from tests.execution.building import phase, process, todo


@st.composite
def any_processes(draw):
    """Small ones, with circles, other phases' activities, and what is not there."""
    wide = draw(st.booleans())
    phases = []
    for p in range(draw(st.integers(1, 4))):
        ids = [f"a{n}" for n in range(draw(st.integers(0, 4)))]
        near = [*ids, *(f"p{p}.{each}" for each in ids), "gone"]
        far = ["p0.a0", "p1.a1", "gone.gone"] if wide else []
        rows = [
            todo(each, after=tuple(draw(st.lists(st.sampled_from([*near, *far]), max_size=2))))
            for each in ids
        ]
        after = draw(st.lists(st.sampled_from(["p0", "p1", "p2", "gone"]), max_size=2))
        phases.append(phase(f"p{p}", *rows, after=tuple(after)))
    return process(*phases)


def nodes(made):
    for each in made.phases:
        yield phase_start(each.id)
        yield phase_end(each.id)
        yield from (ref_of(each.id, activity.id) for activity in each.activities)


@settings(max_examples=300, deadline=None)
@given(any_processes())
def test_layers_say_what_the_whole_graph_says(made):
    order = order_of(made)
    try:
        bits, before = ended(order.waits)
    except CycleError:
        assert order.layers is None
        assert list(of_circles(order))
        return
    assert not list(of_circles(order))
    for first in nodes(made):
        for later in nodes(made):
            assert order.ends_before(first, later) == bool(before[later] & bits[first])


def test_activities_that_wait_for_siblings_alone_are_in_layers():
    made = process(phase("build", todo("a"), todo("b", after=("a", "build.a"))), phase("ship"))
    assert layers_of(made) is not None


def test_one_that_waits_for_another_phase_is_not():
    made = process(phase("build", todo("a")), phase("ship", todo("b", after=("build.a",))))
    assert layers_of(made) is None
    assert order_of(made).ends_before("build.a", "ship.b")
