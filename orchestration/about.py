"""What a log line and a span say that something is about: its key, its release, its activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from orchestration.releases.naming import release_of
from orchestration.values import ExecutionId

NAMES: Final = ("release_id", "execution_id", "ref", "task_id", "draft_id")
"""As our effects, and the buttons and forms that people press, call what they are about."""
_LONGEST: Final = 200


def about(key: str, ids: Mapping[str, object]) -> dict[str, str]:
    """The fields of every line about it; what `ids` does not name is left out."""
    task = str(ids.get("task_id") or "").split("/")
    execution = str(ids.get("execution_id") or (task[0] if len(task) > 1 else ""))
    release = str(
        ids.get("release_id") or (release_of(ExecutionId(execution)) if execution else "")
    )
    fields = {
        "key": key,
        "release": release,
        "activity": str(ids.get("ref") or (task[1] if len(task) > 1 else "")),
        "draft": str(ids.get("draft_id") or ""),
    }
    return {name: value[:_LONGEST] for name, value in fields.items() if value}
