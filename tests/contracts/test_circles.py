"""Releases that keep one another waiting are named, with what to do: none waits for ever unseen."""

import pytest

from tests.contracts.family import called
from tests.contracts.yard import Yard, web
from tests.execution.building import OWNER, phase, runs, todo


@pytest.fixture
def yard(database, clock, tmp_path):
    return Yard(database, clock, tmp_path)


def deep(name, *, uses=(), waits_for=()):
    """A process that runs inside another, and asks there for what others have."""
    return called(name, phase("deep", todo("go"), uses=uses, waits_for=waits_for))


def around(name, inner, *uses):
    """One that holds what it uses while the other runs inside it."""
    return called(name, phase("hold", runs("inner", inner), uses=uses))


async def outcome(yard, release, of="deep", *, inside=True):
    execution = await yard.execution(release)
    if inside:
        execution = await yard.child(execution)
    return await yard.card(execution, of)


async def crossed(yard):
    """Each holds what the other waits for, one process further in."""
    await yard.publish(deep("wants-b", uses=("b",)), deep("wants-a", uses=("a",)))
    await yard.publish(around("first", "wants-b", "a"), around("second", "wants-a", "b"))
    return await yard.start("first", settle=False), await yard.start("second")


async def test_what_each_holds_and_the_other_waits_for_inside_it_is_named_to_both(yard):
    first, second = await crossed(yard)
    for each, way in ((first, "FIRS-1 → SECO-1 → FIRS-1"), (second, "SECO-1 → FIRS-1 → SECO-1")):
        card = await outcome(yard, each)
        assert (card.outcome, card.asked) == ("asks", (OWNER,))
        assert way in " ".join(card.lines)


async def test_when_one_of_them_is_aborted_the_other_goes_on(yard):
    first, second = await crossed(yard)
    await yard.abort(second)
    assert (await outcome(yard, first)).outcome == "began"


async def test_when_there_is_another_place_they_go_on(yard):
    first, second = await crossed(yard)
    await yard.resources.set_places("b", 2, by=OWNER)
    await yard.settled()
    assert (await outcome(yard, first)).outcome == "began"
    assert (await outcome(yard, second)).outcome == "queues"


async def test_one_waits_for_the_release_that_waits_for_what_it_holds(yard):
    await yard.publish(web(uses=("staging",)), deep("waits", waits_for=("web",)))
    await yard.publish(around("outer", "waits", "staging"))
    outer = await yard.start("outer", settle=False)
    other = await yard.start("web")
    waits, queues = await outcome(yard, outer), await outcome(yard, other, "ship", inside=False)
    assert "waits for this release in turn (OUTE-1 → WEB-1 → OUTE-1)" in waits.lines[0]
    assert queues.outcome == "asks"
    assert "WEB-1 → OUTE-1 → WEB-1" in " ".join(queues.lines)
    await yard.turns.go_on(waits.execution_id, "deep", 1, by=OWNER, reason="the web can wait")
    await yard.settled()
    assert (await outcome(yard, outer)).outcome == "began"
    assert (await outcome(yard, other, "ship", inside=False)).outcome == "queues"


async def test_a_place_that_somebody_else_gives_back_in_time_is_no_circle(yard):
    await yard.publish(web(uses=("b",)))
    await yard.resources.set_places("b", 2, by=OWNER)
    third = await yard.start("web")
    first, second = await crossed(yard)
    assert (await outcome(yard, first)).outcome == "queues"
    assert (await outcome(yard, second)).outcome == "queues"
    await yard.do(third, "ship.go")
    assert (await outcome(yard, first)).outcome == "began"


async def test_a_process_inside_does_not_wait_for_what_its_own_release_holds(yard):
    await yard.publish(deep("wants-a", uses=("a",)), around("outer", "wants-a", "a"))
    outer = await yard.start("outer")
    assert (await outcome(yard, outer)).outcome == "began"
