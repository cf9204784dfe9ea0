"""A draft in Slack while a model writes it: phases as they come, *Stop*, and a restart."""

import asyncio
import json
from datetime import UTC, datetime

import httpx
import openai
import pytest

from bot.playground.seed import DANA, RELEASES, ROSA
from bot.views import arriving, buttons
from orchestration.effects.process import DraftProcess
from orchestration.handlers.asking import draft_process
from orchestration.ports import Claim
from orchestration.values import DraftId
from prompts.drafter import ModelDrafter
from prompts.hearing import Pace
from prompts.outline_drafter import OutlineDrafter
from tests.bot.rig import rigged
from tests.prompts.streams import Line, pieces
from tests.prompts.test_model_drafter import BASE, TEXT, answer

WHOLE = pieces(answer(), size=20)
PHASES = json.dumps(answer()).index('"activities"') // 20 + 1
HALF = json.dumps(answer()).index('"Write the notes"') // 20


class Gate:
    """Where a model pauses until the test has seen what came."""

    def __init__(self):
        self._open = asyncio.Event()
        self.reached = asyncio.Event()

    async def __call__(self):
        self.reached.set()
        await self._open.wait()

    def open(self):
        self._open.set()


class Model:
    """A drafter whose endpoint writes what the test says."""

    def __init__(self):
        self.lines = []
        transport = httpx.MockTransport(self._answer)
        client = openai.AsyncOpenAI(
            api_key="k", base_url=BASE, http_client=httpx.AsyncClient(transport=transport)
        )
        pace = Pace(look=0.0, beat=0.05)
        self.drafter = ModelDrafter(client, "small", OutlineDrafter(), pace=pace)

    def writes(self, *script):
        line = Line(script)
        self.lines.append(line)
        return line

    def _answer(self, _request):
        headers = {"content-type": "text/event-stream"}
        return httpx.Response(200, headers=headers, stream=self.lines.pop(0))


@pytest.fixture
def model():
    return Model()


@pytest.fixture
async def rig(tmp_path, model):
    async with rigged(tmp_path, drafter=model.drafter) as made:
        await made.publish()
        yield made


def cards(rig):
    found = rig.slack.workspace.messages[RELEASES].values()
    return [each for each in found if "draft.actions" in str(each.blocks)]


def offers(rig, action_id):
    return next((each for each in cards(rig) if action_id in str(each.blocks)), None)


async def until_said(rig, said):
    return await rig.until(
        lambda: next((each for each in cards(rig) if said in str(each.blocks)), None)
    )


async def press_stop(rig, by=ROSA):
    stop = offers(rig, buttons.DRAFT_STOP)
    await rig.act("click", who=by, channel=RELEASES, ts=stop.ts, action_id=buttons.DRAFT_STOP)


async def test_phases_and_steps_appear_on_the_card_as_the_model_writes_them(rig, model):
    named, halfway = Gate(), Gate()
    model.writes(*WHOLE[:PHASES], named, *WHOLE[PHASES:HALF], halfway, *WHOLE[HALF:])
    async with rig.working():
        await rig.command(f"draft {TEXT}")
        card = await until_said(rig, "3 phases, 0 activities so far")
        assert "*2. Check*" in str(card.blocks)
        assert arriving._KEEPS_NOTHING in str(card.blocks)
        named.open()
        card = await until_said(rig, "2 activities so far")
        assert "Sign off the results" in card.text
        halfway.open()
        ready = await rig.until(lambda: offers(rig, buttons.DRAFT_EDIT))
    assert ready.ts == card.ts
    assert len(cards(rig)) == 1
    assert "Deploy to production" in ready.text
    assert buttons.DRAFT_STOP not in str(ready.blocks)


async def test_stop_keeps_what_has_come_as_the_draft_and_the_model_is_hung_up_on(rig, model):
    line = model.writes(*WHOLE[:HALF], Gate())
    async with rig.working():
        await rig.command(f"draft {TEXT}")
        await until_said(rig, "2 activities so far")
        await press_stop(rig, by=DANA)
        assert "can stop its reading" in rig.private(DANA).text
        await press_stop(rig)
        ready = await rig.until(lambda: offers(rig, buttons.DRAFT_EDIT))
        await rig.until(lambda: line.closed)
        await rig.settled()
    assert "drafted by a model until it was stopped" in ready.text
    assert "What the text says after this is missing." in ready.text
    assert "Sign off the results" in ready.text
    assert "Deploy" not in ready.text
    assert len(cards(rig)) == 1


async def test_stop_before_a_step_has_come_leaves_no_draft(rig, model):
    line = model.writes(*WHOLE[:PHASES], Gate())
    async with rig.working():
        await rig.command(f"draft {TEXT}")
        card = await until_said(rig, "3 phases, 0 activities so far")
        await press_stop(rig)
        await rig.until(lambda: line.closed)
        await rig.settled()
    gone = rig.slack.workspace.messages[RELEASES][card.ts]
    assert "was stopped" in gone.text
    assert cards(rig) == []


async def test_a_reading_that_was_cut_off_begins_again_says_so_and_is_one_draft(rig, model):
    first = Gate()
    model.writes(*WHOLE[:HALF], first)
    async with rig.working():
        await rig.command(f"draft {TEXT}")
        await until_said(rig, "2 activities so far")
        draft_id = _draft_id(offers(rig, buttons.DRAFT_STOP))
    second = Gate()
    model.writes(*WHOLE[:PHASES], second, *WHOLE[PHASES:])
    outside = rig.worker._outside
    again = asyncio.create_task(draft_process(outside, claimed(draft_id, 2), effect(draft_id)))
    await second.reached.wait()
    review = await rig.processes.review(draft_id)
    assert review.readings == 2
    assert len(list(review.so_far.activities())) == 2, "what was shown stays"
    assert arriving.AGAIN in arriving.draw(review).text
    second.open()
    paid = await again
    await rig.storage.transact(paid.then)
    assert (await rig.processes.review(draft_id)).status == "ready"


async def test_a_reader_that_was_succeeded_ends_without_a_word(rig, model):
    slow = Gate()
    model.writes(*WHOLE[:PHASES], slow, *WHOLE[PHASES:])
    draft_id = await rig.processes.request_draft("d1", text=TEXT, by=ROSA, channel=RELEASES)
    outside = rig.worker._outside
    old = asyncio.create_task(draft_process(outside, claimed(draft_id, 1), effect(draft_id)))
    await slow.reached.wait()
    model.writes(*WHOLE)
    paid = await draft_process(outside, claimed(draft_id, 2), effect(draft_id))
    slow.open()
    await rig.storage.transact((await old).then)  # what its calls cost is kept, and no draft
    assert (await rig.processes.review(draft_id)).status != "ready"
    await rig.storage.transact(paid.then)
    assert (await rig.processes.review(draft_id)).status == "ready"


def effect(draft_id):
    return DraftProcess(draft_id=draft_id)


def claimed(draft_id, tries):
    now = datetime.now(UTC)
    return Claim(
        id=1,
        effect=effect(draft_id),
        tries=tries,
        wanted=0,
        owed_at=now,
        first_tried_at=now,
        claimed_by="test",
    )


def _draft_id(card):
    [row] = [each for each in card.blocks if each.get("block_id") == "draft.actions"]
    return DraftId(buttons.DraftButton.model_validate_json(row["elements"][0]["value"]).draft_id)
