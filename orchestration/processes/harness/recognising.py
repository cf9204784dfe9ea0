"""Is a file one of Harness? Told by its shapes, never by a name alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from orchestration.processes.harness.approvals import APPROVALS
from orchestration.processes.model import ActivityType

_KEYS: Final = frozenset({"ifCondition", "data", "on_failure", "reminders", *APPROVALS})
_OURS: Final = frozenset({"pipeline-inputs", "process-inputs", "on-failure", "expected-duration"})
_TYPES: Final = tuple(ActivityType)
_SAYS: Final = frozenset({"if", "ifCondition", "inputs", "outputs", "variables", "with"})
"""Keys below which `<+…>` is an expression; in a description it is only words about one."""


def is_harness(data: Any) -> bool:
    """Of a file's data; false for everything that our own reader takes."""
    if isinstance(data, list):
        return bool(data) and all(isinstance(each, dict) and "phase" in each for each in data)
    if not isinstance(data, dict):
        return False
    if "processInput" in data or set(data) == {"phase"}:
        return True
    if isinstance(definition := data.get("activity"), dict):
        return _is_definition(definition)
    process = data.get("process", data)
    return isinstance(process, dict) and _is_process(process)


def _is_definition(data: dict[str, Any]) -> bool:
    kind = str(data.get("type", ""))
    return (
        ("type" not in data and _OURS.isdisjoint(data))
        or "identifier" in data
        or kind.lower() == "pipeline"
        or kind != kind.lower()
        or isinstance(data.get("pipeline"), dict)
        or not _KEYS.isdisjoint(data)
        or _has_expressions(data)
    )


def _is_process(data: dict[str, Any]) -> bool:
    phases = data.get("phases")
    nested_untyped = typed = False
    for item in phases if isinstance(phases, list) else ():
        phase = _inner(item, "phase")
        if "owners" in phase or "ifCondition" in phase:
            return True
        activities = phase.get("activities")
        for each in activities if isinstance(activities, list) else ():
            activity = _inner(each, "activity")
            if isinstance(activity.get("activity"), str) or not _KEYS.isdisjoint(activity):
                return True
            typed = typed or activity.get("type") in _TYPES
            nested_untyped = nested_untyped or (activity is not each and "type" not in activity)
    return not typed and (nested_untyped or _has_expressions(data))


def _inner(item: Any, word: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        return {}
    inner = item.get(word)
    return inner if isinstance(inner, dict) else item


def _has_expressions(data: Any) -> bool:
    return any("<+" in text or "${" in text for text in _said(data, inside=False))


def _said(data: Any, *, inside: bool) -> Iterator[str]:
    if isinstance(data, str) and inside:
        yield data
    elif isinstance(data, dict):
        for key, each in data.items():
            yield from _said(each, inside=inside or key in _SAYS)
    elif isinstance(data, list):
        for each in data:
            yield from _said(each, inside=inside)
