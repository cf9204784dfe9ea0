"""A file for an open draft: what it would change is shown first, then taken or left."""

import asyncio
import json

import pytest_asyncio

from bot.playground.seed import DANA, KENJI, RELEASES, ROSA
from bot.views import buttons, file_buttons
from orchestration.processes.edits import RenameProcess
from orchestration.values import UserId
from tests.bot.rig import rigged
from tests.bot.test_files_in_slack import YAML, dm_texts, draft_card, offering, uploaded

CHANGED = (
    YAML.replace("Write the notes   #", "Write the release notes   #")
    + """\
        - {id: tell, name: Tell support, type: manual, tasks: [{id: do, name: Tell support}]}
"""
)


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        async with made.working():
            yield made


async def proposed(rig, content=CHANGED, *, who=DANA):
    """A draft, and a file that somebody proposes for it: the draft's and the file's buttons."""
    card, value = await draft_card(rig)
    message = {"ts": card.ts}
    await rig.click(buttons.DRAFT_REPLACE, value, by=who, message=message)
    view = rig.modals(who)[-1]
    file = await uploaded(rig, content, name="changed.yaml", who=who)
    sent = {"who": who, "view_id": view.id, "values": {"file.file": [file]}}
    assert (await rig.act("view/submit", **sent))["ok"]
    about = buttons.DraftButton.model_validate_json(value)
    return about, await rig.until(lambda: offering(rig, file_buttons.FILE_TAKE))


async def draft_of(rig, about):
    return await rig.storage.read(lambda tx: tx.drafts.find(about.draft_id))


async def test_what_the_file_would_change_is_said_under_the_draft_before_anything_is_taken(rig):
    about, (card, _) = await proposed(rig)
    above, _ = offering(rig, buttons.DRAFT_EDIT)
    assert card.thread_ts == above.ts
    assert f"<@{DANA}>, who proposes the file changed.yaml" in card.text
    assert "now “Write the release notes”" in card.text
    assert "Added “Tell support”" in card.text
    assert len((await draft_of(rig, about)).process.phases[0].activities) == 1


async def test_taking_it_makes_the_draft_say_what_the_file_says_and_twice_is_once(rig):
    about, (card, value) = await proposed(rig)
    await asyncio.gather(*(rig.click(file_buttons.FILE_TAKE, value, by=KENJI) for _ in range(2)))
    await rig.until(lambda: "was taken by" in card_now(rig, card).text)
    draft = await draft_of(rig, about)
    assert [each.id for each in draft.process.phases[0].activities] == ["notes", "tell"]
    assert draft.revision == about.revision + 1
    (note,) = draft.edits
    assert (note.by, note.what) == (KENJI, "took the file “changed.yaml”")
    await rig.until(lambda: "Tell support" in offering(rig, buttons.DRAFT_EDIT)[0].text)


async def test_a_draft_that_changed_meanwhile_is_compared_anew_and_nothing_is_taken(rig):
    about, (card, value) = await proposed(rig)
    renamed = RenameProcess(name="Shop release")
    await rig.processes.edit(about.draft_id, about.revision, renamed, by=UserId(ROSA))
    await rig.click(file_buttons.FILE_TAKE, value, by=DANA)
    told = rig.private(DANA).text
    assert f"<@{ROSA}> renamed the process" in told
    assert "Nothing was taken" in told
    await rig.until(lambda: "Edited meanwhile" in card_now(rig, card).text)
    assert "for Shop release" in card_now(rig, card).text
    assert "Name of the process was “Shop release”" in card_now(rig, card).text
    _, again = offering(rig, file_buttons.FILE_TAKE)
    await rig.click(file_buttons.FILE_TAKE, again, by=DANA)
    assert (await draft_of(rig, about)).process.name == "Web release"


async def test_leaving_it_is_for_those_who_have_to_do_with_it(rig):
    _, (card, value) = await proposed(rig)
    await rig.click(file_buttons.FILE_LEAVE, value, by=KENJI)
    assert f"Only <@{DANA}>" in rig.private(KENJI).text
    await rig.click(file_buttons.FILE_LEAVE, value, by=DANA)
    await rig.until(lambda: "was put aside by" in card_now(rig, card).text)
    await rig.click(file_buttons.FILE_TAKE, value, by=ROSA)
    assert "put aside already" in rig.private(ROSA).text


async def test_a_file_that_says_the_same_leaves_nothing_to_take(rig):
    card, value = await draft_card(rig)
    await rig.click(buttons.DRAFT_REPLACE, value, by=DANA, message={"ts": card.ts})
    file = await uploaded(rig, YAML, who=DANA)
    view = rig.modals(DANA)[-1]
    await rig.act("view/submit", who=DANA, view_id=view.id, values={"file.file": [file]})
    await rig.until(lambda: any("nothing to take" in each for each in rig.seen()))
    assert offering(rig, file_buttons.FILE_TAKE) is None


async def test_a_draft_that_was_discarded_takes_nothing_any_more(rig):
    about, (_, value) = await proposed(rig)
    await rig.processes.discard(about.draft_id, by=UserId(ROSA))
    await rig.click(file_buttons.FILE_TAKE, value, by=DANA)
    assert "discarded already" in rig.private(DANA).text


async def test_a_file_with_faults_for_a_draft_is_told_to_who_gave_it_alone(rig):
    card, value = await draft_card(rig)
    await rig.click(buttons.DRAFT_REPLACE, value, by=DANA, message={"ts": card.ts})
    file = await uploaded(rig, "process: [", name="bad.yaml", who=DANA)
    view = rig.modals(DANA)[-1]
    await rig.act("view/submit", who=DANA, view_id=view.id, values={"file.file": [file]})
    await rig.until(lambda: any("bad.yaml" in each for each in dm_texts(rig, DANA)))
    assert "bad.yaml" not in json.dumps(rig.seen())


def card_now(rig, card):
    return rig.slack.workspace.messages[RELEASES][card.ts]


async def test_what_the_file_would_change_is_also_a_picture_until_it_is_decided(tmp_path):
    async with rigged(tmp_path, pictures=True) as rig:
        await rig.publish()
        async with rig.working():
            _, (card, value) = await proposed(rig)
            (picture,) = await rig.until(lambda: pictures_on(card_now(rig, card)), 60)
            assert "Tell support added" in picture["alt_text"]
            await rig.click(file_buttons.FILE_LEAVE, value, by=DANA)
            await rig.until(lambda: not pictures_on(card_now(rig, card)), 60)


def pictures_on(card):
    return [each for each in card.blocks or () if each["type"] == "image"]
