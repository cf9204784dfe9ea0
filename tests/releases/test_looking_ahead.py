"""Looking ahead: the owner hears of what would keep a release from starting, once, and its end."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.views import ahead_card
from orchestration.people.absence import Absence
from orchestration.people.working_time import USUAL, a_working_day_before
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.read_models.ahead_card import AheadCard, changed
from orchestration.releases.conflicting import ConflictService
from orchestration.releases.findings import Finding
from orchestration.values import ReleaseId
from tests.releases.desk import HOUR, PAY, TEN, TICKET, Desk, process
from tests.storage.building import ANA, BEN, NOON

ZURICH = ZoneInfo("Europe/Zurich")


@pytest.fixture
def desk(database, clock, tmp_path):
    return Desk(database, clock, tmp_path)


def heard(desk):
    return list(desk.messenger.cards("look_ahead").values())


async def test_what_would_keep_it_from_starting_is_told_as_soon_as_it_appears_and_only_once(desk):
    await desk.publish(process(inputs=(TICKET,)))
    planned = await desk.occurrence(at=TEN + timedelta(days=2))
    await desk.settled()
    [card] = heard(desk)
    assert [each.says for each in card.new] == ["Please fill in ticket."]
    assert desk.messenger.posts[-1][0] == f"D-{ANA}"
    for moment in (TEN + timedelta(days=1), TEN + timedelta(days=2) - HOUR):
        await desk.at(moment)
    assert len(heard(desk)) == 1
    assert (await desk.now(planned)).looked == ("Please fill in ticket.",)


async def test_a_conflict_of_what_a_group_made_is_told_its_owner_with_free_times_and_once(desk):
    await desk.publish()
    planned, beside = await desk.occurrence(), await desk.plan()

    def of_one_service(tx):
        for each in (planned, beside):
            kept = tx.releases.get(each.id)
            tx.releases.save(kept.model_copy(update={"services": ("api",)}))

    await desk.database.transact(of_one_service)
    await desk.settled()
    [card] = heard(desk)
    assert "both service api" in card.new[0].says
    assert not card.new[0].blocks
    assert card.slots[0] == TEN + HOUR
    assert "Next free: " in ahead_card.draw(card).text
    assert "Move or allow…" in str(ahead_card.draw(card).blocks)
    conflicts = ConflictService(desk.database, desk.clock, desk.admins)
    keys = (await conflicts.of(planned.id, by=ANA)).keys
    await conflicts.allow(planned.id, keys, by=ANA, reason="One change.")
    await desk.at(TEN - HOUR)
    of_planned = [each for each in heard(desk) if each.release_id == planned.id]
    assert [each.gone for each in of_planned] == [(), (card.new[0].says,)]


async def test_an_owner_who_will_be_asked_and_may_not_start_it_hears_of_that_before(desk):
    await desk.publish()
    await desk.occurrence(owner=BEN)
    await desk.settled()
    [card] = heard(desk)
    assert card.new[0].says.startswith(f"{{@{BEN}}} will be asked to start it and may not")
    assert desk.messenger.posts[-1][0] == f"D-{BEN}"


async def test_what_is_mended_meanwhile_is_said_too(desk):
    await desk.publish(process(inputs=(TICKET,)))
    planned = await desk.occurrence()
    await desk.settled()
    revision = (await desk.now(planned)).revision
    await desk.filling_in.fill_in(planned.id, revision, {"ticket": "T-1"}, None, by=ANA)
    await desk.at(TEN - HOUR)
    assert (heard(desk)[-1].found, heard(desk)[-1].gone) == ((), ("Please fill in ticket.",))


async def test_an_approver_who_will_be_away_then_is_told_a_working_day_before(desk):
    gate = TaskSpec(
        id="sign", name="Sign", kind=TaskKind.SIGN_OFF, approvals=Approvals(from_=(BEN,))
    )
    of = process()
    activity = of.phases[0].activities[0].model_copy(update={"tasks": (gate,)})
    phase = of.phases[0].model_copy(update={"activities": (activity,)})
    await desk.publish(of.model_copy(update={"phases": (phase,)}))
    at = TEN + timedelta(days=7)
    await desk.occurrence(at=at)
    await desk.settled()
    assert heard(desk) == []
    absence = Absence(person=BEN, until=at + HOUR, since=NOON, by=BEN)
    await desk.database.transact(lambda tx: tx.absences.put(absence))
    await desk.at(at - timedelta(days=1))
    [card] = heard(desk)
    assert not card.new[0].blocks
    assert "away" in card.new[0].says


async def test_nobody_hears_of_what_was_left_out_or_moved_before_the_look(desk):
    await desk.publish(process(inputs=(TICKET,)))
    planned = await desk.occurrence()
    await desk.moving.skip(planned.id, by=ANA)
    await desk.at(TEN - HOUR)
    assert heard(desk) == []


def test_only_what_is_new_and_what_is_gone_is_a_change():
    blocks, warns = Finding(says="No version."), Finding(says="Ben is away.", blocks=False)
    card = AheadCard(
        release_id=ReleaseId("r"), process_id=PAY, title="t", planned_for=TEN, found=(blocks, warns)
    )
    assert changed(card, None).new == (blocks, warns)
    seen = changed(card, ("No version.", "No ticket."))
    assert (seen.new, seen.gone) == ((warns,), ("No ticket.",))
    same = changed(card, ("No version.", "Ben is away."))
    assert (same.new, same.gone) == ((), ())


@pytest.mark.parametrize(
    ("planned", "looked"),
    [
        ("2026-11-24 10:00", "2026-11-23 10:00"),
        ("2026-11-23 10:00", "2026-11-20 10:00"),  # Monday: Friday before
        ("2026-11-24 20:00", "2026-11-23 09:00"),  # nobody works then: as the day begins
        ("2026-10-26 10:00", "2026-10-23 10:00"),  # the clocks change between
    ],
)
def test_one_working_day_before_is_by_the_owners_clock(planned, looked):
    at = datetime.fromisoformat(planned).replace(tzinfo=ZURICH).astimezone(UTC)
    before = a_working_day_before(USUAL, at, ZURICH).astimezone(ZURICH)
    assert before.strftime("%Y-%m-%d %H:%M") == looked
