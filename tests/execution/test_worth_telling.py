"""Those who watch a release are told when it ends, is on hold, or begins to wait for somebody."""

from orchestration.execution.engine import advance
from orchestration.execution.worth_telling import worth_telling
from tests.execution.building import (
    aborted,
    after,
    done,
    failed,
    goes_on,
    phase,
    pipeline,
    process,
    ran,
    retried,
    running,
    start,
    todo,
    waiting,
)


def told(execution, event):
    return worth_telling(execution, advance(execution, event).execution)


def test_it_is_told_when_the_release_begins_to_wait_for_somebody():
    execution = running(pipeline("build"), todo("tell", after=("build",)))
    assert told(execution, goes_on("build")) == ""
    assert told(execution, ran("build")) == "waits.work.tell.1"
    made = process(todo("first"))
    assert worth_telling(waiting(made), start(made).execution) == "waits.work.first.1"


def test_that_it_waits_for_somebody_else_too_is_not_told_again():
    execution = running(pipeline("build"), todo("a"), todo("b", after=("build",)))
    assert told(execution, ran("build")) == ""
    chain = running(todo("a"), todo("b", after=("a",)))
    assert told(chain, done("a")) == ""


def test_each_hold_is_told_and_each_attempt_of_it():
    execution = running(todo("a"), pipeline("build"))
    assert told(execution, failed("build")) == "hold.work.build.1"
    again = after(execution, failed("build"), retried("build"))
    assert told(again, failed("build", attempt=2)) == "hold.work.build.2"


def test_its_end_is_told_whatever_it_was():
    execution = running(phase("one", todo("a")))
    assert told(execution, done("one.a")) == "ended"
    assert told(execution, aborted()) == "ended"
    assert told(after(execution, aborted()), aborted()) == ""
