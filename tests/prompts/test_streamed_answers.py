"""The model drafter where its endpoint answers piece by piece, and where it does not."""

import asyncio
import json

import httpx
import pytest

from orchestration.ports import DraftingStopped, DraftRequest
from prompts.drafter import NOTE
from prompts.hearing import Pace
from tests.prompts.streams import Line, cut, piece, pieces, silence, stream
from tests.prompts.test_model_drafter import (
    KEY,
    TEXT,
    answer,
    assert_outline,
    completion,
    failure,
    model,
)

__all__ = ["model"]

REQUEST = DraftRequest(text=TEXT)
AT_ONCE = Pace(look=0.0, beat=0.01)
WHOLE = json.dumps(answer())
HALF = WHOLE[: WHOLE.index('"Write the notes"')]


class Onlooker:
    """A watch that keeps what it was told, and may want the reading ended."""

    def __init__(self, *, enough=None):
        self.told = []
        self.enough = enough or (lambda: False)

    async def __call__(self, so_far):
        self.told.append(so_far)
        if self.enough():
            raise DraftingStopped


async def test_phases_and_steps_are_told_while_the_model_writes(model):
    model.answers(stream(pieces(answer())))
    onlooker = Onlooker()
    drafted = await model.drafter(pace=AT_ONCE).draft(REQUEST, onlooker)
    assert (drafted.drafter, drafted.note) == ("small", NOTE)
    lengths = [len(each.activities()) for each in onlooker.told]
    assert lengths == sorted(lengths)
    assert {0, 1, 2, 3, 4} <= set(lengths)
    first = next(each for each in onlooker.told if each.phases)
    assert first.phases[0].name == "Build"
    assert drafted.calls[0].seconds_to_first is not None


async def test_what_a_streamed_answer_cost_is_counted(model):
    model.answers(stream(pieces(answer())))
    await model.draft()
    assert (model.log["tokens_in"], model.log["tokens_out"]) == (100, 50)
    assert model.log["seconds_to_first"] >= 0
    (asked,) = model.requests
    assert asked["stream"] is True
    assert asked["stream_options"] == {"include_usage": True}


async def test_a_stream_cut_in_the_middle_is_asked_for_again(model):
    model.answers(stream([*pieces(HALF)[:-2], cut]), stream(pieces(answer())))
    drafted = await model.draft()
    assert drafted.drafter == "small"
    assert [each.outcome for each in drafted.calls] == ["cut off", "answered"]


@pytest.mark.parametrize("ending", [[cut], [], [{"error": {"message": f"out of memory {KEY}"}}]])
async def test_an_endpoint_that_always_breaks_off_is_said_plainly(model, ending):
    model.answers(*[stream([*pieces(HALF)[:-2], *ending], done=False) for _ in range(3)])
    assert_outline(await model.draft(), "stopped in the middle of its answer, each time")
    assert model.log["outcome"] == "cut off"
    assert len(model.requests) == 3


async def test_a_stream_that_falls_silent_is_given_up_and_asked_again(model):
    line = Line([piece(HALF), silence])
    silent = httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=line)
    model.answers(silent, stream(pieces(answer())))
    drafted = await model.draft(pace=Pace(stall=0.02))
    assert drafted.drafter == "small"
    assert line.closed


async def test_a_stream_that_never_begins_is_given_up_in_time(model):
    model.answers(stream([silence]))
    assert_outline(await model.draft(timeout=0.05), "did not answer in time")


async def test_an_answer_at_its_limit_is_not_used_though_it_came_in_pieces(model):
    model.answers(stream(pieces(HALF, finish="length")))
    assert_outline(await model.draft(), "could not finish its answer")


async def test_a_refusal_may_come_in_pieces(model):
    part = piece()
    part["choices"][0]["delta"] = {"refusal": "I can not help"}
    model.answers(stream([part, piece(finish="stop")]))
    assert_outline(await model.draft(), "declined to read this text")


@pytest.mark.parametrize("odd", ["{]", [], 7, {"choices": "x"}, {"choices": [{"delta": 1}]}])
async def test_pieces_that_are_none_are_no_crash(model, odd):
    model.answers(stream([piece("{"), odd]))
    assert_outline(await model.draft(), "answered in a form that is not a chat's")


async def test_an_endpoint_that_never_says_it_has_finished_has_finished(model):
    model.answers(stream([piece(WHOLE)], done=False))
    assert (await model.draft()).drafter == "small"


async def test_an_endpoint_that_answers_at_once_all_the_same_is_as_good(model):
    model.answers(completion(answer()))
    onlooker = Onlooker()
    drafted = await model.drafter(pace=AT_ONCE).draft(REQUEST, onlooker)
    assert len(onlooker.told[-1].activities()) == len(drafted.proposal.activities()) == 4


@pytest.mark.parametrize(
    ("param", "left_out"), [("stream_options", {"stream_options"}), ("stream", {"stream_options"})]
)
async def test_an_endpoint_that_refuses_to_stream_is_asked_without_and_that_is_remembered(
    model, param, left_out
):
    refusal = failure(400, param=param, message=f"{param} is not supported")
    model.answers(refusal, completion(answer()), completion(answer()))
    drafter = model.drafter()
    assert (await drafter.draft(REQUEST)).drafter == "small"
    assert (await drafter.draft(REQUEST)).drafter == "small"
    _, second, third = model.requests
    for asked in (second, third):
        assert not left_out & set(asked)
        assert bool(asked.get("stream")) is (param == "stream_options")


async def test_who_has_seen_enough_ends_the_reading_with_what_it_cost(model):
    line = Line([*pieces(HALF)[:-2], silence])
    model.answers(httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=line))
    onlooker = Onlooker(enough=lambda: len(onlooker.told[-1].phases) == 3)
    with pytest.raises(DraftingStopped) as stopped:
        await model.drafter(pace=AT_ONCE).draft(REQUEST, onlooker)
    assert [each.outcome for each in stopped.value.calls] == ["stopped"]
    assert line.closed


async def test_the_reading_can_be_ended_before_the_model_has_said_a_word(model):
    listening = asyncio.Event()

    async def silent():
        listening.set()
        await silence()

    model.answers(stream([silent]))
    with pytest.raises(DraftingStopped) as stopped:
        await model.drafter(pace=AT_ONCE).draft(REQUEST, Onlooker(enough=listening.is_set))
    assert [each.outcome for each in stopped.value.calls] == ["stopped"]


async def test_an_answer_that_begins_anew_is_shown_only_once_it_is_longer(model):
    model.answers(stream([*pieces(HALF)[:-2], cut]), stream(pieces(answer())))
    onlooker = Onlooker()
    await asyncio.wait_for(model.drafter(pace=AT_ONCE).draft(REQUEST, onlooker), 5)
    lengths = [len(each.activities()) for each in onlooker.told]
    assert lengths == sorted(lengths)
