"""A sign-off given before its activity is reached is kept, and counts then."""

from datetime import timedelta

from orchestration.effects import ShowTask, Tell, WakeUp
from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, Verdict
from tests.execution import building as a
from tests.execution.building import DANA, DAY, IVO, LATER, NOON, OWNER, ROSA, after, running

SUCCEEDED, WAITING = ActivityStatus.SUCCEEDED, ActivityStatus.WAITING_FOR_INPUT
DEPLOY = a.pipeline("deploy", after=("gate",))


def releasing(*activities, **gate):
    """A build, then the gate, then what it opens onto."""
    return running(
        a.pipeline("build"),
        a.sign_off("gate", after=("build",), **gate),
        *(activities or (DEPLOY,)),
    )


def kept(execution, name="gate"):
    return execution.tasks[f"ex_1/work.{name}/sign-off"]


def test_an_early_approval_opens_the_gate_when_it_is_reached():
    release = after(releasing(), a.signed_early("gate"))
    assert kept(release).status is TaskStatus.EARLY
    assert a.begun(release) == {"build"}
    release = after(release, a.ran("build"))
    assert a.status(release, "gate") is SUCCEEDED
    assert [each.by for each in a.task(release, "gate").verdicts] == [DANA]
    assert "deploy" in a.begun(release)


def test_it_counts_among_the_others():
    release = after(releasing(needed=2), a.signed_early("gate"), a.ran("build"))
    task = a.task(release, "gate")
    assert a.status(release, "gate") is WAITING
    assert task.missing == (ROSA, IVO)
    release = after(release, a.signed("gate", ROSA))
    assert a.status(release, "gate") is SUCCEEDED


def test_it_asks_nobody_and_posts_no_card_until_then():
    step = advance(releasing(), a.signed_early("gate"))
    assert not [each for each in step.effects if isinstance(each, ShowTask)]
    assert not kept(step.execution).open


def test_one_person_signs_once_and_a_repeated_click_changes_nothing():
    release = after(releasing(needed=2), a.signed_early("gate"))
    assert not a.changes(release, a.signed_early("gate"))
    assert not a.changes(release, a.signed_early("gate", a.STRANGER))
    release = after(release, a.ran("build"))
    assert not a.changes(release, a.signed("gate", DANA, shown="other"))


def test_once_its_activity_is_reached_nothing_is_early():
    release = after(releasing(), a.ran("build"))
    assert not a.changes(release, a.signed_early("gate"))
    assert not a.changes(releasing(), a.signed_early("gate", round_=2))


def test_whoever_gave_it_can_withdraw_it_until_then():
    release = after(releasing(), a.signed_early("gate"), a.withdrawn("gate"), a.ran("build"))
    assert a.status(release, "gate") is WAITING
    assert DANA in a.task(release, "gate").missing


def test_a_redo_anywhere_voids_it_and_its_author_is_told():
    release = after(
        running(a.todo("notes"), a.pipeline("build"), a.sign_off("gate", after=("build",))),
        a.done("notes"),
        a.signed_early("gate"),
    )
    step = advance(release, a.redone("notes"))
    told = [each for each in step.effects if isinstance(each, Tell)]
    assert [each.chain for each in told] == [(DANA,)]
    assert "rc 2 now" in told[0].text
    release = after(step.execution.saved(), a.ran("build"))
    assert a.status(release, "gate") is WAITING


def test_a_redo_that_reaches_its_gate_in_the_same_step_does_not_open_it():
    """What is redone may be skipped at once."""
    release = after(
        running(
            a.pipeline("first"),
            a.pipeline("build", after=("first",)),
            a.sign_off("gate", after=("first", "skipped")),
            a.pipeline("skipped", after=("first",), if_="1 == 2"),
        ),
        a.signed_early("gate"),
    )
    release = after(release, a.redone("first"), a.ran("first", attempt=2))
    assert a.status(release, "gate") is WAITING


def test_a_result_that_it_showed_and_that_changes_voids_it():
    release = after(
        running(
            a.todo("notes"),
            a.pipeline("build"),
            a.sign_off("gate", after=("notes", "build")),
        ),
        a.done("notes"),
        a.signed_early("gate"),
        a.reopened("notes"),
    )
    ended = kept(release).sign_offs[-1]
    assert ended.verdict is Verdict.VOIDED
    assert "being done anew" in ended.why


def test_results_that_come_in_after_it_do_not_void_it():
    release = after(releasing(), a.signed_early("gate"), a.ran("build", outputs={"digest": "1"}))
    assert a.status(release, "gate") is SUCCEEDED


def test_somebody_who_is_not_asked_any_more_when_it_is_reached_does_not_count():
    release = after(releasing(), a.signed_early("gate"), a.now_in("qa", ROSA))
    step = advance(release, a.ran("build"))
    assert a.status(step.execution, "gate") is WAITING
    told = next(each for each in step.effects if isinstance(each, Tell))
    assert "you are not asked now" in told.text


def test_it_expires_by_the_time_it_was_given():
    made = a.process(a.pipeline("build"), a.sign_off("gate", after=("build",)))
    made = made.model_copy(update={"sign_offs_expire": DAY})
    step = advance(a.start(made).execution.saved(), a.signed_early("gate", at=NOON))
    wakes = next(each for each in step.effects if isinstance(each, WakeUp))
    assert wakes.of == "expiry"
    assert wakes.due_at == NOON + DAY
    release = after(step.execution.saved(), a.ran("build", at=NOON + DAY))
    assert a.status(release, "gate") is WAITING
    assert kept(release).sign_offs[-1].why.startswith("it has expired")


def test_one_after_another_also_early():
    signs = a.gate(asks=("qa", "lead"), needed=2, order="sequential")
    members = {"qa": (DANA,), "lead": (ROSA,)}
    gate = a.manual("gate", signs, after=("build",))
    release = running(a.pipeline("build"), gate, members=members)
    assert not a.changes(release, a.signed_early("gate", ROSA))
    release = after(release, a.signed_early("gate"), a.signed_early("gate", ROSA), a.ran("build"))
    assert a.status(release, "gate") is SUCCEEDED


def test_whoever_started_it_cannot_sign_early_where_starters_are_left_out():
    signs = a.gate(asks=("qa",), exclude=("starter",))
    members = {"qa": (OWNER, DANA)}
    gate = a.manual("gate", signs, after=("build",))
    release = running(a.pipeline("build"), gate, members=members)
    assert not a.changes(release, a.signed_early("gate", OWNER))


def test_what_it_opens_onto_can_still_be_undone():
    release = after(releasing(undo=timedelta(seconds=10)), a.signed_early("gate"), a.ran("build"))
    deploy = release.activity(a.place("deploy"))
    assert deploy.begins_at == LATER + timedelta(seconds=10)
    release = after(release, a.undone("gate"))
    assert a.status(release, "gate") is WAITING
    assert a.status(release, "deploy") is ActivityStatus.PENDING


def test_undoing_the_gate_before_it_leaves_it_signed_early():
    release = after(
        running(
            a.sign_off("first", undo=timedelta(seconds=10)),
            a.sign_off("gate", after=("first",)),
            a.pipeline("deploy", after=("gate",)),
        ),
        a.signed_early("gate", ROSA),
        a.signed("first"),
    )
    assert release.activity(a.place("deploy")).begins_at
    release = after(release, a.undone("first"))
    assert kept(release).status is TaskStatus.EARLY
    release = after(release, a.signed("first", shown="again"))
    assert a.status(release, "gate") is SUCCEEDED


def test_other_tasks_of_its_activity_are_still_waited_for():
    release = running(a.pipeline("build"), a.manual("gate", a.gate(), a.chore(), after=("build",)))
    release = after(release, a.signed_early("gate"), a.ran("build"))
    assert a.status(release, "gate") is WAITING
    release = after(release, a.done("gate"))
    assert a.status(release, "gate") is SUCCEEDED


def test_its_owner_still_finalises_it():
    release = running(
        a.pipeline("build"),
        a.manual("gate", a.gate(), after=("build",), finalise="owner"),
    )
    release = after(release, a.signed_early("gate"), a.ran("build"))
    assert a.status(release, "gate") is WAITING
    assert a.task(release, "gate", "~finalise").open


def test_what_is_to_be_skipped_or_will_never_come_is_not_signed():
    release = after(releasing(), a.skipped("gate", attempt=0))
    assert not a.changes(release, a.signed_early("gate"))
    assert not a.changes(after(releasing(), a.aborted()), a.signed_early("gate"))


def test_it_is_kept_through_a_pause():
    release = after(releasing(), a.paused(), a.signed_early("gate"), a.ran("build"))
    assert a.status(release, "gate") is ActivityStatus.PENDING
    release = after(release, a.resumed())
    assert a.status(release, "gate") is SUCCEEDED
