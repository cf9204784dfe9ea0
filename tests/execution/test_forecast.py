"""The expected end of a release, the longest way to it, and how far it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from orchestration.execution.engine import advance
from orchestration.execution.events import Elapsed, ExecutionStarted
from orchestration.execution.forecast import forecast, percent_done
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.parent import Parent
from tests.execution.building import (
    EVENING,
    FAIL,
    LATER,
    NOON,
    OWNER,
    RETRY,
    aborted,
    after,
    failed,
    ignored,
    phase,
    pipeline,
    place,
    process,
    ran,
    reported,
    running,
    runs,
    start,
    todo,
    waiting,
)


def minutes(number):
    return timedelta(minutes=number)


def lasting(name, length, **more):
    return pipeline(name, expected_duration=minutes(length), **more)


def ends(execution, now=NOON):
    found = forecast(execution, now)
    return found and (found.ends_at - NOON) / minutes(1)


def test_work_side_by_side_takes_as_long_as_its_longest_way():
    execution = running(
        phase("build", lasting("image", 10), lasting("lint", 3)),
        phase("ship", lasting("eu", 20), lasting("us", 5, after=("eu",)), after=("build",)),
    )
    found = forecast(execution, NOON)
    assert found.ends_at == NOON + minutes(35)
    assert found.critical == ("build.image", "ship.eu", "ship.us")


def test_a_release_that_has_not_started_is_forecast_from_now():
    made = process(lasting("a", 10), lasting("b", 5, after=("a",)))
    assert ends(waiting(made), now=NOON + minutes(1)) == 16


def test_what_takes_longer_than_expected_makes_the_end_later_minute_by_minute():
    execution = running(lasting("a", 10), lasting("b", 5, after=("a",)))
    assert ends(execution, now=NOON + minutes(9)) == 15
    assert ends(execution, now=NOON + minutes(25)) == 30


def test_what_ended_sooner_brings_the_end_forward():
    execution = running(lasting("a", 30), lasting("b", 5, after=("a",)))
    assert ends(after(execution, ran("a")), now=LATER) == 15


def test_what_is_on_hold_is_counted_whole_from_now():
    execution = after(running(lasting("a", 10)), failed("a"))
    assert ends(execution, now=NOON + minutes(60)) == 70


def test_what_is_tried_again_is_counted_from_its_next_try():
    execution = after(running(lasting("a", 10, on_failure=RETRY)), failed("a"))
    again = execution.activity("work.a").next_try_at
    assert forecast(execution, LATER).ends_at == again + minutes(10)


def test_a_phase_that_begins_later_is_waited_for():
    execution = running(
        phase("build", lasting("image", 10)),
        phase("ship", lasting("eu", 20), after=("build",), not_before="start + 2h"),
    )
    assert ends(execution) == 140
    assert ends(after(execution, ran("build.image")), now=LATER) == 140


IN_EU = 'inputs.region == "eu"'


def test_what_was_skipped_or_ignored_is_not_waited_for():
    made = (lasting("a", 10), lasting("b", 90, if_=IN_EU))
    assert ends(running(*made, given={"region": "eu"})) == 90
    assert ends(running(*made, given={"region": "us"})) == 10
    assert ends(after(running(lasting("a", 10), lasting("b", 5)), failed("a"), ignored("a"))) == 5


def test_nothing_is_foretold_where_something_to_come_does_not_say_how_long_it_takes():
    execution = running(pipeline("a"), lasting("b", 5, after=("a",)))
    assert forecast(execution, NOON) is None
    assert ends(after(execution, ran("a")), now=LATER) == 15


def test_nothing_is_foretold_of_what_has_ended():
    assert forecast(after(running(lasting("a", 10)), aborted()), LATER) is None


def test_once_a_failure_ends_the_release_only_what_runs_is_waited_for():
    execution = running(
        lasting("a", 10, on_failure=FAIL), lasting("b", 30), lasting("c", 60, after=("b",))
    )
    assert ends(after(execution, failed("a")), now=LATER) == 30


def test_progress_is_weighed_by_expected_duration_where_every_activity_says_one():
    execution = running(lasting("a", 30), lasting("b", 10))
    assert percent_done(after(execution, ran("a"))) == 75
    execution = running(lasting("a", 30), todo("b"))
    assert percent_done(after(execution, ran("a"))) == 50


def test_what_was_skipped_weighs_nothing():
    made = (lasting("a", 30), lasting("b", 10), lasting("c", 60, if_=IN_EU))
    assert percent_done(after(running(*made, given={"region": "us"}), ran("a"))) == 75
    assert percent_done(after(running(*made, given={"region": "eu"}), ran("a"))) == 30


def test_progress_says_everything_only_at_the_end():
    execution = running(lasting("a", 9999), lasting("b", 1, after=("a",)))
    assert percent_done(after(execution, ran("a"))) == 99
    assert percent_done(after(execution, ran("a"), ran("b"))) == 100


@st.composite
def timed(draw):
    """Any two acyclic graphs of pipelines, with durations and times of beginning."""
    refs: list[str] = []
    phases = []
    names = [f"p{n}" for n in range(draw(st.integers(1, 4)))]
    for n, name in enumerate(names):
        inside = []
        for m in range(draw(st.integers(0, 3))):
            wanted = draw(st.lists(st.sampled_from(refs), max_size=2)) if refs else []
            inside.append(lasting(f"a{m}", draw(st.integers(1, 90)), after=tuple(wanted)))
            refs.append(f"{name}.a{m}")
        before = draw(st.lists(st.sampled_from(names[:n]), max_size=2)) if n else []
        late = draw(st.sampled_from([None, None, "start + 1h", "12:30", "Tuesday 09:00"]))
        phases.append(
            phase(name, *draw(st.permutations(inside)), after=tuple(before), not_before=late)
        )
    return process(*draw(st.permutations(phases)))


@given(timed())
def test_a_release_that_takes_as_long_as_expected_ends_when_it_was_expected_to(made):
    """Each activity ends when its time is over, each phase begins at its time: at every moment
    between, the forecast is the end that comes."""
    execution = start(made).execution.saved()
    foretold = []
    now = NOON
    while not execution.status.ended:
        foretold.append(forecast(execution, now).ends_at)
        due = [
            (activity.started_at + execution.plan.activities[ref].expected_duration, ref)
            for ref, activity in execution.activities.items()
            if activity.status.active
        ]
        due += [(at, each) for each, at in execution.held_until.items()]
        now, ref = min(due)
        if ref in execution.held_until:
            event = Elapsed(at=now, ref=ref, attempt=1, of="not_before")
        else:
            event = ran(ref, at=now)
        execution = advance(execution, event).execution.saved()
    assert set(foretold) <= {execution.ended_at}


def test_the_longest_way_is_found_in_a_release_of_any_length():
    chain = [lasting("a0", 1)]
    chain += [lasting(f"a{n}", 1, after=(f"a{n - 1}",)) for n in range(1, 3000)]
    found = forecast(running(*chain), EVENING)
    assert found.ends_at == EVENING + minutes(2999)
    assert (found.critical[0], found.critical[-1]) == ("work.a0", "work.a2999")
    assert len(found.critical) == 3000


def inside(*activities, of="eu", begun=NOON):
    """A release whose first activity runs another process, and that process, begun later."""
    first = runs(of, "deploy", expected_duration=minutes(30))
    release = running(first, lasting("next", 10, after=(of,)))
    made = process(*activities)
    child = waiting(made)
    ref = place(of)
    child = replace(
        child,
        id=release.activity(ref).child,
        parent=Parent(execution_id=release.id, ref=ref, attempt=1, path=(of,), processes=()),
    )
    event = ExecutionStarted(at=begun, by=OWNER, members={}, facts=ReleaseFacts())
    return release, advance(child, event).execution.saved()


def test_a_process_that_runs_takes_until_its_own_end_whatever_its_activity_says():
    release, child = inside(lasting("a", 20), lasting("b", 25, after=("a",)))
    assert forecast(release, NOON).ends_at == NOON + minutes(40)
    assert forecast(release, NOON, {child.id: child}).ends_at == NOON + minutes(55)
    child = after(child, reported("a", at=NOON + minutes(5)))
    soon = NOON + minutes(5)
    assert forecast(release, soon, {child.id: child}).ends_at == NOON + minutes(40)


def test_where_its_own_end_cannot_be_foretold_it_takes_what_its_activity_says():
    release, child = inside(pipeline("a"))
    assert forecast(release, NOON, {child.id: child}).ends_at == NOON + minutes(40)


def test_a_process_that_runs_counts_as_far_as_it_is():
    release, child = inside(lasting("a", 20), lasting("b", 20, after=("a",)))
    assert percent_done(release, {child.id: child}) == 0
    child = after(child, ran("a"))
    assert percent_done(release, {child.id: child}) == 37  # half of 30 minutes, of 40
    counted = running(runs("eu", "deploy"), pipeline("next", after=("eu",)))
    assert percent_done(counted, {child.id: child}) == 25
