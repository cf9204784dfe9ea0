"""Reading a path from the data; a value that is not there is told with what is there instead."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

from orchestration.processes.expressions.kinds import Kind, Value, kind_of
from orchestration.processes.expressions.nearest import nearest, some_of
from orchestration.processes.expressions.printing import spelled
from orchestration.processes.expressions.refusals import Reason, Refused
from orchestration.processes.expressions.texts import secret
from orchestration.processes.expressions.tree import Path, Step
from orchestration.values import plain_line


def look_up(path: Path, data: Mapping[str, Value]) -> Value:
    here: Value = data
    for n, step in enumerate(path.steps):
        match here, step:
            case Mapping(), str():
                if step not in here:
                    raise _missing(path, n, here)
                here = here[step]
            case list() | tuple(), int():
                if step >= len(here):
                    raise _too_short(path, n, len(here))
                here = here[step]
            case _:
                raise _no_parts(path, n, step, here)
    return here


def _missing(path: Path, n: int, here: Mapping[str, Value]) -> Refused:
    return Refused(
        Reason.MISSING if n else Reason.UNKNOWN,
        path.at,
        f"{_named(path.steps[: n + 1])} is not known.",
        partial(_instead, path.steps[:n], str(path.steps[n]), here),
    )


def _instead(before: tuple[Step, ...], word: str, here: Mapping[str, Value]) -> str:
    near = nearest(word, here)
    if near is not None:
        return f"Did you mean {_named((*before, near))}?"
    if not before:
        return f"Known are {some_of(here)}." if here else "Nothing is known here."
    return f"{_named(before)} has {some_of(here) if here else 'nothing so far'}."


def _too_short(path: Path, n: int, length: int) -> Refused:
    return Refused(
        Reason.MISSING,
        path.at,
        f"{_named(path.steps[: n + 1])} is not there.",
        f"{_named(path.steps[:n])} has {length} elements, counted from 0."
        if length
        else f"{_named(path.steps[:n])} is an empty list.",
    )


def _no_parts(path: Path, n: int, step: Step, here: Value) -> Refused:
    kind = kind_of(cast("object", here), path.at)
    before = _named(path.steps[:n])
    match kind:
        case Kind.SECRET:
            return secret(path.at, before)
        case Kind.NOTHING:
            return Refused(
                Reason.MISSING,
                path.at,
                f"{_named(path.steps)} is not known.",
                f"{before} is null.",
            )
        case Kind.LIST:
            what, mend = "is a list", f"Take an element: {before}[0]."
        case Kind.OBJECT:
            what, mend = "is an object", f'Name the part that is meant: {before}["{step}"].'
        case _:
            what, mend = f"is {kind} and has no parts", f"Write {before} alone."
    return Refused(Reason.WRONG_TYPE, path.at, f"{before} {what}.", mend)


def _named(steps: tuple[Step, ...]) -> str:
    """A path, short enough for a sentence."""
    return plain_line(spelled(steps), 120)
