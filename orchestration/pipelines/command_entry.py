"""A `command` pipeline as the operator writes it, and what each field may hold."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, field_validator

from orchestration.pipelines.command import REFERENCE, input_variable
from orchestration.pipelines.command_runner import REASON
from orchestration.values import Frozen

LONGEST_RUN: Final = timedelta(days=7)
TIME: Final = re.compile(r"([0-9]{1,7}(?:\.[0-9]+)?) ?(s|sec|seconds?|m|min|minutes?|h|hours?)?")
SECONDS: Final = {"s": 1, "m": 60, "h": 3600}
OURS: Final = frozenset(
    {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL", "OPENAI_API_KEY"}
)
"""Drumbeat's own credentials: a program that needs such a thing gets one of its own."""


def _seconds(value: object) -> object:
    """`60`, `"60 s"`, `"10 m"`, `1.5h` as a duration."""
    match = TIME.fullmatch(str(value).strip())
    if isinstance(value, bool) or not match:
        raise ValueError("must be a time such as 60 s, 10 m or 2 h")
    time = timedelta(seconds=float(match[1]) * SECONDS[(match[2] or "s")[0]])
    if not timedelta() < time <= LONGEST_RUN:
        raise ValueError("must be more than nothing and at most 7 days (168 h)")
    return time


Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class CommandEntry(Frozen):
    """One entry as written; `_Reading` makes its paths absolute."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,79}$")]
    provider: Literal["command"]
    description: str = Field(default="", max_length=500)
    argv: Annotated[tuple[Text, ...], Field(min_length=1)]
    cwd: Text = "{here}"
    env: dict[str, Text] = Field(default_factory=dict)
    timeout: Annotated[timedelta, BeforeValidator(_seconds)] = timedelta(hours=1)
    inputs: tuple[Name, ...] = ()
    outputs: tuple[Name, ...] = ()

    @field_validator("argv")
    @classmethod
    def _is_fixed(cls, argv: tuple[str, ...]) -> tuple[str, ...]:
        if not argv[0].strip():
            raise ValueError("must begin with a program")
        if any("{{" in part for part in argv):
            raise ValueError(
                "cannot hold {{ … }}: inputs never become arguments; the program reads them from"
                " DRUMBEAT_INPUT_<NAME>",
            )
        return argv

    @field_validator("env")
    @classmethod
    def _is_harmless(cls, env: dict[str, str]) -> dict[str, str]:
        for name, value in env.items():
            reference = REFERENCE.fullmatch(value)
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                raise ValueError(f"cannot hold “{name}”: use A-Z, 0-9 and _")
            if name.startswith("DRUMBEAT_"):
                raise ValueError(f"cannot set {name}: Drumbeat sets DRUMBEAT_…")
            if reference and reference[1] == "env" and reference[2] in OURS:
                raise ValueError(
                    f"cannot hand on {reference[2]}: give the program its own credential"
                )
        return env

    @field_validator("inputs", "outputs")
    @classmethod
    def _are_distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for variable, times in Counter(map(input_variable, names)).items():
            if times > 1:
                raise ValueError(f"gives {variable} twice; rename one")
        return names

    @field_validator("outputs")
    @classmethod
    def _leaves_reason(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if REASON in names:
            raise ValueError(
                "cannot declare “reason”: every program may write it to say why it failed"
            )
        return names
