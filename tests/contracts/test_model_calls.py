"""What language models were asked, on every database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from orchestration.ports import ModelCall
from tests.storage.building import ANA, BEN, NOON

HOUR = timedelta(hours=1)
CALL = ModelCall(
    purpose="draft",
    template="4f2a",
    model="small",
    tokens_in=1200,
    tokens_out=300,
    seconds=12.345,
    seconds_to_first=1.5,
    outcome="answered",
    cost=Decimal("0.00096"),
    asked="[user]\nRead\x00 it",
    answered="{}",
)
REPAIR = CALL.model_copy(update={"purpose": "repair", "cost": None, "seconds_to_first": None})


async def kept(database, *calls, subject="dr_1", occasion="draft", at=NOON):
    await database.transact(lambda tx: tx.model_calls.keep(subject, occasion, calls, by=ANA, at=at))


async def of(database, subject="dr_1"):
    return await database.read(lambda tx: tx.model_calls.of(subject))


async def test_calls_come_back_in_their_order_as_they_were_kept(database):
    await kept(database, CALL, REPAIR)
    first, second = await of(database)
    assert (first.subject, first.by, first.at, first.decision) == ("dr_1", ANA, NOON, "")
    assert first.call == CALL.model_copy(update={"asked": "[user]\nRead\ufffd it"})
    assert (second.call.purpose, second.call.cost) == ("repair", None)
    assert await of(database, "dr_2") == []


async def test_the_same_reading_is_kept_once(database):
    await kept(database, CALL)
    await kept(database, REPAIR)
    assert [each.call.purpose for each in await of(database)] == ["draft"]


async def test_a_decision_is_kept_once_and_for_what_it_is_about(database):
    await kept(database, CALL)
    await kept(database, REPAIR, occasion="revision-1")
    await database.transact(
        lambda tx: tx.model_calls.decide("dr_1", "rejected", by=BEN, occasion="revision-1")
    )
    await database.transact(lambda tx: tx.model_calls.decide("dr_1", "published", by=ANA))
    assert [(each.decision, each.decided_by) for each in await of(database)] == [
        ("published", ANA),
        ("rejected", BEN),
    ]


async def test_tokens_of_a_day_are_those_of_every_call_since_it_began(database):
    assert await database.read(lambda tx: tx.model_calls.tokens_since(NOON)) == 0
    await kept(database, CALL, at=NOON - HOUR)
    await kept(database, CALL, REPAIR, subject="dr_2")
    assert await database.read(lambda tx: tx.model_calls.tokens_since(NOON)) == 3000


async def test_after_their_time_the_texts_are_gone_and_the_figures_stay(database):
    await kept(database, CALL, at=NOON - HOUR)
    await kept(database, CALL, subject="dr_2")
    assert await database.read(lambda tx: tx.model_calls.has_texts(NOON))
    assert await database.transact(lambda tx: tx.model_calls.forget_texts(NOON)) == 1
    assert not await database.read(lambda tx: tx.model_calls.has_texts(NOON))
    assert await database.transact(lambda tx: tx.model_calls.forget_texts(NOON)) == 0
    (old,) = await of(database)
    assert (old.call.asked, old.call.answered, old.call.tokens_in) == ("", "", 1200)
    assert (await of(database, "dr_2"))[0].call.answered == "{}"


async def test_the_latest_are_listed_without_their_texts(database):
    await kept(database, CALL, at=NOON - HOUR)
    await kept(database, CALL, REPAIR, subject="dr_2")
    found = await database.read(lambda tx: tx.model_calls.latest(limit=2))
    assert [(each.subject, each.call.purpose) for each in found] == [
        ("dr_2", "repair"),
        ("dr_2", "draft"),
    ]
    assert {each.call.asked for each in found} == {""}
