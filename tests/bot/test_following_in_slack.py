"""Share here, watch, and the board of a channel, as people use them in Slack."""

import pytest_asyncio

from bot.playground.seed import GENERAL, WEB_TEAM
from bot.views import buttons, follow_buttons
from orchestration.values import UserId
from tests.bot.rig import DANA, KENJI, RELEASES, ROSA, rigged


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        yield made


def about(release):
    return buttons.ReleaseButton(release_id=release.id)


def told_by_dm(rig, who):
    return rig.seen(who, rig.slack.workspace.dm_with(who).id)


def pressable(message):
    return [
        element["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


async def test_status_offers_to_share_and_to_watch(rig):
    await rig.release()
    await rig.command("status WEB-1", by=KENJI)
    assert pressable(rig.private(KENJI)) == ["Share here", "Watch"]
    await rig.command("watch", by=KENJI)
    await rig.command("status WEB-1", by=KENJI)
    assert pressable(rig.private(KENJI)) == ["Share here", "Stop watching"]


async def test_the_sentence_is_shared_where_it_was_asked_with_a_link_to_the_release(rig):
    release = await rig.release()
    async with rig.working():
        await rig.settled()
        await rig.click(follow_buttons.SHARE, about(release), by=DANA, channel=WEB_TEAM)
        await rig.settled()
    shared = rig.seen(channel=WEB_TEAM)[-1]
    assert shared.startswith("WEB-1 Web 4.2: 0 %, in Check. Waiting for ")
    assert f"Shared by <@{DANA}>" in shared
    living = await rig.posted(f"show_release:{release.id}:r1")
    assert f"/archives/{RELEASES}/p{living.ts.replace('.', '')}" in shared


async def test_pressed_twice_it_is_shared_once(rig):
    release = await rig.release()
    async with rig.working():
        await rig.settled()
        trigger = rig.slack.trigger(DANA)
        for _ in range(2):
            await rig.click(follow_buttons.SHARE, about(release), by=DANA, trigger_id=trigger)
        await rig.settled()
    assert sum("Shared by" in each for each in rig.seen(DANA)) == 1


async def test_nothing_is_shared_where_drumbeat_is_not_or_where_only_one_would_see_it(rig):
    release = await rig.release()
    await rig.click(follow_buttons.SHARE, about(release), channel=GENERAL)
    assert "Drumbeat is not in this channel" in rig.private(channel=GENERAL).text
    await rig.dm("share WEB-1")
    assert "Only you would see it here" in told_by_dm(rig, ROSA)[-1]


async def test_who_watches_is_told_of_holds_and_of_the_end_and_then_no_more(rig):
    release = await rig.release()
    await rig.command("watch WEB-1", by=KENJI)
    assert "You watch WEB-1 Web 4.2." in rig.private(KENJI).text
    smoke = await rig.task(release, "Smoke test")
    async with rig.working():
        await rig.executions.failed(smoke.id, 1, by=UserId(ROSA), reason="the page is empty")
        await rig.until(
            lambda: any("“Smoke test” has been on hold" in e for e in told_by_dm(rig, KENJI))
        )
        await rig.executions.abort(release.id, by=UserId(ROSA), reason="not today")
        await rig.until(lambda: sum("You watch" in e for e in told_by_dm(rig, KENJI)) == 2)
        await rig.settled()
    assert "was aborted" in told_by_dm(rig, KENJI)[-1]
    assert not any("You watch" in each for each in told_by_dm(rig, DANA))
    await rig.command("watch WEB-1", by=KENJI)
    assert "has ended" in rig.private(KENJI).text


async def test_who_stopped_watching_is_not_told(rig):
    release = await rig.release()
    await rig.click(follow_buttons.WATCH, about(release), by=KENJI)
    await rig.click(follow_buttons.WATCH, about(release), by=DANA)
    await rig.click(follow_buttons.STOP_WATCHING, about(release), by=KENJI)
    await rig.command("unwatch WEB-1", by=DANA)
    assert "You do not watch WEB-1 Web 4.2 any more." in rig.private(DANA).text
    async with rig.working():
        await rig.executions.abort(release.id, by=UserId(ROSA), reason="not today")
        await rig.settled()
    assert not any("You watch" in e for who in (KENJI, DANA) for e in told_by_dm(rig, who))


async def test_a_channel_keeps_one_board_that_says_what_is_true_now(rig):
    first = await rig.release("1.0")
    async with rig.working():
        await rig.command("board", by=DANA)
        board = await rig.posted(f"show_board:{RELEASES}:")
        await rig.release("2.0")
        await rig.release("3.0", planned=True)
        shown = rig.slack.workspace.messages[RELEASES]
        await rig.until(lambda: "WEB-3" in shown[board.ts].text)
        assert "3 unfinished" in shown[board.ts].text
        await rig.command("board", by=KENJI)
        assert "has its board already" in rig.private(KENJI).text
        await rig.executions.abort(first.id, by=UserId(ROSA), reason="not today")
        await rig.until(lambda: "2 unfinished" in shown[board.ts].text)
        await rig.settled()
    assert "WEB-1" not in shown[board.ts].text
    assert sum("unfinished" in each for each in rig.seen()) == 1


async def test_a_board_belongs_to_a_channel(rig):
    await rig.dm("board")
    assert "A board belongs to a channel" in told_by_dm(rig, ROSA)[-1]
