"""A process that runs inside a release, as people meet it in Slack."""

import pytest

from bot.playground.seed import KENJI, RELEASES
from bot.views import buttons
from bot.views.modals import by_process
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Process
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ActivityRef, ProcessId, UserId
from tests.bot.rig import WEB, rigged
from tests.execution.building import FAIL, chore, manual, pipeline, process, runs

PIPELINES = """
pipelines:
  run-it:
    provider: command
    argv: ["false"]
"""


@pytest.fixture
async def rig(tmp_path):
    file = tmp_path / "pipelines.yaml"
    file.write_text(PIPELINES)
    async with rigged(tmp_path, file) as made:
        yield made


def named(name: str, made: Process) -> Process:
    update = {"id": ProcessId(name), "name": name.title(), "owners": WEB.owners}
    return made.model_copy(update=update)


async def released(rig, *inside):
    """`Web` runs `Deploy` in its activity “eu”."""
    await rig.publish(named("deploy", process(*inside)))
    web = named(WEB.id, process(runs("eu", "deploy", on_failure=FAIL)))
    await rig.publish(web.model_copy(update={"inputs": WEB.inputs}))
    return await rig.release()


async def child_of(rig, made, ref="work.eu"):
    root = await rig.execution(made)
    child = root.activity(ActivityRef(ref)).child
    return await rig.storage.read(lambda tx: tx.executions.find(child))


async def status(rig, made):
    return (await rig.storage.read(lambda tx: tx.releases.get(made.id))).status


async def test_a_task_inside_is_asked_done_and_ends_the_release(rig):
    async with rig.working():
        made = await released(rig, manual("check", chore(assignees=(KENJI,))))
        living = await rig.until(lambda: [each for each in rig.seen() if "↳ check" in each])
        assert "eu, running: ▱ 0 of 1" in living[0]
        asked = await rig.until(lambda: [x for x in rig.seen() if x.startswith("To do: do")])
        assert f"{made.title} › eu" in asked[0]
        task = next(iter((await child_of(rig, made)).tasks.values()))
        about = buttons.TaskButton(task_id=task.id, round=1, shown="")
        await rig.click(buttons.TASK_DONE, about, by=KENJI)
        ended = await rig.until(lambda: [each for each in rig.seen() if "succeeded" in each])
    assert ended[0].startswith(made.title)
    assert await status(rig, made) is ReleaseStatus.SUCCEEDED


async def test_a_failure_inside_is_held_inside_and_its_abort_ends_the_release(rig):
    async with rig.working():
        made = await released(rig, pipeline("roll"))
        held = await rig.until(lambda: [x for x in rig.seen() if x.startswith("On hold: roll")])
        assert f"{made.title} › eu" in held[0]
        child = await child_of(rig, made)
        hold = buttons.HoldButton(execution_id=child.id, ref="work.roll", attempt=1)
        await rig.click(buttons.HOLD_RETRY, hold)
        await rig.until(lambda: [each for each in rig.seen() if "attempt 2" in each])
        await rig.executions.abort(made.id, by=UserId(WEB.owners[0]), reason="Enough.")
        await rig.until(lambda: [each for each in rig.seen() if "was aborted" in each])
        await rig.settled()
    assert (await child_of(rig, made)).status.value == "aborted"


async def test_the_audit_of_a_release_tells_what_was_decided_inside_it(rig):
    async with rig.working():
        made = await released(rig, manual("check", chore(assignees=(KENJI,))))
        await rig.until(lambda: [each for each in rig.seen() if "↳ check" in each])
        await rig.command(f"audit {made.reference}")
    told = rig.private().text
    assert "started the process in “eu”" in told
    assert "Verified" in told


async def test_a_message_under_a_card_of_something_inside_is_about_the_release(rig):
    async with rig.working():
        made = await released(rig, pipeline("roll"))
        await rig.until(lambda: [x for x in rig.seen() if x.startswith("On hold: roll")])
        child = await child_of(rig, made)
        posted = await rig.posted(f"show_hold:{child.id}/work.roll:1.{WEB.owners[0]}")
        await rig.dm("status", thread_ts=posted.ts)
        channel = rig.slack.workspace.dm_with(WEB.owners[0]).id
        said = await rig.until(
            lambda: [x for x in rig.seen(channel=channel) if "“eu › roll” has been on hold" in x]
        )
    assert made.title in said[0]


async def test_what_failed_is_retried_with_a_process_chosen_and_told_in_a_form(rig):
    mend = named("mend", process(manual("fix", chore(assignees=(KENJI,)))))
    mend = mend.model_copy(update={"inputs": (InputSpec(name="Cause"),)})
    async with rig.working():
        await rig.publish(mend)
        web = named(WEB.id, process(pipeline("build")))
        await rig.publish(web.model_copy(update={"inputs": WEB.inputs}))
        made = await rig.release()
        held = await rig.until(lambda: message_of(rig, "On hold: build"))
        pressed = {"channel": RELEASES, "ts": held.ts, "action_id": buttons.HOLD_BY_PROCESS}
        await rig.act("click", **pressed)
        (choosing,) = await rig.until(rig.modals)
        option = {"selected_option": {"value": "mend"}}
        await rig.act("view/submit", view_id=choosing.id, values={by_process.PROCESS: option})
        (asking,) = rig.modals()
        assert "Mend, version 1: its inputs" in str(asking)
        told = {"input.0": {"value": "disk full"}}
        await rig.act("view/submit", view_id=asking.id, values=told)
        await rig.until(lambda: [each for each in rig.seen() if "↳ fix" in each])
    child = await child_of(rig, made, "work.build")
    assert child.facts.inputs == {"Cause": "disk full"}
    assert child.parent.path == ("build",)


def message_of(rig, beginning):
    messages = rig.slack.workspace.messages[RELEASES].values()
    return next((each for each in messages if each.text.startswith(beginning)), None)
