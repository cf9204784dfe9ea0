"""What a signer is shown, and the fingerprint that a verdict rests on."""

from orchestration.execution.state.statuses import TaskStatus
from orchestration.read_models.hold_card import hold_card
from orchestration.read_models.task_card import as_of_round, shown_by, task_card
from orchestration.values import ActivityRef
from tests.execution.building import (
    DANA,
    IGNORE,
    IVO,
    LATER,
    OWNER,
    ROSA,
    aborted,
    adopted,
    after,
    broke,
    by_hand,
    chore,
    done,
    failed,
    gate,
    ignored,
    manual,
    now_in,
    phase,
    pipeline,
    ran,
    rejected,
    retried,
    running,
    sign_off,
    signed,
    task,
    todo,
    unheard,
)
from tests.read_models.building import release


def shown(execution, name="go", **more):
    return shown_by(release(execution, **more), execution, task(execution, name))


def card(execution, name="go", which=None, texts=None):
    return task_card(release(execution), execution, task(execution, name, which), texts or {})


def built(**outputs):
    execution = running(pipeline("build"), sign_off("go", after=("build",)), todo("aside"))
    return after(execution, ran("build", outputs=outputs))


def test_the_fingerprint_changes_with_what_is_released():
    one = shown(built())
    assert shown(built(), version="4.3") != one
    assert shown(built(), reference="WEB-13") != one
    assert shown(built(), inputs={"region": "eu"}) != one
    assert shown(built(), inputs={"region": "eu"}) != shown(built(), inputs={"region": "us"})


def test_the_fingerprint_changes_with_the_results_it_rests_on():
    assert shown(built(commit="a")) != shown(built(commit="b"))
    ignored_ = after(
        running(pipeline("build"), sign_off("go", after=("build",)), todo("aside")),
        failed("build"),
        ignored("build"),
    )
    assert shown(ignored_) != shown(built())


def test_the_fingerprint_rests_on_the_phases_before():
    def checked(commit):
        execution = running(
            phase("build", pipeline("image")), phase("work", sign_off("go"), after=("build",))
        )
        return after(execution, ran("build.image", outputs={"commit": commit}))

    assert shown(checked("a")) != shown(checked("b"))


def test_the_fingerprint_rests_on_every_result_even_where_the_card_names_only_some():
    def checked(last):
        steps = [pipeline(f"b{n}") for n in range(12)]
        execution = running(*steps, sign_off("go", after=tuple(each.id for each in steps)))
        events = [ran(f"b{n}", outputs={"commit": "same"}) for n in range(11)]
        return after(execution, *events, ran("b11", outputs={"commit": last}))

    assert shown(checked("a")) != shown(checked("b"))


def test_the_fingerprint_changes_with_the_round_and_the_quorum():
    execution = built()
    again = after(execution, rejected("go"), retried("go"))
    assert shown(again) != shown(execution)
    whole = running(sign_off("go", needed="all"))
    assert shown(after(whole, now_in("qa", DANA))) != shown(whole)


def test_the_fingerprint_does_not_change_with_anything_else():
    execution = built(commit="a")
    one = shown(execution)
    assert shown(after(execution, done("aside"))) == one
    assert shown(after(execution, now_in("qa", DANA, IVO))) == one
    assert shown(execution, inputs={}) == one
    assert shown(built(commit="a")) == one
    waiting = running(sign_off("go", needed=2))
    assert shown(after(waiting, signed("go"))) == shown(waiting)


def test_a_card_says_what_it_rests_on():
    assert card(built(commit="3f9c", arch="arm")).rests_on == (
        "build — succeeded: arch arm, commit 3f9c",
    )


def test_a_card_says_that_a_failure_was_ignored():
    steps = [pipeline(f"b{n}", on_failure=IGNORE) for n in range(9)]
    execution = running(*steps, sign_off("go", after=tuple(each.id for each in steps)))
    events = [ran(f"b{n}") for n in range(7)]
    execution = after(execution, *events, failed("b7"), ran("b8", outputs={"commit": "a — b"}))
    assert card(execution).rests_on == (
        "b7 — failed and was ignored",
        "b8 — succeeded: commit a — b",
        "7 more before it",
    )


def test_a_result_is_named_once_however_often_it_is_waited_for():
    execution = running(
        phase("build", pipeline("image")),
        phase("work", sign_off("go", after=("build.image",)), after=("build",)),
    )
    assert card(after(execution, ran("build.image"))).rests_on == ("image — succeeded",)


def test_a_card_says_what_approving_starts():
    execution = running(
        phase("work", sign_off("go"), todo("deploy", after=("go",))),
        phase("tell", todo("mail"), after=("work",)),
    )
    assert card(execution).starts == ("deploy",)


def test_a_card_says_what_else_must_be_done_before_that():
    execution = running(sign_off("go"), sign_off("legal"), todo("deploy", after=("go", "legal")))
    assert card(execution).starts == ("deploy (once all else it waits for is done too)",)
    assert card(after(execution, signed("legal"))).starts == ("deploy",)


def test_the_last_of_a_phase_starts_the_phases_after_it():
    execution = running(
        phase("work", sign_off("go"), todo("notes")),
        phase("ship", todo("deploy"), todo("check", after=("deploy",)), after=("work",)),
        phase("party", todo("cake"), after=("work", "ship")),
    )
    assert card(execution).starts == ("deploy (once all else it waits for is done too)",)
    assert card(after(execution, done("notes"))).starts == ("deploy",)


def test_a_card_names_who_signed_who_is_missing_and_through_what_they_are_asked():
    execution = after(running(sign_off("go", needed=2, asks=("qa", OWNER))), signed("go", DANA))
    drawn = card(execution)
    assert [each.by for each in drawn.verdicts] == [DANA]
    assert drawn.missing == (ROSA, IVO)
    assert drawn.asked_as == ("qa",)
    assert card(running(sign_off("go", asks=(DANA,)), members={DANA: (DANA,)})).asked_as == ()


def test_a_decided_card_says_who_and_when_and_nobody_is_missing():
    drawn = card(after(running(sign_off("go")), rejected("go")), texts={"why": "flaky"})
    assert (drawn.status, drawn.settled_by, drawn.settled_at, drawn.reason, drawn.missing) == (
        TaskStatus.REJECTED,
        DANA,
        LATER,
        "flaky",
        (),
    )


def test_work_by_hand_shows_its_command_and_asks_for_its_outputs():
    drawn = card(running(by_hand("go", command="make deploy", outputs=("digest",))))
    assert (drawn.command, [each.id for each in drawn.fields]) == ("make deploy", ["digest"])


def rounds(execution, which="sign-off"):
    again = task(execution, "go", which)
    return again, as_of_round(again, 1)


def test_the_card_of_an_earlier_round_stays_as_it_ended():
    execution = after(
        running(sign_off("go")), rejected("go"), retried("go"), signed("go", ROSA, round_=2)
    )
    now, then = rounds(execution)
    assert (then.status, then.settled_by, then.reason_id) == (TaskStatus.REJECTED, DANA, "why")
    assert as_of_round(now, 2) is now
    assert [each.round for each in then.sign_offs] == [1]


def test_an_earlier_round_that_was_approved_stays_approved():
    execution = running(manual("go", gate(), gate("again")))
    execution = after(execution, signed("go"), rejected("go", which="again"), retried("go"))
    _, then = rounds(execution)
    assert (then.status, then.settled_by) == (TaskStatus.APPROVED, DANA)


def test_an_earlier_round_that_others_closed_is_closed():
    execution = running(manual("go", gate(needed=2), gate("again")))
    execution = after(execution, signed("go"), rejected("go", which="again"), retried("go"))
    _, then = rounds(execution)
    assert (then.status, then.settled_by) == (TaskStatus.CLOSED, None)


# What is on hold

BUILD = ActivityRef("work.build")
TEXTS = {"why": "because"}


def held(*events, made=None):
    execution = running(*(made or (pipeline("build"), todo("deploy", after=("build",)))))
    return after(execution, *events)


def hold(execution, attempt=1):
    return hold_card(release(execution), execution, BUILD, attempt, TEXTS, (OWNER,))


def test_a_hold_says_why_and_what_waits():
    drawn = hold(held(failed("build", log_tail="boom", link="https://ci/1")))
    assert (drawn.outcome, drawn.reason, drawn.log_tail, drawn.link) == (
        "open",
        "exit code 3",
        "boom",
        "https://ci/1",
    )
    assert (drawn.waits, drawn.decided_by, drawn.decided_at) == (("deploy",), None, None)


def test_a_hold_names_the_phases_that_cannot_start():
    execution = running(
        phase("work", pipeline("build")), phase("ship", todo("go"), after=("work",))
    )
    assert hold(after(execution, failed("build"))).waits == ("Ship",)


def test_a_hold_says_what_the_person_wrote_who_reported_it():
    drawn = hold(held(broke("build"), made=(by_hand("build"),)))
    assert (drawn.said, drawn.said_by) == ("because", OWNER)
    refused = hold(held(rejected("build"), made=(sign_off("build"),)))
    assert (refused.said, refused.said_by) == ("because", DANA)
    again = hold(held(rejected("build"), retried("build"), made=(sign_off("build"),)))
    assert (again.said, again.said_by) == ("because", DANA)


def test_a_retried_hold_says_by_whom_and_when_and_stays_so():
    execution = held(failed("build"), retried("build"))
    for state in (execution, after(execution, ran("build", attempt=2))):
        drawn = hold(state)
        assert (drawn.outcome, drawn.decided_by, drawn.decided_at) == ("retried", OWNER, LATER)
        assert drawn.reason == "exit code 3"


def test_a_second_hold_is_open_while_the_first_is_retried():
    execution = held(failed("build"), retried("build"), failed("build", attempt=2))
    assert (hold(execution, 1).outcome, hold(execution, 2).outcome) == ("retried", "open")


def test_an_ignored_hold_says_why():
    drawn = hold(held(failed("build"), ignored("build")))
    assert (drawn.outcome, drawn.decided_by, drawn.decision_reason) == ("ignored", OWNER, "because")
    assert drawn.reason == "exit code 3"


def test_a_run_nobody_heard_of_is_in_doubt_until_it_is_adopted():
    assert hold(held(unheard("build"))).in_doubt
    assert not hold(held(failed("build"))).in_doubt
    drawn = hold(held(unheard("build"), adopted("build")))
    assert (drawn.outcome, drawn.decided_by, drawn.in_doubt) == ("adopted", OWNER, False)
    assert hold(held(unheard("build"), adopted("build"), failed("build"))).outcome == "open"


def test_an_aborted_hold_says_why():
    drawn = hold(held(failed("build"), aborted()))
    assert (drawn.outcome, drawn.decision_reason) == ("aborted", "because")


def test_a_task_of_its_own_kind_is_not_mistaken_for_anothers():
    execution = running(manual("go", chore("do"), gate("redo")))
    assert card(execution, which="do").name == "do"
    moved = after(execution, now_in("qa", IVO))
    assert task(moved, "go", "redo").people == (IVO,)
    assert task(moved, "go", "do").people == (OWNER,)


def test_an_earlier_round_of_work_by_hand_keeps_who_said_that_it_failed():
    release_run = after(running(by_hand("deploy")), broke("deploy"), retried("deploy"))
    was = as_of_round(task(release_run, "deploy", "by-hand"), 1)
    assert (was.status, was.settled_by) == (TaskStatus.FAILED, OWNER)


def test_a_card_names_who_is_asked_later_and_who_may_not_sign():
    go = manual("go", gate(asks=("qa", "legal"), order="sequential", exclude=("starter",)))
    execution = running(go, members={"qa": (DANA, OWNER), "legal": (IVO,)})
    card = task_card(release(execution), execution, task(execution, "go"), {})
    assert (card.assignees, card.later, card.left_out) == ((DANA,), (IVO,), (OWNER,))
