"""A failure that is tried again by itself, seen and hurried by people."""

from datetime import timedelta

import pytest

from bot.views import buttons
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.processes.model import Retry
from orchestration.releases.model import ReleaseStatus
from tests.bot.rig import WEB, rigged
from tests.execution.building import FAIL, RETRY, pipeline, process

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


async def released(rig, activity):
    web = process(activity)
    await rig.publish(
        web.model_copy(update={"id": WEB.id, "inputs": WEB.inputs, "owners": WEB.owners})
    )
    return await rig.release()


def again(attempts, backoff):
    retry = Retry(attempts=attempts, backoff=backoff)
    return pipeline("build", on_failure=RETRY, retry=retry)


async def test_what_is_tried_again_later_can_be_tried_now(rig):
    async with rig.working():
        made = await released(rig, again(1, timedelta(hours=1)))
        told = await rig.until(lambda: [x for x in rig.seen() if x.startswith("Failed: build")])
        assert "(1 of 1)" in told[0]
        hold = buttons.HoldButton(execution_id=made.execution_id, ref="work.build", attempt=1)
        await rig.click(buttons.HOLD_RETRY, hold)
        held = await rig.until(lambda: [x for x in rig.seen() if x.startswith("On hold: build")])
    assert "attempt 2" in held[0]


async def test_it_is_tried_again_by_itself_when_its_time_has_come(rig):
    async with rig.working():
        made = await released(rig, again(1, timedelta(milliseconds=100)))
        await rig.until(lambda: [x for x in rig.seen() if x.startswith("On hold: build")])
    activity = (await rig.execution(made)).activity("work.build")
    assert (activity.attempt, activity.past[0].retried_by) == (2, None)


async def test_a_failure_that_ends_the_release_is_told_with_its_reason(rig):
    async with rig.working():
        made = await released(rig, pipeline("build", on_failure=FAIL))
        told = await rig.until(lambda: [each for each in rig.seen() if "“build” failed" in each])
    assert "exit code 1" in told[0]
    execution = await rig.execution(made)
    assert execution.activity("work.build").status is ActivityStatus.FAILED
    release = await rig.storage.read(lambda tx: tx.releases.get(made.id))
    assert release.status is ReleaseStatus.FAILED
