"""Chromium and the playground it looks at: `browser`, `page_at(width)`, `slack`."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, Route, async_playwright
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.config import DEMO_BOT_TOKEN

ROOT = Path(__file__).parents[2]
HEIGHTS = {390: 844, 1280: 800}
# --no-sandbox: containers; the rest keeps Chromium from calling home.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "6060f80f00010401005fe5c34b0000000049454e44ae426082"
)


def chromium_path() -> str:
    """Where Chromium is; a test that needs it is skipped, or fails, without it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("DRUMBEAT_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        reason = "Chromium is missing: install it, or name it in DRUMBEAT_CHROMIUM"
        if os.environ.get("DRUMBEAT_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class Slack:
    """The playground under test: its address, the app's client, and the control API."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.web = AsyncWebClient(token=DEMO_BOT_TOKEN, base_url=f"{base_url}/api/")

    def act(self, name: str, **body: Any) -> dict[str, Any]:
        answer = httpx.post(f"{self.base_url}/_workspace/{name}", json=body, timeout=20)
        return dict(answer.json())

    def read(self, name: str, **query: str) -> dict[str, Any]:
        answer = httpx.get(f"{self.base_url}/_workspace/{name}", params=query, timeout=20)
        return dict(answer.json())


@pytest.fixture(scope="session")
def playground_url() -> Iterator[str]:
    command = [sys.executable, "-m", "bot.playground", "--port", "0", "--no-rate-limits"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().split()[-1]
        process.terminate()


@pytest.fixture
def slack(playground_url: str) -> Slack:
    """A workspace as freshly seeded."""
    slack = Slack(playground_url)
    assert slack.act("reset")["ok"]
    return slack


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, one per test: pytest's event loops are, too."""
    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        await browser.close()


PageAt = Callable[..., Awaitable[Page]]


@pytest.fixture
async def page_at(
    browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[PageAt]:
    """Open the playground's page at a width; at the end no page may have complained.

    `page_at(390, url, dark=True, expects_errors=True)`. Pictures that blocks name elsewhere are
    answered here; any other request that leaves this machine fails the test. Every page leaves a
    screenshot (in DRUMBEAT_ARTEFACTS when set).
    """
    complaints: list[str] = []
    kept = Path(os.environ.get("DRUMBEAT_ARTEFACTS", tmp_path))
    pages: list[Page] = []

    async def open_page(
        width: int, url: str, *, dark: bool = False, expects_errors: bool = False
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            color_scheme="dark" if dark else "light",
        )

        async def stay_home(route: Route) -> None:
            if "playground.invalid" in route.request.url:
                await route.fulfill(body=PIXEL, content_type="image/png")
            elif route.request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
                await route.continue_()
            else:
                complaints.append(f"left this machine: {route.request.url}")
                await route.abort()

        await context.route("**/*", stay_home)
        page = await context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if not expects_errors:
            page.on(
                "response",
                lambda it: complaints.append(f"{it.status} {it.url}") if it.status > 399 else None,
            )
            page.on(
                "console",
                lambda said: complaints.append(said.text) if said.type == "error" else None,
            )
        await page.goto(url)
        await page.wait_for_selector("html[data-ready=yes]")
        pages.append(page)
        return page

    yield open_page
    kept.mkdir(parents=True, exist_ok=True)
    name = "".join(sign if sign.isalnum() else "-" for sign in request.node.name)
    for number, page in enumerate(pages):
        if not page.is_closed():
            await page.screenshot(path=kept / f"{name}-{number}.png")
        await page.context.close()
    assert complaints == []
