"""Which activities people mean by what they typed: a name or an id, whole or in part."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from orchestration.processes.model import Activity
from orchestration.values import ActivityRef


def places_named(activities: Mapping[ActivityRef, Activity], said: str) -> tuple[ActivityRef, ...]:
    """Those that are called so; failing that, that begin so, hold it, or are nearly so called."""
    wanted = _plain(said)
    if not wanted:
        return ()
    called = {
        ref: {_plain(ref), _plain(each.id), _plain(each.name)} for ref, each in activities.items()
    }
    for fits in (
        lambda text: text == wanted,
        lambda text: text.startswith(wanted),
        lambda text: wanted in text,
    ):
        found = tuple(ref for ref, names in called.items() if any(map(fits, names)))
        if found:
            return found
    near = set(get_close_matches(wanted, [x for names in called.values() for x in names], n=3))
    return tuple(ref for ref, names in called.items() if names & near)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").strip("\"' ").split())
