"""The calendar's picture: of every view, wide enough for a phone, with everything the page has."""

import struct

import pytest

from bot.pictures.calendar_drawing import calendar_svg
from bot.pictures.chips import line
from bot.pictures.lettering import face
from bot.pictures.studio import draw
from bot.views.calendar_text import calendar_alt
from orchestration.calendar.page import View
from tests.pictures.calendar_gallery import page


@pytest.mark.parametrize("view", View)
def test_every_view_shows_its_releases_their_status_and_its_freezes(view):
    shown = page(view)
    svg = calendar_svg(shown)
    for entry in shown.entries:
        assert f">{entry.short}" in svg
        assert f">{entry.state}<" in svg
    assert 'width="760"' in svg
    if view is not View.DAY:
        assert ">frozen: Black Friday<" in svg
        assert "url(#frost)" in svg
    assert ">today<" in svg


async def test_a_page_is_drawn_in_a_process_of_its_own_twice_as_sharp():
    png = await draw(page())
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert width == 1520
    assert 1500 < height < 4000


def test_its_words_say_all_of_it():
    said = calendar_alt(page())
    assert said.startswith("Calendar, November 2026: 18 releases · times of Europe/Berlin.")
    assert "Tue 24 Nov: ▶ MOB-151 Mobile train 4.11, Mon 23 Nov 09:00 – Wed 25 Nov 15:00" in said
    assert "❄ frozen: Black Friday" in said


def test_a_name_that_does_not_fit_is_a_little_smaller_and_then_cut():
    [fits] = line("PAY-142", 0, 0, 80, 20, bold=True)
    assert ">PAY-142<" in fits
    [cut] = line("Payments of the whole world", 0, 0, 80, 20, bold=True)
    shown = cut.partition(">")[2].partition("<")[0]
    assert shown.endswith("…")
    assert face(bold=True).width(shown, 20 * 0.78) <= 81


def test_what_people_wrote_cannot_break_the_picture():
    [drawn] = line('<script>"&', 0, 0, 400, 20)
    assert "&lt;script&gt;" in drawn
