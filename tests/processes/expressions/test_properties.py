"""For any text and any data: a value or a refusal, always the same one."""

from __future__ import annotations

import pickle

from hypothesis import example, given

from orchestration.processes.expressions import (
    Refusal,
    SecretRef,
    evaluate,
    holds,
    parse_expression,
    parse_template,
    printed,
    references,
    render,
)
from orchestration.processes.expressions.limits import LONGEST_RESULT
from tests.processes.expressions.trees import data, sources, trees


def plain(value):
    """Whether it is what JSON, a date or a lone secret is made of."""
    if isinstance(value, list):
        return all(plain(each) and not isinstance(each, SecretRef) for each in value)
    if isinstance(value, dict):
        return all(plain(each) and not isinstance(each, SecretRef) for each in value.values())
    return True


def told(refusal, source):
    return refusal.what.strip() and refusal.mend.strip() and 0 <= refusal.at <= len(source)


@given(sources, data)
@example("((((", {})
@example("{{ '" + "\\" * 9, {})
def test_any_text_is_read_or_refused_and_any_reading_evaluated_or_refused(source, known):
    for parse, value_in in ((parse_expression, evaluate), (parse_template, render)):
        tree = parse(source)
        if isinstance(tree, Refusal):
            assert told(tree, source)
            continue
        value = value_in(tree, known)
        assert told(value, source) if isinstance(value, Refusal) else plain(value)


@given(trees, data)
def test_any_tree_has_a_value_or_a_refusal_in_any_data(tree, known):
    value = evaluate(tree, known)
    assert isinstance(value, Refusal) or plain(value)
    assert not isinstance(value, str) or len(value) <= LONGEST_RESULT
    assert isinstance(holds(tree, known), bool | Refusal)


@given(trees)
def test_what_is_printed_reads_back_as_the_same_tree(tree):
    again = parse_expression(printed(tree))
    assert again == tree, printed(tree)
    assert repr(again) == repr(tree)  # 1 is not 1.0, nor is it true


@given(trees, data)
def test_an_evaluation_is_repeated_exactly_and_leaves_its_data_alone(tree, known):
    before = pickle.dumps(known)
    assert repr(evaluate(tree, known)) == repr(evaluate(tree, known))
    assert pickle.dumps(known) == before


@given(trees, data)
def test_what_is_missing_was_among_the_references_without_a_default(tree, known):
    found = references(tree)
    value = evaluate(tree, known)
    if isinstance(value, Refusal) and value.reason == "missing" and "is not known" in value.what:
        assert any(not each.has_default for each in found)


@given(trees, data)
def test_roots_that_are_not_referred_to_make_no_difference(tree, known):
    read = {each.path[0] for each in references(tree)}
    needed = {name: value for name, value in known.items() if name in read}
    with_all, with_needed = evaluate(tree, known), evaluate(tree, needed)
    if not isinstance(with_all, Refusal):
        assert repr(with_needed) == repr(with_all)
