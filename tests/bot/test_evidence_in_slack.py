"""Comments, links and files on a task in Slack; files are copied to the evidence store."""

import hashlib

import pytest

from bot.evidence_files import SlackGivenFiles
from bot.playground.seed import DANA, KENJI
from bot.slack_files import SlackFiles
from bot.views import buttons
from bot.views.modals import outputs, remark
from orchestration.errors import Permanent
from orchestration.execution.state.statuses import ActivityStatus, WorkKind
from orchestration.processes.tasks import FieldType, FormField
from storage import EvidenceFolder
from tests.bot.rig import WEB, rigged
from tests.bot.test_task_menu import card_says, choose, send, started
from tests.execution.building import form, manual, process, todo

REPORT = FormField(id="report", label="Test report", type=FieldType.FILE)
CONTENT = "all green\n" * 40_000
SHA = hashlib.sha256(CONTENT.encode()).hexdigest()


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def uploaded(rig, who, name="report.txt", content=CONTENT, **more):
    given = {"name": name, "content": content, **more}
    return (await rig.act("upload", who=who, **given))["file"]


async def test_a_comment_is_shown_on_the_card_and_pings_nobody(rig):
    async with rig.working():
        notes = await rig.task(await started(rig), "Write the notes")
        await choose(rig, notes, "remark", by=DANA)
        nothing = await send(rig, DANA)
        assert "write a comment" in nothing["errors"][remark.LINK]
        await send(rig, DANA, **{remark.TEXT: f"Ask <@{KENJI}> about *this*"})
        told = await card_says(rig, "Write the notes", "Comments")
    said = told[0][told[0].index("Comments") :]
    assert f"<@{DANA}>" in said
    assert f"&lt;@{KENJI}&gt;" in said


async def test_a_file_and_a_link_are_kept_as_evidence_with_what_proves_them(rig, tmp_path):
    async with rig.working():
        notes = await rig.task(await started(rig), "Write the notes")
        await choose(rig, notes, "remark", by=DANA)
        file = await uploaded(rig, DANA)
        await send(rig, DANA, **{remark.FILES: [file], remark.LINK: "https://ci.example/7"})
        await card_says(rig, "Write the notes", f"400 kB, SHA-256 `{SHA}`", "https://ci.example/7")
    assert EvidenceFolder(tmp_path / "evidence").path_of(SHA).read_text() == CONTENT
    execution_id = notes.id.split("/")[0]
    entries = await rig.storage.read(lambda tx: tx.audit.entries([execution_id]))
    assert [each.after for each in entries if each.action == "evidence kept"] == [
        f"sha256:{SHA}, {len(CONTENT)} bytes"
    ]
    assert await rig.storage.read(lambda tx: tx.audit.faults()) == []


async def test_a_link_that_is_none_is_refused_at_its_field(rig):
    notes = await rig.task(await started(rig), "Write the notes")
    await choose(rig, notes, "remark", by=DANA)
    sent = await send(rig, DANA, **{remark.LINK: "javascript:alert(1)"})
    assert "Please give the link as https://…" in sent["errors"][remark.LINK]


async def test_a_form_takes_a_file_and_goes_on_once_it_is_kept(rig):
    async with rig.working():
        ask = manual("ask", form("form", REPORT))
        web = process(ask, todo("go", after=("ask",)))
        more = {"id": WEB.id, "inputs": WEB.inputs, "owners": WEB.owners}
        await rig.publish(web.model_copy(update=more))
        release = await rig.release()
        execution = await rig.execution(release)
        [task] = [each for each in execution.tasks.values() if each.kind is WorkKind.FORM]
        button = buttons.TaskButton(task_id=task.id, round=task.round, shown="")
        await rig.click(buttons.TASK_DONE, button)
        assert outputs.block_id(0) in (await send(rig))["errors"]
        await send(rig, **{outputs.block_id(0): [await uploaded(rig, "U0ROSADELG")]})
        await card_says(rig, "form", SHA)
    execution = await rig.execution(release)
    assert execution.activity("work.ask").outputs == {"report": f"report.txt sha256:{SHA}"}
    assert execution.activity("work.go").status is ActivityStatus.WAITING_FOR_INPUT


async def test_a_file_that_was_deleted_meanwhile_is_said_on_the_card(rig):
    notes = await rig.task(await started(rig), "Write the notes")
    await choose(rig, notes, "remark", by=DANA)
    file = await uploaded(rig, DANA)
    await send(rig, DANA, **{remark.FILES: [file]})
    rig.slack.workspace.files.pop(file["id"])
    async with rig.working():
        await card_says(rig, "Write the notes", "A file was not kept", "Give it again")


async def test_a_file_is_fetched_from_slack_itself_and_nowhere_else(rig):
    files = SlackFiles(rig.client)
    with pytest.raises(Permanent, match="does not lie in Slack"):
        async with files.streamed("https://evil.example/x", may_be_html=True):
            pass


async def test_a_web_page_can_be_evidence_and_a_sign_in_page_cannot(rig):
    page = await uploaded(rig, DANA, name="report.html", content="<p>ok", mimetype="text/html")
    async with SlackGivenFiles(rig.client).opened(page["id"]) as given:
        assert b"".join([each async for each in given.content]) == b"<p>ok"
