"""Copies of cards as direct messages: each person turns them off; threads and App Home stay."""

import pytest

from bot.playground.seed import DANA, KENJI
from bot.views import buttons
from tests.bot.rig import rigged


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        async with made.working():
            yield made


def copies(rig, who):
    return [each for each in rig.seen(who, rig.slack.workspace.dm_with(who).id) if "4." in each]


def home_with(rig, name):
    """Dana's App Home, once it names this."""
    home = rig.slack.workspace.home_of(DANA)
    content = str(home.content) if home else ""
    return content if name in content else ""


async def thread_asks(rig, name):
    await rig.until(lambda: any(name in each and "Asked" in each for each in rig.seen()))
    await rig.settled()


async def test_who_turned_them_off_gets_none_and_others_do(rig):
    await rig.click(buttons.HOME_COPIES, buttons.OFF, by=DANA)
    await rig.release()
    await thread_asks(rig, "Validate build")
    await rig.until(lambda: copies(rig, KENJI))
    assert not copies(rig, DANA)


async def test_app_home_has_the_task_all_the_same_and_says_so(rig):
    await rig.click(buttons.HOME_COPIES, buttons.OFF, by=DANA)
    await rig.release()
    home = await rig.until(lambda: home_with(rig, "Validate build"))
    assert "does not come as a direct message" in home


async def test_turned_on_again_the_next_task_comes(rig):
    for wanted in (buttons.OFF, buttons.ON):
        await rig.click(buttons.HOME_COPIES, wanted, by=DANA)
    await rig.release()
    await rig.until(lambda: copies(rig, DANA))


async def test_a_copy_that_was_sent_before_is_kept_true(rig):
    release = await rig.release()
    await rig.until(lambda: copies(rig, DANA))
    (before,) = copies(rig, DANA)
    await rig.click(buttons.HOME_COPIES, buttons.OFF, by=DANA)
    await rig.doors.executions.abort(release.id, by=release.owner, reason="no")
    (now,) = await rig.until(lambda: [each for each in copies(rig, DANA) if each != before])
    assert "Withdrawn" in now
