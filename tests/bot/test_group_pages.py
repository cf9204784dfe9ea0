"""The page of a release group in Slack, and what its buttons do."""

from datetime import timedelta

import pytest

from bot.playground.seed import KENJI, ROSA
from bot.views import buttons
from bot.views.groups import action_forms, carried, change_form
from orchestration.groups.clock import tick_groups
from orchestration.releases.model import ReleaseStatus
from tests.bot import shop
from tests.bot.groups import button, current, edit, groups, made, press, releases, says, submit, top
from tests.bot.rig import FAR, rigged


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        yield made


async def test_a_group_is_paused_with_a_reason_that_its_page_shows_and_resumed(rig):
    group = await made(rig)
    await button(rig, carried.PAUSE, group)
    await submit(rig, {action_forms.WHY: "The bank is closed"})
    assert "The bank is closed" in rig.private().text
    assert (await groups(rig))[0].pause.by == ROSA
    await button(rig, carried.RESUME, group)
    assert (await groups(rig))[0].pause is None
    assert "Paused" not in rig.private().text


async def test_the_next_release_is_left_out_with_a_reason_and_the_page_says_so(rig):
    group = await made(rig)
    first = (await releases(rig, group))[0]
    await button(rig, carried.SKIP_NEXT, group)
    assert first.reference in says(top(rig))
    await submit(rig, {action_forms.WHY: "Nothing to ship"})
    assert (await releases(rig, group))[0].status is ReleaseStatus.SKIPPED
    assert "left out" in rig.private().text


async def test_two_planned_releases_change_owners(rig):
    group = await made(rig, cadence="every Tuesday and Thursday at 10:00")
    one, other, *_ = before = await releases(rig, group)
    await button(rig, carried.SWAP, group)
    same = await submit(rig, {action_forms.OTHER: one.id})
    assert "Choose another" in same["errors"][action_forms.OTHER]
    await submit(rig, {action_forms.OTHER: other.id})
    after = await releases(rig, group)
    assert [each.owner for each in after[:2]] == [each.owner for each in reversed(before[:2])]


async def test_a_verb_behind_the_name_of_a_group_opens_its_form(rig):
    group = await made(rig)
    await rig.command("group web pause")
    await submit(rig, {action_forms.WHY: "A holiday"})
    assert (await groups(rig))[0].pause.reason == "A holiday"
    await rig.command("group WEB-WEEKLY resume")
    assert carried.RESUME in str(rig.private().blocks)
    await rig.command("group payments")
    assert f"There is “{group.name}”" in rig.private().text


async def test_an_archived_group_has_no_buttons_and_is_listed_last(rig):
    await button(rig, carried.ARCHIVE, await made(rig, name="A web"))
    assert "Archived by" in rig.private().text
    assert carried.EDIT not in str(rig.private().blocks)
    await made(rig, name="B web")
    await rig.command("groups")
    shown = rig.private().text
    assert shown.index("B web") < shown.index("A web")


async def test_a_release_of_a_group_is_made_by_hand_for_later(rig):
    group = await made(rig)
    await button(rig, carried.MAKE, group)
    blank = await submit(rig, {action_forms.VERSION: " "})
    assert set(blank["errors"]) == {action_forms.VERSION}
    at = int(FAR.timestamp())
    await submit(
        rig, {action_forms.VERSION: "4.9", action_forms.WHEN: "later", action_forms.AT: at}
    )
    made_now = (await releases(rig, group))[-1]
    assert (made_now.version, made_now.group, made_now.slot) == ("4.9", group.id, None)
    assert made_now.reference.startswith(group.reference_key)


async def test_a_release_of_a_group_is_made_and_started_at_once(rig):
    group = await made(rig)
    await rig.database.transact(lambda tx: tx.groups.save(with_ticket(tx.groups.get(group.id))))
    await button(rig, carried.MAKE, group)
    await submit(rig, {action_forms.VERSION: "4.9"})
    [running] = await rig.storage.read(
        lambda tx: [each for each in tx.releases.unfinished() if each.started_at]
    )
    assert (running.group, running.version) == (group.id, "4.9")
    assert "is started" in rig.private().text


def with_ticket(group):
    return group.model_copy(update={"inputs": {"Ticket": "T-1"}})


async def test_one_occurrence_has_another_owner_and_duration_and_an_edit_leaves_it(rig):
    group = await made(rig)
    first = (await releases(rig, group))[0]
    await rig.click(carried.CHANGE, buttons.ReleaseButton(release_id=first.id))
    wrong = await submit(rig, {change_form.TAKES: "soon"})
    assert set(wrong["errors"]) == {change_form.TAKES}
    await submit(rig, {change_form.TAKES: "2h", change_form.OWNER: KENJI})
    first = (await releases(rig, group))[0]
    assert (first.owner, first.expected_duration) == (KENJI, timedelta(hours=2))
    await edit(rig, (await groups(rig))[0])
    await press(rig, "What and when")
    typed = current(top(rig), "cadence").replace("10:00", "11:30")
    await submit(rig, {"cadence": typed})
    assert f"*{first.reference}* stays as it is" in says(top(rig))


async def test_one_occurrence_follows_another_input_set(rig):
    await rig.publish(shop.BY_HAND)
    await shop.shop_set(rig, "EU", inputs={"ticket": "T-1"})
    group = await made(rig, name="Shop weekly", process_id=shop.SHOP.id)
    first = (await releases(rig, group))[0]
    await rig.click(carried.CHANGE, buttons.ReleaseButton(release_id=first.id))
    await submit(rig, {change_form.SET: "eu"})
    first = (await releases(rig, group))[0]
    assert (first.input_set, first.touched) == ("eu", True)


async def test_who_may_not_publish_sees_no_button_and_is_told_who_can(rig):
    group = await made(rig)
    await rig.command(f"group {group.name.upper()}", by=KENJI)
    shown = str(rig.private(KENJI).blocks)
    assert "Web weekly" in shown
    assert carried.EDIT not in shown
    await rig.click(carried.EDIT, carried.GroupButton(group_id=group.id), by=KENJI)
    assert f"<@{ROSA}>" in rig.private(KENJI).text
    await rig.click(carried.NEW, by=KENJI)
    assert "You cannot make a release group" in rig.private(KENJI).text


async def test_what_the_clock_makes_later_stands_on_the_page_with_its_reference(rig):
    group = await made(rig, cadence="every Tuesday at 10:00")
    known = {each.reference for each in await releases(rig, group)}
    await tick_groups(rig.database, rig.clock.now() + timedelta(days=14))
    new = [each for each in await releases(rig, group) if each.reference not in known]
    assert new
    await rig.command("group web weekly")
    assert all(each.reference in rig.private().text for each in new)
