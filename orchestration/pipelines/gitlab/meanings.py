"""What GitLab's answers, statuses and reasons of failure mean for a run."""

from __future__ import annotations

from typing import Final

from orchestration.pipelines.meaning import BROKEN, Comes, Meaning
from orchestration.pipelines.model import RunStatus

ANSWERS: Final = (
    Meaning((429,), Comes.WAIT, "too many requests for this token or address"),
    Meaning((401,), Comes.HOLD, "the token is wrong or has ended: renew the credential"),
    Meaning(
        (403,),
        Comes.HOLD,
        "the token lacks a right: it needs the scope `api` and a role that may run this pipeline",
    ),
    Meaning((404,), Comes.HOLD, "no such project, or the token cannot see it"),
    Meaning(
        (400, 422),
        Comes.HOLD,
        "GitLab refused it: look at the branch, its rules and who may set variables",
    ),
    Meaning(BROKEN, Comes.DOUBT, "GitLab is in trouble"),
)
"""By status, the first row that fits; any other answer puts the activity on hold."""

STATUSES: Final[dict[str, tuple[RunStatus, bool, str]]] = {
    "success": (RunStatus.SUCCEEDED, False, ""),
    "failed": (RunStatus.FAILED, False, "it failed"),
    "canceled": (RunStatus.CANCELLED, False, "it was cancelled in GitLab"),
    "skipped": (RunStatus.FAILED, True, "every job was skipped: its rules let nothing run"),
}
"""What a status comes to, whether trying again by itself is pointless; any other word goes on."""

FOR_GOOD: Final = frozenset(
    {
        "builds_disabled",
        "ci_quota_exceeded",
        "deployment_rejected",
        "environment_creation_failure",
        "forward_deployment_failure",
        "ip_restriction_failure",
        "no_matching_runner",
        "protected_environment_failure",
        "secrets_provider_not_found",
        "unmet_prerequisites",
        "user_blocked",
    }
)
"""Reasons why a job failed that trying again does not mend."""
