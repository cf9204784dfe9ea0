"""Handing a task on in Slack: by who is asked, by who decides about it, and by nobody else."""

import pytest

from bot.playground.seed import DANA, KENJI, PRIYA, ROSA
from bot.views import buttons
from bot.views.modals import hand_on
from orchestration.people.model import Person
from orchestration.people.service import learn
from orchestration.values import UserId
from tests.bot.rig import rigged


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        priya = Person(id=UserId(PRIYA), name="Priya")
        guest = Person(id=UserId("U0GUEST001"), name="Guest", outsider=True)
        await made.storage.transact(lambda tx: learn(tx, [priya, guest], (), at=made.clock.now()))
        made.running = await made.release()
        yield made


async def signer(rig):
    return (await rig.task(rig.running, "Validate build")).people


async def choose(rig, entry, *, by):
    """An entry of the menu on the card of the sign-off."""
    task = await rig.task(rig.running, "Validate build")
    chosen = {
        "type": "overflow",
        "action_id": buttons.TASK_MENU,
        "block_id": f"{task.id}.{task.round}",
        "selected_option": {"value": entry},
    }
    await rig.click(buttons.TASK_MENU, by=by, actions=[chosen])


async def send(rig, who, **values):
    (view,) = rig.modals(who)
    return await rig.act("view/submit", who=who, view_id=view.id, values=values)


async def test_whoever_is_asked_hands_it_on_and_takes_it_back(rig):
    await choose(rig, "hand", by=DANA)
    await send(rig, DANA, **{hand_on.TO: PRIYA})
    assert await signer(rig) == (PRIYA,)
    await choose(rig, "take_back", by=DANA)
    assert await signer(rig) == (DANA,)


async def test_the_card_and_the_audit_say_through_what(rig):
    await choose(rig, "hand", by=DANA)
    await send(rig, DANA, **{hand_on.TO: PRIYA})
    async with rig.working():
        said = f"<@{PRIYA}> for <@{DANA}>, who handed it on"
        await rig.until(lambda: any(said in each for each in rig.seen()))
    about = await rig.task(rig.running, "Validate build")
    button = buttons.TaskButton(task_id=about.id, round=1, shown="x")
    await rig.click(buttons.TASK_APPROVE, button, by=DANA)
    assert "You handed “Validate build” on" in rig.private(DANA).text


async def test_an_owner_reassigns_it_with_a_reason(rig):
    await choose(rig, "hand", by=ROSA)
    values = {hand_on.OF: DANA, hand_on.TO: PRIYA, hand_on.WHY: "Dana is ill"}
    await send(rig, ROSA, **values)
    assert await signer(rig) == (PRIYA,)
    await rig.command(f"audit {rig.running.reference}", by=ROSA)
    assert f"reassigned to {PRIYA}" in rig.private(ROSA).text
    assert "Dana is ill" in rig.private(ROSA).text


async def test_nobody_reassigns_a_sign_off_to_themselves(rig):
    await choose(rig, "hand", by=ROSA)
    sent = await send(rig, ROSA, **{hand_on.OF: DANA, hand_on.TO: ROSA, hand_on.WHY: "mine"})
    assert "Nobody reassigns a sign-off to themselves" in str(sent)
    assert await signer(rig) == (DANA,)


async def test_others_are_told_who_can(rig):
    await choose(rig, "hand", by=KENJI)
    assert not rig.modals(KENJI)
    assert "You cannot reassign “Validate build”" in rig.private(KENJI).text
    assert await signer(rig) == (DANA,)


@pytest.mark.parametrize(
    ("to", "why"),
    [(DANA, "has a place on"), ("U0GUEST001", "only active full members"), (KENJI, "is away")],
)
async def test_it_goes_only_to_somebody_who_is_there_and_has_no_place_on_it(rig, to, why):
    await rig.command("away 2027-03-01", by=KENJI)
    await choose(rig, "hand", by=DANA)
    await send(rig, DANA, **{hand_on.TO: to})
    said = str([each.content for each in rig.modals(DANA)])
    assert why in said
    assert await signer(rig) == (DANA,)
