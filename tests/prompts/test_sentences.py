"""What is asked in plain sentences is understood without a model, or said not to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.examples import EXAMPLES
from orchestration.processes.revising.items import items_of, usable
from prompts.sentences import read_sentences
from tests.processes.revising.building import WEB, activity, phase, process, signed

UNDERSTOOD = {
    "move UAT after security review": "moved “UAT” after “Security review”",
    "Please move the UAT step behind Security review.": "moved “UAT” after “Security review”",
    "UAT should come after Security review": "moved “UAT” after “Security review”",
    "run UAT in parallel with Security review": (
        "moved “UAT” at the same time as “Security review”"
    ),
    "UAT should go alongside security review": "moved “UAT” at the same time as “Security review”",
    "put Smoke test before UAT": "moved “Smoke test” before “UAT”",
    "move secuirty review before UAT": "moved “Security review” before “UAT”",
    "move Smoke test to the beginning of Check": "moved “Smoke test” to the beginning of “Check”",
    "move Tell customers to the Check phase": "moved “Tell customers” to the end of “Check”",
    "move Ship before Check": "moved “Ship” before “Check”",
    "remove smoke test": "removed “Smoke test”",
    "get rid of the Ship phase": "removed the phase “Ship” and its 2 activities",
    "rename Deploy to “Deploy to production”": "renamed “Deploy” to “Deploy to production”",
    "Deploy is now called Roll out": "renamed “Deploy” to “Roll out”",
    "add Load test after Build, owned by QA lead": (
        "added “Load test” (done by people, owned by {@QA lead}), after “Build”"
    ),
    "add an automated step Scan before Deploy": "added “Scan” (automated), before “Deploy”",
    "add a sign-off by Legal before Deploy": (
        "added “Legal sign-off” (a sign-off by {@Legal}, 1 approval), before “Deploy”"
    ),
    "add a phase Aftercare after Ship": "added the phase “Aftercare”, after “Ship”",
    "add Cleanup": "added “Cleanup” (done by people), at the end of “Ship”",
    "Security review is owned by the Security lead": (
        "the owner of “Security review” is {@Security lead}, was nobody"
    ),
    "make SRE the owner of Deploy": "the owner of “Deploy” is {@SRE}, was nobody",
    "assign Deploy to <@U0DANABANK>": "the owner of “Deploy” is {@U0DANABANK}, was nobody",
    "UAT needs three approvals": "“UAT” needs 3 approvals",
    "UAT is approved by Product and Legal": "“UAT” is signed by {@Product} and {@Legal}",
    "QA lead signs off Tell customers": "“Tell customers” is signed by {@QA lead}",
    "Deploy needs two approvals by QA lead and Legal": (
        "added “Approve Deploy” (a sign-off by {@QA lead} and {@Legal}, 2 approvals), "
        "before “Deploy”"
    ),
    "remove the sign-off from UAT": "nobody signs “UAT” any more",
    "make Smoke test optional": "“Smoke test” is optional",
    "make Smoke test manual": "“Smoke test” is done by people",
    "Tell customers is automated": "“Tell customers” is automated",
    "if Smoke test fails, go on": "when “Smoke test” fails, the release goes on",
    "ignore failures of Smoke test": "when “Smoke test” fails, the release goes on",
    "Tell customers waits for Deploy and Smoke test": (
        "“Tell customers” waits for “Deploy” and “Smoke test”"
    ),
    "Smoke test does not wait for Security review": "“Smoke test” waits for nothing",
    "Deploy runs the pipeline deploy-web": "“Deploy” runs the pipeline “deploy-web”",
}


@pytest.mark.parametrize("said", UNDERSTOOD)
def test_a_plain_sentence_is_one_change(said):
    read = read_sentences(WEB, said)
    items = items_of(WEB, usable(WEB, read.changes).changes)
    assert [each.what for each in items] == [UNDERSTOOD[said]], read.unclear


def test_several_sentences_are_several_changes():
    said = (
        "- add Pen test after Build and move UAT after Pen test\n"
        "- remove Smoke test; make Deploy optional"
    )
    read = read_sentences(WEB, said)
    assert [each.do for each in read.changes] == ["add_activity", "move", "remove", "optional"]
    assert read.unclear == ()


def test_a_name_with_and_in_it_is_quoted():
    read = read_sentences(WEB, 'rename UAT to "Accept and then move on"')
    assert [each.name for each in read.changes] == ["Accept and then move on"]


NOT_UNDERSTOOD = {
    "frobnicate the thing": "was not understood",
    "remove Penetration testing": "There is no “Penetration testing” here.",
    "remove Smoke tset suite": "Smoke test",
    "UAT needs two approvals by": "",
    "move UAT after UAT": "cannot go behind itself",
    "Check needs two approvals": "is a phase",
}


@pytest.mark.parametrize("said", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_said(said):
    read = read_sentences(WEB, said)
    assert read.changes == ()
    assert any(NOT_UNDERSTOOD[said] in each for each in read.unclear)


def test_a_name_that_may_mean_two_steps_is_asked_about():
    two = process(phase("Go", activity("Smoke test"), activity("Load test")))
    read = read_sentences(two, "remove test")
    assert read.changes == ()
    assert "“Smoke test” or “Load test”" in read.unclear[0]


def test_every_example_that_people_are_shown_is_understood():
    there = process(
        phase(
            "Go",
            activity("Build", kind="automated"),
            activity("Smoke test", "build"),
            signed("UAT", "smoke-test"),
            signed("Security review", "uat"),
            activity("Load test", "security-review"),
            signed("Go-live", "load-test"),
            activity("Deploy", "go-live", kind="automated"),
        )
    )
    for example in EXAMPLES:
        read = read_sentences(there, example)
        assert len(read.changes) == 1, (example, read.unclear)
        assert usable(there, read.changes).refused == (), example


@given(st.text(max_size=300))
def test_any_words_give_an_answer(said):
    read = read_sentences(WEB, said)
    all_applied(WEB, usable(WEB, read.changes).changes)
