"""What goes back to a model to be mended, how often, and what all of it may cost."""

from __future__ import annotations

from decimal import Decimal

from orchestration.ports import Allowance, DraftRequest
from prompts.conversation import DRAFTING, REPAIR, about
from prompts.endpoint import Prices
from prompts.tally import tokens_in
from tests.prompts.test_model_drafter import (  # noqa: F401 - a fixture is found by its name
    TEXT,
    answer,
    assert_outline,
    completion,
    failure,
    model,
)


def dangling(*, at=3):
    wrong = answer()
    wrong["activities"][at]["after"] = [9]
    return wrong


async def allowed(model, **allowance):  # noqa: F811
    request = DraftRequest(text=TEXT, allowance=Allowance(**allowance))
    return await model.drafter().draft(request)


async def test_a_second_repair_is_told_what_is_still_wrong(model):  # noqa: F811
    both = dangling()
    both["phases"][1]["after"] = [7]
    model.answers(completion(both), completion(dangling()), completion(answer()))
    drafted = await model.draft()
    assert (model.log["outcome"], model.log["calls"]) == ("repaired", 3)
    told = [each["messages"][3]["content"] for each in model.requests[1:]]
    assert "phase 2 waits for phase 7" in told[0]
    assert "phase 2 waits for phase 7" not in told[1]
    assert "activity 4 waits for activity 9" in told[1]
    assert all(len(each["messages"]) == 4 for each in model.requests[1:])
    assert drafted.proposal.questions == ()


async def test_after_two_repairs_what_is_left_is_shown_to_people(model):  # noqa: F811
    model.answers(*[completion(dangling(at=at)) for at in (3, 2, 1)])
    drafted = await model.draft()
    assert (drafted.drafter, model.log["outcome"]) == ("small", "not repaired")
    assert len(model.requests) == 3
    assert any("waits for something that is no step" in q for q in drafted.proposal.questions)


async def test_a_model_that_says_the_same_again_is_not_asked_a_third_time(model):  # noqa: F811
    model.answers(completion(dangling()), completion(dangling()))
    await model.draft()
    assert len(model.requests) == 2


async def test_a_sign_off_by_somebody_the_text_does_not_know_goes_back_to_the_model(model):  # noqa: F811
    wrong = answer()
    wrong["activities"][1]["owner"] = "Steering committee"
    model.answers(completion(wrong), completion(answer()))
    drafted = await model.draft()
    told = model.requests[1]["messages"][3]["content"]
    assert "Sign off the results" in told
    assert "nobody is asked to sign" in told
    assert drafted.proposal.activities()[1].owner == "QA lead"


async def test_a_sign_off_that_the_text_gives_to_nobody_is_no_reason_to_ask_again(model):  # noqa: F811
    unnamed = answer()
    unnamed["activities"][1]["owner"] = ""
    model.answers(completion(unnamed))
    assert (await model.draft()).drafter == "small"


async def test_every_call_says_what_it_was_for_and_what_it_cost(model):  # noqa: F811
    model.answers(failure(500), completion(dangling()), completion(answer()))
    drafter = model.drafter(prices=Prices(Decimal("0.40"), Decimal("1.60")))
    failed, first, repair = (await drafter.draft(DraftRequest(text=TEXT))).calls
    assert (failed.purpose, failed.outcome, failed.tokens_in) == ("draft", "http 500", 0)
    assert (first.purpose, first.template, first.outcome) == ("draft", DRAFTING, "answered")
    assert (repair.purpose, repair.template) == ("repair", REPAIR)
    assert (first.model, first.tokens_in, first.tokens_out) == ("small", 100, 50)
    assert first.cost == Decimal("0.00012")
    assert "FENCE begin document" in first.asked
    assert "Sign off the results" in first.answered


async def test_an_endpoint_that_does_not_count_is_counted_by_a_rule_of_thumb(model):  # noqa: F811
    uncounting = completion(answer())
    uncounting = type(uncounting)(200, json={**uncounting.json(), "usage": None})
    model.answers(uncounting)
    (call,) = (await model.drafter().draft(DraftRequest(text=TEXT))).calls
    assert call.cost is None
    assert call.tokens_in > len(TEXT) / 4
    assert call.tokens_out > 100


async def test_a_text_beyond_the_budget_of_a_draft_is_read_from_its_form(model):  # noqa: F811
    assert_outline(
        await allowed(model, tokens=100),
        "was not asked, since this is more than one draft may take",
    )
    assert not model.requests


async def test_a_spent_day_is_said_as_one(model):  # noqa: F811
    assert_outline(
        await allowed(model, tokens=0, of="day"),
        "was not asked, since today's budget of tokens is spent",
    )
    assert not model.requests


async def test_a_repair_that_the_budget_does_not_cover_is_not_asked_for(model):  # noqa: F811
    model.answers(completion(dangling()))
    first = about(DraftRequest(text=TEXT), "FENCE")
    drafted = await allowed(model, tokens=tokens_in(first) + 100)
    assert drafted.drafter == "small"
    assert len(model.requests) == 1
