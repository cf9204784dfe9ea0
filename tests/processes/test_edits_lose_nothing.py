"""Edits of tasks, inputs and lists: what a form does not show stays, or the edit is refused."""

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.processes.edits import (
    MoveListed,
    PutActivity,
    PutField,
    PutInput,
    PutTask,
    RemoveListed,
    SetTaskRules,
    SetTimes,
    edited,
)
from orchestration.processes.edits.listed import OfFields, OfInputs, OfTasks
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, ActivityType
from orchestration.processes.tasks import Approvals, FormField, TaskKind, TaskSpec
from tests.execution.building import phase, process, todo

SIGN = TaskSpec(
    id="legal",
    name="Legal agrees",
    kind=TaskKind.SIGN_OFF,
    approvals=Approvals(from_=("Legal",), order="sequential", exclude=("starter",)),
    deadline=timedelta(days=1),
)
ASK = TaskSpec(id="ask", name="Ask", kind=TaskKind.FORM, fields=(FormField(id="why", label="Why"),))


def with_tasks(*tasks, **more):
    given = {"id": "look", "name": "Look", "type": ActivityType.MANUAL, "tasks": tasks}
    return process(phase("work", Activity(**given | more)))


def short(kind, **more):
    return PutActivity(phase="work", activity="look", name="Look", type=kind, **more)


def look(made):
    return made.by_ref["work.look"]


def test_the_short_form_of_a_sign_off_keeps_its_deadline_and_its_order():
    edit = short("sign_off", signers=("Legal", "QA"), needed=2, owner="Lead")
    [task] = look(edited(with_tasks(SIGN), edit).process).tasks
    assert task.approvals == Approvals(
        from_=("Legal", "QA"), needed=2, order="sequential", exclude=("starter",)
    )
    assert (task.id, task.name, task.deadline) == ("legal", "Legal agrees", timedelta(days=1))


def test_several_tasks_stay_when_only_the_activity_is_renamed():
    made = with_tasks(SIGN, ASK)
    edit = short("several").model_copy(update={"name": "Look twice"})
    after = look(edited(made, edit).process)
    assert (after.name, after.tasks) == ("Look twice", (SIGN, ASK))


@pytest.mark.parametrize(
    ("tasks", "kind", "says"),
    [
        ((SIGN, ASK), "automated", "has 2 tasks, and this form shows one"),
        ((SIGN,), "automated", "the order of its approvals, that the starter is left out and its"),
        ((SIGN,), "todo", "would lose the order of its approvals"),
        ((ASK,), "todo", "would lose 1 question"),
        ((ASK,), "subprocess", "would lose 1 question"),
    ],
)
def test_becoming_something_else_is_refused_while_something_would_be_lost(tasks, kind, says):
    edit = short(kind, process={"id": "web"} if kind == "subprocess" else None)
    with pytest.raises(Rejected, match=says):
        edited(with_tasks(*tasks), edit)


def test_a_deadline_outlives_that_a_to_do_becomes_a_sign_off():
    made = with_tasks(TaskSpec(id="do", name="Look", deadline=timedelta(hours=2)))
    [task] = look(edited(made, short("sign_off", signers=("QA",))).process).tasks
    assert (task.kind, task.deadline) == (TaskKind.SIGN_OFF, timedelta(hours=2))


def test_a_task_with_questions_stays_a_form():
    edit = PutTask(phase="work", activity="look", task="ask", name="Ask", asks=TaskKind.TODO)
    with pytest.raises(Rejected, match="Its questions would be lost"):
        edited(with_tasks(ASK), edit)


def test_work_that_is_not_for_people_is_given_no_tasks():
    made = with_tasks(type=ActivityType.AUTOMATED)
    with pytest.raises(Rejected, match="Only manual work has tasks"):
        edited(made, PutTask(phase="work", activity="look", name="Tell"))


def test_a_question_has_an_id_of_its_own_that_later_words_do_not_change():
    place = {"phase": "work", "activity": "look", "task": "ask"}
    made = edited(with_tasks(ASK), PutField(**place, label="Why")).process
    made = edited(made, PutField(**place, field=0, label="For which reason?")).process
    fields = look(made).tasks[0].fields
    assert [(each.id, each.label) for each in fields] == [
        ("why", "For which reason?"),
        ("why-2", "Why"),
    ]


def test_lists_are_moved_within_their_ends_and_shortened():
    made = with_tasks(SIGN, ASK)
    tasks = OfTasks(phase="work", activity="look")
    moved = edited(made, MoveListed(among=tasks, at=1, by=-1))
    assert [each.id for each in look(moved.process).tasks] == ["ask", "legal"]
    assert moved.what == "moved the task “Ask”"
    same = edited(made, MoveListed(among=tasks, at=1, by=1)).process
    assert same == made
    fields = OfFields(phase="work", activity="look", task="ask")
    left = edited(made, RemoveListed(among=fields, at=0)).process
    assert look(left).tasks[1].fields == ()
    with pytest.raises(Rejected, match="removed meanwhile"):
        edited(left, RemoveListed(among=fields, at=0))


def test_two_inputs_do_not_have_one_name():
    made = edited(process(todo("a")), PutInput(name="region")).process
    with pytest.raises(Rejected, match="There is an input “region” already"):
        edited(made, PutInput(name=" region "))
    inside = edited(made, PutInput(phase="work", name="region")).process
    assert inside.phases[0].inputs == (InputSpec(name="region"),)
    assert edited(inside, RemoveListed(among=OfInputs(), at=0)).process.inputs == ()


def test_an_edit_says_which_fields_it_changed():
    edit = SetTimes(phase="work", activity="look", timeout=timedelta(hours=1))
    assert edited(with_tasks(SIGN), edit).what == "changed timeout of “Look”"
    edit = SetTaskRules(phase="work", activity="look", task="legal", undo=timedelta(seconds=30))
    what = edited(with_tasks(SIGN), edit).what
    assert what == "changed approvals, deadline and undo of “Legal agrees”"


def test_a_form_cannot_tell_which_of_two_parts_with_one_id_is_meant():
    made = process(phase("work", todo("a"), todo("a")))
    with pytest.raises(Rejected, match="is there 2 times"):
        edited(made, PutActivity(phase="work", activity="a", name="A", type="todo"))
