"""A retry with other inputs, and an ignore with outputs, against a program that runs."""

import asyncio

import pytest

from bot.playground.seed import RELEASES, ROSA
from bot.views import buttons
from orchestration.catalogue.model import StoreActivity
from orchestration.errors import Rejected
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase
from orchestration.values import ActivityRef, UserId
from tests.bot.rig import WEB, rigged

ROLLS_OUT = """\
import os, sys
region = os.environ.get("DRUMBEAT_INPUT_REGION")
print("asked for", region)
if region != "us":
    sys.exit(3)
with open(os.environ["DRUMBEAT_OUTPUT"], "w") as file:
    file.write(f"url=https://{region}.example\\n")
"""
DEPLOY = ActivityRef("ship.deploy")
REGION = InputSpec(name="REGION", type=InputType.CHOICE, allowed_values=("eu", "us"))
TOKEN = InputSpec(name="TOKEN", type=InputType.SECRET, required=False)


@pytest.fixture
async def rig(tmp_path, monkeypatch):
    monkeypatch.setenv("OLD", "hidden")
    (tmp_path / "rolls_out.py").write_text(ROLLS_OUT)
    file = tmp_path / "pipelines.yaml"
    file.write_text(
        "pipelines:\n  - {name: deploy, provider: command, "
        "argv: [python3, '{here}/rolls_out.py'], inputs: [REGION, TOKEN, version], "
        "outputs: [url], secrets: [env:OLD]}\n"
    )
    async with rigged(tmp_path, file) as made:
        yield made


def shop(**says):
    deploy = Activity(
        id="deploy",
        name="Deploy",
        type=ActivityType.AUTOMATED,
        **{"pipeline": "deploy", "outputs": ("url",), **says},
    )
    look = Activity(
        id="look",
        name="Look",
        type=ActivityType.MANUAL,
        depends_on=("deploy",),
        if_="phases.ship.activities.deploy.outputs.url != ''",
    )
    phase = Phase(id="ship", name="Ship", activities=(deploy, look))
    return WEB.model_copy(update={"inputs": (REGION, TOKEN), "phases": (phase,)})


async def until(rig, made, status):
    """The release, once the deployment is there; what it says instead, where it never is."""
    async with asyncio.timeout(20):
        while (found := await rig.execution(made)).activity(DEPLOY).status is not status:
            await asyncio.sleep(0.02)
    return found


async def held(rig, **says):
    """Deployed to the wrong region, which fails."""
    await rig.publish(shop(**says))
    made = await rig.release(inputs={"REGION": "eu", "TOKEN": "env:OLD"})
    await until(rig, made, ActivityStatus.ON_HOLD)
    return made


async def form(rig, made, attempt=1):
    execution = await rig.execution(made)
    hold = buttons.HoldButton(execution_id=execution.id, ref=DEPLOY, attempt=attempt)
    await rig.click(buttons.HOLD_RETRY_WITH, hold)
    [view] = rig.modals()
    return view


def asked(view):
    return {
        each["label"]["text"]: each["element"]
        for each in view.content["blocks"]
        if each["type"] == "input"
    }


async def test_the_form_has_what_it_was_told_last_by_type_and_shows_no_secret(rig):
    async with rig.working():
        view = await form(rig, await held(rig))
    fields = asked(view)
    assert list(fields) == ["REGION", "TOKEN"], "the version is the release's"
    assert fields["REGION"]["initial_option"]["text"]["text"] == "eu"
    assert "OLD" not in str(view.content)


async def test_what_is_changed_wins_is_kept_with_the_attempt_and_audited(rig):
    async with rig.working():
        made = await held(rig)
        view = await form(rig, made)
        await rig.act("view/submit", view_id=view.id, values={"retry.0": "1"})
        ended = await until(rig, made, ActivityStatus.SUCCEEDED)
    activity = ended.activity(DEPLOY)
    assert activity.given == {"REGION": "us"}
    assert activity.outputs == {"url": "https://us.example"}
    assert activity.past[0].given == {}
    await rig.command(f"audit {made.reference}")
    assert "REGION: eu → us" in rig.private().text


async def test_an_activity_of_the_store_is_asked_by_its_own_inputs(rig):
    store = StoreActivity(
        id="roll-out",
        name="Roll out",
        type=ActivityType.AUTOMATED,
        inputs=(InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us")),),
        outputs=("url",),
        pipeline="deploy",
        pipeline_inputs={"REGION": "{{ inputs.region }}"},
    )
    now = rig.clock.now()
    await rig.storage.transact(lambda tx: tx.store.publish(store, by=UserId(ROSA), at=now))
    says = {"uses": store.id, "pipeline": None, "inputs": {"region": "eu"}, "outputs": ()}
    async with rig.working():
        made = await held(rig, **says)
        view = await form(rig, made)
        assert list(asked(view)) == ["region"]
        await rig.act("view/submit", view_id=view.id, values={"retry.0": "1"})
        ended = await until(rig, made, ActivityStatus.SUCCEEDED)
    assert ended.activity(DEPLOY).outputs == {"url": "https://us.example"}


async def test_a_retry_that_changes_nothing_is_a_retry(rig):
    async with rig.working():
        made = await held(rig)
        view = await form(rig, made)
        await rig.act("view/submit", view_id=view.id, values={"retry.0": "0"})
        held_again = await rig.until(lambda: [x for x in rig.seen() if "attempt 2" in x])
    assert "Attempt 1: exit code 3" in held_again[0], "the card has how it went before"
    assert (await rig.execution(made)).activity(DEPLOY).given == {}


async def test_what_was_given_holds_for_a_plain_retry_until_it_is_redone(rig):
    async with rig.working():
        made = await held(rig)
        execution = await rig.execution(made)
        where = (execution.id, DEPLOY)
        await rig.doors.retries.retry(*where, 1, by=ROSA, inputs={"REGION": "us"})
        await until(rig, made, ActivityStatus.SUCCEEDED)
        await rig.doors.redos.redo(made.id, DEPLOY, 2, by=ROSA, reason="again")
        redone = await until(rig, made, ActivityStatus.ON_HOLD)
    assert redone.activity(DEPLOY).given == {}
    assert redone.activity(DEPLOY).past[-1].given == {"REGION": "us"}


async def test_what_is_not_declared_or_does_not_fit_is_refused(rig):
    async with rig.working():
        made = await held(rig)
    execution = await rig.execution(made)
    for wrong, said in (({"REGION": "asia"}, "REGION"), ({"colour": "red"}, "takes no input")):
        with pytest.raises(Rejected, match=said):
            await rig.doors.retries.retry(execution.id, DEPLOY, 1, by=ROSA, inputs=wrong)


async def test_what_is_ignored_gives_what_was_typed_for_its_outputs(rig):
    async with rig.working():
        made = await held(rig)
        execution = await rig.execution(made)
        hold = buttons.HoldButton(execution_id=execution.id, ref=DEPLOY, attempt=1)
        await rig.click(buttons.HOLD_IGNORE, hold)
        [view] = rig.modals()
        assert "url" in asked(view)
        values = {"reason.text": "rolled out by hand", "reason.output.0": "https://by.hand"}
        await rig.act("view/submit", view_id=view.id, values=values)
        ended = await until(rig, made, ActivityStatus.IGNORED)
    assert ended.outputs["url"].value == "https://by.hand"
    look = ended.activity(ActivityRef("ship.look"))
    assert look.status is ActivityStatus.WAITING_FOR_INPUT, "its condition read it"


async def test_the_card_offers_other_inputs_only_where_there_are_some(rig):
    async with rig.working():
        await held(rig)
        await rig.until(lambda: [x for x in rig.seen() if x.startswith("On hold")])
        await rig.settled()
    posted = [m for m in rig.slack.workspace.messages[RELEASES].values() if "On hold" in m.text]
    assert any(buttons.HOLD_RETRY_WITH in str(each.blocks) for each in posted)
