"""A declared input as a field: drawn by its type, never losing what it starts with, read back."""

import pytest

from bot.playground.block_kit.surfaces import view_problems
from bot.views.blocks import modal
from bot.views.modals import typed_answers, typed_fields
from bot.views.modals.typed_fields import TypedField
from orchestration.processes.input_values import Unfit
from orchestration.processes.inputs import InputSpec, InputType
from tests.views.cards import HOSTILE
from tests.views.slack_limits import problems_of_view
from tests.views.test_forms import sent

DANA = "U012DANA0"
BACK = [
    (InputType.STRING, (), "4.2.0", "plain_text_input"),
    (InputType.NUMBER, (), 3, "number_input"),
    (InputType.NUMBER, (), 0.5, "number_input"),
    (InputType.NUMBER, (1, 2), 2, "static_select"),
    (InputType.BOOLEAN, (), False, "radio_buttons"),
    (InputType.CHOICE, ("eu", "us"), "us", "static_select"),
    (InputType.STRING, ("x" * 200 + "1", "x" * 200 + "2"), "x" * 200 + "2", "static_select"),
    (InputType.LIST, (), ["eu", "us"], "plain_text_input"),
    (InputType.LIST, (), ["a, b", 3], "plain_text_input"),
    (InputType.LIST, ("eu", "us", "ap"), ["eu", "ap"], "multi_static_select"),
    (InputType.OBJECT, (), {"region": "eu", "n": [1]}, "plain_text_input"),
    (InputType.DATE, (), "2026-11-30", "datepicker"),
    (InputType.USER, (), DANA, "users_select"),
    (InputType.SECRET, (), "env:DEPLOY_TOKEN", "plain_text_input"),
]


def asked(spec_type=InputType.STRING, *, value=None, needed=False, as_text=False, **more):
    spec = InputSpec(name=more.pop("name", "Region"), type=spec_type, **more)
    return TypedField(spec, "input.0", value=value, needed=needed, as_text=as_text)


def form(*fields):
    body = [[typed_fields.draw(each)] for each in fields]
    return modal("Form", "form", body=body, submit="Save")


def element(field):
    return typed_fields.draw(field)["element"]


def answered(field, given=None, *, expressions=False):
    more = {} if given is None else {"input_0": given}
    state = sent(form(field), **more)["state"]["values"]
    return typed_answers.read_one(state, field.spec, field.block_id, expressions=expressions)


@pytest.mark.parametrize(("kind", "allowed", "value", "drawn"), BACK)
def test_each_type_has_its_element_and_comes_back_as_it_was(kind, allowed, value, drawn):
    for needed in (False, True):
        field = asked(kind, allowed_values=allowed, value=value, needed=needed)
        assert element(field)["type"] == drawn
        assert answered(field) == value
        assert view_problems(form(field)).messages() == []
    typed = asked(kind, allowed_values=allowed, value=value, as_text=True)
    assert element(typed)["type"] == "plain_text_input"
    assert answered(typed) == value


@pytest.mark.parametrize(("kind", "allowed", "value", "_drawn"), BACK)
def test_a_field_left_empty_gives_nothing(kind, allowed, value, _drawn):
    assert answered(asked(kind, allowed_values=allowed)) is None


@pytest.mark.parametrize(
    ("kind", "allowed", "kept"),
    [
        (InputType.CHOICE, ("eu", "us"), "gone"),
        (InputType.NUMBER, (), "{{ inputs.replicas }}"),
        (InputType.NUMBER, (), "1e+22"),
        (InputType.DATE, (), "{{ date }}"),
        (InputType.USER, (), "release.owner"),
        (InputType.BOOLEAN, (), "perhaps"),
        (InputType.LIST, ("eu",), "{{ variables.regions }}"),
    ],
)
def test_what_its_element_could_not_show_is_shown_as_text_and_not_lost(kind, allowed, kept):
    field = asked(kind, allowed_values=allowed, value=kept)
    assert element(field)["type"] == "plain_text_input"
    assert element(field)["initial_value"] == kept


def test_a_value_longer_than_a_form_holds_is_said_and_never_cut():
    field = asked(value="x" * 3001)
    block = typed_fields.draw(field)
    assert block["type"] == "section"
    assert "stays as it is" in block["text"]["text"]
    assert typed_answers.read({}, [field]) == typed_answers.Answers({}, {})


@pytest.mark.parametrize(
    ("kind", "more", "given", "said"),
    [
        (InputType.NUMBER, {"max": 5}, {"value": "7"}, "Must be at most 5."),
        (InputType.STRING, {"pattern": "[a-z]+"}, {"value": "No"}, "Must match [a-z]+."),
        (InputType.OBJECT, {}, {"value": "[1]"}, "Must be an object"),
        (InputType.LIST, {"max": 1}, {"value": "a, b"}, "Must be at most 1 long."),
        (InputType.SECRET, {}, {"value": "hunter2"}, "Must be a reference, env:NAME or file:PATH"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_in_the_words_of_its_type(kind, more, given, said):
    field = asked(kind, needed=True, **more)
    state = sent(form(field), input_0=given)["state"]["values"]
    answers = typed_answers.read(state, [field])
    assert answers.values == {}
    assert answers.problems["input.0"].startswith(said)
    assert "hunter2" not in answers.problems["input.0"]


def test_a_needed_field_of_blanks_is_asked_for_and_an_optional_one_is_not():
    needed, free = asked(needed=True), asked()
    state = sent(form(needed), input_0={"value": "  "})["state"]["values"]
    assert typed_answers.read(state, [needed]).problems == {"input.0": "Please fill this in."}
    assert typed_answers.read(state, [free]).problems == {}


def test_an_expression_stands_where_a_set_may_hold_one_and_has_to_parse():
    field = asked(InputType.NUMBER, as_text=True)
    typed = {"value": "{{ inputs.replicas }}"}
    assert answered(field, typed, expressions=True) == "{{ inputs.replicas }}"
    with pytest.raises(Unfit, match="must be a number"):
        answered(field, typed)
    with pytest.raises(Unfit, match="expression that cannot be read"):
        answered(field, {"value": "{{ inputs. }}"}, expressions=True)
    handed_on = {"value": "{{ inputs.token }}"}
    assert answered(asked(InputType.SECRET), handed_on, expressions=True) == "{{ inputs.token }}"
    with pytest.raises(Unfit, match="never the secret"):
        answered(asked(InputType.SECRET), {"value": "x{{ inputs.token }}"}, expressions=True)


@pytest.mark.parametrize("several", [False, True])
def test_beyond_a_hundred_choices_stand_in_groups_and_beyond_three_hundred_they_are_typed(several):
    kind = InputType.LIST if several else InputType.CHOICE
    for count in (100, 101, 250, 300):
        zones = tuple(f"zone-{n}" for n in range(count))
        last = [zones[-1]] if several else zones[-1]
        field = asked(kind, allowed_values=zones, value=last)
        assert view_problems(form(field)).messages() == []
        assert answered(field) == last
    zones = tuple(f"zone-{n}" for n in range(301))
    field = asked(kind, allowed_values=zones)
    assert element(field)["type"] == "plain_text_input"
    assert "One of 301, such as zone-0." in typed_fields.draw(field)["hint"]["text"]
    with pytest.raises(Unfit, match="must be"):
        answered(field, {"value": "nowhere"})


def test_a_menu_of_a_version_with_other_choices_is_not_read_as_something_else():
    field = asked(InputType.CHOICE, allowed_values=("eu", "us"))
    with pytest.raises(Unfit, match="offered"):
        answered(field, {"selected_option": {"value": "7"}})


def test_a_secret_says_that_only_a_reference_belongs_there():
    hint = typed_fields.draw(asked(InputType.SECRET))["hint"]["text"]
    assert "The secret itself is never typed here." in hint


def test_large_numbers_are_bounds_that_slack_takes():
    drawn = element(asked(InputType.NUMBER, min=0.5, max=10_000_000))
    assert (drawn["min_value"], drawn["max_value"]) == ("0.5", "10000000")


def test_more_than_six_fields_are_turned_page_by_page_and_none_is_left_out():
    fields = [asked(name=f"n{n}")._replace(block_id=f"input.{n}") for n in range(20)]
    pages = typed_fields.pages(fields)
    assert [len(each) for each in pages] == [6, 6, 6, 2]
    assert [each for page in pages for each in page] == fields
    long = tuple("🚀" * 30 + str(n) for n in range(300))
    heavy = [each._replace(spec=InputSpec(name="n", allowed_values=long)) for each in fields]
    for page in typed_fields.pages(heavy):
        assert problems_of_view(form(*page)) == []


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("kind", list(InputType))
def test_hostile_names_and_values_stay_within_slacks_limits_and_ping_nobody(kind, hostile):
    allowed = (hostile, f"{hostile}1") if kind is InputType.CHOICE else ()
    for as_text in (False, True):
        field = asked(
            kind,
            name=hostile or "n",
            description=hostile,
            allowed_values=allowed,
            value=hostile,
            as_text=as_text,
        )._replace(otherwise=hostile)
        view = form(field)
        assert problems_of_view(view) == []
        assert view_problems(view).messages() == []
