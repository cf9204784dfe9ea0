"""The main job as a person does it in the browser: by what is read on the page, at any width."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from playwright.async_api import Locator, Page, expect

ROOT = Path(__file__).parents[2]
NARROW = 720
"""Below it the page shows one pane at a time; see bot/playground/static/shell.css."""
ROUND = 20_000
"""Milliseconds for a click to be seen everywhere it is drawn, on a busy machine."""
PIPELINE = 40_000
"""Milliseconds for one pipeline of the demo, which takes four seconds of its own."""


@contextlib.contextmanager
def drumbeat_playground(directory: Path) -> Iterator[str]:
    """`drumbeat playground`, started as a user starts it; the address of its page."""
    command = [sys.executable, "-m", "bot.cli", "playground", "--port", "0"]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    log = directory / "playground.log"
    directory.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*command, "--directory", str(directory / "demo")],
            cwd=directory,
            env={
                **{key: value for key, value in os.environ.items() if key[:7] != "OPENAI_"},
                "PYTHONPATH": path,
                "DRUMBEAT_UNDO": "2",
            },
            stdout=said,
            stderr=said,
        )
    try:
        yield _address(process, log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def _address(process: subprocess.Popen[bytes], log: Path, *, patience: float = 40) -> str:
    """What it printed, once Drumbeat has connected to the workspace it started."""
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"playground is at (http\S+)", log.read_text())
        if found and _connected(found[1]):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"the playground did not come up:\n{log.read_text()[-3000:]}")


def _connected(address: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        state = httpx.get(f"{address}/_workspace/state", timeout=5).json()
        return bool(state["app"]["connections"])
    return False


class Person:
    """Somebody at the page, who waits for what they expect to see before they go on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(ROUND)
        size = page.viewport_size
        self.narrow = size is not None and size["width"] < NARROW

    # --- moving about ---------------------------------------------------------------------

    async def become(self, user_id: str) -> None:
        """A click can fall on a face that a message has just redrawn: then it is made again."""
        face = self.page.locator(f'[data-testid=person][data-user-id="{user_id}"]')
        await face.click()
        with contextlib.suppress(AssertionError):
            await expect(face).to_have_attribute("aria-checked", "true")
            return
        await face.click()
        await expect(face).to_have_attribute("aria-checked", "true")

    async def go(self, place: str, **by: str) -> None:
        """Open a channel, the direct messages or App Home, from the side bar or the drawer."""
        if self.narrow and await self.page.get_by_test_id("thread-pane").is_visible():
            await self.page.get_by_test_id("close-thread").click()
        if self.narrow:
            await self.page.get_by_test_id("open-drawer").click()
        wanted = self.page.get_by_test_id(place)
        if by:
            wanted = wanted.filter(**by)  # type: ignore[arg-type]
        await wanted.click()

    async def go_to_releases(self) -> None:
        await self.go("channel", has_text="releases")
        await expect(self.page.get_by_test_id("conversation-name")).to_have_text("releases")

    async def open_thread(self) -> Locator:
        """The thread of the newest release, beside the channel or over it."""
        pane = self.page.get_by_test_id("thread-pane")
        if not await pane.is_visible():
            living = self.page.get_by_test_id("messages").get_by_test_id("replies")
            await living.last.click()
        await expect(pane).to_be_visible()
        return pane

    async def close_thread(self) -> None:
        if await self.page.get_by_test_id("thread-pane").is_visible():
            await self.page.get_by_test_id("close-thread").click()

    # --- acting -----------------------------------------------------------------------------

    async def fill_from_guide(self) -> None:
        if self.narrow and await self.page.locator(".guide.folded").count():
            await self.page.get_by_test_id("guide-fold").click()
        await self.page.get_by_test_id("guide-fill").click()
        await expect(self.page.get_by_test_id("composer")).to_have_value(re.compile("^/release"))

    async def send(self) -> None:
        box = self.page.get_by_test_id("composer")
        await box.press("Escape")
        await box.press("Enter")

    async def say(self, words: str) -> None:
        await self.page.get_by_test_id("composer").fill(words)
        await self.send()

    async def confirm(self) -> None:
        await self.page.get_by_test_id("confirm").get_by_test_id("confirm-yes").click()

    async def choose(self, label: str, name: str) -> None:
        """In a form: press the menu, type, and take the person offered."""
        form = self.page.get_by_test_id("modal")
        await form.get_by_role("button", name=re.compile(f"^{label}(?!: )")).click()
        await self.page.keyboard.type(name)
        await self.page.get_by_role("option", name=re.compile(name)).click()
        await self.page.keyboard.press("Escape")

    def button(self, name: str, *, within: Locator | None = None) -> Locator:
        """The newest button of that name in the channel, or in a thread."""
        place = within or self.page.get_by_test_id("messages")
        return place.get_by_role("button", name=re.compile(f"^{name}")).last

    def card(self, words: str, *, within: Locator | None = None) -> Locator:
        """The newest message of the channel (or a thread) that says this."""
        place = within or self.page.get_by_test_id("messages")
        return place.get_by_test_id("message").filter(has_text=words).last

    async def ticked(self, count: int) -> None:
        await expect(self.page.get_by_test_id("guide-count")).to_have_text(
            f"{count} of 5", timeout=PIPELINE
        )

    async def sees(self, words: str, *, within: Locator | None = None) -> None:
        """Wait until the channel, or a thread, says this somewhere."""
        place = within or self.page.get_by_test_id("messages")
        await expect(place).to_contain_text(words, timeout=PIPELINE)

    # --- the main job -----------------------------------------------------------------------

    async def say_who_is_who(self, **roles: str) -> None:
        """`QA_lead="Dana"`: on the newest review card, until it can be published."""
        await self.button("Who is who").click()
        form = self.page.get_by_test_id("modal")
        await expect(form).to_contain_text("Who is who", timeout=ROUND)
        for role, name in roles.items():
            await self.choose(role.replace("_", " "), name)
        await form.get_by_test_id("modal-submit").click()
        await expect(form).to_be_hidden(timeout=ROUND)
        await expect(self.button("Publish")).to_be_visible(timeout=ROUND)

    async def publish(self) -> None:
        await self.button("Publish").click()
        await self.confirm()
        await self.sees("was published by")

    async def make_a_release(self, version: str) -> None:
        """Fill in the form that `/release new` opened."""
        form = self.page.get_by_test_id("modal")
        await expect(form).to_contain_text("New release", timeout=ROUND)
        await form.get_by_label("Version").first.fill(version)
        await form.get_by_test_id("modal-submit").click()
        await expect(form).to_be_hidden(timeout=ROUND)
        await expect(self.card(f"{version}: ")).to_contain_text("%", timeout=ROUND)

    async def approve_in_thread(self, step: str) -> None:
        pane = await self.open_thread()
        card = self.card(step, within=pane)
        await card.get_by_role("button", name="Approve").click(timeout=PIPELINE)
        await expect(card).to_contain_text("Approved by", timeout=ROUND)

    async def approve_at_home(self, step: str, *, once: re.Pattern[str]) -> None:
        """Approve there, `once` the card says this: what has just changed is not to be signed.

        It is the last approval before automated work, so it asks first.
        """
        await self.go("app-home")
        home = self.page.get_by_test_id("home")
        await expect(home).to_contain_text(once, timeout=ROUND)
        button = home.get_by_role("button", name=re.compile(f"Approve.*{step}"))
        await button.click(timeout=PIPELINE)
        await self.confirm()
        await expect(button).to_be_hidden(timeout=ROUND)

    async def retry(self) -> None:
        pane = await self.open_thread()
        card = self.card("On hold", within=pane)
        await card.get_by_role("button", name=re.compile("^Retry ")).click(timeout=PIPELINE)
        await self.confirm()
        await expect(card).to_contain_text("Started again", timeout=ROUND)
