"""What a text leaves open is asked on the draft's card; the answers complete it without a model."""

from __future__ import annotations

import pytest
import pytest_asyncio

from bot.playground.seed import DANA, KENJI, RELEASES, ROSA
from bot.views import buttons
from orchestration.errors import Rejected
from orchestration.processes.questions.model import Answer
from tests.bot.rig import rigged
from tests.bot.test_listeners import _draft_of, ready_draft

TEXT = """\
# Shop

## Build
1. Run the tests of the shop
2. Write the notes

## Go
3. Get approval for the release
4. Announce it
"""
PIPELINES = """\
pipelines:
  - name: shop-tests
    provider: command
    argv: [/bin/true]
  - name: announce-shop
    provider: command
    argv: [/bin/true]
"""


@pytest_asyncio.fixture
async def rig(tmp_path):
    file = tmp_path / "pipelines.yaml"
    file.write_text(PIPELINES)
    async with rigged(tmp_path, file) as made:
        yield made


async def asked(rig, who=ROSA):
    card = await ready_draft(rig, TEXT)
    await rig.act("click", who=who, channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_QUESTIONS)
    return card


def fields(view, begins):
    """The fields of the question that begins so: its own, and the one for people beside it."""
    drawn = [each for each in view.content["blocks"] if each["type"] == "input"]
    first = next(each for each in drawn if each["label"]["text"].startswith(begins))
    key = first["block_id"].rsplit(".", 1)[0]
    return {e["block_id"].rsplit(".", 1)[1]: e for e in drawn if e["block_id"].startswith(key)}


async def test_the_answers_of_a_person_complete_the_draft_and_partial_ones_are_fine(rig):
    card = await asked(rig)
    before = await _draft_of(rig, card)
    assert "Answer 4 questions…" in str(card.blocks)
    assert "“Run the tests of the shop”" in str(card.blocks)
    assert before.questions == ("How often does this release happen, and on which day?",)
    [form] = rig.modals()
    assert "How often does this release" in str(form.content)
    signs, does = fields(form, "Who signs"), fields(form, "Who does “Announce it”")
    runs = fields(form, "What runs")["choice"]
    nearest = runs["element"]["options"][0]
    assert nearest["text"]["text"] == "shop-tests"
    values = {
        signs["roles"]["block_id"]: ["QA lead"],
        signs["people"]["block_id"]: [KENJI],
        does["people"]["block_id"]: [DANA],
        runs["block_id"]: nearest["value"],
    }
    sent = await rig.act("view/submit", view_id=form.id, values=values)
    assert sent["status"] == "ok", sent
    after = await _draft_of(rig, card)
    by_name = {each.name: each for _, each in after.process.activities()}
    assert by_name["Get approval for the release"].tasks[0].people() == ("QA lead", KENJI)
    assert by_name["Announce it"].owner == DANA
    assert by_name["Run the tests of the shop"].pipeline == "shop-tests"
    assert after.asked == ("Who does “Write the notes”?",)
    assert (after.revision, after.no_pipeline) == (before.revision + 1, ())


async def test_an_answer_that_comes_after_another_changes_nothing_and_says_so(rig):
    card = await asked(rig)
    await rig.act(
        "click", who=DANA, channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_QUESTIONS
    )
    before = await _draft_of(rig, card)
    for who in (ROSA, DANA):
        [form] = rig.modals(who)
        block = fields(form, "Who signs")["people"]["block_id"]
        await rig.act("view/submit", who=who, view_id=form.id, values={block: [who]})
    after = await _draft_of(rig, card)
    [gate] = [
        task
        for _, each in after.process.activities()
        for task in each.tasks
        if task.kind == "sign_off"
    ]
    assert gate.people() == (ROSA,)
    assert after.revision == before.revision + 1


async def test_nothing_answered_leaves_the_draft_as_it_was(rig):
    card = await asked(rig)
    before = await _draft_of(rig, card)
    [form] = rig.modals()
    await rig.act("view/submit", view_id=form.id, values={})
    after = await _draft_of(rig, card)
    assert (after.revision, after.asked) == (before.revision, before.asked)


async def test_a_pipeline_that_is_not_there_cannot_be_chosen(rig):
    card = await asked(rig)
    draft = await _draft_of(rig, card)
    [form] = rig.modals()
    key = fields(form, "What runs")["choice"]["block_id"].split(".")[1]
    with pytest.raises(Rejected, match="not there any more"):
        await rig.doors.questions.answer(
            draft.draft_id, {key: Answer(chosen="pipeline:rm-rf")}, by=ROSA
        )
    assert (await _draft_of(rig, card)).revision == draft.revision
