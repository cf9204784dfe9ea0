"""A planned release follows the latest version of its process, or keeps the one there was."""

import pytest
import pytest_asyncio

from bot.views import buttons
from bot.views.modals import new_release, reason
from orchestration.processes.model import Activity, ActivityType
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import UserId
from tests.bot.rig import ROSA, WEB, rigged

NOBODY_YET = Approvals(from_=("Nobody yet",))


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


@pytest.mark.parametrize(("follows", "version"), [("latest", 2), ("pinned", 1)])
async def test_what_was_published_meanwhile_is_followed_unless_the_version_was_kept(
    rig, follows, version
):
    await rig.publish()
    await rig.command("new")
    [modal] = rig.modals()
    values = {
        new_release.VERSION: "9",
        new_release.input_block(0): "T",
        new_release.WHEN: "later",
        new_release.FOLLOWS: follows,
    }
    sent = await rig.act("view/submit", view_id=modal.id, values=values)
    assert sent["status"] == "ok", sent
    await rig.publish(WEB.model_copy(update={"description": "With more care."}))
    (planned,) = await rig.storage.read(lambda tx: tx.releases.unfinished())
    started = await rig.releases.start(planned.id, by=UserId(ROSA))
    assert (started.pinned, started.process_version) == (follows == "pinned", version)


async def test_what_keeps_a_release_from_starting_is_listed_with_what_mends_it(rig):
    """*Who is who…*, *Look again*, and for whoever may override *Start anyway…* with a reason."""
    await rig.publish()
    planned = await planned_for_later(rig)
    gate = TaskSpec(id="sign", name="Sign", kind=TaskKind.SIGN_OFF, approvals=NOBODY_YET)
    activity = Activity(id="gate", name="Gate", type=ActivityType.MANUAL, tasks=(gate,))
    first, *rest = WEB.phases
    gated = first.model_copy(update={"activities": (*first.activities, activity)})
    await rig.publish(WEB.model_copy(update={"phases": (gated, *rest)}))

    await rig.command(f"start {planned.reference}")
    told = rig.private()
    assert f"{planned.title} cannot start yet:" in told.text
    assert "Nobody yet must sign, and nobody is bound to that role" in told.text
    offered = [each["action_id"] for each in elements_of(told.blocks)]
    assert offered == ["roles.edit", "release.override", "release.check"]

    about = buttons.ReleaseButton(release_id=planned.id)
    await rig.click(buttons.RELEASE_OVERRIDE, about)
    [form] = rig.modals()
    sent = await rig.act("view/submit", view_id=form.id, values={reason.TEXT: "It must go out."})
    assert sent["status"] == "ok", sent
    [started] = await rig.storage.read(lambda tx: tx.releases.unfinished())
    assert started.status == "running"


async def test_a_planned_release_can_be_checked_before_its_day(rig):
    await rig.publish()
    planned = await planned_for_later(rig)
    await rig.click(buttons.RELEASE_CHECK, buttons.ReleaseButton(release_id=planned.id))
    assert rig.private().text == f"Nothing keeps {planned.title} from starting."


async def planned_for_later(rig):
    await rig.command("new")
    [modal] = rig.modals()
    values = {
        new_release.VERSION: "9",
        new_release.input_block(0): "T",
        new_release.WHEN: "later",
    }
    sent = await rig.act("view/submit", view_id=modal.id, values=values)
    assert sent["status"] == "ok", sent
    (planned,) = await rig.storage.read(lambda tx: tx.releases.unfinished())
    return planned


def elements_of(blocks):
    return [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
