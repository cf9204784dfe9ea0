"""What GitHub's answers and conclusions mean for a run."""

from __future__ import annotations

from typing import Final

from orchestration.pipelines.meaning import BROKEN, Comes, Meaning
from orchestration.pipelines.model import RunStatus

ANSWERS: Final = (
    Meaning((403, 429), Comes.WAIT, "too many requests for this credential", limited=True),
    Meaning((429,), Comes.WAIT, "too many requests for this credential"),
    Meaning(
        (401,), Comes.HOLD, "the token or the App's key is wrong or has ended: renew the credential"
    ),
    Meaning((403,), Comes.HOLD, "the credential lacks a right: it needs Actions, read and write"),
    Meaning(
        (404,),
        Comes.HOLD,
        "no such repository, workflow or branch, or the credential cannot see it",
    ),
    Meaning(
        (422,),
        Comes.HOLD,
        "the workflow refused it: look at its branch, its `on: workflow_dispatch` and its inputs",
    ),
    Meaning(BROKEN, Comes.DOUBT, "GitHub is in trouble: see githubstatus.com"),
)
"""By status, the first row that fits; any other answer puts the activity on hold."""

CONCLUSIONS: Final[dict[str, tuple[RunStatus, bool, str]]] = {
    "success": (RunStatus.SUCCEEDED, False, ""),
    "neutral": (RunStatus.SUCCEEDED, False, ""),
    "failure": (RunStatus.FAILED, False, "it failed"),
    "timed_out": (RunStatus.FAILED, False, "GitHub stopped it: it took longer than its limit"),
    "stale": (RunStatus.FAILED, False, "GitHub gave up on it"),
    "cancelled": (RunStatus.CANCELLED, False, "it was cancelled on GitHub"),
    "skipped": (RunStatus.FAILED, True, "every job was skipped: its conditions let nothing run"),
    "startup_failure": (RunStatus.FAILED, True, "GitHub could not start it: the workflow's file"),
    "action_required": (RunStatus.FAILED, True, "somebody must approve it on GitHub first"),
}
"""What a completed run comes to, whether asking again by itself would be pointless, and why."""
