"""Every form of the editor as a function: drawn of a process, sent, and made an edit."""

from bot.views import outline_buttons
from bot.views.forms.parts import chosen_in
from bot.views.forms.themes import THEMES
from bot.views.modals import outline_activity, outline_phase
from bot.views.sheet_buttons import FORM, Sheet, SheetChoice, SheetForm
from orchestration.processes.edits import PutActivity, PutPhase
from tests.views.test_forms import sent

PAGE = outline_buttons.OutlinePage(draft_id="dra_1", revision=3)


def places(process):
    """Every form that the editor opens of this process: a sheet and what is chosen in it."""
    for sheet, part in _sheets(process):
        kind = "activity" if sheet.activity is not None else "phase"
        kind = kind if sheet.phase is not None else "process"
        for name in THEMES:
            if name.startswith(f"{kind}."):
                yield sheet, SheetChoice(do="open", theme=name)
        if sheet.activity is None:
            for n in range(len(part.inputs)):
                for theme in ("input", "input.limits"):
                    yield sheet, SheetChoice(do="open", of="inputs", theme=theme, at=n)
            continue
        for n, task in enumerate(part.tasks):
            for theme in ("task", "task.rules"):
                yield sheet, SheetChoice(do="open", of="tasks", theme=theme, at=n)
            for m in range(len(task.fields)):
                yield sheet, SheetChoice(do="open", of="fields", theme="field", at=n, inner=m)


def _sheets(process):
    yield Sheet(page=PAGE), process
    for p, phase in enumerate(process.phases):
        yield Sheet(page=PAGE, phase=p), phase
        for a, activity in enumerate(phase.activities):
            yield Sheet(page=PAGE, phase=p, activity=a), activity


def themed(process, sheet, choice, **more):
    """The form's view and its part of the process."""
    about = chosen_in(process, sheet, choice, **more)
    form = SheetForm(sheet=sheet, choice=choice, sheet_view="V0000000001")
    return THEMES[choice.theme].draw(about, FORM, form), about


def made_of(process, sheet, choice, view):
    """The edit, or what is wrong by field."""
    return THEMES[choice.theme].read(chosen_in(process, sheet, choice), view)


def short_activity(process, phase, activity, view=None):
    """The edit that the short form makes; of the form as it is drawn, or of `view`."""
    form = outline_buttons.ActivityForm(page=PAGE, phase=phase.id, activity=activity.id)
    answer = outline_activity.read(view or sent(outline_activity.draw(process, form)), process)
    given = answer._asdict()
    given.pop("after")
    return PutActivity(phase=phase.id, activity=activity.id, type=given.pop("kind"), **given)


def short_phase(process, phase, view=None):
    form = outline_buttons.PhaseForm(page=PAGE, phase=phase.id)
    answer = outline_phase.read(view or sent(outline_phase.draw(process, form)), process)
    return PutPhase(phase=phase.id, **answer._asdict())
