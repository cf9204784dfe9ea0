"""The audit as people read it: sentences, not the names of states."""

from datetime import UTC, datetime

import pytest

from bot.listeners.audit import _line
from orchestration.ports import AuditEntry

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def told(**entry):
    whole = {
        **dict.fromkeys(("actor_name", "through", "subject", "before", "after", "text_id"), ""),
        "chain": "x",
        "number": 1,
        "at": NOON,
        "actor": "pipeline",
        "door": "slack",
    }
    return _line(AuditEntry.model_construct(**{**whole, **entry}), None, "").what


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (
            {"action": "run succeeded", "subject": "Deploy", "door": "pipeline"},
            "the pipeline of Deploy succeeded",
        ),
        (
            {
                "action": "retried",
                "subject": "Deploy",
                "actor": "U0DANA",
                "through": "administrator",
                "before": "on_hold",
                "after": "waiting_for_input",
            },
            "retried Deploy as administrator in Slack (on hold → waiting for input)",
        ),
        (
            {"action": "started", "through": "owner of the process"},
            "started the release as owner of the process in Slack",
        ),
        (
            {"action": "failed", "subject": "{odd}"},
            "reported that {odd} failed in Slack",
        ),
    ],
)
def test_an_entry_is_a_sentence(entry, sentence):
    assert told(**entry) == sentence
