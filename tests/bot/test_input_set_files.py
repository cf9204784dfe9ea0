"""Input sets as files: exported, and imported as a difference that is taken or left."""

import base64

import pytest_asyncio

from bot.playground.seed import DANA, RELEASES, ROSA
from bot.views import file_buttons
from bot.views.inputs import carried
from orchestration.processes.files import read_any
from orchestration.values import UserId
from tests.bot.rig import rigged
from tests.bot.shop import kept, published, shared_set, shop_set
from tests.bot.test_files_in_slack import dm_files, dm_texts, offering, uploaded
from tests.bot.test_input_sets_in_slack import button

YAML = """\
process-inputs:
  id: eu
  name: EU
  process: shop
  inputs: {ticket: T-9}
  phases:
    - id: deploy
      activities:
        - {id: eu, linked: prod, inputs: {replicas: 4}}
"""
HARNESS = """\
processInput:
  identifier: eu
  name: EU
  processRef: shop
  global:
    with: {ticket: T-9}
"""


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await published(made)
        async with made.working():
            yield made


async def brought(rig, content=YAML, who=ROSA):
    await rig.command("inputs import", by=who)
    view = rig.modals(who)[-1]
    file = await uploaded(rig, content, name="eu.yaml", who=who)
    return await rig.act("view/submit", who=who, view_id=view.id, values={"file.file": [file]})


async def proposed(rig, content=YAML, **more):
    assert (await brought(rig, content, **more))["ok"]
    return await rig.until(lambda: offering(rig, file_buttons.FILE_TAKE))


async def test_a_new_set_in_a_file_is_shown_first_and_kept_when_it_is_taken(rig):
    await shared_set(rig, region="eu")
    card, value = await proposed(rig)
    assert "eu.yaml for EU of Shop" in card.text
    assert "it would be a new one" in card.text
    assert "“ticket”: T-9" in card.text
    assert "Linked set of deploy.eu: prod" in card.text
    assert await kept(rig) is None
    for _ in range(2):
        await rig.click(file_buttons.FILE_TAKE, value)
    made = await kept(rig)
    assert (made.revision, made.set.inputs) == (1, {"ticket": "T-9"})
    await rig.until(lambda: "was taken by" in again(rig, card).text)


async def test_a_file_for_a_set_that_there_is_shows_what_it_would_change(rig):
    await shop_set(rig, inputs={"ticket": "T-1", "version": "4"})
    card, value = await proposed(rig)
    assert "“ticket”: T-1, now T-9" in card.text
    assert "“version”: taken out, was 4" in card.text
    assert "“replicas” of deploy.eu: 4" in card.text
    await rig.click(file_buttons.FILE_LEAVE, value)
    await rig.until(lambda: "was put aside" in again(rig, card).text)
    assert (await kept(rig)).set.inputs == {"ticket": "T-1", "version": "4"}


async def test_a_set_that_changed_meanwhile_is_compared_anew_and_nothing_is_taken(rig):
    made = await shop_set(rig, inputs={"ticket": "T-1"})
    card, value = await proposed(rig)
    changed = made.set.model_copy(update={"inputs": {"ticket": "T-5"}})
    await rig.doors.inputs.save(changed, was=1, by=UserId(ROSA))
    await rig.click(file_buttons.FILE_TAKE, value)
    assert "changed since this was compared" in rig.private().text
    await rig.until(lambda: "T-5, now T-9" in again(rig, card).text)
    assert (await kept(rig)).set.inputs == {"ticket": "T-5"}


async def test_whoever_may_not_change_the_set_cannot_take_a_file_for_it(rig):
    await shop_set(rig)
    _, value = await proposed(rig, who=DANA)
    await rig.click(file_buttons.FILE_TAKE, value, by=DANA)
    assert "You cannot change “EU”" in rig.private(DANA).text
    assert (await kept(rig)).revision == 1


async def test_a_value_that_does_not_fit_is_told_and_nothing_is_kept(rig):
    await brought(rig, YAML.replace("replicas: 4", "replicas: many"))
    [told] = await rig.until(lambda: [t for t in dm_texts(rig) if "was not taken in" in t])
    assert "“replicas” must be a number" in told
    assert offering(rig, file_buttons.FILE_TAKE) is None


async def test_process_inputs_of_harness_come_through_the_same_door(rig):
    await shop_set(rig)
    card, _ = await proposed(rig, HARNESS)
    assert "“ticket”: T-9" in card.text


async def test_an_exported_set_reads_back_as_the_same(rig):
    made = await shop_set(rig, inputs={"ticket": "T-1"})
    await rig.click(carried.EXPORT, button())
    [file] = await rig.until(lambda: dm_files(rig))
    assert file.name == "eu.inputs.yaml"
    assert read_any(base64.b64decode(file.content).decode()).value == made.set


def again(rig, card):
    return rig.slack.workspace.messages[RELEASES][card.ts]
