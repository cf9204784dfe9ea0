"""Comments and evidence on a task: kept, shown, and deciding nothing but a form's own files."""

from orchestration.effects import ShowTask
from orchestration.effects.evidence import CopyEvidence
from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from orchestration.processes.tasks import FieldType, FormField
from tests.execution import building as a
from tests.execution.building import DANA, STRANGER, after, running, todo

REPORT = FormField(id="report", label="Test report", type=FieldType.FILE)


def release():
    return running(todo("notes"), todo("other"))


def asking_for_a_report():
    reads = "phases.work.activities.ask.outputs.report != 'x'"
    return running(a.manual("ask", a.form("form", REPORT)), todo("go", after=("ask",), if_=reads))


def copies(step):
    return [each.id for each in step.effects if isinstance(each, CopyEvidence)]


def test_anybody_comments_and_every_copy_of_the_card_shows_it():
    step = advance(release(), a.commented("notes", STRANGER))
    [comment] = a.task(step.execution, "notes").comments
    assert (comment.by, comment.text_id) == (STRANGER, "text")
    assert [each for each in step.effects if isinstance(each, ShowTask)]


def test_a_file_is_copied_once_and_known_by_its_hash():
    step = advance(release(), a.given_as_evidence("notes"))
    assert copies(step) == ["given.F1"]
    assert not a.changes(step.execution, a.given_as_evidence("notes"))
    kept = advance(step.execution.saved(), a.copied("notes", "given.F1"))
    [evidence] = a.task(kept.execution, "notes").evidence
    assert (evidence.name, evidence.sha256, evidence.awaited) == ("report.pdf", "f00d", False)
    assert not copies(kept)
    assert not a.changes(kept.execution, a.copied("notes", "given.F1", sha256="beef"))


def test_evidence_decides_nothing():
    given = after(release(), a.given_as_evidence("notes"), a.done("notes"))
    assert a.status(given, "notes") is ActivityStatus.SUCCEEDED
    lost = after(given, a.not_copied("notes", "given.F1"))
    assert a.task(lost, "notes").status is TaskStatus.DONE
    assert a.task(lost, "notes").evidence[0].lost == "it is gone"


def test_what_was_given_before_the_end_is_kept_after_it():
    given = after(running(todo("notes")), a.given_as_evidence("notes"), a.done("notes"))
    assert given.status is ExecutionStatus.SUCCEEDED
    kept = after(given, a.copied("notes", "given.F1"))
    assert a.task(kept, "notes").evidence[0].sha256 == "f00d"
    assert not a.changes(kept, a.commented("notes"))


def test_a_form_is_done_once_its_file_is_in_the_store():
    step = advance(asking_for_a_report(), a.filled_in("ask", report="F1"))
    assert copies(step) == ["report.1.0"]
    assert a.task(step.execution, "ask").status is TaskStatus.DONE
    assert a.status(step.execution, "ask") is ActivityStatus.WAITING_FOR_INPUT
    kept = after(step.execution.saved(), a.copied("ask", "report.1.0", which="form"))
    assert kept.activity(a.place("ask")).outputs == {"report": "report.pdf sha256:f00d"}
    assert a.status(kept, "go") is ActivityStatus.WAITING_FOR_INPUT


def test_a_form_whose_file_is_lost_is_filled_in_again():
    lost = after(
        asking_for_a_report(),
        a.filled_in("ask", report="F1"),
        a.not_copied("ask", "report.1.0", which="form"),
    )
    assert a.task(lost, "ask").open
    again = after(
        lost, a.filled_in("ask", report="F1"), a.copied("ask", "report.1.1", which="form")
    )
    assert a.status(again, "ask") is ActivityStatus.SUCCEEDED


def test_a_later_round_keeps_what_was_attached_before():
    gate = running(a.sign_off("gate"), todo("other"))
    said = after(
        gate,
        a.commented("gate", DANA, which="sign-off"),
        a.given_as_evidence("gate", DANA, which="sign-off"),
        a.rejected("gate"),
        a.retried("gate"),
    )
    task = a.task(said, "gate")
    assert (task.round, len(task.comments), len(task.evidence)) == (2, 1, 1)
