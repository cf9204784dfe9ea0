"""What changed from one version of a store activity to another, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.code.writing import process_data
from orchestration.processes.diff import Difference, field_differences

_NAMED = {"inputs": ("name", "input"), "tasks": ("id", "task")}
"""Lists whose entries are the same where this key is, and what one of them is called."""


def activity_differences(was: StoreActivity, now: StoreActivity) -> tuple[Difference, ...]:
    """All of them, in the order in which it is read; none where they say the same."""
    then, today = process_data(was), process_data(now)
    skip = tuple(_NAMED)
    found = [*field_differences("the activity", (), then, today, skip=skip)]
    for key, (identity, word) in _NAMED.items():
        found += _of_entries(key, identity, word, then.get(key) or [], today.get(key) or [])
    return tuple(found)


def _of_entries(
    key: str, identity: str, word: str, then: list[Any], today: list[Any]
) -> Iterator[Difference]:
    before = {each[identity]: each for each in then}
    after = {each[identity]: each for each in today}
    for n, (name, each) in enumerate(after.items()):
        whose = f"the {word} “{name}”"
        if name in before:
            yield from field_differences(whose, (key, n), before[name], each, place=name)
        else:
            yield Difference(kind="added", place=name, what=f"added {whose}", path=(key, n))
    for n, name in enumerate(before):
        if name not in after:
            what = f"removed the {word} “{name}”"
            yield Difference(kind="removed", place=name, what=what, path=(key, n))
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        what = f"the {word}s stand in another order"
        yield Difference(kind="moved", place=f"the {word}s", what=what, path=(key,))
