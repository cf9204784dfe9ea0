"""What is heard of the runs of pipelines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.pipelines.model import RunReport
from orchestration.values import ActivityRef, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRunReported:
    """A provider said how a run is doing, by callback, poll or as the answer to the trigger."""

    at: datetime
    ref: ActivityRef
    attempt: int
    report: RunReport


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAsked:
    """The time in which an approval can be undone is over: its run is about to be asked for."""

    at: datetime
    ref: ActivityRef
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAdopted:
    """A person found the run of which we had not heard whether it started."""

    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    run_id: str
    link: str = ""


RunEvent = PipelineRunReported | RunAsked | RunAdopted
"""What happens to one run."""
