"""How our sentences name people, times and things, and what people's own words cannot do."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration import words
from orchestration.values import (
    effect_key,
    id_from,
    name_key,
    plain_line,
    role_key,
    slug,
    telling_slug,
    unique_slug,
)


def test_people_are_listed_as_one_would_say_it():
    assert words.people([]) == ""
    assert words.people(["U1"]) == "{@U1}"
    assert words.people(["U1", "U2"]) == "{@U1} and {@U2}"
    assert words.people(["U1", "U2", "U3"]) == "{@U1}, {@U2} and {@U3}"


def test_a_crowd_is_counted():
    assert words.people(["U1", "U2", "U3", "U4"], most=2) == "{@U1}, {@U2} and 2 more"


def test_a_moment_is_a_second_that_the_reader_sees_in_their_own_time():
    assert words.moment(datetime(2026, 11, 23, 12, 0, 0, 999_999, tzinfo=UTC)) == "{t:1795435200}"


def test_numbers_agree_with_what_they_count():
    assert words.count(1, "phase") == "1 phase"
    assert words.count(0, "phase") == "0 phases"
    assert words.count(2, "activity", "activities") == "2 activities"


@given(st.text(max_size=300))
def test_what_people_wrote_can_name_nobody_and_no_time(text):
    said = words.quote(text)
    assert "{" not in said
    assert "}" not in said
    assert "\n" not in said
    assert len(said) <= 150
    assert said.isprintable()


@given(st.text(), st.integers(1, 40))
def test_a_line_is_one_line_and_not_longer_than_asked(text, longest):
    line = plain_line(text, longest)
    assert len(line) <= longest
    assert line.isprintable()
    assert line == line.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QA & Sign-off", "qa-sign-off"),
        ("  Déployer l'app ", "deployer-l-app"),
        ("Straße", "strasse"),
        ("構建", "item"),
        ("🚀", "item"),
        ("", "item"),
        ("a" * 60, "a" * 48),
    ],
)
def test_a_slug_is_what_people_can_type(text, expected):
    assert slug(text) == expected


def test_slugs_nobody_has_yet_are_numbered():
    taken = set()
    assert [unique_slug("Test", taken) for _ in range(3)] == ["test", "test-2", "test-3"]
    assert unique_slug("Test 2", taken) == "test-2-2"


@given(
    st.lists(st.sampled_from(["Test", "test 2", "Тест", "🚀", "", "test-2"]) | st.text(max_size=60))
)
def test_slugs_are_unique_among_whatever_names(names):
    taken = set()
    made = [unique_slug(each, taken) for each in names]
    assert len(set(made)) == len(made)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_telling_slug_tells_names_in_any_script_apart(one, other):
    """Latin letters with and without accents are the one thing it does not tell apart."""
    if name_key(one) == name_key(other):
        assert telling_slug(one) == telling_slug(other)
    assert telling_slug(f"Релиз {one}") != telling_slug(f"Сборка {one}")
    assert slug(telling_slug(one)) == telling_slug(one)


def test_names_are_the_same_however_punctuated():
    assert name_key("QA & Sign-off!") == name_key("qa sign off") == "qa sign off"
    assert name_key("हिन्दी") != name_key("हन्द")
    assert name_key("🚀") == "🚀"


def test_roles_are_the_same_however_spaced():
    assert role_key(" QA \u3000Lead\n") == "qa lead"


def test_a_key_says_what_whom_and_on_which_occasion():
    assert effect_key("show_task", "ex/1", "r2") == "show_task:ex/1:r2"


def test_the_same_delivery_makes_the_same_id():
    assert id_from("rel", "trigger.1") == id_from("rel", "trigger.1")
    assert id_from("rel", "trigger.1") != id_from("rel", "trigger.2")
