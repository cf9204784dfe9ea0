"""How an expression is read: what binds to what, and what people are told where it is not one."""

from __future__ import annotations

import pytest

from orchestration.processes.expressions import Reason, Refusal, parse_expression, printed
from tests.processes.expressions.asking import refusal_of, text_of, value_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a or b and c", "a or (b and c)"),
        ("not a and b", "(not a) and b"),
        ("not a == b", "not (a == b)"),
        ("!a == b", "not (a == b)"),
        ("not a in b", "not (a in b)"),
        ("a == b or c == d", "(a == b) or (c == d)"),
        ('a ~ b == "x"', '(a ~ b) == "x"'),
        ("a ~ b | upper", "a ~ (b | upper)"),
        ("a == b | upper", "a == (b | upper)"),
        ("not a | boolean", "not (a | boolean)"),
        ("a && b || c", "(a and b) or c"),
        ("a and b and c", "a && b && c"),
        ("a|first|upper", "a | first | upper"),
        ("a . b [ 'c' ]", "a.b.c"),
        ("[1,2,]", "[1, 2]"),
        ("'a'", '"a"'),
        ("a\n  and b", "a and b"),
        ("{{ a }}", "a"),
    ],
)
def test_what_binds_more_tightly_needs_no_brackets(written, meant):
    tree = parse_expression(written)
    assert not isinstance(tree, Refusal), tree
    assert tree == parse_expression(meant)


def test_brackets_that_change_the_meaning_stay_when_it_is_printed():
    kept = ["(a or b) and c", "not (a and b)", "(a ~ b) | upper", "(a == b) == c", "not not a"]
    assert [printed(parse_expression(each)) for each in kept] == kept


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("phases.build-web.activities.image.outputs.digest", "sha256:4f2a"),
        ("phases.build-web.activities.2fa-check.outputs", {}),
        ('inputs.labels["größe"]', "XL"),
        ("inputs.services[0]", "web"),
        ("-3", -3),
        ("1.50", 1.5),
        ("null", None),
        ('["eu", 1, true, null, []]', ["eu", 1, True, None, []]),
        (r"'it\'s' ~ "[:-3], "it's"),
        (r'"tab\tline\nA\u00e9\\\""', 'tab\tline\nAé\\"'),
        ('"🚀 ≠ →"', "🚀 ≠ →"),
        ("inputs.urgent", True),
    ],
)
def test_a_value_is_read_or_written_out(source, value):
    assert value_of(source) == value


@pytest.mark.parametrize(
    ("source", "at", "told"),
    [
        ("", 0, "There is no expression here."),
        ("inputs.", 7, "A name is missing after the dot."),
        ("inputs.region ==", 16, "The expression ends too early."),
        ("inputs.region = 'eu'", 14, "Compare with ==."),
        ("inputs.region == eu'", 19, "This quote is never closed."),
        ("inputs.region == “eu”", 17, "Write text in straight quotes"),
        ("inputs.region 'eu'", 14, "“'eu'” cannot follow inputs.region."),
        ("1 < 2 < 3", 6, "Write a < b and b < c"),
        ("(inputs.region", 0, "This ( is never closed."),
        ("inputs.services[0", 15, "This [ is never closed."),
        ("[1 2]", 3, "stands where ] or an operator belongs"),
        ("inputs.services[-1]", 16, "use the filter last"),
        ("upper(inputs.region)", 5, "Write it as a filter: … | upper."),
        ("inputs.region | uper", 16, "Did you mean “upper”?"),
        ("inputs.region | replace('a')", 16, "Write replace(OLD, NEW)."),
        ("inputs.region |", 15, "A filter's name is missing"),
        ("True", 0, "Write true."),
        ("inputs.urgent AND true", 14, "Write and."),
        ("inputs.notes == None", 16, "Write null."),
        ("inputs.notes is null", 13, "Write ==."),
        ("'a' if true else 'b'", 4, "no statements"),
        ("<+process.build.output.x>", 0, "how Harness writes it"),
        ("{{ inputs.urgent }} and true", 19, "Something follows the }}."),
        ("'\\q'", 1, "is not an escape"),
        ("12abc", 0, "neither a number nor a name"),
    ],
)
def test_what_is_no_expression_is_told_with_its_place_and_the_remedy(source, at, told):
    refused = refusal_of(source)
    assert told in str(refused)
    assert refused.at == at
    assert refused.reason in {Reason.SYNTAX, Reason.UNKNOWN}


def test_words_of_the_grammar_are_names_after_a_dot():
    assert value_of("inputs.in == inputs.not", {"inputs": {"in": 1, "not": 1}}) is True


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("no braces", "no braces"),
        ("v{{inputs.version}}!", "v1.42.0!"),
        ("{{ inputs.replicas }}", 3),
        (" {{ inputs.replicas }}", " 3"),
        ("{{ inputs.services }}", ["web", "api"]),
        ("{{ '}}' }}{{ '{{' }}", "}}{{"),
        ('{"replicas":{{ inputs.replicas }}}', '{"replicas":3}'),
        ("{{ date }} {{ inputs.urgent }} {{ inputs.share }}", "2026-11-23 true 0.25"),
        ("a } b }} c { d", "a } b }} c { d"),
    ],
)
def test_a_text_is_filled_in_and_a_lone_expression_keeps_its_type(source, text):
    found = text_of(source)
    assert found == text
    assert type(found) is type(text)


def test_a_place_in_a_text_is_counted_from_its_beginning():
    assert text_of("Deploy {{ inputs.version }} to {{ inputs.regin }}").at == 34
    assert text_of("Deploy {{ inputs.version").at == 7
