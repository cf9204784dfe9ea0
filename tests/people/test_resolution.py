"""Whom the roles of a process mean, and whom they never mean."""

import pytest

from orchestration.people.model import Person, Role, UserGroup, is_slack_id
from orchestration.people.resolution import Roster

DANA, ROSA, GUEST, GONE, UNHEARD = (
    "U000DANA1",
    "U000ROSA1",
    "U00GUEST1",
    "U000GONE1",
    "U0UNHEAR1",
)
TEAM = "S000TEAM1"
PEOPLE = {
    DANA: Person(id=DANA, name="dana"),
    ROSA: Person(id=ROSA, name="rosa"),
    GUEST: Person(id=GUEST, name="guest", outsider=True),
    GONE: Person(id=GONE, name="gone", deactivated=True),
}


def roster(*bound, team=()):
    group = UserGroup(id=TEAM, handle="team", name="Team", members=tuple(team))
    return Roster(
        roles={"qa lead": Role(key="qa lead", name="QA lead", members=bound)},
        groups={TEAM: group},
        people=PEOPLE,
    )


def test_a_role_means_the_people_bound_to_it_in_that_order():
    assert roster(ROSA, DANA).members_of("QA lead") == (ROSA, DANA)


@pytest.mark.parametrize("name", ["qa lead", "QA  Lead", " Qa\tLEAD ", "ＱＡ lead"])
def test_a_role_is_the_same_however_it_is_written(name):
    assert roster(DANA).members_of(name) == (DANA,)


def test_a_role_that_nobody_bound_means_nobody():
    assert roster(DANA).members_of("legal") == ()


def test_a_group_means_its_members():
    assert roster(TEAM, team=[DANA, ROSA]).members_of("qa lead") == (DANA, ROSA)


def test_a_group_named_by_its_id_needs_no_role():
    assert roster(team=[DANA]).members_of(TEAM) == (DANA,)


def test_a_person_in_a_role_and_its_group_counts_once():
    assert roster(DANA, TEAM, team=[ROSA, DANA]).members_of("qa lead") == (DANA, ROSA)


def test_deactivated_people_are_never_eligible():
    assert roster(GONE, TEAM, team=[GONE]).members_of("qa lead") == ()
    assert roster().members_of(GONE) == ()


def test_guests_count_only_when_bound_by_their_own_id():
    assert roster(GUEST).members_of("qa lead") == (GUEST,)
    assert roster().members_of(GUEST) == (GUEST,)
    assert roster(TEAM, team=[GUEST]).members_of("qa lead") == ()
    assert roster(TEAM, GUEST, team=[GUEST]).members_of("qa lead") == (GUEST,)


def test_who_was_never_heard_of_counts_when_bound_by_id_and_not_through_a_group():
    assert roster(UNHEARD).members_of("qa lead") == (UNHEARD,)
    assert roster(TEAM, team=[UNHEARD]).members_of("qa lead") == ()


def test_a_group_that_was_never_heard_of_means_nobody():
    assert roster("S0OTHER01").members_of("qa lead") == ()


def test_a_person_named_by_id_stands_for_themselves():
    assert roster().members_of(DANA) == (DANA,)


def test_members_are_kept_under_the_key_a_running_release_looks_up():
    found = roster(DANA).resolved(["QA Lead", ROSA, "legal"])
    assert found == {"qa lead": (DANA,), ROSA: (ROSA,), "legal": ()}


@pytest.mark.parametrize("name", ["U012AB3CD", "W012AB3CD", "S012AB3CD"])
def test_slack_ids_are_known_by_their_form(name):
    assert is_slack_id(name)


@pytest.mark.parametrize(
    "name", ["", "U", "QA lead", "U012ab3cd", "C012AB3CD", "SRE", "UX TEAM1", "SÉCURITÉ"]
)
def test_names_of_roles_are_no_slack_ids(name):
    assert not is_slack_id(name)
