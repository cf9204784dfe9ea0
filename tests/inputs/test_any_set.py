"""Whatever a process and a set say, resolving ends, invents no value and drops none unsaid."""

from hypothesis import given
from hypothesis import strategies as st

from orchestration.inputs.resolved import Source
from orchestration.inputs.resolving import resolve
from orchestration.inputs.values import fitting, says_something
from orchestration.processes.input_sets import (
    ActivityInputs,
    ActivityInputSet,
    PhaseInputs,
    ProcessInputSet,
)
from orchestration.processes.input_values import read_value
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, Phase, Process
from tests.inputs.building import DEPLOY
from tests.processes.code.processes import VALUE

ID, NAME = st.sampled_from("pqr"), st.sampled_from(("a", "b", "c"))
SAID = VALUE | st.sampled_from(("5", "env:A", "{{ inputs.a }}", "{{ inputs.b }}-x", "{{ broken"))
VALUES = st.dictionaries(NAME, SAID, max_size=3)
SPECS = st.lists(
    st.builds(
        InputSpec,
        name=NAME,
        type=st.sampled_from(InputType),
        required=st.booleans(),
        default=st.none() | SAID,
        pattern=st.sampled_from(("", "[a-z]+", "(")),
        min=st.none() | st.integers(-5, 5),
    ),
    max_size=3,
    unique_by=lambda each: each.name,
).map(tuple)
LINKS = st.none() | st.sampled_from(("s", "t"))


@st.composite
def surroundings(draw):
    phases, store = [], {}
    for phase in draw(st.lists(ID, max_size=2, unique=True)):
        activities = []
        for each in draw(st.lists(ID, max_size=2, unique=True)):
            uses = draw(st.none() | st.sampled_from(("deploy", "deploy@2")))
            activities.append(
                Activity(id=each, name=each, type="automated", uses=uses, inputs=draw(VALUES))
            )
            if uses and draw(st.booleans()):
                store[f"{phase}.{each}"] = DEPLOY.model_copy(update={"inputs": draw(SPECS)})
        phases.append(Phase(id=phase, name=phase, inputs=draw(SPECS), activities=activities))
    process = Process(id="w", name="W", inputs=draw(SPECS), phases=phases)
    own = st.builds(ActivityInputs, id=ID, linked=LINKS, inputs=VALUES)
    inner = st.lists(own, max_size=2, unique_by=lambda each: each.id).map(tuple)
    said = st.builds(
        ProcessInputSet,
        id=st.just("x"),
        name=st.just("X"),
        process=st.just("w"),
        inputs=VALUES,
        phases=st.lists(
            st.builds(PhaseInputs, id=ID, inputs=VALUES, activities=inner),
            max_size=3,
            unique_by=lambda each: each.id,
        ).map(tuple),
    )
    activity = st.sampled_from(("deploy", "deploy@1", "smoke"))
    sets = [
        ActivityInputSet(id=each, name=each, activity=draw(activity), inputs=draw(VALUES))
        for each in draw(st.lists(st.sampled_from(("s", "t")), unique=True))
    ]
    return process, store, draw(said), {each.id: each for each in sets}, draw(VALUES)


def layers_of(process, said, sets, told):
    """What each source says at each place, read from the documents once more."""
    layers = {"": {Source.GIVEN: told, Source.OWN: said.inputs}}
    for phase in said.phases:
        layers[phase.id] = {Source.OWN: phase.inputs}
        for each in phase.activities:
            linked = sets[each.linked].inputs if each.linked in sets else {}
            layers[f"{phase.id}.{each.id}"] = {Source.OWN: each.inputs, Source.LINKED: linked}
    for ref, activity in process.by_ref.items():
        layers.setdefault(ref, {})[Source.PROCESS] = activity.inputs
    return layers


@given(surroundings())
def test_every_value_was_said_by_the_source_it_names_and_what_is_open_was_said_by_nobody(drawn):
    process, store, said, sets, told = drawn
    found = resolve(process, store, said, sets, told)
    layers = layers_of(process, said, sets, told)
    for each in found.lines:
        here = layers.get(each.place.id, {})
        if each.source is None:
            assert not says_something(here.get(Source.OWN, {}).get(each.spec.name))
            assert each.value is None
        elif each.source is Source.DEFAULT:
            assert each.value == each.spec.default
        elif each.place.id and each.source in {Source.GIVEN, Source.RELEASE}:
            assert each.why or each.value == fitting(each.spec, found.inputs[each.spec.name])
        elif not each.why:
            raw = here[each.source][each.spec.name]
            match each.source:
                case Source.PROCESS:
                    assert each.value == raw
                case Source.GIVEN:
                    assert each.value == read_value(each.spec, raw)
                case _:
                    assert each.value == fitting(each.spec if each.declared else None, raw)


@given(surroundings())
def test_what_a_set_says_is_used_or_named(drawn):
    process, store, said, sets, told = drawn
    found = resolve(process, store, said, sets, told)
    lines = {(each.place.id, each.spec.name) for each in found.lines}
    gone = {(each.place, each.input) for each in found.gone}
    places = {each.place for each in found.gone if not each.input}
    for place, here in layers_of(process, said, sets, told).items():
        for name in here.get(Source.OWN, {}):
            phase = place.split(".")[0]
            assert (place, name) in lines | gone or {place, phase} & places


@given(surroundings(), VALUES)
def test_at_the_start_everything_has_a_value_or_is_told(drawn, facts):
    process, store, said, sets, told = drawn
    found = resolve(process, store, said, sets, told, release=facts)
    for each in found.lines:
        if not each.place.id and each.source is not None:
            assert each.why or each.spec.name in found.inputs
