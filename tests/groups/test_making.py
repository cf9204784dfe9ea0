"""The clock makes occurrences: each once, ahead of their time, whatever happened to the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from orchestration.people.leaving import AwayService
from orchestration.releases.model import ReleaseStatus
from tests.groups.building import DAY, HERE, WEEK
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON, WEB

HOUR = timedelta(hours=1)


def slots(releases):
    return [each.slot for each in releases]


async def test_occurrences_appear_as_early_as_the_group_says(groups):
    await groups.made(lead_time=2 * WEEK)
    assert [each.title for each in await groups.releases()] == [
        "PAYM-1 Payments 2026-W48 1.4.0",
        "PAYM-2 Payments 2026-W49 1.5.0",
    ]
    assert await groups.tick(NOON + WEEK) == 1
    (*_, last) = await groups.releases()
    assert last.scheduled_for == datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
    assert (last.slot, last.zone) == (datetime(2026, 12, 8, 10, 0), "Europe/Berlin")  # noqa: DTZ001


async def test_an_occurrence_has_from_its_group_what_the_group_says(groups):
    said = {"tags": ("pci",), "team": "pay", "expected_duration": 2 * HOUR, "colour": "#336699"}
    group = await groups.made(backup=DAN, description="Weekly", **said)
    made = (await groups.releases())[0]
    assert {name: getattr(made, name) for name in said} == said
    assert (made.group, made.process_id, made.channel) == (group.id, WEB.id, HERE)
    assert (made.backup, made.description, made.touched) == (DAN, "Weekly", False)
    assert made.ends_at == made.scheduled_for + 2 * HOUR


async def test_nothing_is_made_twice_however_often_the_clock_ticks(groups):
    await groups.made()
    before = await groups.releases()
    assert [await groups.tick(NOON + n * HOUR) for n in range(12)] == [0] * 12
    assert await groups.releases() == before


async def test_a_clock_that_is_set_back_makes_nothing_twice(groups):
    await groups.made("every day at 9:00")
    await groups.tick(NOON + 30 * DAY)
    before = slots(await groups.releases())
    for at in (NOON, NOON - 300 * DAY, NOON + 29 * DAY, NOON + 30 * DAY):
        await groups.tick(at)
    assert slots(await groups.releases()) == before == sorted(set(before))


async def test_10_o_clock_stays_10_o_clock_across_daylight_saving(groups):
    await groups.made("every Sunday at 10:00 Europe/Berlin")
    groups.clock.at = datetime(2027, 3, 20, tzinfo=UTC)
    await groups.tick()
    hours = {each.slot.date().isoformat(): each.begins_at.hour for each in await groups.releases()}
    assert (hours["2027-03-21"], hours["2027-03-28"]) == (9, 8)


async def test_what_was_missed_within_the_grace_is_made_once_and_the_rest_recorded(groups):
    await groups.made("every day at 12:30", lead_time=HOUR, grace=DAY)
    await groups.tick(NOON + 5 * DAY + 2 * HOUR)
    made = [(each.slot.day, each.status) for each in await groups.releases()]
    missed = ReleaseStatus.MISSED
    assert made == [
        (23, ReleaseStatus.SCHEDULED),
        (24, missed),
        (25, missed),
        (26, missed),
        (27, missed),
        (28, ReleaseStatus.SCHEDULED),
    ]


async def test_what_was_missed_has_its_version_and_its_turn_as_well(groups):
    await groups.made("every day at 12:30", lead_time=HOUR)
    await groups.tick(NOON + 3 * DAY + 2 * HOUR)
    made = [(each.version, each.owner) for each in await groups.releases()]
    assert made == [("1.4.0", ANA), ("1.5.0", BEN), ("1.6.0", CLEO), ("1.7.0", ANA)]


async def test_the_catch_up_of_a_year_is_done_in_parts(groups):
    await groups.made("every day at 9:00", lead_time=DAY)
    await groups.made("every day at 9:00", lead_time=DAY, name="Other")
    await groups.tick(NOON + 365 * DAY)
    told = [each.text for each in await groups.telling()]
    assert [sum(f"“{name}”" in each for each in told) for name in ("Payments", "Other")] == [1, 1]
    for name in ("payments", "other"):
        days = [each.slot.date() for each in await groups.releases(name)]
        assert len(days) == len(set(days)) == 366


async def test_a_group_of_an_archived_process_is_told_once_and_the_others_go_on(groups):
    await groups.made("every day at 9:00", lead_time=DAY, name="Aside")
    await groups.made("every day at 9:00", lead_time=DAY, name="Zone", owners=(BEN,))
    await groups.database.transact(lambda tx: tx.processes.archive(WEB.id, by=DAN, at=NOON))
    for n in range(1, 30):
        await groups.tick(NOON + n * 2 * HOUR)
    (aside, zone) = await groups.telling()
    assert aside.chain[0] == ANA
    assert zone.chain[0] == BEN
    assert "“Aside”" in aside.text
    await groups.database.transact(lambda tx: tx.processes.archive(WEB.id, by=None, at=NOON))
    assert await groups.tick(NOON + 3 * DAY) > 0
    assert (await groups.group("aside")).trouble is None


async def test_a_group_that_cannot_even_be_read_does_not_keep_the_others(groups):
    await groups.made("every day at 9:00", lead_time=DAY, name="Broken")
    await groups.made("every day at 9:00", lead_time=DAY, name="Well")

    def damage(tx):
        tx.groups._connection.exec_driver_sql(
            "UPDATE release_groups SET document = '{\"format\":99}' WHERE id = 'broken'"
        )

    await groups.database.transact(damage)
    assert await groups.tick(NOON + DAY) == 1
    assert len(await groups.releases("well")) == 2


async def test_a_group_that_drumbeat_itself_trips_over_is_told_once_and_the_others_go_on(groups):
    await groups.made("every day at 9:00", lead_time=DAY, name="Beyond")
    await groups.made("every day at 9:00", lead_time=DAY, name="Well")
    beyond = (await groups.group("beyond")).model_copy(update={"lead_time": timedelta.max})
    await groups.database.transact(lambda tx: tx.groups.save(beyond))
    assert await groups.tick(NOON + DAY) == 1
    assert await groups.tick(NOON + 2 * DAY) == 1
    [told] = await groups.telling()
    assert "“Beyond” now: it met an error in Drumbeat" in told.text


async def test_a_cadence_that_has_ended_is_looked_at_no_more(groups):
    await groups.made("every day at 9:00 for 3 times")
    await groups.tick(NOON + 10 * DAY)
    assert [each.slot.day for each in await groups.releases()] == [24, 25]
    assert (await groups.group()).looks_at is None


async def test_owners_take_turns_and_whoever_is_away_then_is_passed_over(groups):
    await groups.away(BEN, until=datetime(2026, 12, 2, tzinfo=UTC))
    await groups.made(lead_time=6 * WEEK)
    owners = [each.owner for each in await groups.releases()]
    assert owners == [ANA, CLEO, CLEO, ANA, BEN, CLEO]


async def test_owners_follow_at_once_when_somebody_says_that_they_are_away_or_back(groups):
    await groups.know(ANA, BEN, CLEO)
    await groups.made(lead_time=3 * WEEK)
    away = AwayService(groups.database, groups.clock, groups.admins)

    async def owners():
        return [each.owner for each in await groups.releases()]

    assert await owners() == [ANA, BEN, CLEO]
    await away.leave(BEN, until=NOON + 2 * WEEK, by=BEN)
    assert await owners() == [ANA, CLEO, CLEO]
    assert "cannot take it then" in (await groups.telling())[-1].text
    await away.come_back(BEN, by=BEN)
    assert await owners() == [ANA, BEN, CLEO]


async def test_an_occurrence_changes_hands_while_its_owner_is_away_at_its_time(groups):
    await groups.made(lead_time=4 * WEEK)
    await groups.away(BEN, until=NOON + 2 * WEEK)
    await groups.tick(NOON + DAY)
    assert [each.owner for each in await groups.releases()][:4] == [ANA, CLEO, CLEO, ANA]
    (told,) = await groups.telling()
    assert told.chain == (CLEO,)
    await groups.back(BEN)
    await groups.tick(NOON + DAY + 6 * HOUR)
    assert [each.owner for each in await groups.releases()][:2] == [ANA, BEN]


async def test_somebody_who_left_is_passed_over_and_that_is_told_once(groups):
    await groups.made(lead_time=3 * WEEK)
    await groups.know(ANA, BEN, CLEO, DAN, gone=(BEN,))
    for n in range(1, 10):
        await groups.tick(NOON + n * DAY)
    assert BEN not in {each.owner for each in await groups.releases()}
    told = [each.text for each in await groups.telling()]
    assert len([each for each in told if "left this workspace" in each]) == 1
