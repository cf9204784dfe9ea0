"""*Try the model again*: a text that rules read in a model's place, once the model answers."""

import httpx
import openai
import pytest

from bot.playground.seed import RELEASES, ROSA
from bot.views import buttons
from orchestration.processes.edits.process import RenameProcess
from orchestration.values import DraftId
from prompts.drafter import ModelDrafter
from prompts.outline_drafter import OutlineDrafter
from tests.bot.rig import rigged
from tests.prompts.streams import Line, pieces
from tests.prompts.test_model_drafter import BASE, TEXT, answer


class Endpoint:
    """A language model that refuses its key until it is `mended`."""

    def __init__(self):
        self.mended = False
        transport = httpx.MockTransport(self._answer)
        client = openai.AsyncOpenAI(
            api_key="k", base_url=BASE, http_client=httpx.AsyncClient(transport=transport)
        )
        self.drafter = ModelDrafter(client, "small", OutlineDrafter())

    def _answer(self, _request):
        if not self.mended:
            return httpx.Response(401, json={"error": {"message": "no such key"}})
        headers = {"content-type": "text/event-stream"}
        return httpx.Response(200, headers=headers, stream=Line(pieces(answer(), size=400)))


@pytest.fixture
def endpoint():
    return Endpoint()


@pytest.fixture
async def rig(tmp_path, endpoint):
    async with rigged(tmp_path, drafter=endpoint.drafter) as made:
        yield made


def messages(rig):
    """What everybody in the channel sees."""
    every = rig.slack.workspace.messages[RELEASES].values()
    return [each for each in every if each.visible_to is None]


async def all_done(rig):
    async with rig.working():
        await rig.settled()


async def read_by_rules(rig):
    """The card of a draft that the model could not read."""
    await rig.command(f"draft {TEXT}")
    await all_done(rig)
    [card] = [each for each in messages(rig) if buttons.DRAFT_AGAIN in str(each.blocks)]
    return card


async def try_again(rig, card):
    await rig.act("click", who=ROSA, channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_AGAIN)
    await all_done(rig)


def carried(card):
    [row] = [each for each in card.blocks if each.get("block_id") == "draft.actions"]
    return buttons.DraftButton.model_validate_json(row["elements"][0]["value"])


async def test_the_model_reads_the_text_again_in_a_draft_that_takes_the_place_of_the_first(
    rig, endpoint
):
    card = await read_by_rules(rig)
    assert "read from the text's own form" in card.text
    endpoint.mended = True
    await try_again(rig, card)
    first, new = messages(rig)
    assert "was given to the language model again by" in first.text
    assert "draft.actions" not in str(first.blocks)
    assert "drafted by small" in new.text
    assert buttons.DRAFT_AGAIN not in str(new.blocks), "there is nothing to try again"


async def test_a_second_click_reads_it_no_second_time(rig, endpoint):
    card = await read_by_rules(rig)
    endpoint.mended = True
    about = DraftId(carried(card).draft_id)
    assert await rig.doors.reading_again.again(about, by=ROSA)
    assert await rig.doors.reading_again.again(about, by=ROSA)
    await all_done(rig)
    assert len(messages(rig)) == 2


async def test_a_model_that_still_fails_can_be_tried_once_more(rig):
    card = await read_by_rules(rig)
    await try_again(rig, card)
    _, new = messages(rig)
    assert "read from the text's own form" in new.text
    assert buttons.DRAFT_AGAIN in str(new.blocks)


async def test_a_draft_that_somebody_changed_stays_beside_the_new_one(rig, endpoint):
    card = await read_by_rules(rig)
    about = carried(card)
    await rig.processes.edit(about.draft_id, about.revision, RenameProcess(name="Ours"), by=ROSA)
    endpoint.mended = True
    await try_again(rig, card)
    first, new = messages(rig)
    assert "Draft of Ours" in first.text
    assert "drafted by small" in new.text
    assert "This draft stays as you changed it." in rig.private().text


async def test_what_was_discarded_is_not_read_again(rig, endpoint):
    card = await read_by_rules(rig)
    await rig.processes.discard(carried(card).draft_id, by=ROSA)
    await try_again(rig, card)
    assert "This draft is decided: there is nothing to read again." in rig.private().text
    assert len(messages(rig)) == 1


async def test_a_text_that_was_erased_is_asked_for_again(rig):
    card = await read_by_rules(rig)
    draft_id = carried(card).draft_id
    await rig.storage.transact(lambda tx: tx.texts.erase(tx.drafts.get(draft_id).text_id))
    await try_again(rig, card)
    assert "Its text was erased." in rig.private().text
    assert len(messages(rig)) == 1


async def test_who_chooses_rules_in_the_form_has_no_model_asked(rig, endpoint):
    endpoint.mended = True
    await rig.command("draft")
    [form] = rig.modals()
    values = {"draft.text": TEXT, "draft.reader": "outline"}
    assert (await rig.act("view/submit", view_id=form.id, values=values))["status"] == "ok"
    await all_done(rig)
    [card] = messages(rig)
    assert "read without a language model" in card.text
    assert buttons.DRAFT_AGAIN not in str(card.blocks)
