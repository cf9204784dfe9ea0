"""What changed in one field, in the few words there is room for in a picture."""

from __future__ import annotations

from typing import Any

from orchestration.values import plain_line

_LONGEST = 60
_LONGEST_VALUE = 40
_LONGEST_OF_MANY = 300


def in_short(key: str, old: Any, new: Any) -> str:
    """`owner: QA lead → Dana`, `depends on: + build, − test`; of a long text only that it did."""
    name = key.replace("-", " ")
    if isinstance(old, list | dict) or isinstance(new, list | dict):
        return plain_line(f"{name}: {of_many(old or (), new or ())}", _LONGEST)
    if isinstance(old, bool) or isinstance(new, bool):
        return f"now {name}" if new else f"no longer {name}"
    if key == "name":
        return plain_line(f"was “{old}”", _LONGEST)
    if old is None:
        return f"{name}: {_said(new)}" if _fits(new) else f"{name} added"
    if new is None:
        return f"{name}: no longer {_said(old)}" if _fits(old) else f"{name} removed"
    if _fits(old) and _fits(new):
        return f"{name}: {_said(old)} → {_said(new)}"
    return f"{name} changed"


def of_many(old: Any, new: Any) -> str:
    """`+ build, − test, go (assignees)`: what came, what went, and what changed in which fields."""
    then, today = _by_name(old), _by_name(new)
    parts = [f"+ {each}" for each in today if each not in then]
    parts += [f"− {each}" for each in then if each not in today]
    parts += [
        f"{each} ({_fields(then[each], today[each])})"
        for each in today
        if each in then and today[each] != then[each]
    ]
    return plain_line(", ".join(parts) or "another order", _LONGEST_OF_MANY)


def _fields(old: Any, new: Any) -> str:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return f"{_said(old)} → {_said(new)}"
    keys = (key for key in {**new, **old} if old.get(key) != new.get(key))
    return ", ".join(key.replace("-", " ") for key in keys)


def _by_name(value: Any) -> dict[str, Any]:
    """Parts by what people call them: their name, their key, or themselves."""
    if isinstance(value, dict):
        return {str(key): each for key, each in value.items()}
    if not isinstance(value, list | tuple):
        return {_said(value): value}
    return {
        str(each.get("name") or each.get("id") or "one") if isinstance(each, dict) else str(each): (
            each
        )
        for each in value
    }


def _fits(value: Any) -> bool:
    return len(str(value)) <= _LONGEST_VALUE and "\n" not in str(value)


def _said(value: Any) -> str:
    return plain_line(str(value), _LONGEST_VALUE)
