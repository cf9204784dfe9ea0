"""Stopping a release, letting it go on and leaving something out, as people do it in Slack."""

import pytest

from bot.playground.seed import DANA, KENJI, ROSA
from bot.views import buttons, control
from bot.views.modals import control as control_form
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.releases.model import ReleaseStatus
from tests.bot.rig import rigged

NOTES, SMOKE, GO = "check.notes", "check.smoke", "ship.go"


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        yield made


def status(rig, release):
    return rig.storage.read(lambda tx: tx.releases.get(release.id).status)


async def told(rig, wanted):
    return await rig.until(lambda: [each for each in rig.seen() if wanted in each])


async def because(rig, reason, *, who=ROSA):
    [modal] = rig.modals(who)
    await rig.act("view/submit", who=who, view_id=modal.id, values={control_form.TEXT: reason})


def about(release):
    return buttons.ReleaseButton(release_id=release.id)


async def test_anybody_in_the_channel_stops_the_line_and_an_operator_lets_it_go_on(rig):
    async with rig.working():
        release = await rig.release()
        await rig.posted(f"show_release:{release.id}:r1")
        await rig.click(control.STOP_THE_LINE, about(release), by=KENJI)
        await because(rig, "The canary is on fire", who=KENJI)
        assert await status(rig, release) is ReleaseStatus.PAUSED
        [said] = await told(rig, "stopped the line of WEB-1")
        assert "The canary is on fire" in said
        assert f"<@{ROSA}>" in said
        await rig.click(control.RESUME, about(release), by=KENJI)
        assert "cannot resume WEB-1" in rig.private(KENJI).text
        await rig.click(control.RESUME, about(release), by=ROSA)
        assert await status(rig, release) is ReleaseStatus.RUNNING
        await told(rig, "resumed WEB-1")


async def test_the_living_message_says_who_stopped_it_why_and_what_is_held_back(rig):
    async with rig.working():
        release = await rig.release()
        await rig.command("pause WEB-1 the database team asked")
        for place in (NOTES, "check.validate", SMOKE):
            await skip(rig, release, place)
        [said] = await told(rig, "Held back until it is resumed: Ship")
    assert "paused it" in said
    assert "the database team asked" in said


async def skip(rig, release, place):
    execution = await rig.execution(release)
    attempt = execution.activity(place).attempt
    await rig.doors.skips.skip(execution.id, place, attempt, by=ROSA, reason="done elsewhere")


async def test_a_stop_that_is_complete_as_typed_is_done_at_once(rig):
    release = await rig.release()
    await rig.command("stop WEB-1 wrong branch", by=DANA)
    assert await status(rig, release) is ReleaseStatus.PAUSED
    await rig.command("resume web-1")
    assert await status(rig, release) is ReleaseStatus.RUNNING


async def test_a_stop_without_a_reason_asks_for_it(rig):
    release = await rig.release()
    await rig.command("stop", by=DANA)
    await because(rig, "wrong branch", who=DANA)
    assert await status(rig, release) is ReleaseStatus.PAUSED


async def test_from_another_channel_only_operators_stop_the_line(rig):
    release = await rig.release()
    elsewhere = rig.slack.workspace.dm_with(DANA).id
    await rig.command("stop WEB-1 wrong branch", by=DANA, channel=elsewhere)
    assert await status(rig, release) is ReleaseStatus.RUNNING
    assert "in the channel" in rig.private(DANA, channel=elsewhere).text


async def test_a_mention_shows_what_to_press(rig):
    release = await rig.release()
    await rig.mention("pause WEB-1")
    assert await status(rig, release) is ReleaseStatus.RUNNING
    assert "Pause WEB-1 Web 4.2?" in rig.private().text
    await rig.mention("pause WEB-1 because of the database")
    assert await status(rig, release) is ReleaseStatus.PAUSED


async def test_an_activity_is_skipped_by_part_of_its_name_with_the_reason_typed_along(rig):
    release = await rig.release()
    await rig.command("skip WEB-1 notes: nothing changed for users")
    [modal] = rig.modals()
    assert "nothing changed for users" in str(modal.content)
    await because(rig, "nothing changed for users")
    execution = await rig.execution(release)
    assert execution.activity(NOTES).status is ActivityStatus.SKIPPED


async def test_what_has_not_begun_is_skipped_when_its_turn_comes_and_shown_so(rig):
    async with rig.working():
        release = await rig.release()
        await rig.command("skip WEB-1 say that it is live")
        await because(rig, "we tell nobody")
        [said] = await told(rig, "Skipped: Ship, when its turn comes: we tell nobody")
    assert f"<@{ROSA}>" in said
    assert (await rig.execution(release)).activity(GO).status is ActivityStatus.PENDING


async def test_a_planned_skip_is_taken_back_by_its_button(rig):
    release = await rig.release()
    await rig.command("skip WEB-1 say that it is live")
    await because(rig, "we tell nobody")
    await rig.command("skip WEB-1 say that it is live")
    assert f"is to be skipped when its turn comes: <@{ROSA}> said so" in rig.private().text
    place = buttons.HoldButton(execution_id=release.execution_id, ref=GO, attempt=0)
    await rig.click(control.NOT_SKIP, place)
    assert "is not skipped after all" in rig.private().text
    assert (await rig.execution(release)).activity(GO).to_be_skipped is None


async def test_where_several_activities_could_be_meant_a_menu_asks(rig):
    await rig.release()
    await rig.command("skip WEB-1")
    assert "Which activity of WEB-1 Web 4.2 do you want to skip?" in rig.private().text
    menu = rig.private().blocks[-1]["elements"][0]
    assert [each["text"]["text"] for each in menu["options"]] == [
        "Write the notes (waiting for input)",
        "Validate build (waiting for input)",
        "Smoke test (waiting for input)",
        "Say that it is live (pending)",
    ]
    await rig.click(control.CHOOSE_ACTIVITY, menu["options"][3]["value"])
    await because(rig, "we tell nobody")


async def test_in_the_thread_of_a_release_an_activity_needs_no_reference(rig):
    async with rig.working():
        release = await rig.release()
        posting = await rig.posted(f"show_release:{release.id}:r1")
    await rig.mention("skip notes", thread_ts=posting.ts)
    assert "Skip “Write the notes” of WEB-1 Web 4.2?" in rig.private().text


async def test_in_its_thread_the_line_is_stopped_with_a_reason_alone(rig):
    async with rig.working():
        release = await rig.release()
        posting = await rig.posted(f"show_release:{release.id}:r1")
    await rig.mention("stop the wrong branch was built", thread_ts=posting.ts, by=DANA)
    assert await status(rig, release) is ReleaseStatus.PAUSED


async def test_a_retry_or_ignore_by_name_shows_the_card_of_what_is_on_hold(rig):
    release = await rig.release()
    task = await rig.task(release, "Smoke test")
    await rig.executions.failed(task.id, 1, by=ROSA, reason="no machine")
    await rig.mention("retry WEB-1 smoke")
    assert "On hold: Smoke test" in rig.private().text
    await rig.command("ignore WEB-1")
    [modal] = rig.modals()
    assert "Smoke test" in str(modal.content)
    await rig.command("retry WEB-1 notes")
    assert "“Write the notes” is not on hold: it is waiting for input." in rig.private().text


async def test_the_menu_of_the_living_message_leads_to_the_same(rig):
    release = await rig.release()
    choice = buttons.ReleaseChoice(verb="pause", release_id=release.id)
    await rig.click(control.MENU, choice)
    await because(rig, "lunch")
    assert await status(rig, release) is ReleaseStatus.PAUSED
