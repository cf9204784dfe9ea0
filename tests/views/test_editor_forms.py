"""The editor's forms: nothing they do not show is lost, and what they show comes back the same."""

from hypothesis import HealthCheck, Phase, given, settings

from orchestration.errors import Rejected
from orchestration.processes.edits import edited
from orchestration.processes.tasks import TaskKind
from tests.processes.code.processes import PROCESSES
from tests.views.editing import made_of, places, short_activity, short_phase, themed
from tests.views.test_forms import sent

whole = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # printing and shrinking a process takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def with_own_ids(process):
    """A form says which part it is about by its id."""
    return process.model_copy(
        update={
            "phases": tuple(
                phase.model_copy(
                    update={
                        "id": f"p{p}",
                        "depends_on": tuple(dict.fromkeys(phase.depends_on)),
                        "activities": tuple(
                            activity.model_copy(
                                update={
                                    "id": f"a{a}",
                                    "depends_on": tuple(dict.fromkeys(activity.depends_on)),
                                    "tasks": tuple(
                                        task.model_copy(update={"id": f"t{t}"})
                                        for t, task in enumerate(activity.tasks)
                                    ),
                                }
                            )
                            for a, activity in enumerate(phase.activities)
                        ),
                    }
                )
                for p, phase in enumerate(process.phases)
            )
        }
    )


@whole
@given(PROCESSES.map(with_own_ids))
def test_any_form_sent_back_as_it_was_drawn_changes_nothing(process):
    for sheet, choice in places(process):
        view, _ = themed(process, sheet, choice)
        edit = made_of(process, sheet, choice, sent(view))
        if isinstance(edit, dict):
            assert set(edit) <= {"required_when", "kind", "choices"}, edit  # it said less than that
            continue
        unchanged(process, edit)


@whole
@given(PROCESSES.map(with_own_ids))
def test_the_short_forms_sent_back_as_they_were_drawn_change_nothing(process):
    for phase in process.phases:
        unchanged(process, short_phase(process, phase))
        for activity in phase.activities:
            first = activity.tasks[0] if activity.tasks else None
            if first and first.kind is TaskKind.SIGN_OFF and not first.people():
                continue  # its owner is suggested
            unchanged(process, short_activity(process, phase, activity))


def unchanged(process, edit):
    """The same afterwards; what has no name, or names no process, is asked for it first."""
    try:
        now = edited(process, edit).process
    except Rejected as refused:
        assert "needs" in refused.text or "Say which" in refused.text, refused.text
    else:
        assert now == process
