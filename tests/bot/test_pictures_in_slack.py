"""Pictures in Slack: uploaded once, shown when ready, and never in the way."""

import asyncio

import pytest_asyncio

from bot.playground.seed import DANA, RELEASES, ROSA
from bot.views import buttons
from orchestration.effects.process import ShowDraft
from orchestration.values import UserId
from tests.bot.rig import WEB, rigged

TEXT = "# Web release\n\n1. Build the app\n2. QA lead approves the build\n3. Deploy to production\n"


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path, pictures=True) as made:
        yield made


def images(message):
    return [each for each in message.blocks or () if each["type"] == "image"]


def messages(rig, channel=RELEASES):
    return [each for each in rig.slack.workspace.messages[channel].values() if not each.visible_to]


def uploads(rig):
    return len(rig.slack.calls.listing("files.completeUploadExternal", 0))


async def drafted(rig):
    draft_id = await rig.processes.request_draft(
        "door-1", text=TEXT, by=UserId(ROSA), channel=RELEASES
    )
    posted = await rig.posted(ShowDraft(draft_id=draft_id).key)
    return draft_id, lambda: rig.slack.workspace.messages[RELEASES][posted.ts]


async def test_a_draft_shows_its_picture_below_its_outline(rig):
    async with rig.working():
        _, card = await drafted(rig)
        (image,) = await rig.until(lambda: images(card()), 60)
    kinds = [each["type"] for each in card().blocks]
    assert kinds.index("image") > kinds.index("section")
    assert image["alt_text"].startswith("Web release: ")
    assert "QA lead" in image["alt_text"]
    file = rig.slack.workspace.files[image["slack_file"]["id"]]
    assert (file.mimetype, file.channels) == ("image/png", [])


async def test_who_is_who_redraws_the_card_and_uploads_nothing_again(rig):
    async with rig.working():
        draft_id, card = await drafted(rig)
        await rig.until(lambda: images(card()), 60)
        before = card().blocks
        await rig.people.bind({"QA lead": (DANA,)}, by=UserId(ROSA))
        await rig.database.transact(
            lambda tx: tx.owed.owe([ShowDraft(draft_id=draft_id)], at=rig.clock.now())
        )
        await rig.until(lambda: card().blocks != before, 60)
    assert images(card())
    assert uploads(rig) == 1


async def test_without_the_permission_the_card_is_complete_and_nobody_is_bothered(rig):
    rig.slack.faults.add(
        {"method": "files.getUploadURLExternal", "kind": "error:missing_scope", "times": 9}
    )

    async with rig.working():
        _, card = await drafted(rig)
        while not await rig.storage.read(
            lambda tx: [e for e in tx.owed.rows(state="done") if "draw_pictures" in e.key]
        ):
            await asyncio.sleep(0.05)
    assert "Publish" in str(card().blocks)
    assert not images(card())
    stuck = await rig.storage.read(lambda tx: tx.owed.rows(state="stuck"))
    assert (list(stuck), len(messages(rig))) == ([], 1)


async def test_a_file_that_slack_lost_does_not_hold_up_the_card(rig):
    async with rig.working():
        draft_id, card = await drafted(rig)
        (image,) = await rig.until(lambda: images(card()), 60)
        rig.slack.workspace.files.pop(image["slack_file"]["id"])
        await rig.processes.discard(draft_id, by=UserId(ROSA))
        await rig.until(lambda: "discarded" in card().text)


async def test_a_process_is_answered_in_words_and_its_picture_is_sent_on_request(rig):
    made = await rig.publish()
    await rig.command("process web release")
    answer = rig.private()
    assert not images(answer)
    assert {"Send me the picture", "Show it in this channel"} <= {
        each["text"]["text"]
        for block in answer.blocks
        for each in block.get("elements", ())
        if each["type"] == "button"
    }
    about = buttons.VersionButton(process_id=WEB.id, version=made.version)
    async with rig.working():
        await rig.click(buttons.PICTURE_SEND, about, by=DANA)
        dm = rig.slack.workspace.dm_with(DANA).id
        await rig.until(lambda: any(images(each) for each in messages(rig, dm)), 60)
        await rig.click(buttons.PICTURE_HERE, about, by=DANA)
        await rig.until(lambda: any(images(each) for each in messages(rig)), 60)
    assert uploads(rig) == 1


async def test_what_a_version_changed_is_sent_as_a_picture_and_in_words(rig):
    first = await rig.publish()
    changed = WEB.model_copy(update={"phases": WEB.phases[:1]})
    await rig.publish(changed)
    about = buttons.ProcessButton(process_id=WEB.id)
    await rig.click(buttons.PROCESS_VERSIONS, about)
    (offered,) = [
        block["accessory"] for block in rig.private().blocks if block.get("accessory")
    ]  # the first version changed nothing
    asked = buttons.DifferenceButton.model_validate_json(offered["value"])
    assert (asked.was, asked.now) == (first.version, first.version + 1)
    async with rig.working():
        await rig.click(buttons.PICTURE_DIFFERENCE, asked, by=DANA)
        dm = rig.slack.workspace.dm_with(DANA).id
        (sent,) = await rig.until(lambda: [each for each in messages(rig, dm) if images(each)], 60)
    assert "removed the phase" in sent.text
    assert "removed" in images(sent)[0]["alt_text"]
