"""Forms whose answers become outputs, and activities that their owner finalises."""

import pytest

from orchestration.errors import Rejected
from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, WorkKind
from orchestration.execution.tasks.answers import outputs_of, unfit_answers
from orchestration.processes.tasks import FieldType, FormField
from tests.execution.building import (
    DANA,
    IVO,
    OWNER,
    after,
    chore,
    done,
    form,
    gate,
    ignored,
    manual,
    now_in,
    rejected,
    retried,
    running,
    sign_off,
    signed,
    status,
    task,
    todo,
)

REGION = FormField(id="region", label="Region", type=FieldType.CHOICE, choices=("eu", "us"))
SHARE = FormField(id="share", label="Share", type=FieldType.NUMBER, required=False)
RISKY = FormField(id="risky", label="Risky?", type=FieldType.CHECKBOX, required=False)
SURE = FormField(id="sure", label="I looked twice", type=FieldType.CHECKBOX)
TICKET = FormField(id="ticket", label="Ticket", pattern="OPS-[0-9]+")


def test_what_is_answered_is_an_output_that_later_work_reads():
    ask = manual("ask", form("form", REGION))
    eu = "phases.work.activities.ask.outputs.region == 'eu'"
    release = running(ask, sign_off("go", after=("ask",), if_=eu))
    answered = after(release, done("ask", which="form", outputs={"region": "eu"}))
    assert answered.activity("work.ask").outputs == {"region": "eu"}
    assert status(answered, "go") is ActivityStatus.WAITING_FOR_INPUT
    other = after(release, done("ask", which="form", outputs={"region": "us"}))
    assert status(other, "go") is ActivityStatus.SKIPPED


def test_a_form_of_nobody_is_the_owners():
    assert task(running(manual("ask", form("form", REGION))), "ask").people == (OWNER,)


@pytest.mark.parametrize(
    ("field", "answer", "kept"),
    [
        (REGION, "eu", {"region": "eu"}),
        (SHARE, " 0.5 ", {"share": "0.5"}),
        (SHARE, "", {}),
        (RISKY, "true", {"risky": "true"}),
        (RISKY, "", {"risky": "false"}),
        (SURE, "true", {"sure": "true"}),
        (TICKET, "OPS-12", {"ticket": "OPS-12"}),
    ],
)
def test_an_answer_is_kept_as_its_field_has_it(field, answer, kept):
    assert outputs_of([field], {field.id: answer}) == kept


@pytest.mark.parametrize(
    ("field", "answer", "said"),
    [
        (REGION, "", "Please fill this in."),
        (REGION, "mars", "Please choose one of those offered."),
        (SHARE, "half", "Please give a number, such as 12 or 0.5."),
        (SHARE, "NaN", "Please give a number, such as 12 or 0.5."),
        (SURE, "false", "Please tick it."),
        (TICKET, "12", "It must match OPS-[0-9]+."),
        (TICKET, "x" * 3001, "At most 3,000 characters."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(field, answer, said):
    assert unfit_answers([field], {field.id: answer}) == {field.id: said}
    with pytest.raises(Rejected, match=field.label.replace("?", r"\?")):
        outputs_of([field], {field.id: answer})


# finalise: owner


def closing(*tasks, **more):
    return manual("cut", *tasks, finalise="owner", **more)


def finalised(by=OWNER, *, round_=1, outputs=None):
    return done("cut", by, which="~finalise", round_=round_, outputs=outputs)


def test_its_owner_is_asked_to_finalise_once_everything_else_is_done():
    release = running(closing(chore("a"), chore("b")), todo("tell", after=("cut",)))
    release = after(release, done("cut", which="a"))
    assert len(release.tasks_of("work.cut")) == 2
    release = after(release, done("cut", which="b"))
    asked = task(release, "cut", "~finalise")
    assert (asked.kind, asked.people, asked.open) == (WorkKind.FINALISE, (OWNER,), True)
    assert status(release, "cut") is ActivityStatus.WAITING_FOR_INPUT
    assert status(release, "tell") is ActivityStatus.PENDING
    release = after(release, finalised(outputs={"tag": "v4"}))
    assert status(release, "cut") is ActivityStatus.SUCCEEDED
    assert release.activity("work.cut").outputs == {"tag": "v4"}


def test_it_is_its_own_owner_who_finalises():
    release = running(closing(chore("a"), owner="qa"), members={"qa": (DANA,)})
    release = after(release, done("cut", which="a"))
    assert task(release, "cut", "~finalise").people == (DANA,)
    assert advance(release, finalised(IVO)).execution is release
    assert after(release, now_in("qa", IVO), finalised(IVO)).status.ended


def test_before_everything_is_done_nobody_finalises():
    release = running(closing(chore("a")))
    assert advance(release, finalised()).execution is release


def test_a_new_attempt_is_finalised_anew():
    release = running(closing(chore("a", required=False), gate()))
    release = after(release, rejected("cut"), retried("cut"), signed("cut", round_=2))
    assert task(release, "cut", "~finalise").round == 2
    assert status(after(release, finalised(round_=2)), "cut") is ActivityStatus.SUCCEEDED


def test_a_rejection_after_it_was_asked_takes_the_question_back():
    release = running(closing(chore("a"), gate(required=False)))
    release = after(release, done("cut", which="a"), rejected("cut"))
    assert status(release, "cut") is ActivityStatus.ON_HOLD
    assert advance(release, finalised()).execution is release
    assert after(release, ignored("cut")).status.ended
