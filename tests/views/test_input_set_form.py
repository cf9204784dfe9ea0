"""The form of an input set: made from declared types, in pages, read back without loss."""

from datetime import UTC, datetime

import pytest

from bot.playground.block_kit.surfaces import view_problems
from bot.views.inputs import carried, set_answers, set_form
from orchestration.catalogue.model import StoreActivity
from orchestration.inputs.model import KeptActivitySet, SetEdit
from orchestration.inputs.places import asked_in, said_by, with_values
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.read_models.input_cards import SetFields
from tests.views.cards import HOSTILE
from tests.views.slack_limits import problems_of_view
from tests.views.test_forms import sent

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FORM = carried.SetForm(kind="process", of="web", version=1, set_id="eu", revision=3)


def deploy(**more):
    inputs = (
        InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us")),
        InputSpec(name="replicas", type=InputType.NUMBER, default=2),
        InputSpec(name="version"),
    )
    return StoreActivity(
        id="deploy", name="Deploy", type=ActivityType.AUTOMATED, **{"inputs": inputs, **more}
    )


def web(*, told=None):
    uses = {"type": ActivityType.AUTOMATED, "uses": "deploy", "inputs": told or {}}
    return Process(
        id="web",
        name="Web",
        inputs=(InputSpec(name="ticket"),),
        phases=(
            Phase(id="check", name="Check"),
            Phase(
                id="ship",
                name="Ship",
                inputs=(InputSpec(name="window", required=False),),
                activities=(
                    Activity(id="eu", name="Deploy EU", **uses),
                    Activity(id="us", name="Deploy US", **uses),
                ),
            ),
        ),
    )


def kept(name="EU", **inputs):
    said = ActivityInputSet(id=f"set-{name}", name=name, activity="deploy", inputs=inputs)
    return KeptActivitySet(
        set=said, revision=1, made_by="U1", edits=(SetEdit(revision=1, by="U1", at=NOON, what=""),)
    )


def shown(said=None, *, sets=(), told=None, activity=None):
    store = dict.fromkeys(("ship.eu", "ship.us"), activity or deploy())
    said = said or ProcessInputSet(id="eu", name="EU", process="web")
    return SetFields(
        version=1,
        title="Web, version 1",
        name=said.name,
        description=said.description,
        places=asked_in(web(told=told), store),
        said=said_by(said),
        offered={"deploy": tuple(sets)},
    )


def pages(of, form=FORM):
    drawn = []
    while True:
        page = form.model_copy(update={"page": len(drawn)})
        drawn.append(set_form.draw(of, page))
        if set_form.is_last(of, page):
            return drawn


def labels(view):
    return [each["label"]["text"] for each in view["blocks"] if each["type"] == "input"]


def hint_of(view, label, nth=0):
    return [b["hint"]["text"] for b in view["blocks"] if b.get("label", {}).get("text") == label][
        nth
    ]


def left_empty(view, label, nth=0):
    """The first choice of a menu: what holds where nothing is chosen."""
    blocks = [b for b in view["blocks"] if b.get("label", {}).get("text") == label]
    return blocks[nth]["element"]["options"][0]["text"]["text"]


def test_the_process_comes_first_then_each_phase_then_each_activity_with_what_is_linked():
    first, second = pages(shown())
    assert labels(first) == [
        "Name of the set",
        "What it is for",
        "ticket",
        "window",
        "Linked input set",
        "region",
        "replicas",
        "version",
    ]
    assert labels(second) == ["Linked input set", "region", "replicas", "version"]
    headings = [b["text"]["text"] for b in first["blocks"] if b["type"] == "section"]
    assert headings == [
        "*For the whole release*",
        "Phase *Ship*",
        "*Deploy EU* (deploy of the store), in Ship",
    ]
    assert first["submit"]["text"] == "Save and go on"
    assert second["submit"]["text"] == "Save"


def test_a_set_sent_back_unchanged_is_unchanged():
    said = ProcessInputSet(id="eu", name="EU", process="web", description="Production")
    values = {"": {"ticket": "T-1"}, "ship": {"window": "noon"}, "ship.us": {"replicas": 3}}
    links = {"ship.eu": "set-EU"}
    said = with_values(said, values, links)
    of = shown(said, sets=(kept(), kept("US")))
    for as_text in (False, True):
        form = FORM.model_copy(update={"as_text": as_text})
        again = said
        for page in pages(of, form):
            answer = set_answers.read(sent(page)["state"]["values"], of, form)
            assert answer.problems == {}
            again = with_values(again, answer.values, answer.links)
        assert again == said


def test_an_answer_taken_out_and_a_link_undone_leave_the_set():
    said = with_values(
        ProcessInputSet(id="eu", name="EU", process="web"),
        {"": {"ticket": "T-1"}, "ship.eu": {"replicas": 3}},
        {"ship.eu": "set-EU"},
    )
    of = shown(said, sets=(kept(),))
    gone = {
        "set_0_0": {"value": None},
        "set_2_1": {"value": None},
        "set_2_link": {"selected_option": {"value": "-"}},
    }
    first = pages(of)[0]
    answer = set_answers.read(sent(first, **gone)["state"]["values"], of, FORM)
    assert with_values(said, answer.values, answer.links) == ProcessInputSet(
        id="eu", name="EU", process="web"
    )


def test_each_field_says_what_holds_where_it_is_left_empty_the_nearest_first():
    told = {"version": "{{ release.version }}", "region": "us"}
    links = {"ship.eu": "set-EU"}
    said = with_values(ProcessInputSet(id="eu", name="EU", process="web"), {}, links)
    first, second = pages(shown(said, sets=(kept(region="eu"),), told=told))
    assert hint_of(first, "ticket") == "Left empty: it is open, and no release starts without it."
    assert left_empty(first, "region") == "Leave empty: eu, of “EU”"
    assert hint_of(first, "replicas") == "Left empty: 2, the default."
    assert "{{ release.version }}, as the process says" in hint_of(first, "version")
    assert left_empty(second, "region") == "Leave empty: us, as the process says"


def test_choosing_a_set_says_what_it_gives_and_keeps_what_was_typed():
    of = shown(sets=(kept(region="eu"),))
    first = pages(of)[0]
    back = sent(
        first, set_2_link={"selected_option": {"value": "set-EU"}}, set_2_1={"value": "seven"}
    )
    again = set_form.draw(of, FORM, typed=back["state"]["values"])
    assert left_empty(again, "region") == "Leave empty: eu, of “EU”"
    state = sent(again)["state"]["values"]
    assert set_answers.read(state, of, FORM).problems == {"set.2.1": "Must be a number."}


def test_with_expressions_every_field_is_text_and_keeps_what_stood_in_it():
    of = shown()
    first = pages(of)[0]
    typed = sent(first, set_0_0={"value": "T-9"})["state"]["values"]
    form = FORM.model_copy(update={"as_text": True})
    again = set_form.draw(of, form, typed=typed)
    kinds = {b["element"]["type"] for b in again["blocks"] if "hint" in b}
    assert kinds == {"plain_text_input", "static_select"}  # the menu of sets stays a menu
    said = {"set_2_1_text": {"value": "{{ inputs.n }}"}}
    answer = set_answers.read(sent(again, **said)["state"]["values"], of, form)
    assert answer.values[""] == {"ticket": "T-9"}
    assert answer.values["ship.eu"]["replicas"] == "{{ inputs.n }}"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_values_and_sets_stay_within_slacks_limits(hostile):
    specs = tuple(
        InputSpec(name=hostile or "n", type=kind, description=hostile, default=hostile)
        for kind in InputType
    )
    said = ProcessInputSet(id="eu", name=hostile, process="web", description=hostile)
    said = with_values(said, {"ship.eu": {hostile or "n": hostile}}, {"ship.eu": "set-x"})
    one = kept(hostile, n=hostile)
    many = [
        one.model_copy(update={"set": one.set.model_copy(update={"id": f"set-{n}"})})
        for n in range(400)
    ]
    of = shown(said, sets=many, activity=deploy(inputs=specs))
    of = of.model_copy(update={"title": hostile, "used_by": (hostile,)})
    for as_text in (False, True):
        for page in pages(of, FORM.model_copy(update={"as_text": as_text})):
            assert problems_of_view(page) == []
            assert view_problems(page).messages() == []
