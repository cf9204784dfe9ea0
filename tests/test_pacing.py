"""How often a run is asked after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from orchestration.handlers.pacing import next_look
from orchestration.pipelines.model import Pipeline

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROGRAM = Pipeline(name="build", provider="command")
WORKFLOW = Pipeline(name="deploy", provider="github", connection="github")
TELLING = WORKFLOW.model_copy(update={"told": True})


@pytest.mark.parametrize(
    ("pipeline", "after", "pause"),
    [
        (PROGRAM, 0, 0.5),
        (PROGRAM, 100, 10),
        (PROGRAM, 3600, 30),
        (WORKFLOW, 0, 3),
        (WORKFLOW, 3600, 60),
        (TELLING, 0, 10),
        (TELLING, 36_000, 300),
        (None, 0, 0.5),
    ],
)
def test_a_run_is_asked_after_less_and_less_often(pipeline, after, pause):
    at = next_look(pipeline, "k", NOON - timedelta(seconds=after), NOON)
    assert 0.9 * pause <= (at - NOON).total_seconds() <= 1.1 * pause


def test_runs_that_began_together_are_not_asked_after_together():
    times = {next_look(WORKFLOW, f"x-{n}.a.b.1", NOON, NOON) for n in range(500)}
    assert len(times) > 450
