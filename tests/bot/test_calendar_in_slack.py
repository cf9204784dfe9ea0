"""`/release calendar`: a page in words at once, its picture in direct messages, turned there."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.views import calendar
from bot.views.calendar import CalendarButton
from orchestration.people.model import Person, Right
from orchestration.values import UserId
from tests.bot.rig import DANA, KENJI, ROSA, WEB, SetClock, rigged

NOVEMBER = datetime(2026, 11, 23, 9, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 4, 9, tzinfo=UTC)


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path, clock=SetClock(NOVEMBER)) as made:
        await made.publish()
        yield made


@pytest_asyncio.fixture
async def drawing(tmp_path):
    async with rigged(tmp_path, pictures=True) as made:
        await made.publish()
        yield made


def elements(message):
    return {
        each["action_id"]: each
        for block in message.blocks
        for each in block.get("elements", ())
        if "action_id" in each
    }


def kept(message):
    """Which message its buttons are about."""
    return CalendarButton.model_validate_json(elements(message)[calendar.LATER]["value"])


async def turned(rig, action_id, message, **more):
    await rig.click(
        action_id,
        kept(message),
        container={"type": "message", "channel_id": "C0RELEASES", "is_ephemeral": True},
        **more,
    )
    return rig.private()


async def test_a_page_is_answered_in_words_with_what_lies_on_it(rig):
    await rig.release("4.2", planned=True, at=DECEMBER)
    await rig.command("calendar 2026-12")
    said = rig.private()
    assert said.text.startswith("December 2026: 1 release · times of ")
    assert "Fri 4 Dec\n• ○ WEB-1 Web 4.2, 09:00" in said.text
    assert said.blocks[0]["text"]["text"] == "December 2026"


async def test_earlier_later_and_today_turn_the_page_in_its_place(rig):
    await rig.release("4.2", planned=True, at=DECEMBER)
    await rig.command("calendar")
    november = rig.private()
    assert november.text.startswith("November 2026: 1 release")
    december = await turned(rig, calendar.LATER, november)
    assert december.text.startswith("December 2026: 1 release")
    assert (await turned(rig, calendar.LATER, december)).text.startswith("January 2027")
    assert (await turned(rig, calendar.TODAY, december)).text.startswith("November 2026")
    october = await turned(rig, calendar.EARLIER, december)
    assert "Nothing is planned for this time" in october.text


async def test_the_view_and_what_is_shown_are_chosen_from_menus(rig):
    await rig.release("4.2", planned=True, at=DECEMBER, by=DANA)
    await rig.command("calendar month 2026-12-04")
    message = rig.private()
    menus = [each for each in message.blocks if each["type"] == "actions"]

    async def chosen(action_id, value):
        block = menus[1]["block_id"]
        option = {"action_id": action_id, "block_id": block, "selected_option": {"value": value}}
        return await turned(rig, action_id, message, actions=[option])

    assert (await chosen(calendar.VIEW, "week")).text.startswith("Week 49, 30 November")
    assert "0 releases" in (await chosen(calendar.FILTER, "owner:me")).text
    everything = await chosen(calendar.FILTER, calendar.ALL)
    assert "WEB-1" in everything.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gruop:web", "The calendar has no filter “gruop”. Did you mean `group:`?"),
        ("group:unknown", "There is no group “unknown”."),
        ("process:deploys", "There is no process “deploys”. There is Web release."),
        ("2026-13-40", "There is no day 2026-13-40."),
    ],
)
async def test_what_cannot_be_read_is_refused_and_nothing_is_kept(rig, text, said):
    await rig.command(f"calendar {text}")
    assert said.replace("`", "") in rig.private().text.replace("`", "")
    rows = await rig.storage.read(lambda tx: tx.owed.rows())
    assert not [each for each in rows if "calendar" in each.key]


async def test_a_filter_does_not_list_the_names_of_what_somebody_may_not_look_at(rig):
    await rig.people.bind({"Insiders": (ROSA,)}, by=UserId(ROSA))
    await rig.doors.grants.grant("Insiders", {Right.VIEW}, process_id=None, by=UserId(ROSA))
    await rig.command("calendar process:unknown", by=KENJI)
    assert rig.private(KENJI).text == "There is no process “unknown”."
    await rig.command(f"calendar process:{WEB.id}", by=KENJI)
    assert "There is no process" in rig.private(KENJI).text


async def test_the_viewers_zone_and_first_day_of_the_week_are_their_own(rig):
    late = datetime(2026, 12, 6, 3, tzinfo=UTC)
    await rig.release("4.2", planned=True, at=late)
    york = Person(id=UserId(KENJI), name="Kenji", zone="America/New_York", locale="en-US")
    await rig.storage.transact(lambda tx: tx.directory.save_people([york], at=NOVEMBER))
    await rig.command("calendar week 2026-12-05", by=KENJI)
    said = rig.private(KENJI).text
    assert said.startswith("29 November – 5 December 2026: 1 release · times of America/New_York")
    assert "Sat 5 Dec\n• ○ WEB-1 Web 4.2, 22:00" in said


async def test_two_releases_of_one_time_are_named_as_in_conflict(rig):
    await rig.release("4.2", planned=True, at=DECEMBER)
    await rig.release("4.3", planned=True, at=DECEMBER)

    def tagged(tx):
        for each in tx.releases.unfinished():
            tx.releases.save(each.model_copy(update={"tags": ("backend",)}))

    await rig.storage.transact(tagged)
    await rig.command("calendar 2026-12")
    said = rig.private().text
    assert "In conflict\n⚠ WEB-1" in said
    assert said.count("in conflict") == 2
    assert "both tag backend" in said


async def test_only_administrators_set_how_many_may_be_at_once(rig):
    await rig.command("limits tag:backend 3", by=KENJI)
    assert "set limits for releases" in rig.private(KENJI).text
    await rig.command("limits tag:Backend 3", by=ROSA)
    assert "Of tag backend: 3 releases at once" in rig.private().text
    await rig.command("limits", by=KENJI)
    assert "tag backend: 3 releases at once" in rig.private(KENJI).text
    await rig.command("limits tag:backend usual", by=ROSA)
    await rig.command("limits", by=KENJI)
    assert "No limits are set" in rig.private(KENJI).text
    await rig.command("limits backend", by=ROSA)
    assert "That says no limit" in rig.private().text


async def test_the_picture_comes_to_ones_own_messages_and_turns_with_its_buttons(drawing):
    rig = drawing
    now = rig.clock.now()
    dm = rig.slack.workspace.dm_with(ROSA).id
    async with rig.working():
        await rig.command("calendar")
        assert "The picture comes to your direct messages" in str(rig.private().blocks)

        def image():
            shown = [
                block
                for each in rig.slack.workspace.messages[dm].values()
                for block in each.blocks or ()
                if block["type"] == "image"
            ]
            return shown[0] if shown else None

        first = await rig.until(image, 60)
        assert first["alt_text"].startswith(f"Calendar, {now:%B %Y}: 0 releases")
        [message] = rig.slack.workspace.messages[dm].values()
        await rig.click(calendar.LATER, kept(message), channel=dm)
        await rig.until(lambda: image() and image()["alt_text"] != first["alt_text"], 60)
    files = rig.slack.workspace.files
    assert files[first["slack_file"]["id"]].mimetype == "image/png"


async def test_a_page_is_shared_in_a_channel_and_everybody_opens_their_own(drawing):
    rig = drawing
    async with rig.working():
        await rig.command("calendar")
        await rig.click(calendar.SHARE, kept(rig.private()))

        def shared():
            return next(
                (
                    each
                    for each in rig.slack.workspace.messages["C0RELEASES"].values()
                    if not each.visible_to and calendar.MINE in str(each.blocks)
                ),
                None,
            )

        message = await rig.until(shared, 60)
        assert set(elements(message)) == {calendar.MINE}
        assert f"Shared by <@{ROSA}>" in str(message.blocks)
        button = elements(message)[calendar.MINE]
        await rig.click(calendar.MINE, button["value"], by=DANA)
        dm = rig.slack.workspace.dm_with(DANA).id
        await rig.until(lambda: calendar.LATER in str(rig.slack.workspace.messages[dm]), 60)
        refused = {"message_id": CalendarButton.model_validate_json(button["value"]).message_id}
        await rig.click(calendar.LATER, CalendarButton(**refused), by=DANA)
    assert "This page is for everybody here" in rig.private(DANA).text


async def test_the_calendar_is_one_press_from_app_home_and_from_the_first_card(rig):
    await rig.release("4.2", planned=True, at=DECEMBER)
    await rig.command("")
    assert calendar.OPEN in elements(rig.private())
    sent = rig.slack.workspace.messages[rig.slack.workspace.dm_with(DANA).id]
    async with rig.working():
        await rig.click(calendar.OPEN, by=DANA)
        message = await rig.until(lambda: next(iter(sent.values()), None))
    assert message.text.startswith("November 2026")
    assert calendar.LATER in elements(message)


def home_of(rig, who, said):
    """Their App Home as it is, once it says this."""
    view = rig.slack.workspace.home_of(who)
    content = str(view.content) if view else ""
    return content if said in content else ""


async def test_app_home_says_what_the_coming_seven_days_bring(rig):
    await rig.release("4.2", planned=True, at=NOVEMBER + timedelta(days=6))
    await rig.release("4.3", planned=True, at=NOVEMBER + timedelta(days=7))
    async with rig.working():
        await rig.act("home", who=KENJI)
        home = await rig.until(lambda: home_of(rig, KENJI, "The coming week"))
    week = home[home.index("The coming week") : home.index("Planned")]
    assert "23–29 November 2026" in week
    assert "Sun 29 Nov" in week and "Web 4.2" in week
    assert "Web 4.3" not in week


def pictured(rig, who):
    """What the picture in their App Home shows, in words; empty where there is none."""
    view = rig.slack.workspace.home_of(who)
    blocks = view.content["blocks"] if view else ()
    return next((each["alt_text"] for each in blocks if each["type"] == "image"), "")


async def test_the_picture_of_the_week_stands_in_app_home_while_it_shows_the_present(drawing):
    rig = drawing
    await rig.release("4.2", planned=True, at=rig.clock.now() + timedelta(days=2))
    async with rig.working():
        await rig.act("home", who=KENJI)
        first = await rig.until(lambda: pictured(rig, KENJI), 60)
        assert "Web 4.2" in first
    await rig.release("4.3", planned=True, at=rig.clock.now() + timedelta(days=3))
    async with rig.working():
        await rig.act("home", who=KENJI)
        await rig.until(lambda: home_of(rig, KENJI, "Web 4.3"))
        assert pictured(rig, KENJI) != first
        second = await rig.until(lambda: pictured(rig, KENJI), 60)
    assert "Web 4.2" in second and "Web 4.3" in second


async def test_a_week_with_nothing_in_it_is_said_and_not_drawn(drawing):
    rig = drawing
    async with rig.working():
        await rig.act("home", who=KENJI)
        await rig.until(lambda: home_of(rig, KENJI, "Nothing is planned for this time"))
        await rig.settled()
    assert not rig.slack.workspace.files
