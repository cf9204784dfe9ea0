"""A draft as the command line prints it."""

from __future__ import annotations

from typing import Any

from orchestration.processes.proposal import ProcessDraft, ProposedActivity, ProposedPhase


def to_json(draft: ProcessDraft) -> dict[str, Any]:
    """The shape of `drumbeat draft --json`; `when` and `optional` stand only where they say something."""
    return {
        "process_name": draft.process_name,
        "phases": [_phase(phase) for phase in draft.phases],
        "inputs": [{"name": each.name} for each in draft.inputs],
        "schedule": draft.schedule,
        "questions": list(draft.questions),
    }


def _phase(phase: ProposedPhase) -> dict[str, Any]:
    out: dict[str, Any] = {
        "name": phase.name,
        "owner": phase.owner,
        "depends_on": list(phase.depends_on),
        "activities": [_activity(activity) for activity in phase.activities],
    }
    return out | ({"when": phase.when} if phase.when else {})


def _activity(activity: ProposedActivity) -> dict[str, Any]:
    out: dict[str, Any] = {
        "name": activity.name,
        "type": activity.type,
        "owner": activity.owner,
        "approval": activity.approval,
        "depends_on": list(activity.depends_on),
        "evidence": activity.evidence,
    }
    if activity.when:
        out["when"] = activity.when
    if activity.optional:
        out["optional"] = True
    return out
