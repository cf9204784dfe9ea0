"""A workflow of GitHub Actions as the operator lists it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from orchestration.pipelines.entry_fields import Text
from orchestration.pipelines.http_template import names_in
from orchestration.pipelines.server_entry import ServerEntry

MOST_INPUTS = 25
"""GitHub takes no more in one dispatch."""


class GitHubPipeline(ServerEntry):
    """One workflow with `on: workflow_dispatch`."""

    sources: ClassVar[tuple[str, ...]] = ("commit", "artifact:NAME")

    repository: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}$")]
    workflow: Annotated[str, Field(pattern=r"^([A-Za-z0-9._-]{1,100}\.ya?ml|[0-9]{1,12})$")]
    """Its file's name, such as `deploy.yml`, or its id."""
    ref: Text = "main"
    """The branch or tag; may hold `{{ version }}`."""
    key_input: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_-]{0,99}$")] | None = Field(
        default=None, alias="key-input"
    )
    """The input that takes our key. The workflow's `run-name` shows it, so that it is found."""
    artifact: Annotated[str, Field(min_length=1, max_length=200)] = "drumbeat-outputs"
    """The artifact whose files hold the outputs."""

    @property
    def location(self) -> str:
        return f"{self.repository}, {self.workflow} at {self.ref}"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        asked = len(self.inputs) + len(self.fixed) + (self.key_input is not None)
        if asked > MOST_INPUTS:
            raise ValueError(f"has {asked} inputs; GitHub takes {MOST_INPUTS}")
        for name in names_in(self.ref):
            if name not in {"version", "release", *(f"inputs.{each}" for each in self.inputs)}:
                raise ValueError(f"uses “{name}” in `ref`; known there: version, release, inputs.…")
        for output, source in self.outputs.items():
            if source not in {"", "commit"} and not source.startswith("artifact:"):
                known = ", ".join(self.sources)
                raise ValueError(f"takes output {output} from “{source}”; known: {known}")
        return self
