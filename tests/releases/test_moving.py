"""Moving, skipping, bringing back and editing what has not begun: who may, and what follows."""

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.releases.editing import Description, EditingService, described
from orchestration.releases.model import ReleaseLink, ReleaseStatus
from tests.releases.desk import HOUR, TEN, Desk
from tests.storage.building import ANA, BEN, NOON

NOON_TOMORROW = TEN + 2 * HOUR


@pytest.fixture
def desk(database, clock, tmp_path):
    return Desk(database, clock, tmp_path)


async def test_a_moved_release_is_asked_about_at_its_new_time_only(desk):
    await desk.publish()
    planned = await desk.occurrence()
    moved = await desk.moving.move(planned.id, NOON_TOMORROW, by=ANA)
    assert (moved.touched, moved.slot) == (True, planned.slot)
    await desk.at(TEN)
    assert await desk.due_card(planned) is None
    await desk.at(NOON_TOMORROW)
    assert (await desk.due_card(planned, planned_for=NOON_TOMORROW)).outcome == "open"


async def test_every_copy_of_the_question_says_that_it_was_moved_by_whom_and_to_when(desk):
    await desk.publish()
    planned = await desk.occurrence(backup=BEN)
    await desk.at(TEN)
    await desk.moving.move(planned.id, NOON_TOMORROW, by=ANA)
    await desk.settled()
    for person in (ANA, BEN):
        card = await desk.due_card(planned, person)
        assert (card.outcome, card.decided_by, card.moved_to) == ("moved", ANA, NOON_TOMORROW)
    assert not (await desk.now(planned)).is_due


async def test_who_moves_what_somebody_moved_meanwhile_is_told_and_changes_nothing(desk):
    await desk.publish()
    planned = await desk.occurrence()
    seen = (await desk.now(planned)).revision
    await desk.moving.move(planned.id, NOON_TOMORROW, revision=seen, by=ANA)
    with pytest.raises(Rejected, match="changed meanwhile"):
        await desk.moving.move(planned.id, TEN + HOUR, revision=seen, by=ANA)
    again = await desk.moving.move(planned.id, NOON_TOMORROW, revision=seen, by=ANA)
    assert again.scheduled_for == NOON_TOMORROW


async def test_nothing_is_moved_into_the_past_nor_by_who_may_not_start_it(desk):
    await desk.publish()
    planned = await desk.occurrence()
    with pytest.raises(Rejected, match="has passed"):
        await desk.moving.move(planned.id, NOON, by=ANA)
    with pytest.raises(Rejected, match="You cannot move PAY-1"):
        await desk.moving.move(planned.id, NOON_TOMORROW, by=BEN)
    with pytest.raises(Rejected, match="You cannot skip PAY-1"):
        await desk.moving.skip(planned.id, by=BEN)


async def test_what_is_left_out_asks_nobody_and_can_be_brought_back(desk):
    await desk.publish()
    planned = await desk.occurrence(auto_start=True)
    left_out = await desk.moving.skip(planned.id, by=ANA, reason="No changes this week.")
    assert left_out.status is ReleaseStatus.SKIPPED
    with pytest.raises(Rejected, match="was left out"):
        await desk.releases.start(planned.id, by=ANA)
    back = await desk.moving.bring_back(planned.id, by=ANA)
    assert (back.status, back.scheduled_for) == (ReleaseStatus.SCHEDULED, TEN)
    await desk.at(TEN)
    assert (await desk.now(planned)).status is ReleaseStatus.RUNNING


async def test_what_is_left_out_stays_left_out_at_its_time(desk):
    await desk.publish()
    planned = await desk.occurrence(auto_start=True)
    await desk.moving.skip(planned.id, by=ANA)
    await desk.at(TEN + timedelta(days=1))
    assert (await desk.now(planned)).status is ReleaseStatus.SKIPPED
    assert await desk.due_card(planned) is None
    with pytest.raises(Rejected, match="has passed"):
        await desk.moving.bring_back(planned.id, by=ANA)
    moved = await desk.moving.move(planned.id, TEN + timedelta(days=2), by=ANA)
    assert moved.status is ReleaseStatus.SCHEDULED


async def test_the_second_who_skips_it_is_told_who_was_first(desk):
    await desk.publish()
    planned = await desk.occurrence()
    await desk.moving.skip(planned.id, by=ANA)
    with pytest.raises(Rejected, match=f"left out already, by {{@{ANA}}}"):
        await desk.moving.skip(planned.id, by=ANA)


async def test_what_runs_is_neither_moved_nor_skipped(desk):
    await desk.publish()
    planned = await desk.occurrence()
    await desk.releases.start(planned.id, by=ANA)
    with pytest.raises(Rejected, match="is running: only what has not begun"):
        await desk.moving.move(planned.id, NOON_TOMORROW, by=ANA)


async def test_a_draft_is_planned_once_it_is_given_a_time(desk):
    await desk.publish()
    draft = await desk.plan(None)
    assert (draft.status, draft.scheduled_for) == (ReleaseStatus.DRAFT, None)
    await desk.moving.move(draft.id, NOON_TOMORROW, by=ANA)
    await desk.at(NOON_TOMORROW)
    assert (await desk.due_card(draft, planned_for=NOON_TOMORROW)).outcome == "open"


async def test_what_is_said_of_it_can_be_edited_until_it_begins(desk):
    await desk.publish()
    planned = await desk.plan()
    editing = EditingService(desk.database, desk.clock, desk.admins)
    link = ReleaseLink(url="https://tickets.example/1", text="CHG-1")
    given = Description(tags=("eu", " eu ", ""), services=("api",), links=(link,), colour="#ABCDEF")
    edited = await editing.edit(
        planned.id, planned.revision, given, name="Payments", version="1.5", by=ANA
    )
    assert (edited.title, edited.tags, edited.colour) == (
        f"{planned.reference} Payments 1.5",
        ("eu",),
        "#abcdef",
    )
    with pytest.raises(Rejected, match="while you had the form open"):
        await editing.edit(planned.id, planned.revision, given, name="X", version="", by=ANA)
    await desk.releases.start(planned.id, by=ANA)
    with pytest.raises(Rejected, match="has begun"):
        await editing.may_edit(planned.id, by=ANA)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Description(colour="green"), "#rrggbb"),
        (Description(links=(ReleaseLink(url="javascript:alert(1)"),)), "is no link"),
        (Description(expected_duration=timedelta(0)), "more than nothing"),
    ],
)
def test_what_cannot_be_is_refused_in_words(given, said):
    with pytest.raises(Rejected, match=said):
        described(given)
