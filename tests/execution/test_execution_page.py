"""docs/execution.md says what the engine does: its table and its diagram are made from it."""

from orchestration.execution.state.statuses import ActivityStatus
from tests.execution.transitions import PAGE, STATES, page, status_of, transitions


def test_the_page_is_what_the_code_does():
    text = PAGE.read_text()
    assert text == page(text), "write it anew: python -m tests.execution.transitions"


def test_every_status_is_on_the_page():
    reached = {status_of(made()).split(",")[0].split(":")[0] for made in STATES.values()}
    assert reached == {each.value.replace("_", " ") for each in ActivityStatus}


def test_every_state_is_what_its_row_is_called():
    for state, made in STATES.items():
        assert state.replace("`", "").startswith(status_of(made()).split(":")[0]), state


def test_only_a_redo_reopens_what_has_settled_and_nothing_what_has_ended():
    found = {(each.state, each.event) for each in transitions()}
    settled = {"succeeded", "ignored", "skipped"}
    assert {event for state, event in found if state in settled} == {
        "redo from it",
        "redo from before it",
    }
    assert not [state for state, _ in found if state in {"failed", "aborted"}]
