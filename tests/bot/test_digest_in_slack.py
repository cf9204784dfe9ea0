"""Digests as people set them up, get them and start from them in Slack."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from bot.playground.seed import BOT_USER, GENERAL
from bot.views import buttons, digest_buttons
from bot.views.modals import digest as form
from orchestration.freezes.model import Freeze, FreezeWindow
from orchestration.people.model import Person
from orchestration.scheduling.tick import tick
from orchestration.values import FreezeId, UserId
from tests.bot.rig import KENJI, RELEASES, ROSA, SetClock, rigged

EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday."""
NINE = EIGHT + timedelta(hours=1)
HALF_PAST_NINE_IN_TOKYO = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path, clock=SetClock(EIGHT)) as made:
        await made.publish()
        yield made


async def at(rig, moment):
    """The clock ticks, and what is owed then is paid."""
    rig.clock.at = moment
    await rig.storage.transact(lambda tx: tick(tx, moment))
    async with rig.working():
        await rig.settled()


def digests(rig, channel=RELEASES):
    messages = rig.slack.workspace.messages[channel].values()
    return [m for m in messages if m.text.startswith(("Releases: ", "Your day: "))]


def pressable(message):
    rows = [block.get("accessory") for block in message.blocks]
    rows += [each for block in message.blocks for each in block.get("elements", ())]
    return {each["text"]["text"]: each for each in rows if each and each["type"] == "button"}


async def set_up(rig, **values):
    await rig.command("digest")
    [modal] = rig.modals()
    shown = {
        form.SWITCH: form.ON,
        form.WHEN: "every working day at 9:00",
        form.SAYS: ["running", "today", "week", "outcomes"],
        form.MORE: [],
        **values,
    }
    return await rig.act("view/submit", view_id=modal.id, values=shown)


async def test_a_channel_gets_its_digest_once_and_a_release_is_started_from_it(rig):
    planned = await rig.release(planned=True, at=NINE + timedelta(hours=5))
    assert (await set_up(rig))["status"] == "ok"
    told = rig.private().text
    assert "This channel gets its digest every working day at 09:00 UTC" in told
    await at(rig, NINE)
    await at(rig, NINE + timedelta(minutes=1))
    [sent] = digests(rig)
    assert sent.text.startswith("Releases: Monday 23 November 2026\n\nDue today\n• *WEB-1 Web 4.2*")
    start = pressable(sent)["Start"]
    await rig.click(start["action_id"], start["value"])
    assert rig.private().text.startswith("WEB-1 Web 4.2 is started.")
    assert (await rig.execution(planned)).started_at == rig.clock.now()
    async with rig.working():
        await rig.settled()
    [drawn] = digests(rig)
    assert drawn.ts == sent.ts
    assert "Running now\n• *WEB-1 Web 4.2*" in drawn.text
    assert "Start" not in pressable(drawn)
    await at(rig, NINE + timedelta(days=1))
    assert digests(rig)[-1].text.startswith(
        "Releases: Tuesday 24 November 2026\n\nRunning now\n• *WEB-1 Web 4.2*"
    )


async def test_where_there_is_nothing_to_say_nothing_is_sent_unless_that_was_asked_for(rig):
    await set_up(rig)
    await at(rig, NINE)
    assert digests(rig) == []
    await set_up(rig, **{form.MORE: [form.EVEN_WHEN_EMPTY]})
    await at(rig, NINE + timedelta(days=1))
    [sent] = digests(rig)
    assert "Nothing runs, nothing is due" in sent.text


async def test_releases_of_other_channels_are_told_only_where_that_was_asked_for(rig):
    await rig.release(planned=True, at=NINE + timedelta(hours=1), channel=GENERAL)
    await set_up(rig)
    await at(rig, NINE)
    assert digests(rig) == []
    await set_up(rig, **{form.MORE: [form.EVERYWHERE]})
    await at(rig, NINE + timedelta(days=1))
    [sent] = digests(rig)
    assert "WEB-1 Web 4.2" in sent.text
    assert "not started yet" in sent.text, "its time has passed"


async def test_the_time_is_said_in_words_and_what_is_no_time_stays_in_the_form(rig):
    refused = await set_up(rig, **{form.WHEN: "whenever"})
    assert "On which days?" in str(refused)
    assert (await set_up(rig, **{form.WHEN: "every Monday at 8:30 Europe/Berlin"}))[
        "status"
    ] == "ok"
    assert "every Monday at 08:30 Europe/Berlin" in rig.private().text


async def test_it_is_switched_off_and_on_again_as_it_was(rig):
    await set_up(rig, **{form.WHEN: "every day at 9:00"})
    await rig.command("digest off")
    assert rig.private().text.startswith("This channel gets no digest.")
    await rig.release(planned=True, at=NINE + timedelta(hours=1))
    await at(rig, NINE)
    assert digests(rig) == []
    await rig.command("digest on")
    assert "every day at 09:00 UTC" in rig.private().text


async def test_what_is_in_the_way_of_releases_and_freezes_are_named(rig):
    for n in (1, 2):
        made = await rig.release(f"4.{n}", planned=True, at=NINE + timedelta(days=1, minutes=n))
        await rig.storage.transact(lambda tx, made=made: tagged(tx, made.id))
    freeze = Freeze(
        id=FreezeId("frz_1"),
        name="Black Friday",
        windows=(FreezeWindow(begins=NINE + timedelta(days=3), ends=NINE + timedelta(days=4)),),
        looks_at=NINE,
        created_by=UserId(ROSA),
        created_at=EIGHT,
    )
    await rig.storage.transact(lambda tx: tx.freezes.add(freeze))
    await set_up(rig, **{form.SAYS: ["conflicts", "freezes"]})
    await at(rig, NINE)
    [sent] = digests(rig)
    assert "both tag checkout" in sent.text
    assert "• *Black Friday* · " in sent.text and "no release starts" in sent.text
    assert "The next days" not in sent.text, "that was not asked for"


def tagged(tx, release_id):
    tx.releases.save(tx.releases.get(release_id).model_copy(update={"tags": ("Checkout",)}))


async def test_the_week_comes_as_a_picture_with_the_same_message(tmp_path):
    async with rigged(tmp_path, clock=SetClock(EIGHT), pictures=True) as rig:
        await rig.publish()
        await rig.release(planned=True, at=NINE + timedelta(days=1))
        await set_up(rig, **{form.SAYS: ["week", "picture"]})
        rig.clock.at = NINE
        await rig.storage.transact(lambda tx: tick(tx, NINE))
        async with rig.working():
            while not digests(rig):
                await asyncio.sleep(0.05)
                rig.clock.at += timedelta(seconds=0.5)
                rig.bell.ring()
        [sent] = digests(rig)
    (picture,) = [each for each in sent.blocks if each["type"] == "image"]
    assert "WEB-1 Web 4.2" in picture["alt_text"]
    assert not sent.edited


async def test_the_calendar_is_a_button_away(rig):
    await rig.release(planned=True, at=NINE + timedelta(days=1))
    await set_up(rig)
    await at(rig, NINE)
    show = pressable(digests(rig)[0])["Show the calendar"]
    await rig.click(show["action_id"], by=KENJI)
    assert "WEB-1 Web 4.2" in rig.private(KENJI).text


async def test_anybody_may_look_at_it_before_it_is_sent(rig):
    await rig.release(planned=True, at=NINE)
    await rig.command("digest show", by=KENJI)
    assert "WEB-1 Web 4.2" in rig.private(KENJI).text
    assert digests(rig) == [rig.private(KENJI)]


async def test_where_drumbeat_was_removed_it_is_paused_and_who_set_it_up_is_told_once(rig):
    await rig.release(planned=True, at=NINE + timedelta(days=5))
    await set_up(rig)
    rig.slack.workspace.channels[RELEASES].members.remove(BOT_USER)
    await at(rig, NINE)
    await at(rig, NINE + timedelta(days=1))
    dm = rig.slack.workspace.dm_with(ROSA).id
    told = [each for each in rig.seen(ROSA, dm) if "is paused" in each]
    assert len(told) == 1
    assert f"The digest of <#{RELEASES}> is paused: Drumbeat is not in this channel." in told[0]


async def test_one_s_own_day_has_what_is_theirs_and_comes_only_when_asked_for(rig):
    """Kenji is in Tokyo, as the workspace says."""
    await rig.release()
    dm = rig.slack.workspace.dm_with(KENJI).id
    await at(rig, NINE)
    assert digests(rig, dm) == []
    await rig.command("digest me on 9:30", by=KENJI)
    assert "each day at 09:30 where you are" in rig.private(KENJI).text
    await at(rig, HALF_PAST_NINE_IN_TOKYO)
    [sent] = digests(rig, dm)
    assert sent.text.startswith("Your day: Tuesday 24 November 2026\n\nFor you to do")
    assert "Write the notes" in sent.text
    tasks = pressable(sent)["Show my tasks"]
    await rig.click(tasks["action_id"], by=KENJI, channel=dm)
    assert "To do: Write the notes" in rig.private(KENJI, dm).text
    await rig.command("digest me off", by=KENJI)
    await at(rig, HALF_PAST_NINE_IN_TOKYO + timedelta(days=1))
    assert len(digests(rig, dm)) == 1


async def test_nobody_hears_of_their_tasks_at_the_weekend_or_while_they_are_away(rig):
    await rig.release()
    dm = rig.slack.workspace.dm_with(KENJI).id
    await at(rig, NINE + timedelta(days=4))  # a Friday
    await rig.command("digest me on 9:30", by=KENJI)
    saturday = HALF_PAST_NINE_IN_TOKYO + timedelta(days=4)
    await at(rig, saturday)
    until = saturday + timedelta(days=2, hours=12)
    await rig.doors.away.leave(UserId(KENJI), until=until, by=UserId(KENJI))
    await at(rig, saturday + timedelta(days=2))  # a Monday
    assert digests(rig, dm) == []
    await at(rig, saturday + timedelta(days=3))
    assert len(digests(rig, dm)) == 1


def switches(rig, who=KENJI):
    blocks = rig.slack.workspace.home_of(who).content["blocks"]
    elements = (each for block in blocks for each in block.get("elements", ()))
    return [each for each in elements if each.get("action_id") == digest_buttons.HOME_PERSONAL]


async def test_app_home_switches_one_s_own_day_on_and_off(rig):
    async with rig.working():
        await rig.click(digest_buttons.HOME_PERSONAL, buttons.ON, by=KENJI)
        await rig.settled()
        [off] = switches(rig)
        assert off["text"]["text"] == "Daily digest off"
        rig.clock.at += timedelta(seconds=5)
        await rig.click(off["action_id"], off["value"], by=KENJI)
        await rig.settled()
    [on] = switches(rig)
    assert on["text"]["text"] == "Daily digest on"


async def test_a_guest_sets_up_no_digest(rig):
    guest = Person(id=UserId(KENJI), name="Kenji", outsider=True)
    await rig.storage.transact(lambda tx: tx.directory.save_people([guest], at=EIGHT))
    await rig.command("digest", by=KENJI)
    assert rig.modals(KENJI) == []
    assert rig.private(KENJI).text.startswith("You cannot set up a digest")


async def test_a_digest_of_every_channel_follows_what_is_started_from_it(rig):
    await rig.release(planned=True, at=NINE + timedelta(hours=1), channel=GENERAL)
    await set_up(rig, **{form.MORE: [form.EVERYWHERE]})
    await at(rig, NINE)
    [sent] = digests(rig)
    start = pressable(sent)["Start"]
    there = {"type": "message", "channel_id": RELEASES, "message_ts": sent.ts}
    await rig.click(start["action_id"], start["value"], container=there)
    async with rig.working():
        await rig.settled()
    [drawn] = digests(rig)
    assert "Start" not in pressable(drawn)


async def test_a_personal_digest_follows_what_is_moved_elsewhere(rig):
    release = await rig.release(planned=True, at=NINE + timedelta(hours=2))
    await rig.command("digest me on 9:00")
    await at(rig, NINE)
    dm = next(c for c in rig.slack.workspace.messages if digests(rig, c))
    assert "WEB-1" in digests(rig, dm)[0].text
    await rig.doors.moving.move(release.id, NINE + timedelta(days=9), by=UserId(ROSA))
    async with rig.working():
        await rig.settled()
    [drawn] = digests(rig, dm)
    assert "WEB-1" not in drawn.text
