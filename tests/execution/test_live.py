"""What goes live: an activity that marks it and succeeds, once for each attempt."""

from orchestration.execution.engine import advance
from orchestration.execution.live import went_live, where_live
from tests.execution.building import (
    after,
    by_hand,
    done,
    failed,
    goes_on,
    ignored,
    pipeline,
    place,
    process,
    ran,
    retried,
    running,
    start,
    todo,
)


def deploy(name="deploy", **more):
    return pipeline(name, marks="live", **more)


def lives(execution, event):
    return went_live(execution, advance(execution, event).execution)


def test_what_succeeds_goes_live_and_nothing_else_does():
    execution = running(deploy(), pipeline("build"), deploy("slow"))
    assert lives(execution, ran("deploy")) == (place("deploy"),)
    assert lives(execution, ran("build")) == ()
    assert lives(execution, goes_on("deploy")) == ()
    assert lives(execution, failed("deploy")) == ()
    held = after(execution, failed("deploy"))
    assert lives(held, ignored("deploy")) == ()


def test_heard_of_twice_it_went_live_once_and_a_later_attempt_goes_live_again():
    execution = after(running(deploy(), todo("tell")), ran("deploy"))
    assert lives(execution, ran("deploy")) == ()
    again = after(running(deploy(), todo("tell")), failed("deploy"), retried("deploy"))
    assert lives(again, ran("deploy", attempt=2)) == (place("deploy"),)


def test_what_was_run_by_hand_goes_live_when_it_is_done():
    execution = running(by_hand("deploy", marks="live"), todo("tell"))
    assert lives(execution, done("deploy", which="by-hand")) == (place("deploy"),)


def test_the_services_are_the_processs_and_the_environment_the_activitys():
    made = process(deploy("eu", environment="eu-west"), deploy("any")).model_copy(
        update={"services": ("payments", "ledger"), "environments": ("production",)}
    )
    execution = start(made).execution
    assert where_live(execution, place("eu")) == (("payments", "ledger"), "eu-west")
    assert where_live(execution, place("any")) == (("payments", "ledger"), "production")


def test_a_process_that_names_neither_is_its_own_service_and_says_no_environment():
    assert where_live(running(deploy()), place("deploy")) == (("Web release",), "")
