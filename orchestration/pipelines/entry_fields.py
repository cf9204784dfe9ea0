"""The kinds of field that every pipeline's entry has: names, plain text, times, a description."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from orchestration.values import Frozen

TIME: Final = re.compile(r"([0-9]{1,7}(?:\.[0-9]+)?) ?(s|sec|seconds?|m|min|minutes?|h|hours?)?")
SECONDS: Final = {"s": 1, "m": 60, "h": 3600}

EntryName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,79}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
"""Of an input or an output."""
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]


def duration(longest: timedelta, in_words: str) -> BeforeValidator:
    """Takes `60`, `"60 s"`, `"10 m"` and `1.5h`, up to the longest."""

    def read(value: object) -> object:
        match = TIME.fullmatch(str(value).strip())
        if isinstance(value, bool) or not match:
            raise ValueError("must be a time such as 60 s, 10 m or 2 h")
        time = timedelta(seconds=float(match[1]) * SECONDS[(match[2] or "s")[0]])
        if not timedelta() < time <= longest:
            raise ValueError(f"must be more than nothing and at most {in_words}")
        return time

    return BeforeValidator(read)


LONGEST_EXPECTED: Final = timedelta(days=7)
Tag = Annotated[str, Field(pattern=r"^[^\x00-\x1f,]{1,40}$")]


class Described(Frozen):
    """What people read of a pipeline, and find it by."""

    description: str = Field(default="", max_length=500)
    tags: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    expected: Annotated[timedelta, duration(LONGEST_EXPECTED, "7 days (168 h)")] | None = None
    """How long a run usually takes."""
