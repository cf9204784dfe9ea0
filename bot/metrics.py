"""What Drumbeat tells Prometheus: counted where it happens, what is owed asked when it is read.

Labels are names from our own code and from the pipelines file, never a person, a channel or text.
"""

from __future__ import annotations

import asyncio
import math
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.budget import Budget
from orchestration.errors import Transient
from orchestration.pipelines.model import (
    Pipeline,
    PipelineCatalogue,
    PipelineProvider,
    RunReport,
    RunRequest,
)
from orchestration.ports import Clock, Observer, Tally
from storage import SqlDatabase

_ACK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; Slack waits for three."""
PATIENCE = 2.0
"""Seconds for what the database is asked; whoever reads the metrics waits for ten or so."""


class Metrics:
    """One registry a Drumbeat; everything else here feeds it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commits = self._counter("commits", "Committed transactions, by what they did", "name")
        self.paid = self._counter("payments", "What was owed and was tried, by kind", "kind")
        self.slack = self._counter("slack_calls", "Web API calls, by method", "method")
        self.limited = self._counter("slack_429", "Calls that Slack limited, by method", "method")
        self.runs = self._counter(
            "pipeline_runs", "Runs started and ended, by pipeline", "pipeline", "status"
        )
        self.ack = Histogram(
            "drumbeat_ack_seconds",
            "From a payload's arrival to its acknowledgement",
            ["kind"],
            buckets=_ACK,
            registry=self.registry,
        )
        self.connections = self._gauge(
            "slack_connections", "Socket Mode connections of the app, as Slack's hello counted them"
        )
        self.foreign = self._gauge(
            "slack_foreign_connections",
            "Of those, connections of others than the replicas of this database",
        )
        self.model = self._counter("model_calls", "Calls of the language model", "outcome")
        self.tokens = self._counter("model_tokens", "Tokens of the language model", "direction")
        self._replicas = self._gauge("replicas", "Drumbeats that serve this database")
        self._workers = self._gauge("extra_workers", "Extra workers of this database")
        self._up = self._gauge("database_up", "1 while the database answers")
        self._due = self._gauge("owed_due", "Owed and not done, due now")
        self._later = self._gauge("owed_later", "Owed and due later")
        self._stuck = self._gauge("owed_stuck", "Owed and refused for good")
        self._oldest = self._gauge("owed_oldest_seconds", "How long the oldest due is late")
        self._tries = self._gauge("owed_most_tries", "Most deliveries of anything that is due")

    def model_called(self, outcome: str, tokens_in: int, tokens_out: int) -> None:
        self.model.labels(outcome).inc()
        self.tokens.labels("in").inc(tokens_in)
        self.tokens.labels("out").inc(tokens_out)

    def away(self) -> bytes:
        """The same while the database does not answer: what only it knows is no number."""
        self._up.set(0)
        asked = (self._due, self._later, self._stuck, self._oldest, self._tries)
        for each in (*asked, self._replicas, self._workers):
            each.set(math.nan)
        return generate_latest(self.registry)

    def text(self, tally: Tally, clock: Clock, *, replicas: int = 1, workers: int = 0) -> bytes:
        """Everything in Prometheus's text format."""
        self._up.set(1)
        now = clock.now()
        self._replicas.set(replicas)
        self._workers.set(workers)
        self._due.set(tally.due)
        self._later.set(tally.later)
        self._stuck.set(tally.stuck)
        late = (now - tally.oldest_due_at).total_seconds() if tally.oldest_due_at else 0
        self._oldest.set(max(late, 0))
        self._tries.set(tally.most_tries)
        return generate_latest(self.registry)

    def _counter(self, name: str, said: str, *labels: str) -> Counter:
        return Counter(f"drumbeat_{name}", said, labels, registry=self.registry)

    def _gauge(self, name: str, said: str) -> Gauge:
        return Gauge(f"drumbeat_{name}", said, registry=self.registry)


class CountingObserver:
    """Counts what is committed and paid, and passes it on."""

    def __init__(self, metrics: Metrics, then: Observer | None) -> None:
        self._metrics = metrics
        self._then = then

    def __call__(
        self, when: Literal["before", "after"], what: Literal["commit", "call"], name: str
    ) -> None:
        if when == "after":
            counter = self._metrics.commits if what == "commit" else self._metrics.paid
            counter.labels(name or "other").inc()
        if self._then is not None:
            self._then(when, what, name)


class CountingBudget:
    """`bot.budget.Budget` that counts calls, and those that Slack limited."""

    def __init__(self, metrics: Metrics, budget: Budget) -> None:
        self._metrics = metrics
        self._budget = budget

    async def spend(self, method: str, channel: str = "") -> None:
        await self._budget.spend(method, channel)
        self._metrics.slack.labels(method).inc()

    def blocked(self, method: str, seconds: float) -> None:
        self._metrics.limited.labels(method).inc()
        self._budget.blocked(method, seconds)


class CountingCatalogue:
    """A catalogue whose providers' runs are counted."""

    def __init__(self, metrics: Metrics, catalogue: PipelineCatalogue) -> None:
        self._metrics = metrics
        self._catalogue = catalogue

    def names(self) -> tuple[str, ...]:
        return self._catalogue.names()

    def find(self, name: str) -> Pipeline | None:
        return self._catalogue.find(name)

    def provider_of(self, name: str) -> PipelineProvider:
        return _CountingProvider(self._metrics, self._catalogue.provider_of(name))


class _CountingProvider:
    def __init__(self, metrics: Metrics, provider: PipelineProvider) -> None:
        self._metrics = metrics
        self._provider = provider

    async def trigger(self, request: RunRequest) -> RunReport:
        report = await self._provider.trigger(request)
        self._count(request, "started")
        if report.status.ended:
            self._count(request, report.status.value)
        return report

    async def find(self, request: RunRequest) -> RunReport | None:
        report = await self._provider.find(request)
        if report is not None and report.status.ended:
            self._count(request, report.status.value)
        return report

    async def cancel(self, request: RunRequest) -> None:
        await self._provider.cancel(request)

    async def unready(self, pipeline: str) -> tuple[str, ...]:
        return await self._provider.unready(pipeline)

    def _count(self, request: RunRequest, status: str) -> None:
        self._metrics.runs.labels(request.pipeline, status).inc()


async def metrics_text(metrics: Metrics, storage: SqlDatabase, clock: Clock) -> bytes:
    """What `/metrics` answers."""
    try:
        async with asyncio.timeout(PATIENCE):
            tally = await storage.read(lambda tx: tx.owed.tally(now=clock.now()))
            replicas, workers = await storage.replicas(), await storage.extra_workers()
    except (Transient, TimeoutError):
        return metrics.away()
    return metrics.text(tally, clock, replicas=replicas, workers=workers)
