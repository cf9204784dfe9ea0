"""What gets in a release's way, and when it would be in nobody's."""

from datetime import timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.calendar.conflicts import ConflictKind, conflicts_among, conflicts_of
from orchestration.calendar.limits import Limit, Limits, Shared, Shares, shared_by
from orchestration.calendar.slots import free_slots
from orchestration.calendar.span import span_of
from orchestration.releases.model import AllowedConflict, ReleaseStatus
from orchestration.values import UserId
from tests.calendar.freezing import freeze
from tests.calendar.planning import MONDAY, NOW, at, planned

UTC_ZONE = ZoneInfo("UTC")


ALL_MONDAY = freeze("Christmas", 0, 24)


def limited(most, kind=Shares.TAG, name="backend"):
    return Limits(each=(Limit(of=Shared(kind=kind, name=name), most=most),))


def test_two_releases_of_one_service_at_one_time_are_in_each_others_way():
    one = planned("PAY-1", 10, services=("Payments",))
    other = planned("WEB-1", 11, services=("payments", "web"))
    among = conflicts_among([one, other], now=NOW)
    assert [(each.kind, each.others) for each in among[one.id]] == [
        (ConflictKind.SHARED, (other.id,))
    ]
    assert [each.said for each in among[one.id][0].shared] == ["service payments"]
    assert among[one.id][0].key == among[other.id][0].key


def test_all_that_two_releases_share_is_one_conflict():
    both = {"tags": ("backend",), "team": "Payments", "environments": ("production",)}
    [conflict] = conflicts_of(planned("PAY-1", 10, **both), [planned("PAY-2", 11, **both)], now=NOW)
    said = {each.said for each in conflict.shared}
    assert said == {"tag backend", "team payments", "environment production"}


def test_one_that_begins_when_the_other_ends_is_in_nobodys_way():
    both = {"services": ("payments",)}
    one, other = planned("PAY-1", 10, 2, **both), planned("PAY-2", 12, 2, **both)
    assert conflicts_among([one, other], now=NOW) == {}


def test_what_shares_nothing_or_is_not_going_to_happen_is_in_nobodys_way():
    one = planned("PAY-1", 10, services=("payments",))
    aside = planned("WEB-1", 10, services=("web",))
    skipped = planned("PAY-2", 10, services=("payments",), status=ReleaseStatus.SKIPPED)
    unplanned = planned("PAY-3", 10, services=("payments",), scheduled_for=None)
    assert conflicts_among([one, aside, skipped, unplanned], now=NOW) == {}


def test_a_release_that_runs_on_beyond_its_time_is_in_the_way_of_what_comes():
    late = planned(
        "PAY-1", 8, 1, services=("payments",), status=ReleaseStatus.RUNNING, started_at=at(8)
    )
    coming = planned("PAY-2", 12, services=("payments",))
    assert conflicts_of(coming, [late], now=at(9)) == ()
    assert conflicts_of(coming, [late], now=at(12.5))[0].others == (late.id,)


def test_a_release_of_which_nobody_knows_the_length_takes_an_hour():
    unknown = planned("PAY-1", 10, services=("payments",), expected_duration=None)
    assert span_of(unknown, NOW).ends == at(11)


def test_a_limit_lets_so_many_at_once_and_the_next_one_conflicts_with_all_of_them():
    three = [planned(f"PAY-{n}", 10, tags=("Backend",)) for n in range(3)]
    assert conflicts_among(three, (), limited(3), now=NOW) == {}
    among = conflicts_among(three, (), limited(2), now=NOW)
    assert set(among) == {each.id for each in three}
    [conflict] = among[three[0].id]
    assert (conflict.kind, conflict.most) == (ConflictKind.TOO_MANY, 2)
    assert set(conflict.others) == {three[1].id, three[2].id}


def test_what_any_number_may_share_is_no_conflict():
    both = {"environments": ("production",)}
    those = [planned("PAY-1", 10, **both), planned("WEB-1", 10, **both)]
    anywhere = limited(0, Shares.ENVIRONMENT, "production")
    assert conflicts_among(those, (), anywhere, now=NOW) == {}


def test_a_release_inside_a_freeze_conflicts_with_it():
    [conflict] = conflicts_of(planned("PAY-1", 10), [], [ALL_MONDAY], now=NOW)
    assert (conflict.kind, conflict.freeze.name) == (ConflictKind.FROZEN, "Christmas")
    assert conflicts_of(planned("PAY-1", 30), [], [ALL_MONDAY], now=NOW) == ()


def test_what_one_of_them_allowed_is_allowed_for_both_until_one_is_moved():
    both = {"services": ("payments",)}
    one, other = planned("PAY-1", 10, **both), planned("PAY-2", 11, **both)
    [conflict] = conflicts_of(one, [other], now=NOW)
    by = AllowedConflict(key=conflict.key, by=UserId("U0ALICE00"), at=NOW)
    one = one.model_copy(update={"allowed": (by,)})
    assert conflicts_of(other, [one], now=NOW)[0].allowed == by
    moved = other.model_copy(update={"scheduled_for": at(9)})
    assert conflicts_of(moved, [one], now=NOW)[0].allowed is None


def test_a_conflict_that_was_allowed_stays_so_when_the_release_starts_late():
    both = {"services": ("payments",)}
    one, other = planned("PAY-1", 10, **both), planned("PAY-2", 11, **both)
    [conflict] = conflicts_of(one, [other], now=NOW)
    started = one.model_copy(update={"status": ReleaseStatus.RUNNING, "started_at": at(10.2)})
    assert conflicts_of(other, [started], now=at(10.5))[0].key == conflict.key


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 30), st.integers(1, 9), st.sets(st.sampled_from("abc"), max_size=2)
        ),
        max_size=14,
    )
)
def test_the_walk_finds_what_comparing_all_with_all_finds(drawn):
    those = [
        planned(f"PAY-{n}", begins, hours, tags=tuple(sorted(tags)))
        for n, (begins, hours, tags) in enumerate(drawn)
    ]
    expected = {
        (one.id, other.id)
        for pair in combinations(those, 2)
        for one, other in (pair, pair[::-1])
        if span_of(one, NOW).overlaps(span_of(other, NOW))
        and set(shared_by(one)) & set(shared_by(other))
    }
    among = conflicts_among(those, now=NOW)
    assert {(of, each.others[0]) for of, found in among.items() for each in found} == expected
    for each in those:
        assert set(conflicts_of(each, those, now=NOW)) == set(among.get(each.id, ()))


def test_the_next_free_slots_are_the_first_working_hours_that_conflict_with_nothing():
    both = {"services": ("payments",)}
    wanted = planned("PAY-1", 10, 2, **both)
    around = [planned("PAY-2", 9, 4, **both), planned("PAY-3", 16, 1, **both)]
    assert free_slots(wanted, around, now=NOW, zone=UTC_ZONE) == (at(13), at(17), at(24 + 9))


def test_free_slots_lie_after_a_freeze_and_not_on_a_weekend():
    friday = planned("PAY-1", MONDAY - timedelta(days=3) + timedelta(hours=16), 4)
    slots = free_slots(friday, [], [ALL_MONDAY], now=NOW, zone=UTC_ZONE)
    assert slots[0] == at(16 - 3 * 24), "it may run into the evening"
    [conflict_free] = free_slots(
        planned("PAY-1", 10, 1), [], [ALL_MONDAY], now=NOW, zone=UTC_ZONE, most=1
    )
    assert conflict_free == at(24 + 9)


def test_free_slots_keep_the_minutes_of_the_time_that_was_wanted():
    wanted = planned("PAY-1", 10.25, 1, services=("payments",))
    around = [planned("PAY-2", 10, 2, services=("payments",))]
    assert free_slots(wanted, around, now=NOW, zone=UTC_ZONE)[0] == at(12.25)


def test_no_free_slot_lies_in_the_past():
    wanted = planned("PAY-1", 10, 1)
    assert free_slots(wanted, [], now=at(14.2), zone=UTC_ZONE)[0] == at(14.5)


def test_where_nothing_is_free_for_two_months_none_is_offered():
    always = freeze("Always", -999, 5000)
    wanted = planned("PAY-1", 10, 1)
    assert free_slots(wanted, [], [always], now=NOW, zone=UTC_ZONE) == ()
