"""Releases that wait for one another: woken, asked about, and never asleep for ever."""

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.execution.state.statuses import ExecutionStatus
from tests.contracts.family import called
from tests.contracts.yard import LEASE, Yard, ledger, web
from tests.execution.building import OWNER, STRANGER, phase, todo


@pytest.fixture
def yard(database, clock, tmp_path):
    return Yard(database, clock, tmp_path)


async def two(yard, *waits_for):
    await yard.publish(ledger(), web(*waits_for or ("ledger.verify",)))
    return await yard.start("ledger"), await yard.start("web")


async def test_a_phase_waits_for_one_of_another_release_and_begins_when_that_has_ended(yard):
    first, second = await two(yard)
    assert not await yard.begun(second)
    [line] = (await yard.said(second)).lines
    assert line.startswith("“Verify” of LEDG-1 Ledger 1.0, running since ")
    await yard.do(first, "verify.check")
    assert await yard.begun(second)
    assert not await yard.database.read(lambda tx: tx.waiters.of_release(second.id))


@pytest.mark.parametrize("said", ["LEDG-1", "ledg-1.Verify", "Ledger.VERIFY", "LEDG.verify"])
async def test_it_is_named_by_reference_process_or_letters_in_any_case(yard, said):
    first, second = await two(yard, said)
    assert not await yard.begun(second)
    await yard.do(first, "verify.check")
    await yard.do(first, "last.tidy")
    assert await yard.begun(second)


async def test_a_release_that_is_planned_is_waited_for_and_called_off_it_is_asked_about(yard):
    await yard.publish(ledger(), web("ledger.verify"))
    planned = await yard.start("ledger", planned=yard.clock.now() + timedelta(days=1))
    second = await yard.start("web")
    [line] = (await yard.said(second)).lines
    assert "planned for" in line
    await yard.database.transact(
        lambda tx: tx.texts.keep("why", "because"),
    )
    from orchestration.releases.calling_off import call_off

    await yard.database.transact(
        lambda tx: call_off(
            tx,
            tx.releases.get(planned.id),
            by=OWNER,
            at=yard.clock.now(),
            text_id="why",
            through="",
        )
    )
    await yard.settled()
    card = await yard.said(second)
    assert card.outcome == "asks"
    assert "was aborted" in card.lines[0]


async def test_where_nothing_of_that_name_runs_or_is_planned_nobody_waits(yard):
    await yard.publish(ledger(), web("ledger.verify"))
    assert await yard.begun(await yard.start("web"))


async def test_one_that_nobody_knows_is_asked_about(yard):
    first, second = await two(yard, "nobody.verify", "LEDG-1.nothing")
    card = await yard.said(second)
    assert card.asked == (OWNER,)
    assert "no release, process or group has this name" in card.lines[0]
    assert "has no such phase" in card.lines[1]
    assert not await yard.begun(second)
    assert await yard.begun(first, "verify.check")


async def test_when_it_ends_badly_the_owner_lets_it_go_on_with_a_reason(yard):
    first, second = await two(yard)
    await yard.abort(first)
    card = await yard.said(second)
    assert (card.outcome, card.asked, card.can_be_overruled) == ("asks", (OWNER,), True)
    where = (card.execution_id, "ship", card.attempt)
    with pytest.raises(Rejected, match="You cannot let “Ship” go on"):
        await yard.turns.go_on(*where, by=STRANGER, reason="I am in a hurry")
    await yard.turns.go_on(*where, by=OWNER, reason="The ledger is not touched")
    await yard.settled()
    assert await yard.begun(second)
    card = await yard.said(second)
    assert (card.overruled_by, card.reason) == (OWNER, "The ledger is not touched")
    audit = await yard.database.read(lambda tx: tx.audit.entries([card.execution_id]))
    assert "went on without waiting" in [each.action for each in audit]


@pytest.mark.parametrize("said", ["ledger.verify", "LEDG-1.verify"])
async def test_who_keeps_waiting_goes_on_by_itself_when_it_is_run_again(yard, said):
    first, second = await two(yard, said)
    await yard.abort(first)
    again = await yard.start("ledger")
    [line] = (await yard.said(second)).lines
    assert "LEDG-2" in line
    await yard.do(again, "verify.check")
    assert await yard.begun(second)


async def test_releases_that_wait_for_one_another_are_told_so_all_of_them(yard):
    here = web("b.ship", name="a")
    there = web("A-1.ship", name="b").model_copy(
        update={"phases": (phase("ship", todo("go"), waits_for=("a.end",)),)}
    )
    await yard.publish(here, there)
    second = await yard.start("b", planned=yard.clock.now() + timedelta(days=1))
    first = await yard.start("a")
    await yard.releases.start(second.id, by=OWNER)
    await yard.settled()
    for each in (first, second):
        card = await yard.said(each)
        assert card.outcome == "asks"
        assert "waits for this release in turn" in card.lines[0]
    card = await yard.said(first)
    await yard.turns.go_on(card.execution_id, "ship", 1, by=OWNER, reason="b can come later")
    await yard.settled()
    assert await yard.begun(first)
    assert (await yard.said(second)).outcome == "waits"
    await yard.do(first, "ship.go")
    await yard.do(first, "end.tell")
    assert await yard.begun(second)


async def test_a_release_does_not_wait_for_itself_but_for_those_of_its_process_before_it(yard):
    await yard.publish(web("web.end"))
    first, second = await yard.start("web"), await yard.start("web")
    assert await yard.begun(first)
    assert not await yard.begun(second)
    await yard.do(first, "ship.go")
    await yard.do(first, "end.tell")
    assert await yard.begun(second)


async def test_a_worker_that_dies_between_commit_and_wake_loses_nobody(yard):
    first, second = await two(yard)
    await yard.do(first, "verify.check", settled=False)
    assert await yard.claimed()  # and it dies with all of it in its hands
    assert not await yard.begun(second)
    yard.clock.at += LEASE + timedelta(seconds=1)
    await yard.settled()
    assert await yard.begun(second)


async def test_one_that_ends_between_the_look_and_its_record_is_looked_at_again(yard):
    first, second = await two(yard)
    await yard.database.transact(
        lambda tx: tx.owed.owe([_keep(second)], at=yard.clock.now()),
    )
    [claim] = await yard.claimed()
    await yard.do(first, "verify.check", settled=False)
    await yard.pay(claim)  # it has seen neither more nor less than there was
    await yard.settled()
    assert await yard.begun(second)


def _keep(release):
    from orchestration.effects.turn import KeepTurn
    from orchestration.releases.naming import execution_of

    return KeepTurn(execution_id=execution_of(release.id), phase="ship")


async def test_an_aborted_release_waits_for_nobody_and_nobody_is_kept_for_it(yard):
    first, second = await two(yard)
    await yard.abort(second)
    assert not await yard.database.read(lambda tx: tx.waiters.of_release(second.id))
    await yard.do(first, "verify.check")
    assert (await yard.execution(second)).status is ExecutionStatus.ABORTED


async def test_a_process_that_runs_inside_waits_for_the_release_of_another(yard):
    inner = called("inner", phase("deep", todo("go"), waits_for=("ledger.verify",)))
    await yard.publish(ledger(), inner)
    first, second = await yard.start("ledger"), await yard.start("inner")
    assert not await yard.begun(second, "deep.go")
    await yard.do(first, "verify.check")
    assert await yard.begun(second, "deep.go")
