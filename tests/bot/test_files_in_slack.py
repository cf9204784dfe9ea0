"""Processes as files: given in a form or a message, checked, proposed, taken, and given back."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.messenger import slack_client
from bot.playground.seed import DANA, RELEASES, ROSA
from bot.slack_files import SlackFiles
from bot.text_files import SlackTextFiles
from bot.views import buttons, file_buttons
from orchestration.errors import Permanent
from orchestration.ports import TextFile
from orchestration.processes.code.reading import LARGEST, read_process
from orchestration.processes.edits import RenameProcess
from orchestration.values import UserId
from tests.bot.rig import WEB, rigged

PUBLISHED = Path(__file__).parents[1] / "processes" / "harness" / "published"
YAML = """\
# How we release the web shop.
process:
  id: web-release
  name: Web release
  owners: [U0ROSADELG]
  phases:
    - id: check
      name: Check
      activities:
        - id: notes
          name: Write the notes   # Kenji knows how
          type: manual
          tasks:
            - {id: do, name: Write the notes}
"""


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def uploaded(rig, content=YAML, *, name="web.yaml", who=ROSA):
    return (await rig.act("upload", who=who, name=name, content=content))["file"]


async def imported(rig, content=YAML, *, name="web.yaml", who=ROSA):
    """Fill in the form of `process import`; what the playground answers."""
    await rig.command("process import", by=who)
    view = rig.modals(who)[-1]
    file = await uploaded(rig, content, name=name, who=who)
    return await rig.act("view/submit", who=who, view_id=view.id, values={"file.file": [file]})


def offering(rig, action_id, channel=RELEASES):
    """The newest message with this button, and what the button carries."""
    for message in reversed(list(rig.slack.workspace.messages[channel].values())):
        for block in message.blocks or ():
            for each in block.get("elements", ()):
                if each.get("action_id") == action_id:
                    return message, each["value"]
    return None


async def draft_card(rig, content=YAML, **more):
    await imported(rig, content, **more)
    return await rig.until(lambda: offering(rig, buttons.DRAFT_REPLACE))


def dm_texts(rig, who=ROSA):
    channel = rig.slack.workspace.dm_with(who).id
    return [each.text for each in rig.slack.workspace.messages[channel].values()]


def dm_files(rig, who=ROSA):
    channel = rig.slack.workspace.dm_with(who).id
    held = rig.slack.workspace.files
    messages = rig.slack.workspace.messages[channel].values()
    return [held[file] for message in messages for file in message.files]


async def test_an_imported_file_is_a_draft_that_says_where_it_is_from_and_what_changes(rig):
    await rig.publish()
    async with rig.working():
        card, _ = await draft_card(rig)
    assert "from the file web.yaml" in card.text
    assert "What changes against version 1" in card.text
    assert "Removed “Smoke test”" in card.text
    assert offering(rig, buttons.DRAFT_PUBLISH)


async def test_a_new_process_that_names_no_owner_belongs_to_who_imported_it(rig):
    async with rig.working():
        _, value = await draft_card(rig, YAML.replace("  owners: [U0ROSADELG]\n", ""), who=DANA)
    draft_id = buttons.DraftButton.model_validate_json(value).draft_id
    draft = await rig.storage.read(lambda tx: tx.drafts.find(draft_id))
    assert draft.process.owners == (DANA,)


async def test_every_fault_of_a_file_is_told_with_its_line_and_nothing_is_kept(rig):
    wrong = YAML.replace("type: manual", "type: by hand").replace("name: Check", "nmae: Check")
    async with rig.working():
        await imported(rig, wrong, name="broken.yml")
        (said,) = await rig.until(lambda: [t for t in dm_texts(rig) if "broken.yml" in t])
    assert "line 8, column 7" in said
    assert "line 12" in said
    assert "nothing was kept" in said
    assert offering(rig, buttons.DRAFT_EDIT) is None


async def test_a_file_of_harness_becomes_a_draft_that_says_what_did_not_come_over(rig):
    text = (PUBLISHED / "phases-list.harness.yaml").read_text()
    async with rig.working():
        card, value = await draft_card(rig, text)
        await rig.click(buttons.DRAFT_EXPORT, value)
        (file,) = await rig.until(lambda: dm_files(rig))
    assert "It is a file of Harness." in card.text
    assert "Did not come over as it was" in card.text
    assert read_process(content_of(file)).process is not None


async def test_inputs_of_a_process_that_there_is_not_are_told_and_not_kept(rig):
    async with rig.working():
        await imported(rig, (PUBLISHED / "process-input.harness.yaml").read_text())
        await rig.until(lambda: any("was not taken in" in each for each in dm_texts(rig)))
    assert offering(rig, buttons.DRAFT_EDIT) is None
    assert offering(rig, file_buttons.FILE_TAKE) is None


async def test_of_very_many_faults_ten_are_told_and_the_rest_counted(rig):
    activities = "".join(f"        - {{id: a{n}, nmae: x}}\n" for n in range(30))
    text = YAML[: YAML.index("        - id: notes")] + activities
    async with rig.working():
        await imported(rig, text)
        (said,) = await rig.until(lambda: [t for t in dm_texts(rig) if "web.yaml" in t])
    assert said.count("•") == 10
    assert "more" in said.splitlines()[-1]


async def test_a_form_or_a_message_that_is_delivered_twice_makes_one_draft(rig):
    file = await uploaded(rig)
    async with rig.working():
        for _ in range(2):
            await rig.mention("process import", files=[{"id": file["id"]}], event_id="Ev-same")
        await rig.until(lambda: offering(rig, buttons.DRAFT_EDIT))
        await rig.settled()
    cards = [m for m in rig.slack.workspace.messages[RELEASES].values() if m.blocks]
    assert sum("draft.edit" in json.dumps(each.blocks) for each in cards) == 1


async def test_a_mention_without_a_file_says_how_and_offers_the_form(rig):
    await rig.mention("process import")
    assert "attached" in rig.private().text
    await rig.click(file_buttons.FILE_OPEN)
    assert rig.modals()[-1].content["callback_id"] == "file.import"


async def test_six_files_at_once_are_refused(rig):
    await rig.dm("process import", files=[{"id": f"F{n}"} for n in range(6)])
    assert "up to 5 at a time" in dm_texts(rig)[-1]


async def test_what_is_no_text_and_what_is_too_large_is_told(rig):
    async with rig.working():
        for content, says in (("x" * (LARGEST + 1), "larger than 1 MB"), ("a: \x00", "not text")):
            await imported(rig, content)
            await rig.until(lambda says=says: any(says in each for each in dm_texts(rig)))
    assert offering(rig, buttons.DRAFT_EDIT) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com@evil.example/f",
        "https://evil.example/files-pri/T1-F1/web.yaml",
        "https://files.slack.com.evil.example/f",
        "http://files.slack.com/f",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "",
    ],
)
async def test_a_file_is_fetched_from_slack_and_from_nowhere_else(url):
    files = SlackFiles(slack_client("xoxb-1", "https://slack.com/api/"))
    with pytest.raises(Permanent, match="does not lie in Slack"):
        await files.download(url, most=LARGEST)


async def test_slacks_sign_in_page_is_not_read_as_a_process(rig):
    """Slack shows it with status 200 to a token that may not read files."""
    file = await uploaded(rig)
    stranger = slack_client("xoxb-of-somebody-else", f"{rig.config.base_url}/api/")
    with pytest.raises(Permanent, match="files:read"):
        await SlackFiles(stranger).download(file["url_private"], most=LARGEST)


async def test_a_file_that_was_deleted_meanwhile_is_told(rig):
    async with rig.working():
        await rig.dm("process import", files=[{"id": "F0NOWHERE"}])
        await rig.until(lambda: any("could not be read" in each for each in dm_texts(rig)))


async def test_an_export_gives_the_file_back_with_its_comments_and_the_edits(rig):
    async with rig.working():
        _, value = await draft_card(rig)
        about = buttons.DraftButton.model_validate_json(value)
        renamed = RenameProcess(name="Web shop release")
        await rig.processes.edit(about.draft_id, about.revision, renamed, by=UserId(ROSA))
        await rig.click(buttons.DRAFT_EXPORT, about, by=DANA)
        await rig.click(buttons.DRAFT_EXPORT, about, by=DANA)  # a double click
        (file,) = await rig.until(lambda: dm_files(rig, DANA))
        await rig.settled()
    text = content_of(file)
    assert file.name == "web-release.yaml", "the file says its id; a new name does not change it"
    assert "# Kenji knows how" in text
    assert read_process(text).process.name == "Web shop release"
    assert len(dm_files(rig, DANA)) == 1
    assert dm_files(rig, ROSA) == []


async def test_a_published_process_is_exported_as_it_was_written(rig):
    async with rig.working():
        _, value = await draft_card(rig)
        about = buttons.DraftButton.model_validate_json(value)
        made = await rig.processes.publish(about.draft_id, about.revision, by=UserId(ROSA))
        await rig.command("process web release", by=DANA)
        version = buttons.VersionButton(process_id=made.process.id, version=made.version)
        assert version.model_dump_json() in json.dumps(rig.private(DANA).blocks).replace("\\", "")
        await rig.click(buttons.PROCESS_EXPORT, version, by=DANA)
        (file,) = await rig.until(lambda: dm_files(rig, DANA))
    assert content_of(file) == YAML


async def test_a_process_that_no_file_is_behind_is_exported_too(rig):
    made = await rig.publish()
    async with rig.working():
        version = buttons.VersionButton(process_id=WEB.id, version=made.version)
        await rig.click(buttons.PROCESS_EXPORT, version)
        (file,) = await rig.until(lambda: dm_files(rig))
    assert read_process(content_of(file)).process == made.process


async def test_a_file_that_was_sent_before_a_crash_is_found_and_not_sent_again(rig):
    files, since = SlackTextFiles(rig.client), datetime.now(UTC)
    file = TextFile(name="web.yaml", text="a: 1", title="Web, version 1")
    for tried in (None, since):
        await files.send(UserId(ROSA), file, since=tried)
    assert len(dm_files(rig)) == 1
    other = file.model_copy(update={"title": "Web, version 2"})
    await files.send(UserId(ROSA), other, since=since)
    assert len(dm_files(rig)) == 2


def content_of(file):
    return base64.b64decode(file.content).decode()


async def test_a_blueprint_is_a_draft_of_whoever_began_with_it(rig):
    about = buttons.BlueprintButton(name="hotfix")
    async with rig.working():
        await rig.click("blueprint.hotfix", about, by=DANA)
        _, value = await rig.until(lambda: offering(rig, buttons.DRAFT_EDIT))
    draft_id = buttons.DraftButton.model_validate_json(value).draft_id
    draft = await rig.storage.read(lambda tx: tx.drafts.find(draft_id))
    assert (draft.process.name, draft.process.owners) == ("Hotfix", (DANA,))
    assert "It is a blueprint" in draft.note
