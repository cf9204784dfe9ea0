"""`replace`: a frozen value with some of its fields changed, at half the cost of the standard one.

A transition makes a dozen such copies, and to make each anew by its `__init__` was the greatest
part of the engine's own time. For values with slots that look at nothing when they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

__all__ = ["replace"]
T = TypeVar("T")
Put = Callable[[Any, Any], None]


def _replace(value: T, /, **changes: Any) -> T:
    kind = type(value)
    after = object.__new__(kind)
    read, put = _slots(cast("Hashable", kind))
    for each, was in zip(put, read(value), strict=True):
        each(after, was)
    for name, now in changes.items():
        object.__setattr__(after, name, now)  # frozen for everybody else
    return after


@cache
def _slots(kind: Any) -> tuple[Callable[[Any], Sequence[Any]], tuple[Put, ...]]:
    """How all fields of a value are read, and each of another is written."""
    names = [each.name for each in fields(kind)]
    if len(names) < 2 or hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} has to be made by its __init__")
    return attrgetter(*names), tuple(getattr(kind, name).__set__ for name in names)


if TYPE_CHECKING:  # checked against each class's fields
    from dataclasses import replace
else:
    replace = _replace
