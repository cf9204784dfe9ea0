"""A process that runs inside a release: begun with it, settling it, and ended with it."""

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.execution.events import TaskDone, TaskSignedOff
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, Verdict
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.values import ActivityRef, ProcessId
from tests.contracts.family import Family, called
from tests.execution.building import (
    DANA,
    FAIL,
    IGNORE,
    OWNER,
    RETRY,
    STRANGER,
    phase,
    pipeline,
    runs,
    sign_off,
    todo,
)

EU = "work.eu"
DEPLOY = called(
    "deploy",
    pipeline("roll", outputs=("url",)),
    inputs=(InputSpec(name="region"), InputSpec(name="replicas", type=InputType.NUMBER, default=2)),
)


@pytest.fixture
def family(database, clock, tmp_path):
    return Family(database, clock, tmp_path)


def web(*more, **changes):
    activity = {"inputs": {"region": "{{ inputs.where }}"}, "outputs": ("url",), **changes}
    where = InputSpec(name="where", default="eu")
    return called("web", runs("eu", "deploy", **activity), *more, inputs=(where,))


async def begun(family, made=None, *others):
    await family.publish(*others, DEPLOY, made or web())
    root = await family.start("web")
    return root, await family.child(root, EU)


async def state(family, ref=EU):
    return (await family.root()).activity(ActivityRef(ref))


async def test_it_starts_with_what_its_activity_tells_it_as_its_own_types_have_it(family):
    root, child = await begun(family)
    assert (await state(family)).status is ActivityStatus.RUNNING
    assert child.facts.inputs == {"region": "eu", "replicas": "2"}
    assert (child.release_id, child.owner, child.starter) == (root.release_id, OWNER, OWNER)
    assert child.parent.path == ("eu",)
    assert child.activity(ActivityRef("work.roll")).status is ActivityStatus.QUEUED


async def test_its_end_settles_the_activity_with_the_outputs_that_this_declares(family):
    after = web(todo("tell", after=("eu",)))
    _, child = await begun(family, after)
    await family.ran(child, "work.roll", outputs={"url": "https://eu", "inner": "not passed on"})
    activity = await state(family)
    assert activity.status is ActivityStatus.SUCCEEDED
    assert activity.outputs == {"url": "https://eu"}
    assert (await state(family, "work.tell")).status is ActivityStatus.WAITING_FOR_INPUT
    assert await family.status() == "running"


async def test_an_output_may_be_called_otherwise_by_what_the_process_gives(family):
    made = web(outputs=("address",), output_values={"address": "{{ subprocess.outputs.url }}/"})
    _, child = await begun(family, made)
    await family.ran(child, "work.roll", outputs={"url": "https://eu"})
    assert (await state(family)).outputs == {"address": "https://eu/"}
    assert await family.status() == "succeeded"


async def test_an_output_that_the_process_did_not_give_holds_the_activity(family):
    made = web(outputs=("address",), output_values={"address": "{{ subprocess.outputs.url }}"})
    _, child = await begun(family, made)
    await family.ran(child, "work.roll")
    activity = await state(family)
    assert activity.status is ActivityStatus.ON_HOLD
    assert "address" in activity.reason


async def test_a_hold_inside_is_decided_inside_while_the_activity_runs_on(family):
    _, child = await begun(family)
    child = await family.failed(child, "work.roll")
    assert child.activity(ActivityRef("work.roll")).status is ActivityStatus.ON_HOLD
    assert (await state(family)).status is ActivityStatus.RUNNING
    child = await family.retry(child, "work.roll")
    await family.ran(child, "work.roll", attempt=2)
    assert await family.status() == "succeeded"


async def test_what_was_ignored_inside_leaves_the_release_a_success_in_part(family):
    _, child = await begun(family)
    await family.failed(child, "work.roll")
    child = await family.ignore(child, "work.roll")
    assert child.status is ExecutionStatus.PARTIALLY_SUCCEEDED
    assert (await state(family)).status is ActivityStatus.SUCCEEDED
    assert await family.status() == "partially_succeeded"


FRAGILE = called("deploy", pipeline("roll", on_failure=FAIL), pipeline("check"))


async def test_a_process_that_fails_holds_its_activity_and_is_retried_as_another_child(family):
    await family.publish(FRAGILE, web(inputs={}))
    root = await family.start("web")
    first = await family.child(root, EU)
    first = await family.failed(first, "work.roll")
    assert first.status is ExecutionStatus.RUNNING, "what runs goes to its end"
    await family.ran(first, "work.check")
    activity = await state(family)
    assert activity.status is ActivityStatus.ON_HOLD
    assert activity.reason == "“roll” failed: exit code 3"
    assert await family.status() == "running"
    root = await family.retry(root, EU)
    second = await family.child(root, EU)
    assert second.id != first.id
    await family.ran(second, "work.roll")
    await family.ran(second, "work.check")
    assert await family.status() == "succeeded"


@pytest.mark.parametrize(
    ("rule", "activity", "release"),
    [(IGNORE, "ignored", "partially_succeeded"), (FAIL, "failed", "failed")],
)
async def test_its_failure_is_what_the_activity_says_of_failures(family, rule, activity, release):
    await family.publish(FRAGILE, web(inputs={}, on_failure=rule))
    child = await family.child(await family.start("web"), EU)
    await family.failed(child, "work.roll")
    await family.ran(child, "work.check")
    assert (await state(family)).status.value == activity
    assert await family.status() == release


async def test_it_is_tried_again_by_itself_where_the_activity_says_so(family, clock):
    await family.publish(FRAGILE, web(inputs={}, on_failure=RETRY))
    child = await family.child(await family.start("web"), EU)
    await family.failed(child, "work.roll")
    await family.ran(child, "work.check")
    activity = await state(family)
    assert activity.next_try_at is not None
    assert (activity.status, activity.tries) == (ActivityStatus.QUEUED, 1)


async def test_an_abort_reaches_every_depth_and_cancels_what_runs_there(family):
    outer = called("outer", runs("inner", "deploy", inputs={"region": "eu"}), todo("note"))
    _, child = await begun(family, called("web", runs("eu", "outer")), outer)
    inner = await family.child(child, "work.inner")
    await family.abort()
    for each in (child, inner):
        ended = await family.of(each.id)
        assert ended.status is ExecutionStatus.ABORTED
        assert ended.ended_by == OWNER
    assert await family.status() == "aborted"
    task = next(iter((await family.of(child.id)).tasks.values()))
    assert not task.open


async def test_an_abort_before_its_start_was_carried_out_leaves_nothing_running(family):
    await family.publish(DEPLOY, web())
    starting = family.settled
    family.settled = lambda: starting() if family.aborted else _nothing()
    family.aborted = False
    root = await family.start("web")
    family.aborted = True
    await family.abort()
    child = root.activity(ActivityRef(EU)).child
    assert await family.database.read(lambda tx: tx.executions.find(child)) is None


async def _nothing():
    pass


async def test_one_that_takes_too_long_is_ended_and_its_activity_held(family):
    root, child = await begun(family, web(timeout="PT1H"))
    await family.late(root, EU)
    assert (await state(family)).status is ActivityStatus.ON_HOLD
    assert (await family.of(child.id)).status is ExecutionStatus.ABORTED


async def test_when_the_release_fails_what_runs_inside_goes_to_its_end_and_nothing_more_starts(
    family,
):
    two_steps = called("deploy", pipeline("roll"), todo("after", after=("roll",)), todo("ask"))
    await family.publish(two_steps, web(pipeline("fatal", on_failure=FAIL), inputs={}))
    root = await family.start("web")
    child = await family.child(root, EU)
    await family.failed(root, "work.fatal")
    child = await family.of(child.id)
    assert child.activity(ActivityRef("work.ask")).status is ActivityStatus.ABORTED
    assert await family.status() == "running"
    child = await family.ran(child, "work.roll")
    assert child.activity(ActivityRef("work.after")).status is ActivityStatus.PENDING
    assert child.status is ExecutionStatus.FAILED
    assert await family.status() == "failed"


async def test_its_version_is_the_latest_when_the_release_started(family):
    later = called("web", todo("first"), phase("then", runs("eu", "deploy"), after=("work",)))
    await family.publish(called("deploy", todo("one")), later)
    root = await family.start("web")
    await family.publish(called("deploy", todo("two")))
    task = next(iter(root.tasks.values()))
    done = TaskDone(at=family.clock.now(), by=OWNER, task_id=task.id, round=1)
    root = await family.take(root, done)
    child = await family.child(root, "then.eu")
    assert child.plan.version.version == 1
    assert root.facts.subprocess_versions == {"deploy": 1}


async def test_a_value_that_its_input_does_not_take_holds_the_activity_with_the_reason(family):
    await family.publish(DEPLOY, web(inputs={"region": "eu", "replicas": "{{ inputs.where }}"}))
    await family.start("web")
    activity = await state(family)
    assert activity.status is ActivityStatus.ON_HOLD
    assert "replicas" in activity.reason
    assert "must be a number" in activity.reason


async def test_a_circle_that_was_closed_since_is_held_where_it_would_close(family):
    await family.publish(called("deploy", runs("again", "web")), web(inputs={}))
    with pytest.raises(Rejected, match="for ever"):
        await family.start("web")


async def test_a_release_is_not_started_while_a_process_inside_it_is_unfit(family):
    await family.publish(called("deploy", pipeline("x").model_copy(update={"pipeline": "gone"})))
    await family.publish(web(inputs={}))
    with pytest.raises(Rejected, match=r"“Deploy”, which runs in it: .*gone"):
        await family.start("web")


async def test_nothing_between_executions_is_told_twice(family):
    _, child = await begun(family)
    await family.ran(child, "work.roll", outputs={"url": "https://eu"})
    assert len(family.paid) == len(set(family.paid)) == 2


async def test_a_pause_reaches_what_runs_inside_and_a_resume_lets_it_go_on(family):
    two_steps = called("deploy", pipeline("roll"), todo("after", after=("roll",)))
    await family.publish(two_steps, web(inputs={}))
    root = await family.start("web")
    child = await family.child(root, EU)
    await family.pause(root)
    child = await family.ran(child, "work.roll")
    assert child.activity(ActivityRef("work.after")).status is ActivityStatus.PENDING
    assert await family.status() == "paused"
    await family.resume(root)
    child = await family.of(child.id)
    assert child.activity(ActivityRef("work.after")).status is ActivityStatus.WAITING_FOR_INPUT
    assert child.paused is None


async def test_one_whose_start_a_pause_overtook_starts_when_the_release_is_resumed(family):
    await family.publish(DEPLOY, web())
    starting, family.settled = family.settled, _nothing
    root = await family.start("web")
    await family.pause(root)
    family.settled = starting
    await family.settled()
    child = root.activity(ActivityRef(EU)).child
    assert await family.database.read(lambda tx: tx.executions.find(child)) is None
    await family.resume(root)
    assert (await family.of(child)).status is ExecutionStatus.RUNNING


MEND = called("mend", pipeline("fix", outputs=("digest",)), inputs=(InputSpec(name="why"),))


async def held_build(family):
    """A release whose pipeline has failed, and a process that could do its work."""
    build = pipeline("build", outputs=("digest",))
    await family.publish(MEND, called("web", build, todo("tell", after=("build",))))
    root = await family.start("web")
    return await family.failed(root, "work.build")


async def test_what_failed_is_done_by_another_process_whose_outputs_become_its_own(family):
    root = await held_build(family)
    place = (root.id, ActivityRef("work.build"), 1)
    version = await family.standing_in.chosen(*place, ProcessId("mend"), by=OWNER)
    wanted = (ProcessId("mend"), version.version)
    await family.standing_in.retry(*place, wanted, {"why": "disk full"}, by=OWNER)
    await family.settled()
    child = await family.child(root, "work.build")
    assert child.facts.inputs == {"why": "disk full"}
    await family.ran(child, "work.fix", outputs={"digest": "sha256:9", "inner": "stays"})
    activity = await state(family, "work.build")
    assert (activity.status, activity.attempt) == (ActivityStatus.SUCCEEDED, 2)
    assert activity.outputs == {"digest": "sha256:9"}
    assert activity.past[0].retried_by == OWNER
    assert (await state(family, "work.tell")).status is ActivityStatus.WAITING_FOR_INPUT


async def test_one_that_fails_too_is_on_hold_and_a_plain_retry_does_the_work_itself(family):
    root = await held_build(family)
    fragile = called("mend", pipeline("fix", on_failure=FAIL))
    await family.publish(fragile)
    place = (root.id, ActivityRef("work.build"), 1)
    await family.standing_in.retry(*place, (ProcessId("mend"), 2), {}, by=OWNER)
    await family.settled()
    await family.failed(await family.child(root, "work.build"), "work.fix")
    assert (await state(family, "work.build")).status is ActivityStatus.ON_HOLD
    await family.retry(root, "work.build", attempt=2)
    activity = await state(family, "work.build")
    assert (activity.status, activity.child) == (ActivityStatus.QUEUED, None)


async def test_a_process_that_cannot_start_with_what_it_is_given_is_refused_at_once(family):
    root = await held_build(family)
    place = (root.id, ActivityRef("work.build"), 1)
    with pytest.raises(Rejected, match="“why” is open"):
        await family.standing_in.retry(*place, (ProcessId("mend"), 1), {}, by=OWNER)
    with pytest.raises(Rejected, match="inside itself"):
        await family.standing_in.chosen(*place, ProcessId("web"), by=OWNER)
    with pytest.raises(Rejected, match="You cannot retry"):
        await family.standing_in.chosen(*place, ProcessId("mend"), by=STRANGER)


async def test_it_starts_once_the_approval_before_it_cannot_be_undone(family, clock):
    gated = called(
        "web", sign_off("go", asks=(DANA,), undo=None), runs("eu", "deploy", after=("go",))
    )
    await family.publish(called("deploy", todo("roll")), gated)
    root = await family.start("web")
    approved = TaskSignedOff(
        at=clock.now(),
        by=DANA,
        task_id=next(iter(root.tasks)),
        round=1,
        verdict=Verdict.APPROVED,
        through="qa",
        shown="",
    )
    root = await family.take(root, approved)
    child = root.activity(ActivityRef(EU)).child
    assert await family.database.read(lambda tx: tx.executions.find(child)) is None
    clock.forward(timedelta(seconds=11))
    await family.settled()
    assert (await family.of(child)).status is ExecutionStatus.RUNNING
    assert (await state(family)).status is ActivityStatus.RUNNING
