"""A planned release around its time, as people meet it in Slack: asked, moved, skipped, edited."""

from datetime import timedelta

import pytest_asyncio

from bot.playground.seed import KENJI
from bot.views import buttons, planned
from bot.views.inputs import carried
from bot.views.modals import describing, moving
from orchestration.effects.due import BeginOccurrence
from orchestration.releases.model import ReleaseStatus
from tests.bot.rig import FAR, ROSA, rigged


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def at_its_time(rig, **more):
    """A release whose time has just come, and the key of its owner's card."""
    release = await rig.release(planned=True, at=rig.clock.now() + timedelta(hours=1), **more)
    at = rig.clock.now() - timedelta(minutes=1)

    def work(tx):
        tx.releases.save(tx.releases.get(release.id).model_copy(update={"scheduled_for": at}))
        tx.owed.owe([BeginOccurrence(release_id=release.id, planned_for=at, due_at=at)], at=at)

    await rig.storage.transact(work)
    return await now(rig, release), f"show_due:{release.id}:{at.isoformat()}.{ROSA}"


async def now(rig, release):
    return await rig.storage.read(lambda tx: tx.releases.get(release.id))


def actions_of(message):
    found = [each for block in message.blocks for each in block.get("elements", ())]
    return [each["action_id"] for each in found if "action_id" in each]


def shown(rig, posting):
    return rig.slack.workspace.messages[posting.channel][posting.ts]


async def test_its_owner_is_asked_and_starting_it_there_uses_up_the_question(rig):
    await rig.publish()
    release, key = await at_its_time(rig)
    async with rig.working():
        card = await rig.posted(key)
        message = shown(rig, card)
        assert "It is time for WEB-1 Web 4.2" in message.text
        assert actions_of(message) == [buttons.RELEASE_START, planned.MOVE, planned.SKIP]
        about = buttons.ReleaseButton(release_id=release.id)
        await rig.click(buttons.RELEASE_START, about, channel=card.channel)
        await rig.until(lambda: "Started by" in shown(rig, card).text)
    assert actions_of(shown(rig, card)) == []
    assert (await now(rig, release)).status is ReleaseStatus.RUNNING


async def test_a_time_in_words_is_confirmed_before_the_release_is_moved(rig):
    await rig.publish()
    release = await rig.release(planned=True)
    await rig.command(f"move {release.reference} in 2 days 14:00")
    assert "I do not know when" in rig.private().text
    await rig.command(f"move {release.reference} tomorrow 2:30 pm")
    question = rig.private()
    assert f"Move {release.title}, planned for" in question.text
    [button] = [x for b in question.blocks if b["type"] == "actions" for x in b["elements"]]
    to = planned.MoveButton.model_validate_json(button["value"])
    await rig.click(planned.MOVE_TO, to)
    moved = await now(rig, release)
    assert moved.scheduled_for.timestamp() == to.to
    assert moved.scheduled_for - rig.clock.now() < timedelta(days=2)
    await rig.click(planned.MOVE_TO, to.model_copy(update={"to": to.to + 60}))
    assert "changed meanwhile" in rig.private().text


async def test_without_words_a_form_asks_when_and_in_a_mention_a_button_opens_it(rig):
    await rig.publish()
    release = await rig.release(planned=True)
    await rig.mention(f"move {release.reference}")
    about = buttons.ReleaseButton(release_id=release.id)
    await rig.click(planned.MOVE, about)
    [form] = rig.modals()
    to = FAR + timedelta(days=1)
    sent = await rig.act("view/submit", view_id=form.id, values={moving.TO: int(to.timestamp())})
    assert sent["status"] == "ok", sent
    assert (await now(rig, release)).scheduled_for == to


async def test_skip_leaves_out_what_has_not_begun_with_a_reason_and_it_can_come_back(rig):
    await rig.publish()
    release = await rig.release(planned=True)
    await rig.command(f"skip {release.reference} No changes before the holidays")
    [form] = rig.modals()
    why = next(b for b in form.content["blocks"] if b.get("block_id") == moving.WHY)
    assert why["element"]["initial_value"] == "No changes before the holidays"
    values = {moving.WHY: "No changes before the holidays"}
    assert (await rig.act("view/submit", view_id=form.id, values=values))["status"] == "ok"
    assert (await now(rig, release)).status is ReleaseStatus.SKIPPED
    async with rig.working():
        living = await rig.posted(f"show_release:{release.id}:r1")
        await rig.until(lambda: "No changes before the holidays" in shown(rig, living).text)
    assert planned.BRING_BACK in actions_of(shown(rig, living))
    await rig.click(planned.BRING_BACK, buttons.ReleaseButton(release_id=release.id))
    assert (await now(rig, release)).status is ReleaseStatus.SCHEDULED


async def test_who_may_not_start_it_is_told_so_before_any_form(rig):
    await rig.publish()
    release = await rig.release(planned=True)
    for verb in ("move", "skip"):
        await rig.command(f"{verb} {release.reference}", by=KENJI)
        assert f"You cannot {verb} {release.reference}" in rig.private(KENJI).text
    assert rig.modals(KENJI) == []


async def test_its_card_has_a_menu_and_edit_keeps_what_is_said_of_it(rig):
    await rig.publish()
    release = await rig.release(planned=True)
    choice = buttons.ReleaseChoice(verb="edit", release_id=release.id)
    await rig.click("release.planned_menu", choice)
    [form] = rig.modals()
    values = {
        describing.NAME: "Web shop",
        describing.VERSION: "4.3",
        describing.TAGS: "eu, checkout",
        describing.LINKS: "https://tickets.example/1 CHG-1",
        describing.TAKES: "2h",
    }
    assert (await rig.act("view/submit", view_id=form.id, values=values))["status"] == "ok"
    edited = await now(rig, release)
    assert (edited.title, edited.tags) == ("WEB-1 Web shop 4.3", ("eu", "checkout"))
    async with rig.working():
        living = await rig.posted(f"show_release:{release.id}:r1")
        await rig.until(lambda: "tags eu, checkout · takes 2 hours" in shown(rig, living).text)


async def test_what_was_missed_stands_in_the_lists_until_somebody_decides(rig):
    await rig.publish()
    release = await rig.release(planned=True, at=rig.clock.now() + timedelta(hours=1))
    update = {
        "status": ReleaseStatus.MISSED,
        "scheduled_for": rig.clock.now() - timedelta(hours=5),
        "ended_at": rig.clock.now(),
    }
    await rig.storage.transact(
        lambda tx: tx.releases.save(tx.releases.get(release.id).model_copy(update=update))
    )
    await rig.command("")
    assert "WEB-1 Web 4.2: missed" in rig.private().text
    await rig.command("start")
    assert planned_start(rig.private())
    await rig.click(buttons.RELEASE_START, buttons.ReleaseButton(release_id=release.id))
    assert (await now(rig, release)).status is ReleaseStatus.RUNNING


def planned_start(message):
    return buttons.RELEASE_START in actions_of(message)


async def test_a_version_that_nobody_said_is_asked_with_the_inputs(rig):
    await rig.publish()
    release = await rig.release(planned=True, version="")
    await rig.click(carried.FILL_IN, buttons.ReleaseButton(release_id=release.id), by=ROSA)
    [form] = rig.modals()
    values = {carried.FILL_IN_VERSION: "5.0"}
    assert (await rig.act("view/submit", view_id=form.id, values=values))["status"] == "ok"
    assert (await now(rig, release)).version == "5.0"
