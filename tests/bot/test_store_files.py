"""Store activities as files in Slack: proposed with their difference, published, sent back."""

import base64
import json

import pytest_asyncio

from bot.playground.seed import KENJI, ROSA
from bot.views import buttons
from bot.views.store import carried
from tests.bot.rig import rigged
from tests.bot.test_files_in_slack import (
    PUBLISHED,
    dm_files,
    dm_texts,
    imported,
    offering,
    uploaded,
)

YAML = """\
# How anybody deploys anything.
activity:
  id: deploy-service
  name: Deploy a service
  type: automated
  inputs:
    - name: version
    - {name: region, default: eu}   # where we are
  outputs: [url]
"""


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        yield made


async def proposed(rig, content=YAML, **more):
    """The card of a file that was brought in, and what its *Publish* carries."""
    before = offering(rig, carried.PUBLISH)
    await imported(rig, content, name="deploy.yaml", **more)
    return await rig.until(lambda: (now := offering(rig, carried.PUBLISH)) != before and now)


async def test_a_file_is_proposed_published_changed_and_compared(rig):
    async with rig.working():
        card, value = await proposed(rig)
        assert "For the activity store: Deploy a service" in card.text
        assert "new in the store" in card.text
        assert "region: text; eu unless said" in card.text
        await rig.click(carried.PUBLISH, value)
        assert "is in the store as version 1" in rig.private().text
        changed = YAML.replace("default: eu", "default: us").replace("[url]", "[url, digest]")
        card, value = await proposed(rig, changed)
        assert "What changes against version 1" in card.text
        assert "Default of the input “region” was “eu”, now “us”" in card.text
        await rig.click(carried.PUBLISH, value)
        await rig.click(carried.PUBLISH, value)  # a double click
        await rig.settled()
    kept = await rig.store.latest("deploy-service")
    assert (kept.version, kept.activity.outputs) == (2, ("url", "digest"))
    said = rig.slack.workspace.messages[card.channel][card.ts].text
    assert f"version 2 of the store, was published by <@{ROSA}>" in said


async def test_a_published_activity_comes_out_as_it_was_written(rig):
    async with rig.working():
        _, value = await proposed(rig)
        await rig.click(carried.PUBLISH, value)
        version = carried.StoreVersionButton(activity_id="deploy-service", version=1)
        await rig.click(carried.EXPORT, version, by=KENJI)
        (file,) = await rig.until(lambda: dm_files(rig, KENJI))
    assert file.name == "deploy-service.yaml"
    assert base64.b64decode(file.content).decode() == YAML


async def test_what_was_published_meanwhile_is_compared_anew_before_anything_is(rig):
    async with rig.working():
        _, first = await proposed(rig)
        _, second = await proposed(rig, YAML.replace("url", "address"))
        await rig.click(carried.PUBLISH, first)
        await rig.click(carried.PUBLISH, second)
        assert "Nothing was published" in rig.private().text
        await rig.settled()
        card, third = offering(rig, carried.PUBLISH)
        assert "What changes against version 1" in card.text
        await rig.click(carried.PUBLISH, third)
    assert (await rig.store.latest("deploy-service")).version == 2


async def test_anybody_may_propose_and_only_who_may_publish_publishes(rig):
    async with rig.working():
        _, value = await proposed(rig, who=KENJI)
        await rig.click(carried.PUBLISH, value, by=KENJI)
        assert "You cannot publish “Deploy a service”" in rig.private(KENJI).text
        await rig.click(carried.PUBLISH, value, by=ROSA)
    assert (await rig.store.latest("deploy-service")).version == 1


async def test_a_file_that_says_the_same_has_nothing_to_publish(rig):
    async with rig.working():
        _, value = await proposed(rig)
        await rig.click(carried.PUBLISH, value)
        await imported(rig, YAML)
        same = "It says the same as version 1"
        await rig.until(lambda: any(same in each for each in rig.seen()))
        assert offering(rig, carried.PUBLISH) is None


async def test_a_file_that_is_put_aside_is_not_published_any_more(rig):
    async with rig.working():
        _, value = await proposed(rig)
        _, leave = offering(rig, buttons.DRAFT_DISCARD)
        await rig.click(buttons.DRAFT_DISCARD, leave)
        await rig.click(carried.PUBLISH, value)
        assert "put aside already" in rig.private().text
        await rig.until(lambda: any("was put aside by" in each for each in rig.seen()))


async def test_problems_are_on_the_card_in_place_of_publish(rig):
    async with rig.working():
        await imported(rig, YAML + "  pipeline: nowhere\n")
        await rig.until(lambda: any("to mend in the file" in each for each in rig.seen()))
        assert offering(rig, carried.PUBLISH) is None


async def test_a_store_activity_of_harness_is_proposed_with_what_did_not_come_over(rig):
    async with rig.working():
        text = (PUBLISHED / "activity-pipeline.harness.yaml").read_text()
        await imported(rig, text)
        await rig.until(lambda: any("For the activity store" in each for each in rig.seen()))


async def test_an_activity_does_not_replace_a_draft(rig):
    async with rig.working():
        await rig.mention("draft 1. Build the app\n2. Ship it")
        _, value = await rig.until(lambda: offering(rig, buttons.DRAFT_REPLACE))
        await rig.click(buttons.DRAFT_REPLACE, value)
        file = await uploaded(rig, YAML)
        await rig.act("view/submit", view_id=rig.modals()[-1].id, values={"file.file": [file]})
        await rig.until(lambda: any("holds no process" in each for each in dm_texts(rig)))


async def test_new_version_asks_for_the_file_and_says_how(rig):
    async with rig.working():
        _, value = await proposed(rig)
        await rig.click(carried.PUBLISH, value)
    await rig.click(carried.NEW_VERSION, carried.StoreButton(activity_id="deploy-service"))
    form = json.dumps(rig.modals()[-1].content)
    assert "gives you the file as it is now" in form
    await rig.click(carried.NEW_VERSION, carried.StoreButton(activity_id="gone"))
    assert "There is no activity" in rig.private().text
