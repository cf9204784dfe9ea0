"""What a release is and was given, as it was when it started.

Conditions are decided inside `advance`, which reads nothing but the execution: so the execution
keeps this for as long as it lives (decision 80).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import JsonValue

from orchestration.releases.model import Release


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


def facts_of(release: Release, *, zone: str = "UTC") -> ReleaseFacts:
    return ReleaseFacts(
        reference=release.reference,
        name=release.name,
        version=release.version,
        inputs=dict(release.inputs),
        phase_inputs=dict(release.phase_inputs),
        activity_inputs=dict(release.activity_inputs),
        zone=zone,
    )
