"""The playground's page, driven as a person would: by what is read and heard on it."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.playground.config import DEMO_APP_TOKEN
from bot.playground.seed import DANA, RELEASES, ROSA
from tests.browser.conftest import PageAt, Slack
from tests.browser.every_block import (
    XSS,
    button,
    elements,
    every_input,
    modal,
    mrkdwn,
    option,
    plain,
    release_card,
    texts,
)

pytestmark = pytest.mark.browser
BOTH_WIDTHS = pytest.mark.parametrize("width", [1280, 390])
Heard = list[dict[str, Any]]


def form_app(slack: Slack, heard: Heard) -> AsyncApp:
    """A small app with one form: it says what it heard, refuses a bad version, asks once more."""
    app = AsyncApp(client=slack.web, process_before_response=True)

    @app.command("/release")
    async def say_again(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command)
        await ack(f"Here is a draft of *{command['text'].splitlines()[0]}*")

    @app.action("open_modal")
    async def open_form(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        await slack.web.views_open(
            trigger_id=body["trigger_id"], view=modal("Start a release", "start", every_input())
        )

    @app.view("start")
    async def take_form(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        heard.append(values)
        version = values["version"]["it"]["value"]
        if not version[0].isdigit():
            await ack(response_action="errors", errors={"version": "Begin with a digit."})
            return
        question = [{"type": "section", "text": mrkdwn(f"Really start *{version}*?")}]
        await ack(response_action="push", view=modal("Are you sure?", "sure", question))

    @app.view("sure")
    async def close_all(ack: Any) -> None:
        await ack(response_action="clear")

    @app.action("add_row")
    async def add_row(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        heard.append(body["view"]["state"]["values"])
        blocks = [*body["view"]["blocks"], {"type": "section", "text": plain("One row more")}]
        view = modal("Rows", "rows", blocks)
        await slack.web.views_update(view_id=body["view"]["id"], view=view)

    @app.action("open_rows")
    async def open_rows(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        note = {"type": "plain_text_input", "action_id": "it"}
        blocks = [
            {"type": "input", "block_id": "note", "label": plain("Note"), "element": note},
            {"type": "actions", "block_id": "rows", "elements": [button("Add a row", "add_row")]},
        ]
        await slack.web.views_open(
            trigger_id=body["trigger_id"], view=modal("Rows", "rows", blocks)
        )

    @app.action("approve")
    async def refuse(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        await slack.web.chat_postEphemeral(
            channel=body["channel"]["id"],
            user=body["user"]["id"],
            text="Only *Dana Whitfield* can sign this.",
        )

    @app.options("it")
    async def tickets(ack: Any, body: dict[str, Any]) -> None:
        await ack(options=[option(f"WEB-1 {body['value']}"), option(f"WEB-2 {body['value']}")])

    @app.event("app_home_opened")
    async def show_home(event: dict[str, Any]) -> None:
        blocks = [{"type": "header", "text": plain("Your tasks")}, *release_card()[-1:]]
        await slack.web.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": blocks}
        )

    @app.action(re.compile(".*"))
    async def hear(ack: Any, action: dict[str, Any]) -> None:
        heard.append(action)
        await ack()

    return app


@pytest.fixture
async def heard(slack: Slack) -> AsyncIterator[Heard]:
    """What the app of this file was told; it is connected by Socket Mode while the test runs."""
    heard: Heard = []
    app = form_app(slack, heard)
    handler = AsyncSocketModeHandler(app, DEMO_APP_TOKEN, web_client=slack.web)
    await handler.connect_async()
    yield heard
    await handler.close_async()
    assert isinstance(handler.client, SocketModeClient)


async def post(slack: Slack, text: str = "A message", **more: Any) -> str:
    answer = await slack.web.chat_postMessage(channel=RELEASES, text=text, **more)
    return str(answer["ts"])


def message(page: Page, words: str) -> Locator:
    return page.get_by_test_id("message").filter(has_text=words)


async def send(page: Page, words: str) -> None:
    box = page.get_by_test_id("composer")
    await box.fill(words)
    await box.press("Escape")
    await box.press("Enter")


async def become(page: Page, name: str) -> None:
    await page.get_by_role("radio", name=re.compile(name)).click()


async def eventually(look: Callable[[], Any], *, seconds: float = 6) -> None:
    for _ in range(int(seconds / 0.05)):
        if look():
            return
        await asyncio.sleep(0.05)
    assert look()


async def fits(page: Page) -> bool:
    return bool(
        await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    ) and bool(
        await page.evaluate(
            "[...document.querySelectorAll('.scroll, .dialog-body')]"
            ".every(box => box.scrollWidth <= box.clientWidth + 1)"
        )
    )


@BOTH_WIDTHS
async def test_the_page_opens_with_the_guide_and_says_who_we_are(
    page_at: PageAt, slack: Slack, width: int
) -> None:
    page = await page_at(width, slack.base_url)

    await expect(page.get_by_role("radio", checked=True)).to_contain_text("Rosa")
    await expect(page.get_by_test_id("conversation-name")).to_have_text("releases")
    await expect(page.get_by_test_id("guide")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_have_attribute(
        "aria-label", "Message #releases"
    )
    assert await fits(page)


async def test_a_message_with_a_mention_is_sent_by_enter(page_at: PageAt, slack: Slack) -> None:
    page = await page_at(1280, slack.base_url)
    box = page.get_by_test_id("composer")

    await box.press_sequentially("Ready, @pri")
    await expect(page.get_by_role("option", name=re.compile("Priya"))).to_be_visible()
    await box.press("Enter")
    await box.press("Shift+Enter")
    await box.press_sequentially("*second* line")
    await box.press("Enter")

    sent = message(page, "second line")
    await expect(sent.locator(".mention")).to_have_text("@Priya Natarajan")
    await expect(sent.locator("strong").last).to_have_text("second")
    await expect(box).to_have_value("")


async def test_files_are_sent_in_messages_and_forms(
    page_at: PageAt, slack: Slack, heard: Heard
) -> None:
    page = await page_at(1280, slack.base_url)
    await post(slack, "Card", blocks=release_card())
    yaml = {"name": "process.yaml", "mimeType": "text/yaml", "buffer": b"process: web"}

    await page.get_by_test_id("files").set_input_files([yaml])
    await send(page, "Here it is")
    await expect(message(page, "Here it is").locator(".file-card")).to_contain_text("process.yaml")
    await page.get_by_role("button", name="Open the form").click()
    await page.get_by_label("Version").fill("four")
    await page.get_by_label("Process file").set_input_files([yaml])
    await expect(page.get_by_test_id("modal")).to_contain_text("process.yaml")
    await page.get_by_role("button", name="Start").click()

    await eventually(lambda: heard)
    assert heard[0]["file"]["it"]["files"][0]["name"] == "process.yaml"


async def test_hostile_text_stays_text(page_at: PageAt, slack: Slack) -> None:
    page = await page_at(1280, slack.base_url)
    await post(slack, XSS, blocks=texts())
    await post(slack, XSS, username=XSS)
    await send(page, XSS)

    await expect(message(page, "<script>window.hacked=1</script>")).to_have_count(3)
    assert await page.evaluate("window.hacked") is None
    assert await page.locator("#messages script, #messages [onerror]").count() == 0
    assert await page.locator('#messages a[href^="javascript"]').count() == 0


@BOTH_WIDTHS
@pytest.mark.parametrize("dark", [False, True])
async def test_every_block_is_drawn(
    page_at: PageAt, slack: Slack, width: int, *, dark: bool
) -> None:
    page = await page_at(width, slack.base_url, dark=dark)
    await post(slack, "Elements", blocks=elements())
    await post(slack, "Texts", blocks=texts())
    await post(slack, "Card", blocks=release_card())

    await expect(page.get_by_role("heading", name="WEB-12")).to_be_visible()
    await expect(page.get_by_test_id("not-drawn")).to_have_count(0)
    await expect(page.locator(".not-drawn-inline")).to_have_count(0)
    await expect(message(page, "Build and test").get_by_role("table")).to_have_count(1)
    assert await fits(page)


async def test_an_unknown_block_is_named_with_its_json(page_at: PageAt, slack: Slack) -> None:
    page = await page_at(1280, slack.base_url)

    words = await page.evaluate(
        """async () => {
            const { drawBlock } = await import("/static/blocks.js");
            document.body.append(drawBlock({type: "hologram", depth: 3}, {}));
            return document.querySelector(".not-drawn").textContent;
        }"""
    )

    assert "This block (hologram) is not drawn by the playground" in words
    assert '"depth": 3' in words


@BOTH_WIDTHS
async def test_fifty_blocks_fit(page_at: PageAt, slack: Slack, width: int) -> None:
    page = await page_at(width, slack.base_url)
    row = {"type": "section", "text": mrkdwn("*Row* " + "word " * 40)}
    await post(slack, "Fifty", blocks=[row] * 50)

    await expect(page.locator("#messages .block")).to_have_count(50)
    assert await fits(page)


async def test_a_private_answer_is_seen_by_one_and_can_be_dismissed(
    page_at: PageAt, slack: Slack, heard: Heard
) -> None:
    page = await page_at(1280, slack.base_url)
    await post(slack, "Card", blocks=release_card())

    await page.get_by_role("button", name="Approve").click()
    private = message(page, "Only Dana Whitfield can sign this.")
    await expect(private).to_contain_text("Only visible to you")
    await become(page, "Dana")
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await become(page, "Rosa")
    await private.get_by_role("button", name="Dismiss message").click()
    await expect(private).to_have_count(0)


async def test_a_dangerous_button_asks_first(page_at: PageAt, slack: Slack, heard: Heard) -> None:
    page = await page_at(1280, slack.base_url)
    await post(slack, "Card", blocks=release_card())
    abort = page.get_by_role("button", name="Abort…")
    question = page.get_by_role("dialog", name="Abort WEB-12?")

    await abort.click()
    await expect(question).to_contain_text("Deploy to production stops")
    await question.get_by_role("button", name="Keep going").click()
    assert heard == []
    await abort.click()
    await question.get_by_role("button", name="Abort it").click()
    await eventually(lambda: [one["action_id"] for one in heard] == ["abort"])


@BOTH_WIDTHS
async def test_a_form_shows_mistakes_under_its_fields(
    page_at: PageAt, slack: Slack, heard: Heard, width: int
) -> None:
    page = await page_at(width, slack.base_url)
    await post(slack, "Card", blocks=release_card())
    await page.get_by_role("button", name="Open the form").click()
    form = page.get_by_role("dialog", name="Start a release")
    version = form.get_by_label("Version")
    wrong = form.locator('[data-testid="field-error"]:visible')

    await expect(version).to_be_focused()
    await form.get_by_role("button", name="Start").click()
    await expect(wrong).to_have_text("Please complete this required field.")
    assert heard == []
    await version.fill("four")
    await form.get_by_label("Signers").click()
    await page.get_by_role("option", name=re.compile("Dana")).click()
    await page.keyboard.press("Escape")
    await form.get_by_label("Ticket").click()
    await page.get_by_role("combobox", name="Search").fill("pay")
    await page.get_by_role("option", name="WEB-2 pay").click()
    await form.get_by_role("button", name="Start").click()
    await expect(wrong).to_have_text("Begin with a digit.")
    await expect(version).to_have_attribute("aria-invalid", "true")
    await expect(version).to_have_value("four")
    assert heard[-1]["signers"]["it"]["selected_users"] == [DANA]
    assert heard[-1]["ticket"]["it"]["selected_option"]["value"] == "web-2-pay"
    assert await fits(page)

    await version.fill("4.12.0")
    await form.get_by_role("button", name="Start").click()
    await expect(page.get_by_role("dialog", name="Are you sure?")).to_contain_text("4.12.0")
    await page.get_by_role("button", name="Start").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_what_was_typed_outlives_an_update_of_the_form(
    page_at: PageAt, slack: Slack, heard: Heard
) -> None:
    page = await page_at(1280, slack.base_url)
    rows = [{"type": "actions", "elements": [button("Rows", "open_rows")]}]
    await post(slack, "Rows", blocks=rows)
    await page.get_by_role("button", name="Rows").click()

    await page.get_by_label("Note").fill("half a sentence")
    await page.get_by_role("button", name="Add a row").click()

    await expect(page.get_by_test_id("modal")).to_contain_text("One row more")
    await expect(page.get_by_label("Note")).to_have_value("half a sentence")
    assert heard[0]["note"]["it"]["value"] == "half a sentence"


async def test_the_keyboard_stays_in_a_form_and_escape_leaves_it(
    page_at: PageAt, slack: Slack, heard: Heard
) -> None:
    page = await page_at(1280, slack.base_url)
    await post(slack, "Card", blocks=release_card())
    opener = page.get_by_role("button", name="Open the form")
    await opener.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()

    for _ in range(40):
        await page.keyboard.press("Tab")
        assert await page.evaluate("Boolean(document.activeElement.closest('dialog'))")
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(opener).to_be_focused()


@BOTH_WIDTHS
async def test_each_person_has_their_own_unread_marks(
    page_at: PageAt, slack: Slack, width: int
) -> None:
    page = await page_at(width, slack.base_url)
    await slack.web.chat_postMessage(channel=DANA, text="A sign-off waits for you")

    dana = page.get_by_role("radio", name=re.compile("Dana"))
    await expect(dana).to_have_accessible_name(re.compile("1 unread"))
    await dana.click()
    await expect(page.locator(".composer-who").first).to_contain_text("as Dana Whitfield")
    if width == 390:
        await page.get_by_test_id("open-drawer").click()
    await page.get_by_test_id("dm").click()
    await expect(message(page, "A sign-off waits for you")).to_be_visible()
    await become(page, "Rosa")
    await expect(dana).not_to_have_accessible_name(re.compile("unread"))


@BOTH_WIDTHS
async def test_a_thread_opens_beside_the_channel_and_takes_replies(
    page_at: PageAt, slack: Slack, width: int
) -> None:
    page = await page_at(width, slack.base_url)
    root = await post(slack, "The release message")
    await post(slack, "A detail", thread_ts=root)

    await expect(message(page, "A detail")).to_have_count(0)
    await page.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread-pane")
    await expect(thread).to_contain_text("A detail")
    await thread.get_by_test_id("thread-composer").fill("Thanks")
    await page.keyboard.press("Enter")
    await expect(thread.get_by_test_id("message")).to_have_count(3)
    await thread.get_by_test_id("thread-composer").fill("/release status")
    await page.keyboard.press("Enter")
    await expect(thread.get_by_role("alert")).to_contain_text("do not work in threads")
    await thread.get_by_role("button", name="Close thread").click()
    await expect(page.get_by_test_id("replies")).to_contain_text("2 replies")
    assert await fits(page)


async def test_a_message_changes_in_place_without_reloading(page_at: PageAt, slack: Slack) -> None:
    page = await page_at(1280, slack.base_url)
    ts = await post(slack, "62 %, in Sign-offs")
    await expect(message(page, "62 %")).to_be_visible()

    await slack.web.chat_update(channel=RELEASES, ts=ts, text="100 %, succeeded")
    await slack.web.pins_add(channel=RELEASES, timestamp=ts)

    await expect(message(page, "100 %")).to_contain_text("(edited)")
    await expect(message(page, "100 %")).to_contain_text("Pinned")
    await expect(message(page, "62 %")).to_have_count(0)


async def test_without_the_stream_the_page_asks(page_at: PageAt, slack: Slack) -> None:
    page = await page_at(1280, slack.base_url, expects_errors=True)
    await page.route("**/_workspace/events", lambda route: route.abort())
    await page.reload()
    await page.wait_for_selector("html[data-ready=yes]")

    await post(slack, "Heard by asking")

    await expect(message(page, "Heard by asking")).to_be_visible()
    await expect(page.get_by_test_id("live")).to_contain_text("checking")


async def test_choosing_a_person_tells_the_app(page_at: PageAt, slack: Slack, heard: Heard) -> None:
    page = await page_at(1280, slack.base_url)
    await post(slack, "Elements", blocks=elements())

    await page.get_by_role("button", name="Choose a person").click()
    await page.keyboard.type("dana")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Choose a person: Dana Whitfield")).to_be_focused()
    await page.get_by_label("Hotfix").check()

    await eventually(lambda: len(heard) == 2)
    assert heard[0]["selected_user"] == DANA
    assert heard[1]["selected_option"]["value"] == "hotfix"


async def test_app_home_is_drawn_and_its_buttons_work(
    page_at: PageAt, slack: Slack, heard: Heard
) -> None:
    page = await page_at(1280, slack.base_url)

    await page.get_by_test_id("app-home").click()

    home = page.get_by_test_id("home")
    await expect(home.get_by_role("heading", name="Your tasks")).to_be_visible()
    await home.get_by_role("button", name="Open the form").click()
    await expect(page.get_by_role("dialog", name="Start a release")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
async def test_dark_mode_is_chosen_and_kept(page_at: PageAt, slack: Slack, width: int) -> None:
    page = await page_at(width, slack.base_url)
    toggle = page.get_by_role("button", name="Dark mode")
    canvas = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(canvas)

    await toggle.click()
    await expect(toggle).to_have_attribute("aria-pressed", "true")
    await page.reload()
    await page.wait_for_selector("html[data-ready=yes]")

    await expect(toggle).to_have_attribute("aria-pressed", "true")
    assert await page.evaluate(canvas) != light


@BOTH_WIDTHS
async def test_the_guide_fills_the_box_and_ticks_what_happened(
    page_at: PageAt, slack: Slack, heard: Heard, width: int
) -> None:
    page = await page_at(width, slack.base_url)
    if width == 390:
        await page.get_by_role("button", name="Steps").click()

    await page.get_by_role("button", name="Fill the message box").click()
    box = page.get_by_test_id("composer")
    await expect(box).to_have_value(re.compile("^/release draft"))
    await box.press("Enter")

    await expect(message(page, "Here is a draft of")).to_be_visible()
    await expect(page.get_by_test_id("guide-count")).to_have_text("1 of 5")
    assert "Build and test" in heard[0]["text"]
    assert heard[0]["user_id"] == ROSA
    await expect(page.locator(".place .unread")).to_have_count(0)
    await page.get_by_role("button", name="Dismiss the guided example").click()
    await page.reload()
    await page.wait_for_selector("html[data-ready=yes]")
    await expect(page.get_by_test_id("guide")).to_be_hidden()


async def test_the_verbs_of_the_command_are_offered(page_at: PageAt, slack: Slack) -> None:
    page = await page_at(1280, slack.base_url)
    box = page.get_by_test_id("composer")

    await box.press_sequentially("/rel")
    await box.press("Tab")
    await expect(box).to_have_value("/release ")
    await expect(page.get_by_role("option", name=re.compile("draft"))).to_be_visible()
    await box.press_sequentially("sta")
    await box.press("ArrowDown")
    await box.press("Tab")

    await expect(box).to_have_value("/release status ")


async def test_a_command_nobody_hears_keeps_its_text(page_at: PageAt, slack: Slack) -> None:
    page = await page_at(1280, slack.base_url)

    await send(page, "/release status")

    await expect(page.get_by_test_id("composer-note")).to_contain_text("is it running?")
    await expect(page.get_by_test_id("composer")).to_have_value("/release status")


async def test_the_drawer_holds_the_places_on_a_phone(page_at: PageAt, slack: Slack) -> None:
    page = await page_at(390, slack.base_url)
    place = page.get_by_test_id("channel").filter(has_text="web-team")

    await expect(place).to_be_hidden()
    await page.get_by_role("button", name="Channels and direct messages").click()
    await place.click()

    await expect(page.get_by_test_id("conversation-name")).to_have_text("web-team")
    await expect(place).to_be_hidden()
