"""What of an answer can be shown while a model writes it."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prompts.answer import Answer
from prompts.arriving import answer_so_far, proposal_so_far
from prompts.source import Source
from tests.prompts.test_any_answer import ANSWERS
from tests.prompts.test_model_drafter import TEXT, answer, phase, step

SOURCE = Source(TEXT)


def told(proposal):
    """Each phase and the quotations of its steps: what of a draft must not move any more."""
    if proposal is None:
        return []
    return [[(each.evidence, each.type) for each in one.activities] for one in proposal.phases]


def at(marker, whole=None):
    """A good answer as far as just before this."""
    content = json.dumps(whole or answer())
    return proposal_so_far(content[: content.index(marker)], SOURCE)


def test_nothing_is_shown_before_the_first_phase_is_named():
    assert at('"phases"') is None
    assert proposal_so_far("", SOURCE) is None
    assert proposal_so_far("Certainly! Here", SOURCE) is None
    assert proposal_so_far("<think>{Maybe", SOURCE) is None


def test_phases_are_shown_before_their_steps():
    proposal = at('"activities"')
    assert [each.name for each in proposal.phases] == ["Build", "Check", "Ship"]
    assert proposal.activities() == []


def test_a_step_is_shown_once_it_is_written_to_its_end():
    assert [each.name for each in at('"n": 2, "phase": 2, "evidence"').activities()] == [
        "Build the image"
    ]
    assert at('"Write the notes"').activities()[-1].name == "Sign off the results"


def test_a_phase_that_is_still_empty_keeps_its_place():
    early = answer(
        phases=[phase(1, "Build"), phase(2, "Check"), phase(3, "Ship")],
        activities=[step(1, 1, "Build it"), step(2, 3, "Ship it"), step(3, 2, "Check it")],
    )
    shown = at('"Check it"', early)
    assert [(each.name, len(each.activities)) for each in shown.phases] == [
        ("Build", 1),
        ("Check", 0),
        ("Ship", 1),
    ]


def test_what_a_step_waits_for_may_come_later_and_is_no_mistake_meanwhile():
    forward = answer(
        activities=[step(1, 1, "Tag", after=[2]), step(2, 1, "Build", "CI builds"), step(3, 1, "X")]
    )
    assert at('"n": 2, "phase": 1, "evidence"', forward).questions == ()
    assert at('"X"', forward).activities()[0].depends_on == ("Build",)


def test_thoughts_and_fences_around_the_answer_are_passed_over():
    content = "<think>{so}</think>\n```json\n" + json.dumps(answer())
    assert len(proposal_so_far(content, SOURCE).activities()) == 4


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS, st.data())
def test_what_is_shown_of_any_answer_only_grows(whole, data):
    content = Answer.model_validate(whole).model_dump_json()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(content)), max_size=6)))
    shown = [told(proposal_so_far(content[:cut], SOURCE)) for cut in [*cuts, len(content)]]
    for i in range(len(shown) - 1):
        for before, after in zip(shown[i], shown[i + 1], strict=False):
            assert after[: len(before)] == before
        assert len(shown[i]) <= len(shown[i + 1])


@given(st.text(max_size=300))
def test_any_letters_at_all_are_read_without_a_crash(content):
    answer_so_far("{" + content)
