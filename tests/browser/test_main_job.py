"""The guided example, clicked through in Chromium on what `drumbeat playground` starts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.clicking import ROOT, ROUND, Person, drumbeat_playground
from tests.browser.conftest import PageAt, chromium_path
from tests.playground_client import DANA, PRIYA, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
DRAWN = 60_000
"""Milliseconds: a picture is drawn in a process of its own, which has to begin."""
SHORT = """\
/release draft
# Handbook
1. The QA lead signs off the pages
2. After the sign-off, publish the handbook (Engineer)"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    chromium_path()  # nothing is started where no page can be opened
    with drumbeat_playground(tmp_path) as address:
        yield address


async def person_at(page_at: PageAt, width: int, address: str) -> Person:
    page = await page_at(width, address)
    await page.emulate_media(reduced_motion="reduce")
    return Person(page)


async def keep(page: Page, name: str) -> None:
    """Leave a picture for whoever looks after the run."""
    kept = Path(os.environ.get("DRUMBEAT_ARTEFACTS") or ROOT / "test-artefacts")
    kept.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=kept / f"{name}.png")


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_guided_example_is_clicked_through_to_the_end(
    address: str, page_at: PageAt, width: int
) -> None:
    person = await person_at(page_at, width, address)
    page = person.page

    await person.fill_from_guide()
    await person.send()
    await person.ticked(1)
    await person.say_who_is_who(QA_lead="Dana", Product_owner="Priya")
    await person.publish()
    await person.ticked(2)

    await person.fill_from_guide()
    await person.send()
    await person.make_a_release("4.12.0")
    await person.ticked(3)

    await person.become(DANA)
    await person.approve_in_thread("regression results")
    await person.become(PRIYA)
    alone = re.compile(r"Approving starts: Deploy to production\s*Asked")  # Dana is not awaited now
    await person.approve_at_home("release notes", once=alone)
    await person.go("dm", has_text="Drumbeat")
    await person.sees("Approved by")
    await expect(person.card("release notes")).not_to_contain_text("Reject…")
    await person.become(ROSA)
    await person.go_to_releases()
    await person.ticked(4)

    await person.retry()
    await person.close_thread()
    await person.ticked(5)
    await person.sees("NORT-1 Northwind web release 4.12.0 succeeded")
    await person.sees("✔ Succeeded")
    pane = await person.open_thread()
    await expect(pane).to_contain_text("4 of 4 activities settled", timeout=ROUND)
    await expect(pane.get_by_role("button", name=re.compile("Approve|Retry"))).to_have_count(0)
    if width == 390:
        await person.close_thread()
    await keep(page, f"main-job-{width}")

    await person.say("/release calendar")
    await person.go("dm", has_text="Drumbeat")
    picture = page.get_by_alt_text(re.compile(r"^Calendar, .*: 1 release"))
    await expect(picture.last).to_be_visible(timeout=DRAWN)
    await picture.last.scroll_into_view_if_needed()
    shown = await picture.last.bounding_box()
    assert shown
    assert shown["x"] + shown["width"] <= width, "it is not cut at the edge of the page"
    await keep(page, f"calendar-{width}")


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_rejection_needs_a_reason_and_holds_the_release_until_somebody_decides(
    address: str, page_at: PageAt, width: int
) -> None:
    person = await person_at(page_at, width, address)
    page = person.page
    form = page.get_by_test_id("modal")
    await person.say(SHORT)
    await person.say_who_is_who(QA_lead="Dana")
    await person.publish()
    await person.say("/release new handbook")
    await person.make_a_release("7")

    await person.become(DANA)
    pane = await person.open_thread()
    await person.button("Reject", within=pane).click()
    await form.get_by_test_id("modal-submit").click()
    await expect(form.get_by_test_id("field-error")).to_be_visible(timeout=ROUND)
    await form.get_by_role("textbox").fill("Page 12 names the wrong server")
    await form.get_by_test_id("modal-submit").click()
    await expect(form).to_be_hidden(timeout=ROUND)
    await person.sees("Rejected by @Dana Whitfield", within=pane)
    await person.sees("Page 12 names the wrong server", within=pane)

    await person.become(ROSA)
    pane = await person.open_thread()
    await person.button("Abort", within=pane).click()
    await form.get_by_role("textbox").fill("Next week, with page 12 mended")
    await form.get_by_test_id("modal-submit").click()
    await expect(form).to_be_hidden(timeout=ROUND)
    await person.close_thread()
    await person.sees("Aborted by @Rosa Delgado: Next week, with page 12 mended")
    await keep(page, f"rejected-{width}")
