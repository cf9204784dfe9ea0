"""A planned release at its time: it starts by itself, or its people are asked; or it is missed."""

import asyncio
from datetime import timedelta

import pytest

from orchestration.effects.due import BeginOccurrence
from orchestration.errors import Permanent, Rejected
from orchestration.groups.model import GroupPause
from orchestration.handlers import pay
from orchestration.releases.model import ReleaseStatus
from orchestration.stuck import told
from tests.contracts.conftest import clock, database, database_url  # noqa: F401 - fixtures
from tests.releases.desk import HERE, HOUR, TEN, TICKET, Desk, process
from tests.storage.building import ANA, BEN, CLEO, NOON

DAY = timedelta(days=1)


@pytest.fixture
def desk(database, clock, tmp_path):  # noqa: F811 - the fixtures themselves
    return Desk(database, clock, tmp_path)


async def test_at_its_time_the_owner_and_the_backup_are_asked_and_it_waits_for_input(desk):
    await desk.publish()
    planned = await desk.occurrence(backup=BEN)
    await desk.at(TEN - timedelta(minutes=1))
    assert await desk.due_card(planned) is None
    await desk.at(TEN)
    for person in (ANA, BEN):
        card = await desk.due_card(planned, person)
        assert (card.outcome, card.title, card.lacking) == ("open", "PAY-1 Payments 1.4", ())
    now = await desk.now(planned)
    assert (now.status, now.is_due) == (ReleaseStatus.SCHEDULED, True)
    living = desk.messenger.shown[f"show_release:{planned.id}:r1"]
    assert living.waiting_for_input


async def test_a_release_that_somebody_planned_by_hand_is_asked_about_in_the_same_way(desk):
    await desk.publish()
    planned = await desk.plan()
    await desk.at(TEN)
    assert (await desk.due_card(planned)).outcome == "open"


async def test_a_group_that_starts_by_itself_starts_it_in_the_name_of_its_owner(desk):
    await desk.publish()
    planned = await desk.occurrence(auto_start=True)
    await desk.at(TEN)
    now = await desk.now(planned)
    assert (now.status, now.started_at) == (ReleaseStatus.RUNNING, TEN)
    through = "the cadence of “Payments weekly”"
    assert through in {through for _, _, through in await _execution_audit(desk, now)}
    assert await desk.due_card(planned) is None


async def test_a_paused_group_starts_nothing_by_itself_and_its_owner_is_asked(desk):
    await desk.publish()
    planned = await desk.occurrence(auto_start=True, pause=GroupPause(by=CLEO, at=NOON))
    await desk.at(TEN)
    assert (await desk.due_card(planned)).outcome == "open"


async def test_what_cannot_start_by_itself_says_in_the_channel_what_it_lacks(desk):
    await desk.publish(process(inputs=(TICKET,)))
    planned = await desk.occurrence(auto_start=True, version="")
    await desk.at(TEN)
    in_channel = await desk.due_card(planned, "thread")
    says = [each.says for each in in_channel.lacking]
    assert says == ["Its version is not said yet: fill it in.", "Please fill in ticket."]
    assert in_channel.by_itself == "Payments weekly"
    where = [place for place, key in desk.messenger.posts if key.startswith("show_due")]
    assert set(where) == {HERE, f"D-{ANA}"}
    assert (await desk.now(planned)).status is ReleaseStatus.SCHEDULED


async def test_what_is_filled_in_after_its_time_starts_by_itself_within_the_hour(desk):
    await desk.publish(process(inputs=(TICKET,)))
    planned = await desk.occurrence(auto_start=True, version="")
    await desk.at(TEN)
    revision = (await desk.now(planned)).revision
    given = {"ticket": "T-1"}
    await desk.filling_in.fill_in(planned.id, revision, given, None, by=ANA, version="1.4")
    await desk.settled()
    assert (await desk.due_card(planned)).lacking == ()
    await desk.at(TEN + HOUR)
    now = await desk.now(planned)
    assert (now.status, now.version) == (ReleaseStatus.RUNNING, "1.4")
    for copy in (ANA, "thread"):
        assert (await desk.due_card(planned, copy)).outcome == "started"


async def test_it_is_reminded_of_every_hour_and_missed_when_its_time_to_start_is_over(desk):
    await desk.publish()
    planned = await desk.occurrence()
    await desk.at(TEN)
    for hour in range(1, 5):
        await desk.at(TEN + hour * HOUR)
        reminders = desk.messenger.cards("remind_to_start")
        assert len(reminders) == min(hour, 3)
    now = await desk.now(planned)
    assert (now.status, now.ended_at) == (ReleaseStatus.MISSED, TEN + 4 * HOUR)
    assert (await desk.due_card(planned)).outcome == "missed"
    assert ("clock", "missed", "") in await desk.audited(planned)


async def test_nobody_is_reminded_in_the_night(desk):
    await desk.publish()
    midnight = TEN.replace(hour=23)
    planned = await desk.occurrence(at=midnight)
    for hour in range(4):
        await desk.at(midnight + hour * HOUR)
    assert desk.messenger.cards("remind_to_start") == {}
    assert (await desk.now(planned)).is_due


async def test_what_was_missed_can_still_be_started_and_its_card_follows(desk):
    await desk.publish()
    planned = await desk.occurrence()
    await desk.at(TEN)
    await desk.at(TEN + 4 * HOUR)
    started = await desk.releases.start(planned.id, by=ANA)
    await desk.settled()
    assert (started.status, started.ended_at) == (ReleaseStatus.RUNNING, None)
    card = await desk.due_card(planned)
    assert (card.outcome, card.decided_by) == ("started", ANA)


async def test_a_clock_that_slept_for_a_day_starts_nothing_late_and_asks_what_to_do(desk):
    await desk.publish()
    planned = await desk.occurrence(auto_start=True)
    await desk.at(TEN + DAY)
    assert (await desk.now(planned)).status is ReleaseStatus.MISSED
    assert (await desk.due_card(planned)).outcome == "missed"
    assert len([key for _, key in desk.messenger.posts if key.startswith("show_due")]) == 1


async def test_a_clock_that_slept_for_an_hour_starts_it_then(desk):
    await desk.publish()
    planned = await desk.occurrence(auto_start=True)
    await desk.at(TEN + HOUR)
    assert (await desk.now(planned)).started_at == TEN + HOUR


async def test_paying_it_twice_asks_once(desk):
    await desk.publish()
    planned = await desk.occurrence()
    await desk.settled()
    await desk.at(TEN, twice=True)
    due = BeginOccurrence(release_id=planned.id, planned_for=TEN, due_at=TEN)
    await desk.database.transact(lambda tx: tx.owed.owe([due], at=TEN))
    await desk.settled()
    asked = [where for where, key in desk.messenger.posts if "show_due" in key]
    assert asked == [f"D-{ANA}"]


async def test_a_click_and_the_clock_at_once_start_it_once(desk):
    await desk.publish()
    planned = await desk.occurrence(auto_start=True)
    desk.clock.at = TEN
    clicked, _ = await asyncio.gather(
        desk.releases.start(planned.id, by=CLEO), desk.settled(), return_exceptions=True
    )
    now = await desk.now(planned)
    assert now.status is ReleaseStatus.RUNNING
    starter = (await desk.database.read(lambda tx: tx.executions.get(now.execution_id))).starter
    if isinstance(clicked, Rejected):
        assert starter == ANA
        assert f"{{@{ANA}}} started it" in clicked.text
    else:
        assert starter == CLEO


async def _execution_audit(desk, release):
    entries = await desk.database.read(lambda tx: tx.audit.entries([release.execution_id]))
    return [(each.actor, each.action, each.through) for each in entries]


async def test_a_release_whose_group_cannot_be_read_stays_planned_and_is_told_to_its_channel(desk):
    await desk.publish()
    planned = await desk.occurrence()
    other = await desk.plan(door="other", version="2.0")

    def damage(tx):
        tx.groups._connection.exec_driver_sql(
            "UPDATE release_groups SET document = '{\"format\":99}'"
        )

    await desk.database.transact(damage)
    desk.clock.at = TEN
    claims = [each for each in await desk._claimed() if isinstance(each.effect, BeginOccurrence)]
    [claim] = [each for each in claims if each.effect.release_id == planned.id]
    [well] = [each for each in claims if each.effect.release_id == other.id]
    settlement = await pay(desk.outside, claim)
    with pytest.raises(Permanent) as refused:
        await desk.database.transact(settlement.then)
    reason = refused.value.reason
    tell = await desk.database.read(lambda tx: told(tx, claim, reason, desk.admins))
    assert tell.chain == (HERE, ANA, CLEO)
    assert "PAY-1 Payments 1.4: Asking its owner could not be done" in tell.text
    assert (await desk.now(planned)).status is ReleaseStatus.SCHEDULED
    await desk._pay(well, twice=False)
    await desk.settled()
    assert (await desk.due_card(other)).outcome == "open"
