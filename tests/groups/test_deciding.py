"""What people decide about a group and its next occurrences, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.releases.filling_in import FillingIn
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ProcessId
from tests.groups.building import DAY, WEEK, settings
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON, WEB

SKIPPED, SCHEDULED = ReleaseStatus.SKIPPED, ReleaseStatus.SCHEDULED


async def test_while_a_group_is_paused_nothing_is_made_and_nothing_is_made_up_for(groups):
    group = await groups.made(lead_time=WEEK)
    await groups.control.pause(group.id, by=DAN, reason="audit")
    assert await groups.tick(NOON + 5 * WEEK) == 0
    await groups.control.resume(group.id, by=DAN)
    await groups.tick(NOON + 6 * WEEK)
    assert [f"{each.slot:%m-%d}" for each in await groups.releases()] == [
        "11-24",
        "12-29",
        "01-05",
    ]


async def test_pausing_twice_keeps_who_paused_first(groups):
    group = await groups.made()
    await groups.control.pause(group.id, by=DAN, reason="audit")
    again = await groups.control.pause(group.id, by=DAN, reason="other")
    assert again.pause.reason == "audit"


async def test_an_archived_group_makes_nothing_and_what_is_planned_of_it_is_skipped(groups):
    group = await groups.made()
    await groups.control.archive(group.id, by=DAN)
    assert {each.status for each in await groups.releases()} == {SKIPPED}
    assert await groups.tick(NOON + 5 * WEEK) == 0
    with pytest.raises(Rejected, match="is archived"):
        await groups.service.edit(group.id, group.edition, settings(), by=DAN)


async def test_the_next_one_is_skipped_also_where_it_is_not_made_yet(groups):
    group = await groups.made("monthly on the 20th", lead_time=DAY)
    skipped = await groups.occurrences.skip_next(group.id, by=DAN, reason="holidays")
    assert (skipped.status, skipped.slot.month, skipped.touched) == (SKIPPED, 12, True)
    await groups.tick(NOON + 57 * DAY)
    assert [each.status for each in await groups.releases()] == [SKIPPED, SCHEDULED]


async def test_two_owners_swap_and_the_order_goes_on_as_it_was(groups):
    await groups.made(lead_time=3 * WEEK)
    first, second, _ = await groups.releases()
    await groups.occurrences.swap(first.id, second.id, by=DAN)
    await groups.tick(NOON + 2 * WEEK)
    owners = [each.owner for each in await groups.releases()]
    assert owners == [BEN, ANA, CLEO, ANA, BEN]


async def test_another_process_and_duration_are_of_this_one_alone(groups):
    other = WEB.model_copy(update={"id": ProcessId("other"), "name": "Other"})
    await groups.database.transact(lambda tx: tx.processes.publish(other, by=DAN, at=NOON))
    await groups.made()
    first, second = await groups.releases()
    await groups.occurrences.give_process(first.id, other.id, by=DAN)
    await groups.occurrences.expect(first.id, timedelta(hours=2), by=DAN)
    first, second = await groups.releases()
    assert (first.process_id, first.ends_at - first.begins_at) == ("other", timedelta(hours=2))
    assert (first.touched, second.touched, second.process_id) == (True, False, WEB.id)


async def test_the_same_form_sent_twice_makes_one_group_and_another_of_its_name_is_refused(groups):
    assert (await groups.made()).id == (await groups.made()).id
    with pytest.raises(Rejected, match="already"):
        await groups.made("every Friday")


async def test_only_who_may_publish_its_process_makes_and_edits_a_group(groups):
    with pytest.raises(Rejected, match="You cannot make a release group"):
        await groups.made(by=CLEO)
    group = await groups.made()
    for change in (groups.control.pause, groups.control.archive, groups.control.resume):
        with pytest.raises(Rejected, match="You cannot"):
            await change(group.id, by=CLEO)
    with pytest.raises(Rejected, match="You cannot edit"):
        await groups.service.edit(group.id, group.edition, settings(), by=CLEO)


async def test_what_is_decided_about_a_group_is_in_its_audit(groups):
    group = await groups.made()
    await groups.control.pause(group.id, by=DAN, reason="audit")
    entries = await groups.database.read(lambda tx: tx.audit.entries([group.id]))
    assert [(each.action, each.actor) for each in entries] == [
        ("made the group", DAN),
        ("paused the group", DAN),
    ]


async def test_a_group_is_found_by_its_name_and_a_wrong_one_names_the_nearest(groups):
    await groups.made()
    for name in ("payments", "PAYM", "Payments"):
        assert (await groups.service.find(name, by=CLEO)).name == "Payments"
    with pytest.raises(Rejected, match="There is “Payments”"):
        await groups.service.find("paymnts", by=CLEO)


async def test_a_version_given_by_hand_is_followed_and_is_of_one_release(groups):
    await groups.made(lead_time=2 * WEEK)
    first, _ = await groups.releases()
    filling = FillingIn(groups.database, groups.clock, groups.admins)
    with pytest.raises(Rejected, match="is the version of PAYM-2"):
        await filling.fill_in(first.id, first.revision, {}, None, version="1.5.0", by=DAN)
    await filling.fill_in(first.id, first.revision, {}, None, version="2.0.0", by=DAN)
    await groups.tick(NOON + WEEK)
    assert [each.version for each in await groups.releases()] == ["2.0.0", "1.5.0", "2.1.0"]
