"""A `command` pipeline as the operator writes it, and what each field may hold."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from orchestration.pipelines.command import input_variable
from orchestration.pipelines.command_runner import REASON
from orchestration.pipelines.entry_fields import Described, EntryName, Name, Text, duration
from orchestration.pipelines.references import is_ours
from orchestration.pipelines.secret_inputs import SecretList

LONGEST_RUN: Final = timedelta(days=7)


class CommandEntry(Described):
    """One entry as written; `_Reading` makes its paths absolute."""

    name: EntryName
    provider: Literal["command"]
    argv: Annotated[tuple[Text, ...], Field(min_length=1)]
    cwd: Text = "{here}"
    env: dict[str, Text] = Field(default_factory=dict)
    timeout: Annotated[timedelta, duration(LONGEST_RUN, "7 days (168 h)")] = timedelta(hours=1)
    inputs: tuple[Name, ...] = ()
    secrets: SecretList = Field(default_factory=dict)
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
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                raise ValueError(f"cannot hold “{name}”: use A-Z, 0-9 and _")
            if name.startswith("DRUMBEAT_"):
                raise ValueError(f"cannot set {name}: Drumbeat sets DRUMBEAT_…")
            if is_ours(value):
                raise ValueError(f"cannot hand on {value[4:]}: give the program its own credential")
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
