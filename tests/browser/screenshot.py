"""`make screenshot`: the README's pictures, taken of the real playground while people sign off."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from tests.browser.clicking import PIPELINE, ROOT, Person, drumbeat_playground
from tests.browser.conftest import CHROMIUM_ARGS, HEIGHTS
from tests.playground_client import DANA

PICTURES = {1280: ROOT / "docs" / "playground.png", 390: ROOT / "docs" / "playground-phone.png"}


async def take(width: int, picture: Path, address: str, chromium: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        page = await browser.new_page(
            viewport={"width": width, "height": HEIGHTS[width]},
            device_scale_factor=1.5,
            color_scheme="light",
            reduced_motion="reduce",
        )
        await page.goto(address)
        await page.wait_for_selector("html[data-ready=yes]")
        await come_to_the_sign_offs(Person(page))
        await look_good(page)
        await page.screenshot(path=picture)
        await browser.close()


async def come_to_the_sign_offs(person: Person) -> None:
    """Everything up to the moment in which Dana is asked."""
    await person.fill_from_guide()
    await person.send()
    await person.say_who_is_who(QA_lead="Dana", Product_owner="Priya", Engineer="Kenji")
    await person.publish()
    await person.ticked(2)
    await person.say("4.12.0 goes out today: the new checkout, and the fix for saved carts.")
    await person.sees("saved carts")
    await person.fill_from_guide()
    await person.send()
    await person.make_a_release("4.12.0")
    await person.page.get_by_test_id("guide-dismiss").click()
    await person.become(DANA)
    await person.sees("Product owner), since")
    pane = await person.open_thread()
    approve = person.card("regression results", within=pane).get_by_role("button", name="Approve")
    await expect(approve).to_be_visible(timeout=PIPELINE)
    other = person.card("release notes", within=pane).get_by_role("button", name="Approve")
    await expect(other).to_be_visible(timeout=PIPELINE)


async def look_good(page: Page) -> None:
    """No pointer on anything, no field with the focus."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate("document.fonts.ready")


async def main() -> None:
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    chromium = os.environ.get("DRUMBEAT_CHROMIUM") or next(filter(None, found), None)
    if chromium is None:
        sys.exit("Chromium is missing: install it, or name it in DRUMBEAT_CHROMIUM.")
    for width, picture in PICTURES.items():
        with (
            tempfile.TemporaryDirectory() as folder,
            drumbeat_playground(Path(folder)) as address,
        ):
            await take(width, picture, address, chromium)
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} kB")


if __name__ == "__main__":
    asyncio.run(main())
