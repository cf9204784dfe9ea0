"""Whatever goes into a view, what comes out obeys every limit of Slack and pings nobody unasked."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.block_kit.surfaces import message_problems, view_problems
from bot.views import (
    buttons,
    file_buttons,
    help_text,
    home,
    lists,
    notice,
    outline_buttons,
    private_card,
)
from bot.views.cards import draw
from bot.views.modals import (
    adopt,
    draft,
    file,
    loading,
    new_release,
    outline,
    outline_activity,
    outline_phase,
    outputs,
    reason,
    rights,
    roles,
    words_of_draft,
)
from orchestration.execution.state.statuses import TaskStatus
from orchestration.people.granting import RightsOfRole
from orchestration.people.model import Right, Role, UserGroup
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import ProcessVersion
from tests.views import cards as some
from tests.views.slack_limits import problems_of_message, problems_of_view

patient = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PAGE = outline_buttons.OutlinePage(draft_id="dra_1", revision=3)


def sound(drawn) -> None:
    assert problems_of_message(drawn.text, drawn.blocks) == []
    assert message_problems(drawn.blocks).messages() == []


def sound_view(view) -> None:
    assert problems_of_view(view) == []
    assert view_problems(view).messages() == []


@patient
@given(st.one_of(some.TASKS, some.HOLDS, some.NOTICES, some.SHARED, some.BOARDS))
def test_any_task_hold_notice_or_board_fits_a_message(card):
    sound(draw(card))


@patient
@given(some.SEVERAL_TASKS)
def test_no_task_of_a_shared_message_is_ever_cut(card):
    drawn = draw(card)
    sound(drawn)
    buttons_drawn = {
        e["value"] for b in drawn.blocks for e in b.get("elements", ()) if "value" in e
    }
    for each in card.tasks:
        if each.status is TaskStatus.OPEN:
            assert any(f'"{each.task_id}"' in value for value in buttons_drawn)


@settings(patient, max_examples=25)
@given(some.DIFFERENCES)
def test_any_difference_of_versions_fits_a_message(card):
    sound(draw(card))


@patient
@given(some.RELEASES)
def test_any_release_fits_a_message(card):
    sound(draw(card))


@patient
@given(some.REVIEWS)
def test_any_draft_fits_a_message(card):
    sound(draw(card))
    sound_view(words_of_draft.draw(card))


@patient
@given(some.HOMES, some.LINES)
def test_any_home_and_private_card_fits(card, here):
    sound_view(home.draw(card))
    sound(private_card.draw(card, here))
    sound(private_card.mine(card))


@patient
@given(some.PROCESSES, some.ROLES, some.AUDIT_LINES, some.LINES)
def test_any_list_fits_a_message(process, bound, audit, lines):
    version = ProcessVersion(process=process, version=7)
    known = [Role(key=each.name, name=each.name, members=each.members) for each in bound]
    sound(lists.process(version))
    sound(lists.processes([(f"p-{n}", each.name, 1) for n, each in enumerate(process.phases)]))
    sound(lists.roles(known))
    sound(lists.audit("WEB-12", audit))
    sound(notice.which_release("status", lines))


@patient
@given(some.PROCESSES, st.integers(-2, 120), st.integers(-1, 5))
def test_any_page_of_any_outline_fits_a_modal(process, phase, part):
    page = PAGE.model_copy(update={"phase": phase, "part": part})
    sound_view(outline.draw(process, page))
    form = outline_buttons.ActivityForm(page=page, phase="p0", activity="a1")
    for kind in (None, "automated", "todo", "sign_off", "form", "subprocess"):
        sound_view(outline_activity.draw(process, form, ("build", "x" * 200), kind=kind))
    added = outline_buttons.ActivityForm(page=page, phase="p1", after="a0")
    sound_view(outline_activity.draw(process, added))
    sound_view(outline_phase.draw(process, outline_buttons.PhaseForm(page=page, phase="p3")))
    sound_view(outline_phase.draw(process, outline_buttons.PhaseForm(page=page, after="p2")))


@patient
@given(some.ROLES, st.integers(0, 150), st.integers(0, 5))
def test_any_roles_fit_a_modal(bound, groups, page):
    known = [UserGroup(id=f"S{n:08d}", handle=f"g{n}", name=f"Group {n}") for n in range(groups)]
    sound_view(roles.draw(bound, known, page=page))


@patient
@given(some.ROLES, some.PROCESSES)
def test_any_rights_fit_a_modal_and_a_list(bound, process):
    granted = [
        RightsOfRole(role=each.name, rights=tuple(Right), process=at, process_name=process.name)
        for each in bound
        for at in (None, process.id)
    ]
    places = [(each.id, each.name) for each in process.phases]
    for role in ("", *(each.name for each in bound[:3])):
        sound_view(
            rights.draw([each.name for each in bound], places, granted, rights.Place(role=role))
        )
    sound(lists.roles([Role(key=each.name, name=each.name) for each in bound], granted))


@patient
@given(some.TASKS, st.lists(st.tuples(some.TEXT, some.TEXT), max_size=120), some.TEXT)
def test_any_other_form_fits_a_modal(card, inputs, text):
    specs = tuple(InputSpec(name=key, default=value, description=key) for key, value in inputs)
    process = some.process(1, 1, text).model_copy(update={"inputs": specs})
    of = ProcessVersion(process=process, version=1)
    page = new_release.draw(of, "C0123456", more=True)
    while page is not None:
        sound_view(page)
        form = buttons.NewReleaseForm.model_validate_json(page["private_metadata"])
        page = new_release.draw_page(of, form)
    sound_view(outputs.draw(card))
    about = buttons.TaskButton(task_id=card.task_id, round=card.round, shown=card.shown)
    for verb in ("reject", "failed", "ignore", "abort"):
        sound_view(reason.draw(buttons.ReasonForm(verb=verb, task=about), text))
    held = buttons.HoldButton(execution_id="exe_1", ref="deploy.eu", attempt=1)
    sound_view(adopt.draw(held, text))
    sound_view(draft.draw(buttons.DraftForm(channel="C0123456"), text=text))
    many = [(f"process-{n}", text[:200] or "Web") for n in range(120)]
    carries = buttons.DraftForm(channel="C0123456")
    sound_view(draft.draw(carries, text=text, processes=many, with_model=True))
    sound_view(file.draw(file_buttons.FileForm(channel="C0123456")))
    of_draft = buttons.DraftButton(draft_id="dra_1", revision=9)
    sound_view(file.draw(file_buttons.FileForm(channel="C0123456", draft=of_draft)))
    sound_view(loading.refused(text, text))


def test_help_fits_a_message():
    sound(help_text.help_text())
    sound(help_text.help_text(everything=True, command="/drumbeat"))


def test_forty_phases_of_thirty_activities_fit_and_every_phase_is_named():
    big = some.process(40, 30, "with a name of ordinary length")
    drawn = draw(some.review(process=big))
    sound(drawn)
    shown = "\n".join(block["text"]["text"] for block in drawn.blocks if block["type"] == "section")
    assert all(f"Phase {n} " in shown for n in range(40))
    for phase in range(40):
        sound_view(outline.draw(big, PAGE.model_copy(update={"phase": phase})))
    form = outline_buttons.ActivityForm(page=PAGE, phase="p20", activity="a29")
    sound_view(outline_activity.draw(big, form))
