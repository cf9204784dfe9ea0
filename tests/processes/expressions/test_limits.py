"""What is too long, too deep or too much is refused before it is done."""

from __future__ import annotations

from orchestration.processes.expressions import Reason, Refusal, parse_template
from orchestration.processes.expressions.limits import (
    LONGEST_RESULT,
    LONGEST_SOURCE,
    MOST_DEPTH,
    MOST_STEPS,
    MOST_TOKENS,
)
from tests.processes.expressions.asking import refusal_of, text_of, value_of

LONG = {"inputs": {"long": "x" * LONGEST_RESULT, "many": list(range(MOST_STEPS))}}


def test_the_longest_source_is_read_and_one_more_character_is_not():
    longest = "1".ljust(LONGEST_SOURCE)
    assert value_of(longest) == 1
    assert refusal_of(longest + " ").reason is Reason.LIMIT
    assert isinstance(parse_template("x" * (LONGEST_SOURCE + 1)), Refusal)


def test_the_deepest_brackets_are_read_and_one_more_pair_is_not():
    deepest = "(" * MOST_DEPTH + "1" + ")" * MOST_DEPTH
    assert value_of(deepest) == 1
    assert refusal_of(f"({deepest})").reason is Reason.LIMIT
    assert refusal_of("not " * (MOST_DEPTH + 1) + "true").reason is Reason.LIMIT


def test_long_chains_are_not_deep():
    assert value_of(" and ".join(["true"] * 500)) is True
    assert value_of("'a'" + " ~ 'a'" * 500) == "a" * 501
    assert value_of("'a'" + " | upper" * 500) == "A"


def test_words_are_counted_over_all_of_a_text():
    assert refusal_of("1," * MOST_TOKENS).reason is Reason.LIMIT
    assert text_of("{{1}}" * (MOST_TOKENS // 2 + 1)).reason is Reason.LIMIT


def test_a_text_may_be_as_long_as_a_result_and_not_longer():
    assert value_of("inputs.long", LONG) == LONG["inputs"]["long"]
    assert value_of("inputs.long | length", LONG) == LONGEST_RESULT
    for source in ("inputs.long ~ 'x'", "inputs.long | replace('x', 'xx')"):
        assert refusal_of(source, LONG).reason is Reason.LIMIT
    assert text_of("{{ inputs.long }}.", LONG).reason is Reason.LIMIT


def test_work_is_counted_by_what_it_looks_at():
    for source in ("-1 in inputs.many", "inputs.many == inputs.many", "inputs.many | json"):
        assert refusal_of(source, LONG).reason is Reason.LIMIT
    assert value_of("inputs.many | length", LONG) == MOST_STEPS


def test_data_that_goes_round_or_down_for_ever_is_refused():
    ring = []
    ring.append(ring)
    for source in ("inputs.ring", "inputs.ring | json", "inputs.ring == inputs.ring"):
        assert refusal_of(source, {"inputs": {"ring": ring}}).reason is Reason.LIMIT


def test_numbers_that_cannot_be_written_are_no_values():
    for number in (10**5000, float("nan"), float("inf")):
        data = {"inputs": {"n": number}}
        for source in ("inputs.n", "inputs.n ~ ''", "inputs.n == 1", "inputs.n < 1"):
            assert refusal_of(source, data).reason is Reason.WRONG_TYPE
