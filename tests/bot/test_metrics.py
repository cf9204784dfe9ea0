"""`/metrics`: what happened is counted, what is owed is asked, and Prometheus can read it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.budget import LocalBudget
from bot.metrics import CountingBudget, CountingCatalogue, CountingObserver, Metrics
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus
from orchestration.ports import Tally
from tests.stories.main_story import Story
from tests.stories.town import Town

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Clock:
    def now(self) -> datetime:
        return NOON


def read(text: str) -> dict[str, float]:
    """`name{label=value}` without its quotes, and its value."""
    found = {}
    for family in text_string_to_metric_families(text):
        for each in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in each.labels.items())
            found[f"{each.name}{{{labels}}}" if labels else each.name] = each.value
    return found


def values(metrics: Metrics, **owed: object) -> dict[str, float]:
    none = {"due": 0, "later": 0, "stuck": 0, "oldest_due_at": None, "most_tries": 0}
    return read(metrics.text(Tally(**{**none, **owed}), Clock()).decode())


def test_what_is_owed_is_told_with_the_age_of_the_oldest():
    told = values(
        Metrics(), due=3, later=2, stuck=1, oldest_due_at=NOON - timedelta(seconds=90), most_tries=4
    )
    assert told["drumbeat_owed_due"] == 3
    assert told["drumbeat_owed_later"] == 2
    assert told["drumbeat_owed_stuck"] == 1
    assert told["drumbeat_owed_oldest_seconds"] == 90
    assert told["drumbeat_owed_most_tries"] == 4
    assert values(Metrics())["drumbeat_owed_oldest_seconds"] == 0


def test_commits_and_payments_are_counted_and_passed_on():
    seen = []
    metrics = Metrics()
    observer = CountingObserver(metrics, lambda *each: seen.append(each))
    observer("before", "commit", "retry")
    observer("after", "commit", "retry")
    observer("after", "call", "show_task")
    told = values(metrics)
    assert told["drumbeat_commits_total{name=retry}"] == 1
    assert told["drumbeat_payments_total{kind=show_task}"] == 1
    assert len(seen) == 3


async def test_calls_and_those_that_slack_limited_are_counted():
    metrics = Metrics()
    budget = CountingBudget(metrics, LocalBudget())
    await budget.spend("chat.update")
    budget.blocked("chat.update", 30)
    told = values(metrics)
    assert told["drumbeat_slack_calls_total{method=chat.update}"] == 1
    assert told["drumbeat_slack_429_total{method=chat.update}"] == 1


def test_calls_of_the_model_are_counted_with_their_tokens():
    metrics = Metrics()
    metrics.model_called("answered", 100, 50)
    metrics.model_called("answered", 10, 5)
    metrics.model_called("http 500", 0, 0)
    told = values(metrics)
    assert told["drumbeat_model_calls_total{outcome=answered}"] == 2
    assert told["drumbeat_model_calls_total{outcome=http 500}"] == 1
    assert told["drumbeat_model_tokens_total{direction=in}"] == 110
    assert told["drumbeat_model_tokens_total{direction=out}"] == 55


class Providing:
    def __init__(self, *statuses: RunStatus) -> None:
        self.statuses = list(statuses)

    def provider_of(self, _name: str):
        return self

    async def trigger(self, request: RunRequest) -> RunReport:
        return RunReport(key=request.key, status=self.statuses.pop(0))

    find = trigger


async def test_runs_are_counted_as_they_start_and_end():
    metrics = Metrics()
    provider = CountingCatalogue(
        metrics, Providing(RunStatus.RUNNING, RunStatus.RUNNING, RunStatus.FAILED)
    ).provider_of("deploy")
    request = RunRequest(key="k", pipeline="deploy")
    await provider.trigger(request)
    await provider.find(request)
    await provider.find(request)
    told = values(metrics)
    assert told["drumbeat_pipeline_runs_total{pipeline=deploy,status=started}"] == 1
    assert told["drumbeat_pipeline_runs_total{pipeline=deploy,status=failed}"] == 1


@pytest.mark.story
@pytest.mark.parametrize("transport", ["socket", "http"])
def test_a_served_drumbeat_answers_prometheus_and_logs_what_it_is_about(
    tmp_path: Path, transport: str
):
    town = Town(tmp_path, transport=transport, unlimited=True)
    try:
        town.start_bot(LOG_LEVEL="DEBUG")
        story = Story(town)
        story.draft()
        story.bind()
        story.publish()
        story.make_release()
        story.until(story.nothing, town.runs)
        story.settle()
        answer = httpx.get(f"http://127.0.0.1:{town.port}/metrics", timeout=5)
        assert answer.status_code == 200
        told = read(answer.text)
        assert told["drumbeat_ack_seconds_count{kind=command}"] >= 2
        assert told["drumbeat_pipeline_runs_total{pipeline=build-and-test,status=succeeded}"] == 1
        assert told["drumbeat_commits_total{name=create_release}"] == 1
        assert told["drumbeat_owed_due"] == 0
        assert told["drumbeat_slack_calls_total{method=chat.postMessage}"] >= 3
        assert told["drumbeat_slack_connections"] == (1 if transport == "socket" else 0)
        lines = [each for each in town.log.read_text().splitlines() if "event=paid" in each]
        (one,) = [each for each in lines if "key=trigger_pipeline:" in each]
        assert "release=rel_" in one
        assert "activity=build.build-and-test" in one
        doctor = town.drumbeat("doctor")
        assert doctor.returncode == 0, doctor.stdout
        expected = "✓ connections   1 when serve connected" if transport == "socket" else "✓ serve"
        assert expected in doctor.stdout
    finally:
        town.close()
