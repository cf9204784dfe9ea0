"""What is in the way of a release: named when it is moved, with free slots, and allowed."""

from datetime import UTC, datetime, timedelta

import pytest_asyncio

from bot.views import in_the_way, planned
from bot.views.modals import moving
from orchestration.values import UserId
from tests.bot.rig import KENJI, ROSA, SetClock, rigged

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 10, tzinfo=UTC)
THURSDAY = FRIDAY - timedelta(days=1)


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path, clock=SetClock(NOW)) as made:
        await made.publish()
        yield made


async def two_of_one_service(rig):
    """One on Thursday, one on Friday."""
    first = await rig.release("4.2", planned=True, at=THURSDAY)
    second = await rig.release("4.3", planned=True, at=FRIDAY)

    def tagged(tx):
        for each in (first, second):
            kept = tx.releases.get(each.id)
            tx.releases.save(kept.model_copy(update={"services": ("shop",)}))

    await rig.storage.transact(tagged)
    return first, second


async def sent(rig, modal, to, why=None):
    values = {moving.TO: int(to.timestamp())}
    if why is not None:
        values[in_the_way.WHY] = why
    return await rig.act("view/submit", view_id=modal.id, values=values)


def of(rig, release):
    return rig.storage.read(lambda tx: tx.releases.get(release.id))


async def test_the_form_names_what_is_in_the_way_before_it_moves(rig):
    first, second = await two_of_one_service(rig)
    await rig.command(f"move {second.reference}")
    [modal] = rig.modals()
    await sent(rig, modal, THURSDAY)
    assert (await of(rig, second)).scheduled_for == FRIDAY
    [asked] = rig.modals()
    said = str(asked.payload if hasattr(asked, "payload") else asked)
    assert "both service shop" in said
    assert "Next free:" in said
    assert "Move all the same" in said
    await sent(rig, asked, THURSDAY, why="They are one change.")
    moved = await of(rig, second)
    assert moved.scheduled_for == THURSDAY
    [allowed] = moved.allowed
    assert allowed.by == ROSA
    kept = await rig.storage.read(lambda tx: tx.texts.bodies([allowed.reason_id]))
    assert kept == {allowed.reason_id: "They are one change."}
    await rig.command("calendar 2026-12")
    assert "in conflict" not in rig.private().text.lower()
    assert first.reference in rig.private().text


async def test_moved_by_words_it_is_told_with_slots_to_move_to_and_allow(rig):
    _, second = await two_of_one_service(rig)
    revision = (await of(rig, second)).revision
    to = planned.MoveButton(release_id=second.id, to=int(THURSDAY.timestamp()), revision=revision)
    await rig.click(planned.MOVE_TO, to)
    told = rig.private()
    assert "In conflict\n⚠ WEB-2" in told.text
    slots = [each["accessory"] for each in told.blocks if "accessory" in each]
    assert [each["action_id"] for each in slots] == [planned.MOVE_TO] * 3
    await rig.click(planned.MOVE_TO, slots[0]["value"])
    assert (await of(rig, second)).scheduled_for == THURSDAY + timedelta(hours=1)
    assert "In conflict" not in rig.private().text


async def test_a_conflict_is_allowed_by_whoever_may_start_it_with_a_reason(rig):
    _, second = await two_of_one_service(rig)
    revision = (await of(rig, second)).revision
    to = planned.MoveButton(release_id=second.id, to=int(THURSDAY.timestamp()), revision=revision)
    await rig.click(planned.MOVE_TO, to)
    [allow] = [
        each
        for block in rig.private().blocks
        for each in block.get("elements", ())
        if each.get("action_id") == in_the_way.ALLOW
    ]
    await rig.click(in_the_way.ALLOW, allow["value"])
    [modal] = rig.modals()
    await rig.act("view/submit", view_id=modal.id, values={in_the_way.WHY: "One change."})
    assert [each.by for each in (await of(rig, second)).allowed] == [ROSA]
    way = await rig.doors.conflicts.of(second.id, by=UserId(KENJI))
    assert way.lines == ()
    assert way.slots == ()


async def test_nothing_is_in_the_way_of_what_has_the_time_to_itself(rig):
    await two_of_one_service(rig)
    third = await rig.release("4.4", planned=True, at=THURSDAY)
    await rig.command(f"move {third.reference}")
    [modal] = rig.modals()
    await sent(rig, modal, FRIDAY)
    assert not rig.modals()
    assert "In conflict" not in rig.private().text
