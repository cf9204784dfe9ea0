"""What a server tells us of a run by itself: signed, read, and recorded like the answer to a poll.

The signature is HMAC-SHA256 over `timestamp.body` with the pipeline's `callback-secret`; it is
verified before anything is parsed. `docs/pipelines.md` is the manual.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Final, Literal, Protocol

import structlog
from pydantic import Field, ValidationError

from orchestration.about import about
from orchestration.errors import Rejected
from orchestration.execution.events import PipelineRunReported
from orchestration.execution.recording import record
from orchestration.execution.state.activity_execution import PipelineRun
from orchestration.execution.state.keys import place_of_run
from orchestration.pipelines.command_runner import VALUE_LENGTH
from orchestration.pipelines.http import HttpProvider
from orchestration.pipelines.http_answers import LONGEST_ID, web_address
from orchestration.pipelines.log_tail import tail_of
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.ports import Clock, Database, Transaction
from orchestration.values import Frozen, plain_line

TOLERANCE: Final = 5 * 60
"""Seconds that the server's clock may differ from ours, either way."""


class Taken(Enum):
    """What became of a callback."""

    RECORDED = "recorded"
    """Also one that is late or came twice: it changes nothing."""
    UNKNOWN = "of no run that is known here"
    UNSIGNED = "not signed with a secret of this pipeline"
    MALFORMED = "malformed"


class CallbackBody(Frozen):
    """What a callback may say."""

    key: Annotated[str, Field(max_length=300)]
    status: Literal["running", "succeeded", "failed", "cancelled"]
    outputs: dict[str, Annotated[str, Field(max_length=VALUE_LENGTH)]] = Field(default_factory=dict)
    link: Annotated[str, Field(max_length=2_000)] = ""
    reason: Annotated[str, Field(max_length=10_000)] = ""
    log: Annotated[str, Field(max_length=50_000)] = ""
    run_id: Annotated[str, Field(max_length=LONGEST_ID)] = ""


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    signed = hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


class HasHttp(Protocol):
    """A catalogue whose `http` pipelines may change while we run."""

    @property
    def http(self) -> HttpProvider: ...


class Callbacks:
    """The door for callbacks of every `http` pipeline that has a secret for them."""

    def __init__(self, catalogue: HasHttp, database: Database, clock: Clock) -> None:
        self._catalogue = catalogue
        self._database = database
        self._clock = clock

    @property
    def wanted(self) -> bool:
        """True when some pipeline takes callbacks at all."""
        return bool(self._catalogue.http.callback_pipelines)

    async def take(self, timestamp: str, signed: str, body: bytes) -> Taken:
        """One transaction, before it is acknowledged; nothing is parsed that nobody signed."""
        signers = self._signers(timestamp, signed, body)
        if not signers:
            return Taken.UNSIGNED
        try:
            said = CallbackBody.model_validate_json(body, strict=True)
        except (ValidationError, RecursionError):
            return Taken.MALFORMED
        place = place_of_run(said.key)
        if place is None:
            return Taken.UNKNOWN
        execution_id, ref, attempt = place
        known = about(said.key, {"execution_id": execution_id, "ref": ref})
        structlog.contextvars.bind_contextvars(**known)

        def work(tx: Transaction) -> Taken:
            execution = tx.executions.get(execution_id)
            activity = execution.activities.get(ref)
            if activity is None or not 1 <= attempt <= activity.attempt:
                return Taken.UNKNOWN
            pipeline = execution.plan.activities[ref].pipeline
            if pipeline not in signers:
                return Taken.UNSIGNED
            report = self._report(said, pipeline, activity.run)
            event = PipelineRunReported(
                at=self._clock.now(), ref=ref, attempt=attempt, report=report
            )
            record(tx, execution_id, event, door="callback")
            return Taken.RECORDED

        try:
            return await self._database.transact(work, urgent=True, name="callback")
        except Rejected:
            return Taken.UNKNOWN

    def _signers(self, timestamp: str, signed: str, body: bytes) -> frozenset[str]:
        """The pipelines whose secret this is signed with; none where it is stale."""
        plain = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
        if not plain or not signed.isascii():
            return frozenset()
        if abs(self._clock.now().timestamp() - int(timestamp)) > TOLERANCE:
            return frozenset()
        secrets: Mapping[str, bytes | None] = {
            name: self._catalogue.http.secret_of(name)
            for name in self._catalogue.http.callback_pipelines
        }
        return frozenset(
            name
            for name, secret in secrets.items()
            if secret and hmac.compare_digest(signature(secret, timestamp, body), signed)
        )

    def _report(self, said: CallbackBody, pipeline: str, run: PipelineRun | None) -> RunReport:
        declared = self._catalogue.http.outputs_of(pipeline)
        return RunReport(
            key=said.key,
            status=RunStatus(said.status),
            run_id=said.run_id if said.run_id.isprintable() else "",
            reason=plain_line(said.reason, 500),
            link=web_address(said.link) or (run.link if run else ""),
            outputs={name: each for name, each in said.outputs.items() if name in declared},
            log_tail=tail_of(said.log),
        )
