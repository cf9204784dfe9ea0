"""Who acts for a role while people are away, and who never stands in for anybody."""

from datetime import UTC, datetime

from orchestration.execution.state.acting import Away
from orchestration.people.absence import Absence
from orchestration.people.model import Person, Role, UserGroup
from orchestration.people.presence import Presence
from orchestration.people.resolution import Roster

DANA, ELI, FAY, GUEST, GONE = "U000DANA1", "U0000ELI1", "U0000FAY1", "U00GUEST1", "U000GONE1"
UNHEARD, TEAM = "U0UNHEAR1", "S000TEAM1"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
PEOPLE = {
    DANA: Person(id=DANA, name="dana"),
    ELI: Person(id=ELI, name="eli"),
    FAY: Person(id=FAY, name="fay"),
    GUEST: Person(id=GUEST, name="guest", outsider=True),
    GONE: Person(id=GONE, name="gone", deactivated=True),
}


def away(person, substitute=None):
    return Absence(person=person, until=FRIDAY, substitute=substitute, since=NOW, by=person)


def presence(*absent, members=(DANA,), backup=(), team=()):
    roster = Roster(
        roles={"qa": Role(key="qa", name="QA", members=members, backup=backup)},
        groups={TEAM: UserGroup(id=TEAM, handle="team", name="Team", members=tuple(team))},
        people=PEOPLE,
    )
    return Presence(roster=roster, absences={each.person: each for each in absent})


def asked(present, name="QA"):
    acting = present.acting([name])
    return acting.members["qa"], bool(acting.backed_up)


def test_who_is_there_is_asked_and_nobody_is_said_to_be_away():
    acting = presence(away(ELI)).acting(["QA"])
    assert acting.members == {"qa": (DANA,)}
    assert acting.away == {}


def test_who_is_away_is_known_with_whoever_stands_in():
    acting = presence(away(DANA, ELI)).acting(["QA"])
    assert acting.members == {"qa": (DANA,)}
    assert acting.away == {DANA: Away(until=FRIDAY, substitute=ELI)}


def test_a_substitute_who_is_away_too_names_the_next():
    assert presence(away(DANA, ELI), away(ELI, FAY)).substitute_of(DANA) == FAY


def test_a_chain_of_substitutes_that_ends_at_nobody_gives_nobody():
    assert presence(away(DANA, ELI), away(ELI)).substitute_of(DANA) is None
    assert presence(away(DANA)).substitute_of(DANA) is None


def test_people_who_name_each_other_stand_in_for_nobody():
    both = presence(away(DANA, ELI), away(ELI, DANA))
    assert both.substitute_of(DANA) is None
    assert both.substitute_of(ELI) is None


def test_deactivated_people_guests_and_strangers_never_stand_in():
    for each in (GONE, GUEST, UNHEARD):
        assert presence(away(DANA, each)).substitute_of(DANA) is None


def test_a_roles_backup_is_asked_when_nobody_of_the_role_is_there():
    assert asked(presence(backup=(ELI,))) == ((DANA,), False)
    assert asked(presence(away(DANA), backup=(ELI,))) == ((ELI,), True)
    assert asked(presence(members=(GONE,), backup=(ELI,))) == ((ELI,), True)
    assert asked(presence(members=(), backup=(ELI,))) == ((ELI,), True)


def test_a_role_with_somebody_there_or_a_substitute_needs_no_backup():
    assert asked(presence(away(DANA), members=(DANA, FAY), backup=(ELI,))) == ((DANA, FAY), False)
    assert asked(presence(away(DANA, FAY), backup=(ELI,))) == ((DANA,), False)


def test_backups_are_asked_in_their_order_the_first_who_is_there():
    assert asked(presence(away(DANA), away(ELI), backup=(ELI, FAY))) == ((FAY,), True)
    assert asked(presence(away(DANA), backup=(GONE, TEAM), team=(ELI, FAY))) == ((ELI, FAY), True)


def test_where_everybody_is_away_the_role_stays_with_its_own_people():
    assert asked(presence(away(DANA), away(ELI), backup=(ELI,))) == ((DANA,), False)


def test_a_backup_who_is_away_is_asked_where_the_role_means_nobody_at_all():
    assert asked(presence(away(ELI), members=(GONE,), backup=(ELI,))) == ((ELI,), True)
