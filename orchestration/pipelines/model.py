"""A pipeline in the catalogue, one run of it, and the port every provider answers to."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from pydantic import Field

from orchestration.values import Frozen


class RunStatus(StrEnum):
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    """Nobody knows whether it started, or how it is doing (`RunReport.lost`): it is held."""

    @property
    def ended(self) -> bool:
        """True when asking on would tell nothing more."""
        return self is not RunStatus.RUNNING


class Pipeline(Frozen):
    """What the operator listed: a name people use, and the provider that can run it."""

    name: str
    provider: str
    description: str = ""
    inputs: tuple[str, ...] = ()
    """Names the pipeline takes; passed as environment variables or parameters by its provider."""
    outputs: tuple[str, ...] = ()
    connection: str = ""
    """The operator's name for the server that runs it; empty for `command` and `http`."""
    location: str = ""
    """Where on that server: a repository and workflow, a project, a job."""
    told: bool = False
    """True where its server tells of its runs by webhooks."""
    types: dict[str, str] = Field(default_factory=dict)
    """Of its inputs, where they are said."""
    tags: tuple[str, ...] = ()
    expected: timedelta | None = None
    """How long a run usually takes."""


class RunRequest(Frozen):
    """One run asked for, under a key of ours that the provider must be able to find again."""

    key: str
    """Natural and safe in a path: lower-case letters, digits, `-`, `_` and `.`."""
    pipeline: str
    inputs: dict[str, str] = Field(default_factory=dict)
    secrets: dict[str, str] = Field(default_factory=dict)
    """More inputs, as references (`env:NAME`): read by the provider when the run starts."""
    release: str = ""
    """The reference of the release, such as `WEB-12`."""
    version: str = ""
    run_id: str = ""
    """The provider's own name for the run, once it or a person has told one."""
    in_doubt: bool = False
    """An earlier try may have asked for it already; its answer was not heard."""
    started: bool = False
    """It is known to have started: it may be looked at and never be started again."""


class RunReport(Frozen):
    """What a provider says of a run."""

    key: str
    status: RunStatus
    run_id: str = ""
    reason: str = ""
    """Why it failed, in words for people: `exit code 3`, `stopped after 60 s`."""
    permanent: bool = False
    """It could not be asked for at all: trying again by itself would not help."""
    lost: bool = False
    """Of an unknown one: it had started and cannot be seen any more; it may still be going."""
    link: str = ""
    outputs: dict[str, str] = Field(default_factory=dict)
    log_tail: str = ""
    """The last lines it printed, at most 2,000 characters."""


class PipelineProvider(Protocol):
    """Something that runs pipelines.

    Each call may raise `Transient` (try again later) or `Permanent` (it cannot work as it is).
    The contract, held by `tests/contracts/test_pipeline_provider.py` against every provider:
    a key triggered twice runs once; `find` knows every run whose `trigger` was asked, also after
    our own process died in between; `cancel` of an ended or unknown run does nothing. A provider
    that cannot look for a run by our key reports one whose start is in doubt as `unknown`, and
    does not start it again.
    """

    async def trigger(self, request: RunRequest) -> RunReport:
        """Start the run of this key, or report the one that already exists."""
        ...

    async def find(self, request: RunRequest) -> RunReport | None:
        """The run of this key, if it was ever started."""
        ...

    async def cancel(self, request: RunRequest) -> None:
        """Stop the run; it reports `cancelled` from then on."""
        ...

    async def unready(self, pipeline: str) -> tuple[str, ...]:
        """Why a run of it could not start now, as far as can be told without asking for one."""
        ...


class PipelineCatalogue(Protocol):
    """The pipelines the operator listed, by name."""

    def names(self) -> tuple[str, ...]: ...

    def find(self, name: str) -> Pipeline | None: ...

    def provider_of(self, name: str) -> PipelineProvider:
        """Who runs it; raises `Permanent` for a name that is not in the catalogue."""
        ...
