"""A new release says what it is before it is made, and what is in its way is named before, too."""

from datetime import UTC, datetime, timedelta

import pytest_asyncio

from bot.views import in_the_way
from bot.views.modals import describing, new_release, new_release_conflicts
from orchestration.releases.model import ReleaseStatus, ReleaseType
from tests.bot.rig import RELEASES, SetClock, rigged

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 10, tzinfo=UTC)
ABOUT = {describing.SERVICES: "shop", describing.TAKES: "2h", describing.TYPE: "beta"}
LATER = {
    new_release.VERSION: "4.3",
    new_release.input_block(0): "T-7",
    new_release.WHEN: "later",
    new_release.AT: int(FRIDAY.timestamp()),
}
STAYS = {new_release_conflicts.TIME: "same"}


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path, clock=SetClock(NOW)) as made:
        await made.publish()
        yield made


async def opened(rig):
    """The form of a new release, with *More…* pressed as a person does."""
    await rig.command("new web release")
    [modal] = rig.modals()
    row = new_release.MORE
    await rig.act("click", view_id=modal.id, action_id=row, block_id=row)
    return rig.modals()[-1]


async def sent(rig, modal, values):
    answer = await rig.act("view/submit", view_id=modal.id, values=values)
    assert answer["status"] == "ok", answer


async def planned(rig):
    """What is in the channel, by version: two at one time have no other order."""
    found = await rig.storage.read(lambda tx: tx.releases.unfinished(channel=RELEASES))
    return sorted(found, key=lambda release: release.version)


async def one_on_friday(rig):
    await sent(rig, await opened(rig), {**LATER, **ABOUT, new_release.VERSION: "4.2"})
    [first] = await planned(rig)
    return first


async def asked(rig, values=LATER):
    """The page that a second one on Friday is answered with."""
    await one_on_friday(rig)
    await sent(rig, await opened(rig), {**values, **ABOUT})
    [page] = rig.modals()
    return page


async def test_what_is_said_of_a_release_can_be_said_when_it_is_made(rig):
    links = "https://tracker.example.com/T-7 The change request"
    more = {**ABOUT, describing.TAGS: "web, eu", describing.TEAM: "Shop", describing.LINKS: links}
    await sent(rig, await opened(rig), {**LATER, **more, describing.ENVIRONMENTS: "production"})
    [made] = await planned(rig)
    assert (made.type, made.tags, made.team) == (ReleaseType.BETA, ("web", "eu"), "Shop")
    assert (made.services, made.environments) == (("shop",), ("production",))
    assert made.expected_duration == timedelta(hours=2)
    assert [(each.url, each.text) for each in made.links] == [tuple(links.split(" ", 1))]


async def test_an_address_that_is_none_keeps_the_form_open_and_makes_nothing(rig):
    modal = await opened(rig)
    values = {**LATER, describing.LINKS: "see the tracker"}
    await rig.act("view/submit", view_id=modal.id, values=values)
    assert await planned(rig) == []
    assert len(rig.modals()) == 2, "what is wrong lies over the form"


async def test_nothing_is_made_before_its_conflicts_were_shown(rig):
    page = await asked(rig)
    said = str(page.content["blocks"])
    assert "is not made yet: something is in its way" in said
    assert "both service shop" in said
    assert len(await planned(rig)) == 1
    assert "Free: Friday 4 December 12:00" in said


async def test_a_free_time_is_taken_in_place_of_the_one_that_was_said(rig):
    page = await asked(rig)
    [when] = [b for b in page.content["blocks"] if b["block_id"] == new_release_conflicts.TIME]
    free = when["element"]["options"][0]["value"]
    await sent(rig, page, {new_release_conflicts.TIME: free})
    [_, second] = await planned(rig)
    assert second.scheduled_for == FRIDAY + timedelta(hours=2)
    assert "In conflict" not in rig.private().text


async def test_nothing_is_chosen_beforehand_and_nothing_made_before_it_is(rig):
    page = await asked(rig)
    [when] = [b for b in page.content["blocks"] if b["block_id"] == new_release_conflicts.TIME]
    assert "initial_option" not in when["element"]
    answer = await rig.act("view/submit", view_id=page.id, values={})
    assert answer["status"] != "ok"
    assert len(await planned(rig)) == 1


async def test_a_reason_lets_both_be_at_one_time(rig):
    page = await asked(rig)
    await sent(rig, page, {**STAYS, in_the_way.WHY: "They are one change."})
    [_, second] = await planned(rig)
    assert second.scheduled_for == FRIDAY
    assert len(second.allowed) == 1
    assert "In conflict" not in rig.private().text


async def test_what_starts_at_once_is_asked_about_what_runs(rig):
    running = {**LATER, **ABOUT, new_release.WHEN: "now"}
    await sent(rig, await opened(rig), running)
    await sent(rig, await opened(rig), {**running, new_release.VERSION: "4.4"})
    [page] = rig.modals()
    assert "Start it now all the same" in str(page.content["blocks"])
    rig.clock.at += timedelta(minutes=3)
    await sent(rig, page, {**STAYS, in_the_way.WHY: "Both are small."})
    [_, second] = await planned(rig)
    assert second.status is ReleaseStatus.RUNNING
    assert len(second.allowed) == 1
