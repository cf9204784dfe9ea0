"""Who is let in next: in order, all at once or nothing, never more than there is room for."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from orchestration.resources.model import Resource, ResourceRequest
from orchestration.resources.queue import granted, moved_up, places_of, standing
from orchestration.values import ReleaseId
from tests.execution.building import NOON


def request(n, *uses, held=False, ready=True, release=None):
    return ResourceRequest(
        execution_id=f"ex_{n}",
        phase="ship",
        attempt=1,
        release_id=ReleaseId(release or f"re_{n}"),
        uses=uses or ("staging",),
        place=n,
        since=NOON + timedelta(minutes=n),
        ready=ready,
        held_at=NOON + timedelta(minutes=n) if held else None,
    )


def limits(**places):
    return {name: Resource(name=name, places=n) for name, n in places.items()}


def let_in(*requests, **places):
    return [each.place for each in granted(requests, limits(**places))]


def test_one_release_at_a_time_where_nobody_said_otherwise():
    assert let_in(request(1), request(2)) == [1]
    assert let_in(request(1, held=True), request(2)) == []


def test_as_many_as_administrators_say():
    assert let_in(request(1, held=True), request(2), request(3), staging=2) == [2]


def test_a_name_is_the_same_however_it_is_spelt():
    assert let_in(request(1, "Staging", held=True), request(2, "staging")) == []


def test_several_are_taken_all_or_none():
    assert let_in(request(1, "a", held=True), request(2, "a", "b")) == []
    assert let_in(request(2, "a", "b")) == [2]


def test_nobody_overtakes_one_who_waits_for_more_so_nobody_waits_for_ever():
    assert let_in(request(1, "a", held=True), request(2, "a", "b"), request(3, "b")) == []


def test_who_wants_something_else_does_not_wait():
    assert let_in(request(1, held=True), request(2), request(3, "load test")) == [3]


def test_a_paused_release_keeps_its_place_and_lets_others_by():
    assert let_in(request(1, ready=False), request(2)) == [2]


def test_a_release_needs_no_second_place_for_another_of_its_phases():
    assert let_in(request(1, held=True, release="re"), request(2, release="re")) == [2]


def test_a_lower_limit_takes_nothing_from_who_holds_it():
    held = [request(n, held=True) for n in (1, 2)]
    assert let_in(*held, request(3), staging=1) == []


def test_the_place_and_the_holder_are_known():
    requests = [request(1, held=True), request(2), request(3)]
    [place] = standing(requests, requests[2])
    assert (place.resource, place.number) == ("staging", 2)
    assert [each.release_id for each in place.holders] == ["re_1"]


def test_who_is_moved_up_goes_before_another_and_nobody_else_changes_order():
    queue = [request(n) for n in (1, 2, 3, 4)]
    moved = {each.id: each for each in moved_up(queue, "ex_4/ship", "ex_2/ship")}
    after = sorted((moved.get(each.id, each) for each in queue), key=lambda each: each.place)
    assert [each.execution_id for each in after] == ["ex_1", "ex_4", "ex_2", "ex_3"]
    assert moved_up(queue, "ex_1/ship", "ex_3/ship") == ()


REQUESTS = st.lists(
    st.tuples(st.sets(st.sampled_from("abc"), min_size=1), st.booleans(), st.integers(1, 4)),
    max_size=8,
)


def test_what_runs_inside_a_phase_does_not_wait_for_who_waits_for_that_phase():
    outer, other = request(1, "a", held=True, release="re"), request(2, "a", "b")
    assert let_in(outer, other, request(3, "a", "b", release="re")) == [3]


@given(REQUESTS, st.integers(1, 3))
def test_never_more_than_there_is_room_for_and_always_somebody_where_nothing_is_held(made, places):
    known = limits(a=places)
    requests = [
        request(n, *sorted(uses), ready=ready, release=f"re_{release}")
        for n, (uses, ready, release) in enumerate(made)
    ]
    first = granted(requests, known)
    held = [each.model_copy(update={"held_at": NOON}) for each in first]
    for key in "abc":
        holders = {each.release_id for each in held if key in each.keys}
        assert len(holders) <= places_of(known, key)
    assert bool(first) == any(each.ready for each in requests)
    rest = [each for each in requests if each not in first]
    assert not granted([*held, *rest], known), "all who may be are let in at once"
