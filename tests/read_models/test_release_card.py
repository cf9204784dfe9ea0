"""The living message: a sentence for an outsider, who is awaited, and how far it is."""

from datetime import timedelta

from bot.views.release_card import draw
from orchestration import words
from orchestration.execution.forecast import forecast
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.processes.model import ProcessVersion
from orchestration.read_models.release_card import (
    phase_status,
    release_card,
    release_line,
)
from orchestration.read_models.sentence import sentence
from orchestration.releases.model import ReleaseStatus
from tests.execution.building import (
    DANA,
    EVENING,
    FAIL,
    IVO,
    LATER,
    NOON,
    OWNER,
    RETRY,
    ROSA,
    aborted,
    after,
    chore,
    done,
    failed,
    gate,
    goes_on,
    ignored,
    manual,
    phase,
    pipeline,
    process,
    ran,
    running,
    sign_off,
    signed,
    todo,
)
from tests.read_models.building import at, release, who


def said(execution, now=LATER, **more):
    foretold = forecast(execution, now)
    return sentence(release(execution, **more), execution.plan.version, execution, foretold)


def card(execution, texts=None, now=LATER, **more):
    of, version = release(execution, **more), execution.plan.version
    return release_card(of, version, execution, texts or {}, now)


def awaited(execution):
    return [(each.name, each.status.value) for each in card(execution).awaited]


def test_an_outsider_learns_where_it_is_who_is_awaited_since_when_and_what_comes_next():
    execution = running(
        phase("build", pipeline("image")),
        phase("validation", sign_off("Go", asks=("QA lead",)), after=("build",)),
        phase("ship", todo("Deploy EU"), after=("validation",)),
        members={"qa lead": (DANA,)},
    )
    assert said(after(execution, ran("build.image"))) == (
        f"WEB-12 Web 4.2: 33 %, in Validation. Waiting for QA lead {who(DANA)} to sign “Go” "
        f"since {at(LATER)}. Then Deploy EU."
    )


def lasting(name, minutes, **more):
    return pipeline(name, expected_duration=timedelta(minutes=minutes), **more)


def test_an_outsider_learns_when_it_will_end_and_how_late_that_is():
    execution = running(lasting("build", 30), lasting("deploy", 10, after=("build",)))
    foreseen = NOON + timedelta(minutes=40)
    expected = {"expected_end": foreseen}
    assert said(execution, **expected).endswith(f"Then deploy. Expected end {at(foreseen)}.")
    slow, an_hour_on = NOON + timedelta(minutes=70), NOON + timedelta(hours=1)
    assert said(execution, now=an_hour_on, **expected).endswith(
        f"Expected end {at(slow)}, 30 minutes late."
    )
    assert card(execution, now=an_hour_on, **expected).late_by == timedelta(minutes=30)
    assert card(execution, now=an_hour_on, **expected).expected_end == slow


def test_what_has_a_deadline_says_when_it_is_due():
    execution = running(manual("Go", gate(deadline=timedelta(hours=2))))
    assert f"since {at(NOON)} (due {at(NOON + timedelta(hours=2))})." in said(execution)


def test_of_a_thousand_under_way_the_first_are_told_and_the_rest_counted():
    shown = card(running(*(pipeline(f"a{n}") for n in range(1000))))
    assert (len(shown.awaited), shown.awaited_in_all) == (20, 1000)
    assert "and 992 more" in str(draw(shown).blocks)


def test_a_minute_more_or_less_is_not_late():
    execution = running(lasting("build", 30))
    expected = NOON + timedelta(minutes=30)
    almost = expected + timedelta(seconds=59)
    assert "late" not in said(execution, now=almost, expected_end=expected)
    minute = expected + timedelta(seconds=60)
    assert "1 minute late" in said(execution, now=minute, expected_end=expected)
    assert "late" not in said(after(running(lasting("build", 30))), now=EVENING)


def test_progress_is_weighed_by_how_long_things_take():
    execution = running(lasting("build", 30), lasting("lint", 10))
    assert "WEB-12 Web 4.2: 75 %," in said(after(execution, ran("build")))


def test_of_several_that_follow_the_one_on_the_longest_way_is_named():
    execution = running(
        lasting("build", 5),
        lasting("tell", 1, after=("build",)),
        lasting("eu", 9, after=("build",)),
    )
    assert " Then eu. " in said(execution)


def test_a_to_do_is_done_and_a_sign_off_signed():
    assert " to do “Notes” since " in said(running(todo("Notes")))
    assert " to do “Review” since " in said(running(manual("Review", chore(), gate())))


def test_a_role_in_capitals_is_named_and_an_id_is_not():
    execution = running(sign_off("Go", asks=("SRE", DANA)), members={"sre": (ROSA,), DANA: (DANA,)})
    assert f"Waiting for SRE {who(ROSA)} and {who(DANA)} to sign" in said(execution)


def test_those_who_signed_are_not_awaited():
    execution = after(running(sign_off("Go", needed=3)), signed("Go", DANA))
    assert f"Waiting for qa {who(ROSA)} and {who(IVO)} to sign" in said(execution)


def test_what_is_on_hold_is_said_before_everything_else():
    execution = after(running(todo("Notes"), pipeline("Build"), pipeline("Lint")), failed("Build"))
    assert said(execution) == (
        f"WEB-12 Web 4.2: 0 %, in Work. “Build” has been on hold since {at(LATER)}: exit code 3. "
        f"{who(OWNER)} decides. 2 other activities under way."
    )


def test_a_pipeline_is_queued_and_then_running():
    execution = running(pipeline("Build"))
    assert f"“Build” has been queued since {at(NOON)}." in said(execution)
    assert f"“Build” has been running since {at(NOON)}." in said(after(execution, goes_on("Build")))


def test_words_of_people_cannot_name_anybody():
    execution = running(todo("{@U012AB3CD}\n<!channel>"))
    told = said(execution, name="{t:1} x")
    assert "{@U012AB3CD}" not in told
    assert "{t:1}" not in told
    assert "\n" not in told


def test_a_planned_release_says_when_and_whose_it_is():
    version = ProcessVersion(process=process(todo("x")), version=1)
    assert sentence(release(scheduled_for=EVENING), version, None) == (
        f"WEB-12 Web 4.2: planned for {at(EVENING)}, not started. {who(OWNER)} owns it."
    )
    draft = release(status=ReleaseStatus.DRAFT)
    assert release_line(draft, version, None, NOON).sentence == (
        f"WEB-12 Web 4.2: a draft without a time, not started. {who(OWNER)} owns it."
    )


def test_an_ended_release_says_how_and_after_how_long():
    assert (
        said(after(running(todo("a")), done("a"))) == "WEB-12 Web 4.2 succeeded after 10 minutes."
    )
    partly = after(running(pipeline("a")), failed("a"), ignored("a"))
    assert said(partly) == "WEB-12 Web 4.2 succeeded in part after 10 minutes."
    assert (
        said(after(running(todo("a")), aborted())) == "WEB-12 Web 4.2 was aborted after 10 minutes."
    )
    assert said(after(running(todo("a")), done("a", at=NOON))) == (
        "WEB-12 Web 4.2 succeeded within a minute."
    )
    for time, told in (
        (timedelta(hours=2, minutes=5), "after 2 hours 5 minutes"),
        (timedelta(hours=1), "after 1 hour"),
        (timedelta(days=3, hours=4, minutes=59), "after 3 days 4 hours"),
    ):
        assert words.lasting(time) == told


def test_in_a_list_a_release_that_needs_a_person_waits_for_input():
    def waits(execution):
        version = execution.plan.version
        return release_line(release(execution), version, execution, NOON).waiting_for_input

    assert waits(running(todo("a")))
    assert waits(after(running(pipeline("a")), failed("a")))
    assert not waits(running(pipeline("a")))
    assert not waits(after(running(todo("a")), done("a")))
    assert not waits(after(running(todo("a"), todo("b")), done("a"), aborted()))


def test_a_release_called_off_before_its_start_says_so():
    version = ProcessVersion(process=process(todo("x")), version=1)
    called_off = release(status=ReleaseStatus.ABORTED)
    assert sentence(called_off, version, None) == "WEB-12 Web 4.2 was aborted."


def test_what_needs_a_person_is_awaited_first_and_then_what_runs():
    execution = running(
        pipeline("queued"), pipeline("runs"), todo("asks"), pipeline("broken"), todo("asks too")
    )
    execution = after(execution, goes_on("runs"), failed("broken"))
    assert awaited(execution) == [
        ("broken", "on_hold"),
        ("asks", "waiting_for_input"),
        ("asks too", "waiting_for_input"),
        ("runs", "running"),
        ("queued", "queued"),
    ]
    assert card(execution).waiting_for_input


def test_what_is_on_hold_is_awaited_since_it_is_on_hold_and_from_the_owner():
    line = card(after(running(pipeline("Build")), failed("Build"))).awaited[0]
    assert (line.since, line.people, line.detail) == (LATER, (OWNER,), "exit code 3")


def test_a_release_that_only_runs_waits_for_nobody():
    assert not card(running(pipeline("Build"))).waiting_for_input


def test_nobody_is_awaited_after_the_end():
    assert awaited(after(running(todo("a"), pipeline("b")), aborted())) == []


def test_progress_counts_what_is_settled():
    execution = running(phase("a", todo("x"), pipeline("y")), phase("b", todo("z"), after=("a",)))
    execution = after(execution, done("a.x"), failed("a.y"))
    assert (card(execution).settled, card(execution).total) == (1, 3)
    assert [(each.settled, each.total) for each in card(execution).phases] == [(1, 2), (0, 1)]


def phases(execution):
    return [each.status.value for each in card(execution).phases]


def test_a_phase_follows_its_activities():
    made = (
        phase("a", todo("x"), pipeline("y")),
        phase("b", todo("z"), after=("a",)),
        phase("c", after=("b",)),
    )
    execution = running(*made)
    assert phases(execution) == ["running", "pending", "pending"]
    assert phases(after(execution, ran("a.y"))) == ["waiting_for_input", "pending", "pending"]
    assert phases(after(execution, failed("a.y"))) == ["on_hold", "pending", "pending"]
    ended = after(execution, ran("a.y"), done("a.x"), done("b.z"))
    assert phases(ended) == ["succeeded", "succeeded", "succeeded"]


def test_no_phase_of_an_aborted_release_is_under_way():
    """`left` waits half done for another phase; nothing in it was active when it ended."""
    execution = running(
        phase("left", todo("x"), todo("y", after=("right.z",))),
        phase("right", todo("z")),
        phase("never", todo("w"), after=("right",)),
        phase("empty", after=("never",)),
    )
    execution = after(execution, done("left.x"), aborted())
    assert phase_status(execution, "left") is ActivityStatus.ABORTED
    assert phases(execution) == ["aborted", "aborted", "pending", "pending"]


def test_an_abort_says_who_and_why():
    ended = card(after(running(todo("a")), aborted()), {"why": "found a leak"})
    assert (ended.ended_by, ended.ended_reason) == (OWNER, "found a leak")


def test_what_is_skipped_counts_as_neither_done_nor_open_and_says_why():
    eu = phase("eu", todo("deploy"), todo("look"), if_='inputs.region == "eu"')
    made = (eu, todo("tell"), todo("mail", if_='inputs.region == "eu"'))
    execution = running(*made, given={"region": "us"})
    seen = card(execution)
    assert (seen.settled, seen.total) == (0, 1)
    assert [(each.name, each.status) for each in seen.phases] == [
        ("Eu", ActivityStatus.SKIPPED),
        ("Work", ActivityStatus.WAITING_FOR_INPUT),
    ]
    said = 'inputs.region == "eu" is false (region is us)'
    assert [(each.name, each.reason) for each in seen.skipped] == [
        ("Eu", f"the phase's {said}"),
        ("mail", said),
    ]


def test_what_is_tried_again_says_when_and_which_try_it_is():
    execution = after(running(pipeline("build", on_failure=RETRY)), failed("build"))
    at = execution.activity("work.build").next_try_at
    expected = f"“build” failed: exit code 3. Next try {words.moment(at)} (1 of 3)."
    assert expected in said(execution)
    assert [(each.next_try_at, each.tries) for each in card(execution).awaited] == [(at, (1, 3))]


def test_a_release_that_failed_says_by_what():
    execution = after(running(pipeline("build", on_failure=FAIL), todo("tell")), failed("build"))
    assert said(execution).endswith("failed after 10 minutes. “build” failed: exit code 3.")
    assert [each.status for each in card(execution).phases] == [ActivityStatus.FAILED]
