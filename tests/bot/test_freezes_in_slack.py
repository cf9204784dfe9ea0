"""Freezes in Slack: made with a preview; a start refused; what runs held, let through, asked."""

import pytest
import pytest_asyncio

from bot.views import buttons, control, freeze_card
from bot.views.freezes import NEW, new_button
from bot.views.modals import freeze as form
from bot.views.modals import reason
from orchestration.errors import Rejected
from orchestration.freezes.model import FreezeEffect
from orchestration.values import FreezeId
from tests.bot.rig import DANA, KENJI, ROSA, rigged

CHRISTMAS = FreezeId("christmas")
NOW = "from now for 3d"


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def filled_in(rig, when, *, effect=FreezeEffect.BLOCK_START, who=ROSA, **more):
    """The form as it was sent; its answer."""
    await rig.command("freeze", by=who)
    modal = rig.modals(who)[-1]
    values = {
        form.NAME: "Christmas",
        form.WHEN: when,
        form.ZONE: "Europe/Berlin",
        form.EFFECT: effect.value,
        **more,
    }
    return await rig.act("view/submit", who=who, view_id=modal.id, values=values)


async def made(rig, when=NOW, **more):
    sent = await filled_in(rig, when, **more)
    assert sent["status"] == "ok", sent
    preview = rig.modals()[-1]
    assert preview.content["callback_id"] == form.CONFIRMED
    sent = await rig.act("view/submit", view_id=preview.id, values={})
    assert sent["status"] == "ok", sent
    return await freeze(rig)


async def freeze(rig):
    return await rig.storage.read(lambda tx: tx.freezes.find(CHRISTMAS))


def text_of(view):
    return "\n".join(each.get("text", {}).get("text", "") for each in view["blocks"])


async def test_a_freeze_is_made_once_its_next_windows_were_shown(rig):
    await rig.publish()
    sent = await filled_in(rig, "every Friday 16:00 until Monday 8:00")
    assert sent["status"] == "ok", sent
    assert await freeze(rig) is None
    shown = text_of(rig.modals()[-1].content)
    assert "every Friday at 16:00 Europe/Berlin, each time for 2 days 16 hours" in shown
    assert shown.count("• from") == 3
    await rig.act("view/submit", view_id=rig.modals()[-1].id, values={})
    assert (await freeze(rig)).recurs
    assert not rig.modals()
    await rig.command("freezes", by=KENJI)
    assert "Christmas" in rig.private(KENJI).text


async def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(rig):
    await rig.publish()
    sent = await filled_in(rig, "from blursday until monday")
    assert "I do not understand" in str(sent)
    sent = await filled_in(rig, NOW, **{form.ZONE: "Europe/Berlyn"})
    assert "no time zone" in str(sent) or "no time zone" in text_of(rig.modals()[-1].content)
    assert await rig.storage.read(lambda tx: tx.freezes.list()) == []


async def test_only_administrators_make_one(rig):
    await rig.publish()
    await rig.command("freeze", by=KENJI)
    assert "You cannot change freezes" in rig.private(KENJI).text
    assert not rig.modals(KENJI)


async def test_a_start_in_a_freeze_is_refused_with_what_can_be_done(rig):
    await rig.publish()
    await made(rig, **{form.APPROVERS: [DANA]})
    planned = await rig.release(planned=True, at=None)
    await rig.command(f"start {planned.reference}")
    told = rig.private()
    assert "The freeze “Christmas” is on until" in told.text
    assert "Next free time:" in told.text
    offered = [
        e["action_id"] for b in told.blocks for e in b.get("elements", ()) if "action_id" in e
    ]
    assert offered == [freeze_card.ASK, buttons.RELEASE_OVERRIDE, buttons.RELEASE_CHECK]

    about = buttons.ReleaseButton(release_id=planned.id)
    await rig.click(buttons.RELEASE_OVERRIDE, about, by=KENJI)
    assert "approvers of the freeze" in rig.private(KENJI).text
    await rig.click(buttons.RELEASE_OVERRIDE, about, by=DANA)
    modal = rig.modals(DANA)[-1]
    sent = await rig.act(
        "view/submit", who=DANA, view_id=modal.id, values={reason.TEXT: "A fix for the law."}
    )
    assert sent["status"] == "ok", sent
    started = await rig.storage.read(lambda tx: tx.releases.get(planned.id))
    assert started.status == "running"
    [granted] = started.freeze_exceptions
    assert (granted.decided_by, granted.granted) == (DANA, True)
    trail = await rig.storage.read(lambda tx: tx.audit.entries([planned.id]))
    assert "let through the freeze christmas" in [each.action for each in trail]


async def test_a_new_release_is_refused_in_a_freeze_and_never_made(rig):
    await rig.publish()
    await made(rig)
    await rig.command("freeze except WEB-99 because")
    assert "WEB-99" in rig.private().text
    with pytest.raises(Rejected, match="The freeze “Christmas” is on until"):
        await rig.release()
    assert await rig.storage.read(lambda tx: tx.releases.unfinished()) == []


async def test_what_runs_is_held_until_an_approver_lets_it_through(rig):
    await rig.publish()
    release = await rig.release()
    async with rig.working():
        await made(rig, effect=FreezeEffect.HOLD_RUNNING, **{form.APPROVERS: [DANA]})
        await rig.until(lambda: [x for x in rig.seen() if "The freeze “Christmas” holds" in x])
        await rig.command(f"resume {release.reference}")
        assert "is held by the freeze “Christmas” until" in rig.private().text

        # Kenji owns nothing here and may not override: it is asked of the approver.
        await rig.doors.handovers.hand_over(release.id, owner=KENJI, backup=None, by=ROSA)
        await rig.command(f"freeze except {release.reference} The fix is half out", by=KENJI)
        assert "is asked for" in rig.private(KENJI).text
        dm = rig.slack.workspace.dm_with(DANA).id
        await rig.until(lambda: [x for x in rig.seen(DANA, dm) if "The fix is half out" in x])
        asked = (await rig.storage.read(lambda tx: tx.releases.get(release.id))).freeze_exceptions
        about = freeze_card.FreezeButton(
            release_id=release.id, freeze=asked[0].freeze, begins=asked[0].begins
        )
        await rig.click(freeze_card.GRANT, about, by=KENJI)
        assert "You cannot decide" in rig.private(KENJI).text
        await rig.click(freeze_card.GRANT, about, by=DANA)
        await rig.until(lambda: [x for x in rig.seen() if "through the freeze “Christmas”" in x])
        await rig.click(freeze_card.REFUSE, about, by=DANA)
        assert "granted it already" in rig.private(DANA).text
    execution = await rig.execution(release)
    assert not execution.frozen
    assert (await rig.storage.read(lambda tx: tx.releases.get(release.id))).status == "running"


async def test_its_owner_is_asked_to_resume_what_a_freeze_held(rig):
    await rig.publish()
    release = await rig.release()
    async with rig.working():
        await made(rig, effect=FreezeEffect.HOLD_RUNNING)
        await rig.until(lambda: [x for x in rig.seen() if "holds" in x])
        await rig.command("freeze end christmas")
        dm = rig.slack.workspace.dm_with(ROSA).id
        await rig.until(lambda: [x for x in rig.seen(ROSA, dm) if "Does it go on?" in x])
        await rig.click(control.RESUME, buttons.ReleaseButton(release_id=release.id))
        await rig.until(lambda: [x for x in rig.seen() if "resumed" in x])
    execution = await rig.execution(release)
    assert not execution.frozen


def test_the_button_for_a_new_freeze_carries_what_was_typed():
    assert new_button("from now for 3d")["value"] == NOW
    assert new_button()["action_id"] == NEW
