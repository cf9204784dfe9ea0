"""A pipeline of GitLab CI as the operator lists it."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Final, Self
from urllib.parse import quote

from pydantic import Field, model_validator

from orchestration.pipelines.connection import SecretReference
from orchestration.pipelines.entry_fields import Text
from orchestration.pipelines.http_template import names_in
from orchestration.pipelines.server_entry import ServerEntry
from orchestration.values import Frozen

KEY: Final = "DRUMBEAT_KEY"
"""The variable that carries our key; GitLab tells it again of every pipeline."""
VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Dotenv(Frozen):
    """The file that a job reports as `dotenv` and keeps as an artifact."""

    job: Annotated[str, Field(min_length=1, max_length=255)]
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]{1,200}$")]


class GitLabPipeline(ServerEntry):
    """The pipeline of one project at one branch or tag."""

    sources: ClassVar[tuple[str, ...]] = ("commit",)

    project: Annotated[str, Field(pattern=r"^([A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+|[0-9]{1,12})$")]
    """Its path, such as `acme/shop`, or its id."""
    ref: Text = "main"
    """The branch or tag; may hold `{{ version }}`."""
    trigger_token: SecretReference | None = Field(default=None, alias="trigger-token")
    """Starts it with a trigger's token; the connection's token still reads it."""
    play: tuple[Annotated[str, Field(min_length=1, max_length=255)], ...] = ()
    """Manual jobs that are started as soon as they wait."""
    dotenv: Dotenv | None = None

    @property
    def location(self) -> str:
        return f"{self.project} at {self.ref}"

    @property
    def path(self) -> str:
        return f"/projects/{quote(self.project, safe='')}"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for name in (*self.inputs, *self.fixed):
            if not VARIABLE.fullmatch(name):
                raise ValueError(f"gives the variable {name}: use letters, digits and _")
            if name == KEY:
                raise ValueError(f"cannot set {KEY}: Drumbeat does")
        for name in names_in(self.ref):
            if name not in {"version", "release", *(f"inputs.{each}" for each in self.inputs)}:
                raise ValueError(f"uses “{name}” in `ref`; known there: version, release, inputs.…")
        for output, source in self.outputs.items():
            if source not in {"", *self.sources}:
                raise ValueError(f"takes output {output} from “{source}”; known: commit")
            if source == "" and self.dotenv is None:
                raise ValueError(f"takes output {output} from a file: say `dotenv`, job and file")
        return self
