"""What a text tells as a step and a draft has not, whoever drafted it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.processes.proposal import ProcessDraft, ProposedActivity, ProposedPhase
from prompts.covering import MOST, not_covered
from prompts.outline import read_outline

TEXT = """\
# Web shop

1. Build the image with the release script
2. QA lead signs off the regression results
   - look at the checkout twice
   - look at the search page
3. Tell the support team what will change
"""


def draft_of(*steps: ProposedActivity) -> ProcessDraft:
    return ProcessDraft(
        process_name="Web shop", phases=(ProposedPhase(name="All", activities=steps),)
    )


BUILD = ProposedActivity(name="Build", evidence="Build the image with the release script")
SIGN = ProposedActivity(name="Sign off", evidence="QA lead signs off the regression results")
TELL = ProposedActivity(name="Tell support what changes for the team")


def test_a_step_of_the_text_that_became_nothing_is_named_in_its_words():
    found = not_covered(TEXT, draft_of(BUILD, SIGN))
    assert found == ("Tell the support team what will change",)


def test_a_step_is_covered_by_its_words_or_by_a_name_that_says_the_same():
    assert not_covered(TEXT, draft_of(BUILD, SIGN, TELL)) == ()


def test_items_below_a_step_that_is_there_describe_it():
    assert not_covered(TEXT, draft_of(BUILD, TELL)) == (
        "QA lead signs off the regression results",
        "look at the checkout twice",
        "look at the search page",
    )


def test_a_sentence_that_tells_a_step_counts_where_there_is_no_list():
    text = "On Monday the release manager cuts the branch. Then QA signs off the build."
    cut = ProposedActivity(name="Cut", evidence="the release manager cuts the branch")
    assert any("signs off" in each for each in not_covered(text, draft_of(cut)))


@pytest.mark.parametrize("text", ["", "Hello there.", "- one\n- two words"])
def test_a_text_without_steps_leaves_nothing_out(text):
    assert not_covered(text, draft_of()) == ()


def test_however_much_is_missing_the_list_stays_short():
    words = ("alpha", "bravo", "candid", "delta", "echo", "foxtrot", "golf")
    text = "\n".join(f"- Paint the {a} {b} {c}" for a in words for b in words for c in words)
    assert len(not_covered(text, draft_of(BUILD))) == MOST


@given(st.text(max_size=400))
def test_of_any_text_it_names_only_what_stands_in_it(text):
    for each in not_covered(text, read_outline(text)):
        assert each.strip()
