"""The edit of a group: what moves, what changes, and what somebody touched and stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.groups.model import VersionKind, VersionRule
from orchestration.releases.model import ReleaseStatus
from tests.groups.building import DAY, TUESDAYS, WEEK, settings
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON, WEB

THURSDAYS = "every Thursday at 9:00 Europe/Berlin"
LEAD = {"lead_time": 4 * WEEK}


async def edited(groups, words=TUESDAYS, **fields):
    group = await groups.group()
    wanted = settings(words, **{**LEAD, **fields})
    return await groups.service.edit(group.id, group.edition, wanted, by=DAN)


def kept(releases):
    return [
        (each.reference, f"{each.slot:%m-%d %H}", each.version, each.owner) for each in releases
    ]


async def test_a_new_cadence_moves_what_nobody_touched_with_its_reference_version_and_owner(groups):
    await groups.made(**LEAD)
    before = await groups.releases()
    await edited(groups, THURSDAYS)
    after = await groups.releases()
    assert kept(after) == [
        ("PAYM-1", "11-26 09", "1.4.0", ANA),
        ("PAYM-2", "12-03 09", "1.5.0", BEN),
        ("PAYM-3", "12-10 09", "1.6.0", CLEO),
        ("PAYM-4", "12-17 09", "1.7.0", ANA),
    ]
    assert [each.id for each in after] == [each.id for each in before]


async def test_another_time_of_day_moves_each_on_its_day(groups):
    await groups.made(**LEAD)
    await edited(groups, "every Tuesday at 15:30 Europe/Berlin")
    assert [f"{each.slot:%d %H:%M}" for each in await groups.releases()] == [
        "24 15:30",
        "01 15:30",
        "08 15:30",
        "15 15:30",
    ]


async def test_what_somebody_moved_stays_where_they_put_it(groups):
    await groups.made(**LEAD)
    first, second, *_ = await groups.releases()
    await groups.moving.move(second.id, second.begins_at + timedelta(hours=3), by=DAN)
    group = await groups.group()
    preview = await groups.service.preview(settings(THURSDAYS, **LEAD), group_id=group.id, by=DAN)
    assert [each.reference for each in preview.edit.stay] == ["PAYM-2"]
    assert [each.before.reference for each in preview.edit.changes] == [
        "PAYM-1",
        "PAYM-3",
        "PAYM-4",
    ]
    await edited(groups, THURSDAYS)
    there = {each.reference: each for each in await groups.releases()}
    assert there["PAYM-2"].slot == second.slot
    assert there["PAYM-2"].begins_at == second.begins_at + timedelta(hours=3)
    assert there["PAYM-1"].slot != first.slot


async def test_what_has_no_time_any_more_is_left_out_and_comes_back_with_its_time(groups):
    await groups.made(**LEAD)
    await edited(groups, "every second Tuesday at 10:00 Europe/Berlin")
    gone = [x.reference for x in await groups.releases() if x.status is ReleaseStatus.SKIPPED]
    assert gone == ["PAYM-2", "PAYM-4"]
    await edited(groups)
    after = await groups.releases()
    assert {each.status for each in after} == {ReleaseStatus.SCHEDULED}
    assert [each.reference for each in after] == ["PAYM-1", "PAYM-2", "PAYM-3", "PAYM-4"]


async def test_more_times_are_made_at_once(groups):
    await groups.made("every second Tuesday at 10:00 Europe/Berlin", **LEAD)
    assert len(await groups.releases()) == 2
    await edited(groups)
    after = await groups.releases()
    assert [each.slot.day for each in after] == [24, 1, 8, 15]
    assert len({each.version for each in after}) == 4


async def test_tags_and_names_follow_and_nothing_moves(groups):
    await groups.made(**LEAD)
    before = kept(await groups.releases())
    await edited(groups, tags=("pci",), name_template="Pay {{ number }}", expected_duration=DAY)
    after = await groups.releases()
    assert kept(after) == before
    assert [each.name for each in after] == ["Pay 1", "Pay 2", "Pay 3", "Pay 4"]
    assert {each.tags for each in after} == {("pci",)}


async def test_another_rule_gives_new_versions_to_what_nobody_touched(groups):
    await groups.made(**LEAD)
    await edited(groups, version_rule=VersionRule(kind=VersionKind.CALVER, pattern="YY.0M.MICRO"))
    versions = [each.version for each in await groups.releases()]
    assert versions == ["26.11.0", "26.12.0", "26.12.1", "26.12.2"]


async def test_a_preview_of_an_edit_says_what_keeping_it_does_and_keeps_nothing(groups):
    await groups.made(**LEAD)
    before, group = await groups.releases(), await groups.group()
    wanted = settings(THURSDAYS, **LEAD)
    preview = await groups.service.preview(wanted, group_id=group.id, by=DAN, many=6)
    assert await groups.releases() == before
    assert await groups.group() == group
    assert all(each.moves for each in preview.edit.changes)
    await edited(groups, THURSDAYS)
    upcoming = await groups.service.upcoming(group.id, by=DAN, many=6)
    said = [(each.at, each.name, each.version, each.owner) for each in preview.dates]
    assert said == [(each.at, each.name, each.version, each.owner) for each in upcoming.dates]


async def test_a_group_that_somebody_changed_meanwhile_is_not_overwritten(groups):
    group = await groups.made()
    await edited(groups, tags=("pci",))
    with pytest.raises(Rejected, match="changed while you had the form open"):
        await groups.service.edit(group.id, group.edition, settings(THURSDAYS), by=DAN)


async def test_without_a_cadence_what_is_planned_is_left_out(groups):
    await groups.made(**LEAD)
    await edited(groups, words=None)
    assert {each.status for each in await groups.releases()} == {ReleaseStatus.SKIPPED}
    assert await groups.tick(NOON + 99 * DAY) == 0


async def test_the_releases_of_an_edited_group_are_each_due_at_their_new_time(groups):
    await groups.made(**LEAD)
    await edited(groups, THURSDAYS)
    first, *_ = await groups.releases()
    rows = await groups.database.read(lambda tx: tx.owed.rows())
    due = [each.due_at for each in rows if each.key.startswith(f"begin_occurrence:{first.id}")]
    assert first.scheduled_for in due
    assert WEB.id == first.process_id


async def test_a_group_made_by_hand_for_long_begins_its_cadence_when_it_gets_one(groups):
    await groups.made(words=None)
    groups.clock.at = NOON + 365 * DAY
    await edited(groups, "every day at 9:00 from 2026-11-23")
    assert {each.status for each in await groups.releases()} == {ReleaseStatus.SCHEDULED}
    assert min(each.begins_at for each in await groups.releases()) > groups.clock.at
