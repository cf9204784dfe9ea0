"""Going away and coming back: who says so, whom running releases ask, and how it ends."""

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.execution.state.keys import task_id
from orchestration.people.leaving import AwayService, come_back_by_time
from orchestration.people.model import Person, Right, Role
from orchestration.people.rights import Administrators
from orchestration.people.service import learn
from orchestration.releases.naming import execution_of
from orchestration.values import UserId
from tests.people.office import ADMIN, MEMBER, NOTES, OWNER, STRANGER, given, ready
from tests.storage.building import NOON

DANA, ELI, FAY, GUEST = (UserId(e) for e in ("U000DANA1", "U0000ELI1", "U0000FAY1", "U00GUEST1"))
FRIDAY = NOON + timedelta(days=4)


@pytest.fixture
async def staffed(office):
    """An office where Dana writes the notes of a running release."""
    office = await ready(office)
    people = [
        Person(id=DANA, name="Dana"),
        Person(id=ELI, name="Eli"),
        Person(id=FAY, name="Fay"),
        Person(id=GUEST, name="Guest", outsider=True),
    ]
    await office.database.transact(lambda tx: learn(tx, people, (), at=NOON))
    await office.people.bind({"Web writer": [DANA]}, by=ADMIN)
    office.away = AwayService(office.database, office.clock, Administrators([ADMIN]))
    office.running = await office.release(now=True)
    return office


async def asked(office):
    execution = execution_of(office.running.id)
    found = await office.database.read(lambda tx: tx.executions.get(execution))
    return found.tasks[task_id(execution, NOTES, "do")].people


async def owed(office, kind):
    due = await office.database.transact(
        lambda tx: tx.owed.claim("test", now=FRIDAY, limit=100, lease=timedelta(minutes=1))
    )
    return [each.effect for each in due if each.effect.kind == kind]


async def test_a_language_stays_known_where_slack_does_not_say_it_again(office):
    office = await ready(office)
    told = Person(id=DANA, name="Dana", locale="en-US")
    await office.database.transact(lambda tx: learn(tx, [told], (), at=NOON))
    silent = Person(id=DANA, name="Dana B.")
    await office.database.transact(lambda tx: learn(tx, [silent], (), at=NOON))
    known = await office.database.read(lambda tx: tx.directory.people([DANA])[DANA])
    assert (known.name, known.locale) == ("Dana B.", "en-US")


async def test_a_running_release_asks_the_substitute_and_then_the_person_again(staffed):
    assert await asked(staffed) == (DANA,)
    await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=DANA)
    assert await asked(staffed) == (ELI,)
    await staffed.away.come_back(DANA, by=DANA)
    assert await asked(staffed) == (DANA,)


async def test_a_release_that_starts_meanwhile_asks_the_substitute(staffed):
    await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=DANA)
    staffed.running = await staffed.release(now=True)
    assert await asked(staffed) == (ELI,)


async def test_an_absence_ends_by_itself_when_its_time_has_come(staffed):
    await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=DANA)
    (ending,) = await owed(staffed, "end_absence")
    assert ending.due_at == FRIDAY
    await staffed.database.transact(lambda tx: come_back_by_time(tx, ending, at=FRIDAY))
    assert await asked(staffed) == (DANA,)
    assert await staffed.database.read(lambda tx: tx.absences.find(DANA)) is None


async def test_the_end_of_an_earlier_absence_does_not_end_a_later_one(staffed):
    await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=DANA)
    (ending,) = await owed(staffed, "end_absence")
    staffed.clock.forward(timedelta(hours=1))
    await staffed.away.leave(DANA, until=FRIDAY + timedelta(days=7), substitute=ELI, by=DANA)
    await staffed.database.transact(lambda tx: come_back_by_time(tx, ending, at=FRIDAY))
    assert await asked(staffed) == (ELI,)


async def test_the_substitute_is_told_and_told_once(staffed):
    for _ in range(2):
        await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=DANA)
    (told,) = await owed(staffed, "tell")
    assert told.chain == (ELI,)
    assert "you stand in" in told.text


async def test_a_substitute_who_leaves_too_hands_on_to_the_next(staffed):
    await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=DANA)
    await staffed.away.leave(ELI, until=FRIDAY, substitute=FAY, by=ELI)
    assert await asked(staffed) == (FAY,)
    await staffed.away.come_back(ELI, by=ELI)
    assert await asked(staffed) == (ELI,)


async def test_a_substitute_who_is_deactivated_stands_in_no_longer(staffed):
    await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=DANA)
    gone = Person(id=ELI, name="Eli", deactivated=True)
    await staffed.database.transact(lambda tx: learn(tx, [gone], (), at=NOON))
    assert await asked(staffed) == (DANA,)


async def test_a_roles_backup_is_asked_while_nobody_of_it_is_there(staffed):
    role = Role(key="web writer", name="Web writer", members=(DANA,), backup=(FAY,))
    await staffed.database.transact(lambda tx: tx.roles.bind(role))
    await staffed.away.leave(DANA, until=FRIDAY, by=DANA)
    assert await asked(staffed) == (FAY,)
    await staffed.away.come_back(DANA, by=DANA)
    assert await asked(staffed) == (DANA,)


@pytest.mark.parametrize("by", [STRANGER, OWNER, MEMBER])
async def test_nobody_says_of_others_that_they_are_away(staffed, by):
    with pytest.raises(Rejected, match=r"You cannot say when \{@U000DANA1\} is away"):
        await staffed.away.leave(DANA, until=FRIDAY, substitute=by, by=by)
    with pytest.raises(Rejected, match="You cannot say when"):
        await staffed.away.come_back(DANA, by=by)
    assert await asked(staffed) == (DANA,)


async def test_an_administrator_may_and_the_person_is_told(staffed):
    await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=ADMIN)
    told = {each.chain: each.text for each in await owed(staffed, "tell")}
    assert "said that you are away" in told[(DANA,)]
    await given(staffed, Right.ADMINISTER)
    await staffed.away.come_back(DANA, by=MEMBER)


@pytest.mark.parametrize(
    ("substitute", "why"),
    [
        (DANA, "Name somebody else"),
        (GUEST, "only active full members"),
        (UserId("U0UNHEAR1"), "only active full members"),
        (FAY, "is away too"),
    ],
)
async def test_only_somebody_who_is_there_stands_in(staffed, substitute, why):
    await staffed.away.leave(FAY, until=FRIDAY, by=FAY)
    with pytest.raises(Rejected, match=why):
        await staffed.away.leave(DANA, until=FRIDAY, substitute=substitute, by=DANA)
    assert await staffed.database.read(lambda tx: tx.absences.find(DANA)) is None


@pytest.mark.parametrize("days", [0, -1, 400])
async def test_an_absence_ends_after_now_and_within_a_year(staffed, days):
    with pytest.raises(Rejected, match=r"has passed|more than a year"):
        await staffed.away.leave(DANA, until=NOON + timedelta(days=days), by=DANA)


async def test_the_audit_keeps_who_said_what_of_whom(staffed):
    await staffed.away.leave(DANA, until=FRIDAY, substitute=ELI, by=ADMIN)
    await staffed.away.come_back(DANA, by=DANA)
    entries = await staffed.database.read(lambda tx: tx.audit.entries(["people"]))
    assert [(e.actor, e.through, e.action, e.subject) for e in entries] == [
        (ADMIN, "administrator", "away", DANA),
        (DANA, "", "back", DANA),
    ]
    assert ELI in entries[0].after
