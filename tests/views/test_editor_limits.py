"""Whatever a process says, the editor's sheets and forms obey Slack's limits."""

import pytest
from hypothesis import given

from bot.playground.block_kit.surfaces import view_problems
from bot.views import sheet_buttons
from bot.views.modals import sheet
from bot.views.sheet_buttons import Sheet
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, ActivityType, Phase, Process, Retry, Subprocess
from orchestration.processes.tasks import Approvals, FormField, TaskKind, TaskSpec
from tests.processes.code.processes import PROCESSES
from tests.views.cards import HOSTILE
from tests.views.editing import PAGE, places, themed
from tests.views.slack_limits import problems_of_view
from tests.views.test_editor_forms import whole


def sound(view):
    assert problems_of_view(view) == []
    assert view_problems(view).messages() == []


def every_view(process):
    seen = set()
    for shown, choice in places(process):
        if shown not in seen:
            seen.add(shown)
            yield sheet.draw(process, shown)
        yield themed(process, shown, choice)[0]


@whole
@given(PROCESSES)
def test_any_sheet_and_any_form_of_it_fit_a_modal(process):
    for view in every_view(process):
        sound(view)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_field_fit_a_modal(text):
    for view in every_view(saying(text)):
        sound(view)
        assert "<!channel>" not in str([b.get("text") for b in view["blocks"]])


def test_long_lists_are_paged_and_every_entry_has_a_row():
    many = tuple(InputSpec(name=f"input {n}", description="x" * 300) for n in range(130))
    process = Process(id="p", name="P", inputs=many)
    shown, rows = Sheet(page=PAGE), []
    for _ in range(4):
        view = sheet.draw(process, shown)
        sound(view)
        rows += [b for b in view["blocks"] if ".row." in b.get("block_id", "")]
        shown = sheet.turned(process, shown, 1)
    assert len(rows) == 130
    assert sheet.turned(process, shown, 1) == shown


def test_what_a_sheet_and_its_forms_carry_stays_within_slacks_metadata():
    page = PAGE.model_copy(update={"draft_id": "draft_" + "f" * 18, "revision": 10**6})
    shown = Sheet(page=page, phase=4999, activity=4999, outline_view="V" * 20)
    choice = sheet_buttons.SheetChoice(do="open", of="fields", theme="field", at=999, inner=999)
    form = sheet_buttons.SheetForm(sheet=shown, choice=choice, sheet_view="V" * 20)
    assert len(form.model_dump_json()) < 1000
    assert len(choice.model_dump_json(exclude_defaults=True)) < 150


def test_a_sheet_says_what_the_review_says_of_its_part():
    phase = Phase(id="go", name="Go", uses=("staging",), waits_for=("shop.deploy",))
    process = Process(id="p", name="P", phases=(phase, Phase(id="on", name="Go on")))
    problems = ("Go: has the id “go live”.", "Go on: is empty.", "Process: has no activity.")
    said = str(sheet.draw(process, Sheet(page=PAGE, phase=0), problems)["blocks"])
    assert "has the id" in said
    assert "is empty" not in said
    assert "no activity" in str(sheet.draw(process, Sheet(page=PAGE), problems)["blocks"])


def saying(text):
    """A process that says this wherever it can say a text."""
    names = (text, f"{text} 2")
    values = {text: text, f"{text} 2": [text]}
    field = FormField(id=text, label=text, pattern=text, choices=names)
    approvals = Approvals(from_=names)
    more = {"instructions": text, "required": text, "remind": names, "escalate_to": text}
    tasks = tuple(
        TaskSpec(
            id=text, name=text, kind=kind, approvals=approvals, assignees=names, fields=(field,)
        ).model_copy(update=more)
        for kind in TaskKind
    )
    spec = InputSpec(name=text, description=text, default=text, allowed_values=names, pattern=text)
    both = {
        "id": text,
        "name": text,
        "description": text,
        "owner": text,
        "depends_on": names,
        "if_": text,
        "outputs": names,
        "output_values": {text: text},
        "variables": values,
    }
    activity = {**both, "inputs": values, "uses": text, "environment": text, "tasks": tasks}
    made = tuple(
        Activity(**activity, type=kind, retry=Retry(), process=Subprocess(id=text), pipeline=text)
        for kind in ActivityType
    )
    phase = Phase(
        **both, inputs=(spec,), waits_for=names, uses=names, not_before=text, activities=made
    )
    about = {"tags": names, "team": text, "services": names, "environments": names}
    return Process(
        id=text,
        name=text,
        description=text,
        owners=names,
        inputs=(spec,),
        variables=values,
        rollback=text,
        schedule=text,
        phases=(phase,),
        **about,
    )
