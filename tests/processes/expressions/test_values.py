"""What operators and filters make of values, and what they say to values of another kind."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.processes.expressions import Reason, holds, parse_expression
from tests.processes.expressions.asking import DATA, refusal_of, value_of

TRUE = (
    "1 == 1.0",
    "1 != 2",
    "2 > 1 and 2 >= 2 and 1 < 2 and 1 <= 1",
    "'a' == 'a' and 'a' != 'A'",
    "[1, ['a']] == [1, ['a']]",
    "[1] != [true]",
    "[1] != ['1']",
    "inputs.labels == inputs.labels",
    "null == null and 1 != null and null != 'a'",
    "2 in [1, 2] and 3 not in [1, 2]",
    "'a' not in [] and null not in ['a'] and null in [null]",
    "'web' in inputs.services",
    "'web' in 'a web site'",
    "'team' in inputs.labels and 'x' not in inputs.labels",
    "date == ('2026-11-23' | date)",
    "date > ('2026-11-22' | date)",
    "starts | date == date",
    "('2026-11-24T01:00+14:00' | date) == ('2026-11-24' | date)",
    "true or inputs.missing",
    "not (false and inputs.missing)",
)


@pytest.mark.parametrize("source", TRUE)
def test_it_holds(source):
    assert value_of(source) is True


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("true == 1", "true is a boolean and 1 is a number"),
        ("inputs.version == 1", "Put 1 in quotes, or write inputs.version | number."),
        ("inputs.version == true", "inputs.version | boolean"),
        ("inputs.region == 'eu' == true", "Two comparisons"),
        ("inputs.replicas == '3'", "Write 3 without quotes."),
        ("inputs.replicas == 'three'", '"three" | number'),
        ("inputs.region == ['eu']", "Write `in` to look for it in the list."),
        ("1 in ['1']", "the list holds texts"),
        ("1 in 2", "looked for in a list, a text or an object"),
        ("starts > date", "Take its day: starts | date."),
        ("'1.10' < '1.9'", "which has no order"),
        ("true < false", "a boolean, which has no order"),
        ("null < 1", "null is null and 1 is a number"),
        ("inputs.region and true", "“and” is for true and false"),
        ("not inputs.replicas", "“not” is for true and false"),
        ("0 or 1", "“or” is for true and false"),
        ("inputs.labels ~ ''", "or write all of it with | json"),
        ("inputs.notes ~ ''", "| default('none')"),
        ("inputs.replicas | upper", "“upper” needs a text"),
        ("inputs.region | join(',')", "“join” needs a list"),
        ("inputs.services | join(1)", "1 is a number; “join” needs a text"),
        ("inputs.region | number", "“eu” is not a number"),
        ("inputs.region | boolean", "It has to be true or false."),
        ("inputs.region | date", "“eu” is not a date"),
        ("'2026-02-30' | date", "“2026-02-30” is not a date"),
        ("'2026-11-23T10:00' | date", "is not a date"),
        ("[[1]] | join(',')", "Element 0 of [[1]] is a list"),
        ("'a' | replace('', 'b')", "Nothing cannot be replaced."),
        ("'a' | split('')", "not split at nothing"),
        ("date | format('%H:%M')", "which a date has not"),
        ("date | format('%x')", "“%x” is not known in a date's format"),
        ("inputs.region | format('%Y')", "“eu” is not a date"),
    ],
)
def test_values_of_the_wrong_kind_are_told_what_they_are(source, told):
    assert told in str(refusal_of(source))


def test_numbers_and_dates_become_the_text_that_people_would_write():
    data = {"inputs": {"big": 10**21, "small": 1e-7, "whole": 3.0, "day": date(900, 1, 2)}}
    source = "inputs.big ~ ' ' ~ inputs.small ~ ' ' ~ inputs.whole ~ ' ' ~ inputs.day"
    assert value_of(source, data) == "1000000000000000000000 0.0000001 3.0 0900-01-02"


def test_the_letters_of_a_date_agree_with_the_iso_calendar():
    written = value_of("'2027-01-03' | format('%G-W%V-%u %Y-%j %a %b %y %q %%')")
    assert written == "2026-W53-7 2027-003 Sun Jan 27 1 %"


def test_a_condition_is_true_or_false_and_nothing_that_looks_like_it():
    assert holds(parse_expression("inputs.region == 'eu'"), DATA) is True
    assert holds(parse_expression("inputs.missing == 'eu'"), DATA).reason is Reason.MISSING
    told = holds(parse_expression("inputs.region"), DATA)
    assert str(told).startswith("inputs.region is a text, not true or false.")


def test_secrets_pass_whole_and_are_used_for_nothing_else():
    assert value_of("inputs.token") is DATA["inputs"]["token"]
    assert value_of("{{ inputs.token }}") is DATA["inputs"]["token"]
    for source in ("inputs.token ~ ''", "inputs.token == inputs.token", "not inputs.token"):
        assert refusal_of(source).reason is Reason.SECRET
    for source in ("inputs", "[inputs]", "inputs | json", "inputs == inputs", "[inputs] | first"):
        refused = refusal_of(source)
        assert refused.reason is Reason.SECRET
        assert "DEPLOY_TOKEN" not in str(refused)
