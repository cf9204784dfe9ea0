"""Two hundred activities that finish at once, in a workspace that counts calls as Slack does."""

import asyncio

import pytest

from orchestration.execution.events import PipelineRunReported
from orchestration.execution.recording import record
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.model import Activity, ActivityType, Phase
from orchestration.processes.tasks import TaskSpec
from orchestration.releases.naming import execution_of
from orchestration.values import ActivityRef, UserId
from tests.bot.rig import KENJI, RELEASES, WEB, rigged

MANY = 200
IN_TIME = 60
"""Seconds, by which the message has to be right (issue 4, "Slack")."""
PIPELINES = "pipelines:\n  build:\n    provider: command\n    argv: ['true']\n"
DO = TaskSpec(id="do", name="Do", assignees=(KENJI,))


def fan(**more):
    activities = tuple(Activity(id=f"a{n}", name=f"Build {n}", **more) for n in range(MANY))
    last = Activity(
        id="go",
        name="Go",
        type=ActivityType.MANUAL,
        tasks=(DO,),
    )
    return WEB.model_copy(
        update={
            "phases": (
                Phase(id="fan", name="Fan", activities=activities),
                Phase(id="ship", name="Ship", depends_on=("fan",), activities=(last,)),
            )
        }
    )


def refusals(rig):
    return [each for each in rig.slack.calls.listing(None, 0) if each.get("error") == "ratelimited"]


async def succeed(rig, release):
    """Every pipeline is reported at the same moment."""
    execution_id = execution_of(release.id)

    async def report(n):
        ref = ActivityRef(f"fan.a{n}")
        said = RunReport(key=f"{execution_id}.{ref}.1", status=RunStatus.SUCCEEDED)
        event = PipelineRunReported(at=rig.clock.now(), ref=ref, attempt=1, report=said)
        await rig.database.transact(lambda tx: record(tx, execution_id, event, door="pipeline"))

    await asyncio.gather(*(report(n) for n in range(MANY)))


async def do(rig, release):
    """Every to-do is done at the same moment, while its card may be on its way."""
    tasks = (await rig.execution(release)).tasks.values()
    await asyncio.gather(*(rig.executions.done(each.id, 1, by=UserId(KENJI)) for each in tasks))


@pytest.mark.timeout(IN_TIME * 2)
@pytest.mark.parametrize(
    ("work", "finish"),
    [
        ({"type": ActivityType.AUTOMATED, "pipeline": "build"}, succeed),
        ({"type": ActivityType.MANUAL, "tasks": (DO,)}, do),
    ],
    ids=["pipelines", "to-dos"],
)
async def test_the_message_is_right_within_a_minute_and_slack_refuses_at_most_once(
    tmp_path, work, finish
):
    listed = tmp_path / "pipelines.yaml"
    listed.write_text(PIPELINES)
    async with rigged(tmp_path, listed, rate_limits=True) as rig:
        await rig.publish(fan(**work))
        release = await rig.release()
        async with rig.working():
            await finish(rig, release)
            living = await rig.posted(f"show_release:{release.id}:r1")
            shown = rig.slack.workspace.messages[RELEASES]
            await rig.until(
                lambda: f"{MANY} of {MANY + 1}" in str(shown[living.ts].blocks), timeout=IN_TIME
            )
            assert "Waiting for" in shown[living.ts].text
            assert len(refusals(rig)) <= 1
