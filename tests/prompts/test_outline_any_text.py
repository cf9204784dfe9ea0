"""Any text has a reading: bounded, without cycles, quick."""
# ruff: noqa: E501 -- documents stand as they are written

import json
import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.processes.proposal import ProcessDraft
from prompts.outline import read_outline, to_json

WORDS = [
    "# ", "## ", "- [ ] ", "1. ", "  - ", "\n", "\n\n", "QA ", "the release manager ", "signs off ", "deploy ",
    "Deploy ", "then ", "while ", "in parallel ", "after ", "`git push`", "```\n", "| Task | Owner |\n|--|--|\n",
    "| a | b |\n", ": ", "(optional) ", "<@U012AB3CD> ", "<!channel> ", "*", "_", "~", "🎉", "שחרור ", "1% -> 5%",
    "[x](y) ", "<details>", "</details>", "<!--", "-->", "und ", "testet ", "Friday ", "must approve ", "\t", "> ",
]  # fmt: skip


def acyclic(draft: ProcessDraft) -> bool:
    known: set[str] = set()
    for phase in draft.phases:
        for activity in phase.activities:
            if not set(activity.depends_on) <= known:
                return False
            known.add(activity.name)
    before: set[str] = set()
    for phase in draft.phases:
        if not set(phase.depends_on) <= before:
            return False
        before.add(phase.name)
    return True


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_documents_of_any_shape_have_a_reading_without_cycles(text):
    draft = read_outline(text)
    assert acyclic(draft)
    names = [activity.name.lower() for activity in draft.activities()]
    assert len(names) == len(set(names))
    assert len(draft.questions) <= 8
    assert read_outline(text) == draft


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_string_has_a_reading(text):
    assert acyclic(read_outline(text))


@pytest.mark.parametrize(
    "text", ["", "ship it", "\x00\x01\xff" * 50, "مرحبا بالعالم", "<!channel>", "🎉🎉", "```"]
)
def test_a_text_that_tells_nothing_gives_no_activities(text):
    draft = read_outline(text)
    assert draft.activities() == []
    assert draft.questions == ()


def hard_texts() -> dict[str, str]:
    noise = random.Random(7)
    return {
        "noise": "".join(noise.choice(string.printable) for _ in range(200_000)),
        "one line": "release the build and then QA tests it, " * 5_000,
        "stars": "*" * 200_000,
        "brackets": "[(<" * 66_000,
        "titles": "# Do it\n" * 25_000,
        "nested": "".join(" " * (n % 400) + "- Run it\n" for n in range(1_000)),
        "checks": "- [ ] Deploy the build and verify it\n" * 5_000,
        "comments": "<!--" * 50_000,
        "table": "| Task | Owner |\n|---|---|\n" + "| Do the thing | QA |\n" * 9_000,
        "words": "word " * 40_000,
    }


@pytest.mark.timeout(30)  # what grows faster than its text would take minutes
@pytest.mark.parametrize("name", hard_texts())
def test_200_kilobytes_of_anything_are_read_in_bounded_time(name):
    draft = read_outline(hard_texts()[name])
    assert len(draft.activities()) <= 400


def test_the_json_has_the_shape_that_scorers_read():
    draft = read_outline("Weekly.\n\n1. Push the tag\n2. If it rains, wait for the build\n")
    shape = json.loads(json.dumps(to_json(draft)))
    assert set(shape) == {"process_name", "phases", "inputs", "schedule", "questions"}
    phase = shape["phases"][0]
    assert set(phase) == {"name", "owner", "depends_on", "activities"}
    assert {"name", "type", "owner", "approval", "depends_on", "evidence"} <= set(
        phase["activities"][0]
    )
    assert phase["activities"][1]["optional"] is True
