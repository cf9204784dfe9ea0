# ruff: noqa: E501 - a table of mistakes reads best in rows
"""Every fault of a process's file is told at once, where it is and how to mend it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.processes.code.reading import MOST_ACTIVITIES, read_process

ONE = "process:\n  id: a\n  name: A\n  phases:\n    - id: p\n      name: P\n      activities:\n"
ITEM = "        - id: x\n          name: X\n          type: manual\n"


def told(text):
    read = read_process(text)
    assert read.process is None
    return [str(each) for each in read.faults]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "It must hold `process:`"),
        ("just words", "It must hold `process:`"),
        ("process: web", "It must hold `process:`"),
        ("process:\n\tid: a", "line 2, column 1: a tab cannot indent; use spaces"),
        ("process:\n  id: a\n  id: b", "line 3, column 3: “id” stands here twice; remove one"),
        ("a: &x [1]\nb: *x", "line 2, column 4: aliases (*name) are not taken"),
        ("process: !!python/object:os.system {}", "line 1, column 10: tags (!name) are not taken"),
        ("process: {id: a, name: A, phase: []}", "phase is not known here. Did you mean “phases”?"),
        ("process: {id: a, name: 12}", "line 1, column 18: name must be text; put it in quotes."),
        ("process: {id: a, name: A, owners: QA}", "owners must be a list, such as [a, b]."),
        (ONE + ITEM + "          tiemout: 3 min\n", "line 11, column 11: phases[1].activities[1].tiemout is not known here. Did you mean “timeout”?"),
        (ONE + ITEM + "          timeout: soon\n", "timeout must be a length of time, such as 30 min"),
        (ONE + ITEM + "          timeout: 9000 weeks\n", "at most a year"),
        (ONE + ITEM.replace("manual", "magic"), "type must be 'automated', 'manual' or 'subprocess'."),
        (ONE + "        - id: x\n", "line 8, column 11: phases[1].activities[1].name is missing."),
        (ONE + "        - words\n", "phases[1].activities[1] must be a map."),
        (ONE + "        - activity:\n            id: x\n            nmae: X\n", "line 10, column 13: phases[1].activities[1].nmae is not known here. Did you mean “name”?"),
        (ONE + ITEM + "          retry: {attempts: 0}\n", "greater than or equal to 1"),
        ("process: {id: a, name: A}\n---\nprocess: {}", "line 2, column 1: a second document begins here"),
        ("[" * 60, "nested more than 40 levels deep"),
        ("x" * 1_000_001, "larger than 1 MB"),
        ("process: \x00", "control characters"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text, says):
    assert any(says in each for each in told(text)), told(text)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    wrong = ONE + ITEM + "          tiemout: 1h\n          owner: 5\n"
    assert [each.split(":")[0] for each in told(wrong)] == [
        "line 11, column 11",
        "line 12, column 11",
    ]


def test_a_bomb_is_refused_before_it_grows():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )
    assert told(bomb) == ["line 2, column 8: aliases (*name) are not taken; write the value again"]


def test_ten_thousand_activities_are_too_many_and_the_first_one_too_many_is_named():
    many = ONE + "".join(
        f"        - {{id: a{n}, name: A, type: manual}}\n" for n in range(2 * MOST_ACTIVITIES)
    )
    assert told(many) == [
        f"line {8 + MOST_ACTIVITIES}, column 11: It has more than 5,000 activities."
    ]


def test_what_has_a_name_and_no_id_is_called_after_its_name():
    read = read_process("name: Web shop\nphases:\n  - name: Build & test\n")
    assert read.process
    assert (read.process.id, read.process.phases[0].id) == ("web-shop", "build-test")


def test_the_nested_form_is_the_flat_one():
    flat = ONE + ITEM
    nested = (
        "process:\n  id: a\n  name: A\n  phases:\n    - phase:\n        id: p\n        name: P\n"
        "        activities:\n          - activity: {id: x, name: X, type: manual}\n"
    )
    assert read_process(nested).process == read_process(flat).process


def test_a_place_of_the_process_is_found_again_in_the_file():
    read = read_process(ONE + ITEM)
    assert read.spot(("phases", 0, "activities", 0, "name")) == (9, 11)
    assert read.spot(("phases", 0, "activities", 0, "owner")) == (8, 11)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | st.text("process:phasesid name-[]{}\n  &*!|>'\"#,", max_size=200))
def test_any_text_is_a_process_or_has_faults(text):
    read = read_process(text)
    assert (read.process is None) == bool(read.faults)


def test_a_file_that_is_too_large_says_where_it_should_have_ended():
    (fault,) = read_process("# x\n" * 300_000).faults
    assert str(fault).startswith("line 250001, column 1: It is larger than 1 MB")


def test_a_sign_that_no_text_has_is_told_with_its_place():
    (fault,) = read_process("process:\n  name: é\x00\n").faults
    assert str(fault) == "line 2, column 10: control characters are not allowed"
