"""A run that was asked for without an answer: held; then adopted, heard of, or started again."""

import pytest

from orchestration.errors import Rejected
from orchestration.execution.decisions.adopting import run_named
from orchestration.execution.engine import advance
from orchestration.execution.state.keys import place_of_run, run_key
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.pipelines.model import RunStatus
from tests.execution.building import (
    DANA,
    FAIL,
    HOLD,
    IGNORE,
    RETRY,
    aborted,
    adopted,
    after,
    failed,
    goes_on,
    ignored,
    lost,
    pipeline,
    place,
    ran,
    retried,
    running,
    status,
    timed_out,
    unheard,
)


def in_doubt(**more):
    return after(running(pipeline("deploy", **more)), unheard("deploy"))


def kinds(execution, event):
    return {each.kind for each in advance(execution, event).effects}


def test_a_run_of_which_nobody_heard_is_held_for_a_person():
    deploy = in_doubt().activity(place("deploy"))
    assert (deploy.status, deploy.reason) == (ActivityStatus.ON_HOLD, "nobody heard")
    assert deploy.run.status is RunStatus.UNKNOWN


def test_it_is_held_even_where_a_failure_would_be_ignored():
    assert status(in_doubt(on_failure=IGNORE), "deploy") is ActivityStatus.ON_HOLD


def test_it_is_shown_and_never_cancelled_since_it_may_be_adopted():
    owed = kinds(running(pipeline("deploy")), unheard("deploy"))
    assert "show_hold" in owed
    assert not owed & {"cancel_pipeline", "watch_pipeline", "trigger_pipeline"}


def test_an_adopted_run_goes_on_and_is_watched_not_started():
    release = in_doubt()
    owed = kinds(release, adopted("deploy"))
    assert {"watch_pipeline", "show_hold"} <= owed
    assert "trigger_pipeline" not in owed
    deploy = after(release, adopted("deploy", link="https://ci/4711")).activity(place("deploy"))
    assert (deploy.status, deploy.attempt, deploy.reason) == (ActivityStatus.RUNNING, 1, "")
    assert (deploy.run.run_id, deploy.run.link) == ("4711", "https://ci/4711")


def test_an_adopted_run_ends_like_any_other():
    release = after(in_doubt(), adopted("deploy"), ran("deploy", outputs={"url": "u"}))
    assert release.status is ExecutionStatus.SUCCEEDED
    release = after(in_doubt(), adopted("deploy"), failed("deploy"))
    assert release.activity(place("deploy")).reason == "exit code 3"


def test_an_adopted_run_that_takes_too_long_is_cancelled():
    release = after(in_doubt(), adopted("deploy"))
    assert "cancel_pipeline" in kinds(release, timed_out("deploy"))


@pytest.mark.parametrize("on_failure", [HOLD, IGNORE, RETRY, FAIL])
def test_a_run_that_cannot_be_seen_any_more_has_not_failed_and_is_held(on_failure):
    going = after(running(pipeline("deploy", on_failure=on_failure)), goes_on("deploy"))
    release = after(going, lost("deploy"))
    deploy = release.activity(place("deploy"))
    assert (deploy.status, deploy.reason) == (ActivityStatus.ON_HOLD, "the token has ended")
    assert (deploy.in_doubt, deploy.attempt, release.failed_by) == (True, 1, None)
    owed = kinds(going, lost("deploy"))
    assert "show_hold" in owed
    assert not owed & {"cancel_pipeline", "trigger_pipeline"}


def test_a_run_that_cannot_be_seen_is_cancelled_with_its_release_and_not_by_starting_it_again():
    held = after(in_doubt(), adopted("deploy"), lost("deploy"))
    assert "cancel_pipeline" in kinds(held, aborted())
    assert "cancel_pipeline" not in kinds(held, retried("deploy"))
    assert "cancel_pipeline" not in kinds(held, ignored("deploy"))


@pytest.mark.parametrize("event", [goes_on, ran, failed])
def test_a_run_that_is_seen_again_goes_on_in_its_attempt(event):
    seen = event("deploy")
    known = after(running(pipeline("deploy")), goes_on("deploy"))
    release = after(known, lost("deploy"), seen)
    assert status(release, "deploy") is status(after(known, seen), "deploy")
    assert release.activity(place("deploy")).attempt == 1
    assert not release.activity(place("deploy")).in_doubt
    assert "trigger_pipeline" not in kinds(after(known, lost("deploy")), seen)


@pytest.mark.parametrize("event", [goes_on, ran, failed])
def test_a_run_in_doubt_that_calls_back_has_started(event):
    release = after(in_doubt(), event("deploy"))
    assert release.activity(place("deploy")).run.status is not RunStatus.UNKNOWN
    assert (
        status(release, "deploy")
        is {
            goes_on: ActivityStatus.RUNNING,
            ran: ActivityStatus.SUCCEEDED,
            failed: ActivityStatus.ON_HOLD,
        }[event]
    )


def test_starting_it_again_is_a_new_attempt():
    release = after(in_doubt(), retried("deploy"))
    assert release.activity(place("deploy")).attempt == 2
    assert "trigger_pipeline" in kinds(in_doubt(), retried("deploy"))


def test_what_comes_too_late_changes_nothing():
    for release, event in (
        (after(in_doubt(), adopted("deploy")), adopted("deploy", "4712", by=DANA)),
        (after(in_doubt(), adopted("deploy")), unheard("deploy")),
        (after(in_doubt(), retried("deploy")), adopted("deploy")),
        (after(in_doubt(), ignored("deploy")), adopted("deploy")),
        (after(in_doubt(), aborted()), adopted("deploy")),
        (in_doubt(), unheard("deploy")),
        (in_doubt(), lost("deploy")),
        (after(in_doubt(), ignored("deploy")), lost("deploy")),
        (after(running(pipeline("deploy")), ran("deploy")), lost("deploy")),
        (in_doubt(), timed_out("deploy")),
        (after(running(pipeline("deploy")), goes_on("deploy")), unheard("deploy")),
        (after(running(pipeline("deploy")), failed("deploy")), adopted("deploy")),
        (after(running(pipeline("deploy")), failed("deploy")), goes_on("deploy")),
        (running(pipeline("deploy")), adopted("deploy")),
    ):
        assert advance(release, event).execution is release


def test_a_run_keeps_its_id_when_it_is_started_again():
    release = after(in_doubt(), adopted("deploy"), failed("deploy"), retried("deploy"))
    assert [each.run_id for each in release.activity(place("deploy")).past] == ["4711"]


@pytest.mark.parametrize(
    ("said", "run_id", "link"),
    [
        (" 4711 ", "4711", ""),
        ("https://ci.example/runs/4711", "4711", "https://ci.example/runs/4711"),
        ("https://ci.example/job/web/42/", "42", "https://ci.example/job/web/42/"),
        ("https://ci.example/runs/a%20b?x=1", None, None),
        ("https://ci.example/runs/4711?tab=log#end", "4711", None),
    ],
)
def test_a_run_is_named_by_its_link_or_its_id(said, run_id, link):
    if run_id is None:
        with pytest.raises(Rejected, match="link of the run"):
            run_named(said)
    else:
        assert run_named(said) == (run_id, said if link is None else link)


@pytest.mark.parametrize("said", ["", "  ", "https://ci.example/", "two words", "..", "x" * 300])
def test_what_names_no_run_is_refused(said):
    with pytest.raises(Rejected, match="link of the run"):
        run_named(said)


def test_a_key_leads_back_to_its_run():
    assert place_of_run(run_key("rel_1-1", "ship.deploy-eu", 3)) == (
        "rel_1-1",
        "ship.deploy-eu",
        3,
    )
    for wrong in ("", "x", "a.b.c", "a.b.c.d", "a..c.1", ".b.c.1", "a.b.c.-1", "a.b.c.²"):
        assert place_of_run(wrong) is None
