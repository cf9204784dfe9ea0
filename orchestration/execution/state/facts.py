"""What a release is and was given, as it was when it started.

Conditions are decided inside `advance`, which reads nothing but the execution: so the execution
keeps this for as long as it lives (decision 80).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import JsonValue

from orchestration.releases.model import Release
from orchestration.values import ProcessId

UNDO = timedelta(seconds=10)
"""How long an approval can be undone, where neither the sign-off nor the operator says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRelease:
    """The release of the same process that had succeeded last when this one started."""

    reference: str
    version: str
    process_version: int
    inputs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFacts:
    reference: str = ""
    name: str = ""
    version: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    phase_inputs: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    """By phase."""
    activity_inputs: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    """By place, `phase.activity`; expressions as they were written."""
    zone: str = "UTC"
    """Where a time of day is meant: the zone of the release's owner."""
    subprocess_versions: dict[ProcessId, int] = field(default_factory=dict)
    """Which version of another process runs in it where none is named: the latest at its start."""
    last: LastRelease | None = None
    undo: timedelta = UNDO
    """How long an approval can be undone where its sign-off does not say."""


def facts_of(
    release: Release,
    *,
    zone: str = "UTC",
    subprocess_versions: Mapping[ProcessId, int] | None = None,
    last: Release | None = None,
    undo: timedelta = UNDO,
) -> ReleaseFacts:
    return ReleaseFacts(
        reference=release.reference,
        name=release.name,
        version=release.version,
        inputs=dict(release.inputs),
        phase_inputs=dict(release.phase_inputs),
        activity_inputs=dict(release.activity_inputs),
        zone=zone,
        subprocess_versions=dict(subprocess_versions or {}),
        last=_as_last(last) if last else None,
        undo=undo,
    )


def _as_last(release: Release) -> LastRelease:
    return LastRelease(
        reference=release.reference,
        version=release.version,
        process_version=release.process_version,
        inputs=dict(release.inputs),
    )
