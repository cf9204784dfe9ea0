"""The editor and the model say the same: whatever a process can say, some form can make it say.

For each field there are two processes that differ in it alone. What the forms of the second show is
typed into the forms of the first, and the first must become the second.
"""

from datetime import timedelta

import pytest

from bot.views import outline_buttons
from bot.views.modals import outline_activity, outline_phase
from orchestration.ports import ProcessSummary
from orchestration.processes.code.reading import read_process
from orchestration.processes.code.writing import process_yaml
from orchestration.processes.edits import RenameProcess, edited, short_kind
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import (
    Activity,
    ActivityType,
    OnFailure,
    Phase,
    Process,
    Retry,
    Subprocess,
)
from orchestration.processes.tasks import Approvals, FieldType, FormField, TaskKind, TaskSpec
from orchestration.processes.vocabulary import Vocabulary
from tests.views.cards import NOON
from tests.views.editing import PAGE, made_of, places, short_activity, short_phase, themed
from tests.views.test_forms import sent

FIELD = FormField(id="severity", label="How bad?")
FORM = TaskSpec(id="form", name="Look", kind=TaskKind.FORM, fields=(FIELD,))
SIGN = TaskSpec(
    id="sign", name="Sign", kind=TaskKind.SIGN_OFF, approvals=Approvals(from_=("QA lead",))
)
TODO = TaskSpec(id="do", name="Tell")
BUILD = Activity(id="image", name="Image", type=ActivityType.AUTOMATED)
PEOPLE = Activity(id="look", name="Look", type=ActivityType.MANUAL, tasks=(FORM, SIGN, TODO))
RUNS = Activity(
    id="web", name="Web", type=ActivityType.SUBPROCESS, process=Subprocess(id="web-release")
)
BEFORE = Phase(id="before", name="Before")
PHASE = Phase(
    id="build",
    name="Build",
    inputs=(InputSpec(name="image"),),
    activities=(BUILD, PEOPLE, RUNS),
)
PLAIN = Process(id="shop", name="Shop", inputs=(InputSpec(name="region"),), phases=(BEFORE, PHASE))

AROUND = Vocabulary(
    processes=(
        ProcessSummary(
            id="shop-back",
            name="Shop, back",
            reference_key="SHO",
            version=1,
            published_at=NOON,
            published_by="U012DANA0",
        ),
    )
)
SAYS = {
    Process: {
        "name": "Shop anew",
        "description": "Sells.\nOn two lines.",
        "tags": ("weekly", "a, b"),
        "team": "Payments",
        "services": ("api", "web"),
        "environments": ("eu",),
        "owners": ("Release lead",),
        "variables": {"region": "eu", "n": 3, "text": "3", "list": [1, None], "a = b": " x "},
        "rollback": "shop-back",
        "sign_offs_expire": timedelta(days=2),
        "holds_due": timedelta(hours=2),
        "schedule": "Every second Thursday",
    },
    Phase: {
        "name": "Build it",
        "description": "Makes the image.",
        "owner": "Build lead",
        "depends_on": ("before",),
        "if_": "inputs.region == 'eu'",
        "outputs": ("digest",),
        "output_values": {"digest": "{{ phases.build.activities.image.outputs.digest }}"},
        "variables": {"speed": 2},
        "optional": True,
        "uninterruptible": True,
        "waits_for": ("payments.deploy",),
        "uses": ("staging",),
        "not_before": "Thursday 17:00",
    },
    Activity: {
        "name": "Image it",
        "type": ActivityType.MANUAL,
        "description": "Builds.",
        "uses": "deploy-service@3",
        "owner": "Ops",
        "depends_on": ("look",),
        "if_": "not inputs.skip",
        "pipeline": "build-and-test",
        "inputs": {"version": "{{ inputs.region }}", "dry": False},
        "outputs": ("digest",),
        "output_values": {"digest": "{{ pipeline.outputs.DIGEST }}"},
        "variables": {"tries": 2},
        "environment": "staging",
        "marks": "live",
        "command": "make image",
        "finalise": "owner",
        "expected_duration": timedelta(minutes=20),
        "timeout": timedelta(hours=2),
        "on_failure": OnFailure.IGNORE,
        "retry": Retry(attempts=5, backoff=timedelta(minutes=1)),
        "optional": True,
    },
    Subprocess: {"id": "mobile-release", "version": 4},
    Retry: {"attempts": 7, "backoff": timedelta(minutes=1)},
    TaskSpec: {
        "name": "Tell sales",
        "kind": TaskKind.FORM,
        "instructions": "By mail.",
        "required": "inputs.region == 'eu'",
        "assignees": ("Sales", "Legal, EU"),
        "deadline": timedelta(days=1),
        "undo": timedelta(seconds=30),
        "remind": ("50%", "100%"),
        "escalate_to": "Release lead",
    },
    Approvals: {
        "from_": ("QA lead", "Legal"),
        "needed": "majority",
        "order": "sequential",
        "exclude": ("starter",),
    },
    FormField: {
        "label": "How bad is it?",
        "type": FieldType.NUMBER,
        "required": False,
        "pattern": "[0-9]+",
        "choices": ("low", "high"),
    },
    InputSpec: {
        "name": "regions",
        "type": InputType.LIST,
        "description": "Where to.",
        "required": False,
        "default": "eu",
        "allowed_values": ("eu", "us"),
        "pattern": "[a-z]+",
        "min": 2.0,
        "max": 5.0,
    },
}
ELSEWHERE = {
    Process: {"id": "made of its name", "inputs": "entry by entry", "phases": "in the outline"},
    Phase: {
        "id": "made of its name",
        "inputs": "entry by entry",
        "activities": "in the outline",
    },
    Activity: {
        "id": "made of its name",
        "process": "as Subprocess",
        "tasks": "entry by entry",
        "evidence": "the words of the document it came from, which nobody changes",
    },
    TaskSpec: {
        "id": "made of its name",
        "approvals": "as Approvals",
        "fields": "entry by entry",
    },
    FormField: {"id": "made of its label, since others read it"},
}
CASES = [(model, key) for model, said in SAYS.items() for key in said]


def test_every_field_of_the_model_has_a_form_or_a_reason():
    for model, said in SAYS.items():
        assert set(model.model_fields) == set(said) | set(ELSEWHERE.get(model, ())), model


@pytest.mark.parametrize(("model", "key"), CASES, ids=[f"{m.__name__}-{k}" for m, k in CASES])
def test_a_form_makes_one_process_say_what_the_other_says(model, key):
    one, other = PLAIN, saying(model, key)
    assert one != other
    assert typed_over(one, other) == other


def test_what_forms_made_is_exported_and_imported_as_it_is():
    for model, key in CASES:
        made = typed_over(PLAIN, saying(model, key))
        assert read_process(process_yaml(made)).process == made


def saying(model, key):
    """The plain process with one field said, and what must go with it."""
    said = {key: SAYS[model][key]}
    if key == "output_values":
        said["outputs"] = ("digest",)
    if model is Process:
        return PLAIN.model_copy(update=said | ({"id": "shop-anew"} if key == "name" else {}))
    if model is InputSpec:
        return PLAIN.model_copy(update={"inputs": (changed(PLAIN.inputs[0], said),)})
    phase = changed(PHASE, said) if model is Phase else _with_activity(model, key, said)
    return PLAIN.model_copy(update={"phases": (BEFORE, phase)})


def _with_activity(model, key, said):
    image, look, web = PHASE.activities
    match model.__name__:
        case "Activity" if key == "finalise":
            look = changed(look, said)
        case "Activity":
            if key == "type":
                said["tasks"] = (TaskSpec(id="do", name="Image"),)
            if key == "retry":
                said["on_failure"] = OnFailure.RETRY
            image = changed(image, said)
        case "Retry":
            retry = {"retry": changed(Retry(), said), "on_failure": OnFailure.RETRY}
            image = changed(image, retry)
        case "Subprocess":
            web = changed(web, {"process": changed(web.process, said)})
        case "TaskSpec":
            look = changed(look, {"tasks": (FORM, SIGN, changed(TODO, said))})
        case "Approvals":
            sign = changed(SIGN, {"approvals": changed(SIGN.approvals, said)})
            look = changed(look, {"tasks": (FORM, sign, TODO)})
        case "FormField":
            form = changed(FORM, {"fields": (changed(FIELD, said),)})
            look = changed(look, {"tasks": (form, SIGN, TODO)})
    return changed(PHASE, {"activities": (image, look, web)})


def changed(part, said):
    return part.model_copy(update=said)


def typed_over(one, other):
    """What the forms of `other` show, typed into those of `one` and sent, one after the other."""
    made = one
    for phase, as_other in zip(one.phases, other.phases, strict=True):
        form = outline_buttons.PhaseForm(page=PAGE, phase=phase.id)
        shown = outline_phase.draw(other, form)
        view = retyped(outline_phase.draw(made, form), shown)
        made = edited(made, short_phase(made, phase, view)).process
        for activity, as_what in zip(phase.activities, as_other.activities, strict=True):
            form = outline_buttons.ActivityForm(page=PAGE, phase=phase.id, activity=activity.id)
            shown = outline_activity.draw(other, form)
            drawn = outline_activity.draw(made, form, kind=short_kind(as_what))
            edit = short_activity(made, phase, activity, retyped(drawn, shown))
            made = edited(made, edit).process
    for sheet, choice in places(other):
        shown, about = themed(other, sheet, choice, around=AROUND)
        kind = about.task.kind if about.task else ""
        view, _ = themed(made, sheet, choice, kind=kind, around=AROUND)
        edit = made_of(made, sheet, choice, retyped(view, shown))
        assert not isinstance(edit, dict), edit
        made = edited(made, edit).process
    return made if made.name == other.name else edited(made, RenameProcess(name=other.name)).process


def retyped(view, shown):
    """The form as it is sent when somebody typed into it what the other shows."""
    back, other = sent(view), sent(shown)["state"]["values"]
    values = {key: other.get(key, was) for key, was in back["state"]["values"].items()}
    return {**back, "state": {"values": values}}
