"""Whatever a model answers in our form, the proposal holds together."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.processes.checks.check import check_process
from orchestration.processes.drafting import process_from
from prompts.answer import Answer
from prompts.judging import judge
from prompts.plan import circle_in, plan_of
from prompts.proposing import proposal_of
from prompts.source import Source

TEXT = """\
# Ship
1. CI builds it: `make ship`
2. QA signs off, see https://wiki.example/x <@U024BE7LH>
"""
NUMBERS = st.integers(1, 8)
SAID = st.one_of(
    st.sampled_from(
        ["", "Build", "build!", "QA", "none", "make ship", "CI builds it", "https://evil.example",
         "<!channel>", "U0EVIL0001", "U024BE7LH", "…", "\x00\u202e", "Ship (2)", "a\nb"]
    ),
    st.text(max_size=30),
    st.text("x ", min_size=100, max_size=700),
)  # fmt: skip
AFTER = st.lists(NUMBERS, max_size=4)
PHASE = st.fixed_dictionaries(
    {"n": NUMBERS, "name": SAID, "owner": SAID, "when": SAID, "after": AFTER}
)
ACTIVITY = st.fixed_dictionaries(
    {
        "n": NUMBERS,
        "phase": NUMBERS,
        "evidence": SAID,
        "name": SAID,
        "type": st.sampled_from(["automated", "manual"]),
        "owner": SAID,
        "approval": st.booleans(),
        "needed": st.integers(1, 50),
        "after": AFTER,
        "when": SAID,
        "optional": st.booleans(),
        "command": SAID,
        "description": SAID,
    }
)
ANSWERS = st.fixed_dictionaries(
    {
        "process_name": SAID,
        "schedule": SAID,
        "phases": st.lists(PHASE, max_size=6),
        "activities": st.lists(ACTIVITY, max_size=10),
        "inputs": st.lists(st.fixed_dictionaries({"name": SAID, "description": SAID}), max_size=3),
        "questions": st.lists(SAID, max_size=8),
    }
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_any_answer_becomes_a_proposal_without_loose_ends(raw):
    source = Source(TEXT)
    answer = Answer.model_validate(raw)
    proposal = proposal_of(answer, source)
    assert len(proposal.activities()) == len(answer.activities)
    reading = process_from(proposal, owners=("U0000ROSA",))
    assert reading.unmatched == ()
    problems = check_process(reading.process, members_of=lambda _: ("U0000ROSA",), pipelines=())
    assert not [each for each in problems if "circle" in each.what]
    assert all(phase.activities for phase in proposal.phases)
    for each in proposal.activities():
        assert not each.evidence or source.quoted(each.evidence)
        assert not each.command or source.command(each.command)
        assert not (each.approval and each.type == "automated")
    said = proposal.model_dump_json()
    assert "evil.example" not in said
    assert "U0EVIL0001" not in {each.owner for each in (*proposal.phases, *proposal.activities())}
    assert "\\u0000" not in said


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_an_order_that_holds_is_kept_as_it_was_answered(raw):
    answer = Answer.model_validate(raw)
    plan = plan_of(answer)
    proposal = proposal_of(answer, Source(TEXT))
    waits = sum(map(len, plan.waits))
    kept = sum(len(each.depends_on) for each in proposal.activities())
    assert kept <= waits
    if not circle_in(plan):
        assert kept == waits


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["phases", "activities", "x\ny"]), inner, max_size=3),
).map(repr)))  # fmt: skip
def test_any_content_is_judged(content):
    judged = judge(content, Source(TEXT))
    assert judged.answer is None
    assert judged.worth_repairing
    assert judged.problems
    assert not any("\n" in each for each in judged.problems)
