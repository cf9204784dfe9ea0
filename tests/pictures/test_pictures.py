"""What a picture of a process shows, and that no process can break it."""

import json
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.drawing import svg_of
from bot.pictures.lettering import FONTS
from bot.pictures.ordering import needed, rows_of
from bot.pictures.studio import draw
from bot.pictures.style import INK, LOOKS, PAPER, PHASE_GROUND, PHASE_HEAD, QUIET
from bot.pictures.writing import write_pictures
from orchestration.errors import Rejected
from orchestration.read_models.picture_page import page_from, page_json
from orchestration.read_models.process_picture import process_picture
from tests.pictures.gallery import FOLDER, by_hand, large, pages, phase, process, sign_off, todo
from tests.pictures.measuring import measured
from tests.views.cards import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def said_in(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]


def boxes_in(svg: str) -> int:
    return svg.count('rx="8"')


def tips_in(svg: str) -> int:
    """How many lines end in an arrow."""
    return sum(each.count("z") for each in re.findall(r'class="tips" d="([^"]*)"', svg))


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_gallery_is_drawn_as_it_was(name):
    """After a change that is meant: `make pictures`, look at them, raise STYLE."""
    assert svg_of(pages()[name]) == (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def test_the_letters_are_as_wide_as_the_font_says():
    assert json.loads((FONTS / "widths.json").read_text()) == measured()


async def test_a_picture_is_drawn_by_a_process_of_its_own():
    png = await draw(pages()["example"])
    width = int.from_bytes(png[16:20])
    assert width == 1600


def test_two_machines_draw_the_same_bytes():
    page = page_json(pages()["train"]).encode()
    drawn = {
        subprocess.run(
            [sys.executable, "-m", "bot.pictures"],
            input=page,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(drawn) == 1


def test_serving_loads_nothing_that_draws():
    code = (
        "import sys, bot.cli, bot.wiring, bot.serving; "
        "print([m for m in ('fontTools', 'resvg_py', 'fast_sugiyama') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == "[]"


def test_sixty_activities_are_one_picture_and_more_are_split_by_phase():
    assert len(process_picture(large(5, 12))) == 1
    overview, *rest = process_picture(large(5, 13))
    assert [len(each.phases) for each in rest] == [1] * 5
    assert "13 activities, 3 sign-offs" in said_in(svg_of(overview))
    assert boxes_in(svg_of(rest[0])) == 13


def test_a_large_process_is_written_as_an_overview_and_a_file_for_each_phase(tmp_path):
    written = write_pictures(large(4, 16), tmp_path / "web.png")
    names = [each.name for each in written]
    assert names == ["web.png", "web-1.png", "web-2.png", "web-3.png", "web-4.png"]
    assert all(each.read_bytes().startswith(b"\x89PNG") for each in written)


def test_a_folder_that_does_not_exist_is_said(tmp_path):
    with pytest.raises(Rejected, match="cannot be written: No such file or directory"):
        write_pictures(pages_of_one(), tmp_path / "nowhere" / "web.png")


def pages_of_one():
    return process("Web", phase("Build", by_hand("Compile")))


def test_every_activity_says_its_kind_by_a_word_and_an_icon():
    page = pages()["train"]
    said = said_in(svg_of(page))
    for work, look in LOOKS.items():
        drawn = [b for p in page.phases for b in p.activities if b.work is work]
        assert said.count(look.word) == len(drawn) + 1, "one each, and one in the legend"


def test_words_stand_out_from_their_ground():
    pairs = [(each.ink, each.ground) for each in LOOKS.values()]
    pairs += [(ink, on) for ink in (INK, QUIET) for on in (PAPER, PHASE_GROUND, PHASE_HEAD)]
    pairs += [(INK, each.ground) for each in LOOKS.values()]
    pairs += [(QUIET, each.ground) for each in LOOKS.values()]
    assert min(contrast(*each) for each in pairs) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2, relative luminance."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


def test_an_optional_activity_is_dashed_and_a_conditional_one_says_if():
    svg = svg_of(pages()["train"])
    assert {"optional", "if", "if: runs under a condition"} <= set(said_in(svg))
    assert svg.count('stroke-dasharray="7 5"') == 1


def test_who_signs_and_what_it_waits_for_elsewhere_are_said():
    said = said_in(svg_of(pages()["train"]))
    assert {"2 of QA lead", "after Collect the release notes (Cut)"} <= set(said)


def test_people_are_named_and_not_numbered():
    made = process("Web", phase("Sign", sign_off("Go", "U012DANA0")))
    assert "Dana" in said_in(svg_of(process_picture(made, named={"U012DANA0": "Dana"})[0]))


def test_a_line_that_others_imply_is_not_drawn():
    assert needed(3, [(0, 1), (1, 2), (0, 2)]) == [(0, 1), (1, 2)]


def test_an_activity_stands_below_all_that_it_waits_for():
    assert rows_of(4, [(0, 1), (1, 2), (0, 2)]) == [[0, 3], [1], [2]]


def test_a_circle_of_a_draft_is_drawn_as_a_circle():
    made = process("Odd", phase("One", *(todo(n, after=[o]) for n, o in ("ab", "bc", "ca"))))
    assert tips_in(svg_of(process_picture(made)[0])) == 3


def test_an_empty_process_is_a_picture_too():
    assert "0 phases, 0 activities" in said_in(svg_of(process_picture(process(""))[0]))


NAMES = st.sampled_from(HOSTILE) | st.text(max_size=40)


@st.composite
def processes(draw_):
    phases = []
    for p in range(draw_(st.integers(0, 5))):
        ids = [f"a{n}" for n in range(draw_(st.integers(0, 9)))]
        anywhere = st.sampled_from([*ids, "p0.a0", "p1.a1", "gone", "gone.gone"])
        rows = [
            draw_(st.sampled_from([todo, by_hand]))(
                draw_(NAMES), after=draw_(st.lists(anywhere, max_size=4)), key=each
            )
            for each in ids
        ]
        after = draw_(st.lists(st.sampled_from(["p0", "p1", "p2", "p3", "p9"]), max_size=3))
        made = phase(f"p{p}", *rows, after=after, owner=draw_(NAMES))
        phases.append(made.model_copy(update={"name": draw_(NAMES)}))
    return process("p", *phases).model_copy(update={"name": draw_(NAMES)})


@settings(max_examples=20, deadline=None)
@given(processes())
def test_no_process_breaks_its_picture(made):
    (page,) = process_picture(made)
    assert page_from(page_json(page)) == page
    svg = svg_of(page)
    words = said_in(svg)
    assert not any(re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", each) for each in words)
    assert boxes_in(svg) == sum(len(each.activities) for each in made.phases)
