"""What differs between two processes is seen in one picture, and never by colour alone."""

from hypothesis import given, settings

from bot.pictures.drawing import svg_of
from bot.pictures.style import CHANGES
from bot.views.picture_text import ALT_TEXT, alt_text
from orchestration.processes.diff import differences, store_differences
from orchestration.read_models.difference_picture import difference_picture
from orchestration.read_models.picture_page import Mark, page_from, page_json
from tests.pictures.gallery import (
    BETWEEN,
    by_hand,
    changed_platform,
    changed_train,
    hostile,
    large,
    pages,
    phase,
    process,
    sign_off,
    todo,
    train,
    with_activities,
    with_phase,
)
from tests.pictures.test_pictures import boxes_in, contrast, processes, said_in

WAS = process(
    "Web", phase("Build", by_hand("A", key="a"), todo("B", after=["a"]), todo("C", after=["b"]))
)


def compared(now, was=WAS, **more):
    return difference_picture(was, now, between=BETWEEN, **more)


def boxes(pictures):
    return {each.name: each for page in pictures for p in page.phases for each in p.activities}


def test_what_says_the_same_has_no_picture_of_a_difference():
    assert compared(WAS) == ()


def test_what_is_gone_stands_where_it_stood():
    now = with_activities(WAS, 0, without=["b"], c={"depends_on": ("a",)})
    (page,) = compared(now)
    assert [each.name for each in page.phases[0].activities] == ["A", "B", "C"]
    gone = boxes([page])["B"]
    assert (gone.marks, gone.lost) == ((Mark.REMOVED,), (0,))


def test_a_line_that_only_what_is_gone_implied_is_drawn():
    now = with_activities(WAS, 0, without=["b"], c={"depends_on": ("a",)})
    svg = svg_of(compared(now)[0])
    assert {"newly waits for it", "waits for it no longer"} <= set(said_in(svg))
    assert svg.count('class="tips"') == 2, "the new line, and those that are gone"


def test_every_kind_of_difference_has_its_word_its_icon_and_its_line():
    page = pages()["difference"]
    said = said_in(svg_of(page))
    drawn = [each for p in page.phases for each in (p, *p.activities)]
    for mark, look in CHANGES.items():
        assert said.count(look.word) == sum(mark in each.marks for each in drawn) > 0
    lines = [(look.dash, look.double) for look in CHANGES.values()]
    assert len(set(lines)) == len(lines)
    assert min(contrast(look.ink, look.ground) for look in CHANGES.values()) >= 4.5
    assert min(contrast(look.ink, "#ffffff") for look in CHANGES.values()) >= 4.5


def test_the_name_of_what_is_gone_is_struck_out():
    assert svg_of(pages()["difference"]).count("line-through") == 2, "a name of two lines"


def test_what_changed_is_said_in_short_beside_it():
    said = boxes(compared(changed_train(), train()))
    assert said["Load test"].notes == ("owner: Performance team", "no longer optional")
    assert said["Freeze the train"].notes == ("depends on: + scan, − notes",)
    assert said["Watch the error rate for two hours"].notes == (
        "was “Watch the error rate for an hour”",
    )


def test_people_in_what_changed_are_named_and_not_numbered():
    now = with_activities(WAS, 0, b={"owner": "U012DANA0"})
    assert boxes(compared(now, named={"U012DANA0": "Dana"}))["B"].notes == ("owner: Dana",)


def test_what_went_to_another_phase_stands_there_once_and_says_from_where():
    was = process("Web", phase("Build", todo("A"), todo("B")), phase("Ship", todo("C")))
    now = with_activities(was, 0, without=["b"])
    now = with_activities(now, 1, more=[todo("B")])
    (page,) = compared(now, was)
    assert [[e.name for e in p.activities] for p in page.phases] == [["A"], ["C", "B"]]
    assert boxes([page])["B"].notes == ("from “Build”",)


def test_a_phase_that_is_gone_takes_its_activities_with_it():
    was = process("Web", phase("Build", todo("A")), phase("Ship", todo("C"), after=["build"]))
    now = was.model_copy(update={"phases": was.phases[:1]})
    (page,) = compared(now, was)
    assert page.phases[1].marks == (Mark.REMOVED,)
    assert boxes([page])["C"].marks == (Mark.REMOVED,)
    assert page.subtitle == f"{BETWEEN}: 1 activity removed; 1 phase removed"


def test_what_changed_of_the_process_itself_stands_above():
    (page,) = compared(WAS.model_copy(update={"description": "How we ship.", "name": "Shop"}))
    assert "▸ was “Web”" in said_in(svg_of(page))


def test_another_version_of_what_the_store_has_is_said_above_though_the_process_says_the_same():
    taken = store_differences({"deploy-service": 3}, {"deploy-service": 4})
    (page,) = compared(WAS, taken=taken)
    assert page.notes == ("from the store: deploy-service 3 → 4",)
    assert not any(each.marks for each in page.phases)


def test_of_a_large_process_only_phases_that_differ_have_a_picture_and_the_others_are_counted():
    overview, *rest = compared(changed_platform(), large(8, 13))
    assert [each.phases[0].name for each in rest] == ["Part 2", "Part 6"]
    assert "2 of 8 phases with a difference" in overview.subtitle
    assert [bool(each.marks) for each in overview.phases].count(True) == 2


def test_what_differs_is_drawn_also_in_a_phase_too_large_for_a_page():
    was = large(1, 300)
    now = with_phase(was, 0, activities=(*was.phases[0].activities, sign_off("Go", "QA lead")))
    _, page = compared(now, was)
    assert boxes([page])["Go"].marks == (Mark.ADDED,)
    assert page.phases[0].more == 181


def test_the_words_for_a_picture_say_what_differs_and_how():
    said = alt_text(pages()["difference"])
    assert "Rotate the staging certificates removed" in said
    assert "Load test changed (owner: Performance team, no longer optional)" in said
    assert "Build checkout" not in said
    assert said.endswith("The rest is as it was.")


def test_every_page_of_a_difference_fits_slack():
    every = [*compared(hostile()), *compared(large(1, 300)), *compared(large(20, 30), hostile())]
    assert max(len(alt_text(each).encode("utf-16-le")) // 2 for each in every) <= ALT_TEXT


@settings(max_examples=25, deadline=None)
@given(processes(), processes())
def test_no_two_processes_break_their_picture(was, now):
    drawn = compared(now, was)
    assert bool(drawn) == bool(differences(was, now))
    for page in drawn:
        assert page_from(page_json(page)) == page
        every = [each for p in page.phases for each in p.activities]
        assert boxes_in(svg_of(page)) == len(every)
        there = [each for each in every if Mark.REMOVED not in each.marks]
        assert len(there) == sum(len(each.activities) for each in now.phases)
