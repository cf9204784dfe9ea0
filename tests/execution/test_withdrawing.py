"""Verdicts that are taken back: by their authors, and where what they rest on has changed."""

from dataclasses import replace
from datetime import timedelta

from orchestration.effects import Tell, WakeUp
from orchestration.execution.engine import advance
from orchestration.execution.events import Elapsed
from orchestration.execution.owed.owing import effects_of
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, Verdict
from orchestration.execution.tasks.voiding import voided_where_changed
from orchestration.read_models.redo_card import redo_card
from tests.execution.building import (
    DANA,
    EVENING,
    IVO,
    LATER,
    ROSA,
    after,
    chore,
    done,
    gate,
    manual,
    now_in,
    pipeline,
    place,
    process,
    ran,
    redone,
    rejected,
    running,
    sign_off,
    signed,
    start,
    status,
    task,
    withdrawn,
)
from tests.read_models.building import release as a_release


def half_signed():
    return after(running(sign_off("go", needed=2)), signed("go", DANA))


def test_an_approval_can_be_withdrawn_until_the_gate_opens():
    release = after(half_signed(), withdrawn("go", DANA))
    assert task(release, "go").verdicts == ()
    assert task(release, "go").missing == (DANA, ROSA, IVO)
    assert [each.verdict for each in task(release, "go").sign_offs] == [
        Verdict.APPROVED,
        Verdict.WITHDRAWN,
    ]


def test_whoever_withdrew_can_approve_again_and_counts_once():
    again = signed("go", DANA, shown="another")
    release = after(half_signed(), withdrawn("go", DANA), again)
    assert [each.by for each in task(release, "go").verdicts] == [DANA]
    release = after(release, signed("go", ROSA))
    assert status(release, "go") is ActivityStatus.SUCCEEDED


def test_the_click_that_was_withdrawn_does_not_count_when_slack_delivers_it_again():
    release = after(half_signed(), withdrawn("go", DANA))
    assert advance(release, signed("go", DANA)).execution is release


def test_a_withdrawal_delivered_twice_leaves_the_newer_approval_alone():
    again = signed("go", DANA, shown="another")
    release = after(half_signed(), withdrawn("go", DANA), again)
    assert advance(release, withdrawn("go", DANA)).execution is release


def test_nobody_withdraws_what_somebody_else_approved():
    release = half_signed()
    assert advance(release, withdrawn("go", ROSA)).execution is release


def test_what_opened_the_gate_cannot_be_withdrawn():
    release = after(running(sign_off("go"), sign_off("other")), signed("go"))
    assert advance(release, withdrawn("go")).execution is release


def test_a_rejection_is_for_its_owner_to_answer_and_is_not_withdrawn():
    release = after(running(sign_off("go")), rejected("go"))
    assert advance(release, withdrawn("go")).execution is release


def test_a_complete_sign_off_can_be_withdrawn_while_its_activity_waits_for_another_task():
    release = after(running(manual("go", chore(), gate())), signed("go"))
    assert task(release, "go", "sign-off").status is TaskStatus.APPROVED
    release = after(release, withdrawn("go"), done("go"))
    assert status(release, "go") is ActivityStatus.WAITING_FOR_INPUT
    release = after(release, signed("go", ROSA))
    assert status(release, "go") is ActivityStatus.SUCCEEDED


def test_its_owner_is_asked_to_finalise_only_once_it_is_signed_again():
    release = after(running(manual("go", gate(), finalise="owner")), signed("go"))
    assert task(release, "go", "~finalise").open
    release = after(release, withdrawn("go"))
    assert [each.id.rsplit("/", 1)[1] for each in release.tasks_of(release.plan.entries["work"][0])]
    assert [each for each in release.tasks.values() if each.open] == [task(release, "go")]
    release = after(release, signed("go", ROSA))
    assert task(release, "go", "~finalise").open


def test_who_left_the_role_and_withdraws_leaves_a_gate_that_nobody_can_open_on_hold():
    members = {"qa": (DANA, ROSA)}
    release = after(running(sign_off("go", needed=2), members=members), signed("go", DANA))
    release = after(release, now_in("qa", ROSA))
    assert status(release, "go") is ActivityStatus.WAITING_FOR_INPUT
    release = after(release, withdrawn("go", DANA))
    assert status(release, "go") is ActivityStatus.ON_HOLD


# --- what a verdict rests on ---------------------------------------------------------------------


def awaiting_second():
    release = running(pipeline("build"), sign_off("go", needed=2, after=("build",)))
    return after(release, ran("build", outputs={"digest": "sha256:4f1c"}), signed("go", DANA))


def with_version(release, version):
    return replace(release, facts=replace(release.facts, version=version))


def test_an_approval_is_voided_when_the_version_changes_and_its_author_is_told_why():
    before = awaiting_second()
    now = voided_where_changed(before, with_version(before, "4.3"), EVENING)
    assert task(now, "go").verdicts == ()
    ended = task(now, "go").sign_offs[-1]
    assert (ended.verdict, ended.by, ended.at) == (Verdict.VOIDED, DANA, EVENING)
    [told] = [each for each in effects_of(before, now) if isinstance(each, Tell)]
    assert told.chain == (DANA,)
    assert told.text == (
        "WEB-12 Web 4.3: your approval of “sign-off” no longer counts: the version is 4.3 now, "
        "and was 4.2. Please look at its card again, and decide anew."
    )


def test_an_approval_is_voided_when_a_result_it_rests_on_changes():
    before = awaiting_second()
    build = before.activity(before.plan.entries["work"][0])
    other = before.with_activity(replace(build, outputs={"digest": "sha256:99aa"}))
    now = voided_where_changed(before, other, EVENING)
    assert task(now, "go").sign_offs[-1].why == (
        "“build” is succeeded: digest sha256:99aa now, and was succeeded: digest sha256:4f1c"
    )


def test_what_changes_elsewhere_leaves_an_approval_alone():
    release = running(
        pipeline("build"), pipeline("docs"), sign_off("go", needed=2, after=("build",))
    )
    release = after(release, ran("build"), signed("go", DANA), ran("docs", outputs={"a": "b"}))
    assert [each.by for each in task(release, "go").verdicts] == [DANA]


def test_a_redo_that_does_not_reach_a_half_signed_gate_voids_it_since_the_candidate_is_another():
    release = after(
        running(pipeline("build"), sign_off("go", needed=2)), signed("go"), ran("build")
    )
    step = advance(release, redone("build"))
    assert task(step.execution, "go").verdicts == ()
    assert task(step.execution, "go").sign_offs[-1].why == "the candidate is rc 2 now, and was rc 1"
    assert [each.chain for each in step.effects if isinstance(each, Tell)] == [(DANA,)]


def test_a_redo_says_beforehand_which_half_signed_gates_it_voids():
    release = running(pipeline("build"), sign_off("go", needed=2))
    release = after(release, signed("go"), ran("build"))
    card = redo_card(a_release(release), release, place("build"))
    assert [(each.name, each.people) for each in card.voided] == [("sign-off", (DANA,))]


TWO_DAYS = timedelta(days=2)


def expiring():
    """Half signed, in a process whose sign-offs count for two days."""
    made = process(sign_off("go", needed=2)).model_copy(update={"sign_offs_expire": TWO_DAYS})
    return after(start(made).execution.saved(), signed("go", DANA))


def expires(release, number=0):
    return Elapsed(
        at=LATER + TWO_DAYS,
        ref=place("go"),
        attempt=1,
        of="expiry",
        task_id=task(release, "go").id,
        number=number,
    )


def test_a_sign_off_that_expires_is_looked_at_when_its_time_has_come():
    made = process(sign_off("go", needed=2)).model_copy(update={"sign_offs_expire": TWO_DAYS})
    step = advance(start(made).execution.saved(), signed("go", DANA))
    [wake] = [each for each in step.effects if isinstance(each, WakeUp)]
    assert (wake.due_at, wake.of, wake.number) == (LATER + TWO_DAYS, "expiry", 0)


def test_an_expired_approval_counts_no_more_and_its_author_is_told():
    release = expiring()
    step = advance(release, expires(release))
    assert task(step.execution, "go").verdicts == ()
    [told] = [each for each in step.effects if isinstance(each, Tell)]
    assert "it has expired, as sign-offs of this process do after 2 days" in told.text


def test_the_expiry_of_a_withdrawn_approval_leaves_the_newer_one_alone():
    release = expiring()
    release = after(release, withdrawn("go"), signed("go", DANA, shown="another"))
    assert advance(release, expires(release)).execution is release


def test_what_opened_its_gate_in_time_does_not_expire():
    release = expiring()
    release = after(release, signed("go", ROSA))
    assert advance(release, expires(release)).execution is release


def test_other_people_in_the_role_void_nothing():
    release = after(half_signed(), now_in("qa", ROSA, IVO))
    assert [each.by for each in task(release, "go").verdicts] == [DANA]
