"""What every pipeline on a connection says: its name, inputs with their types, and outputs."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field

from orchestration.errors import Permanent
from orchestration.pipelines.entry_fields import Described, EntryName, Name, Text
from orchestration.pipelines.input_types import Inputs, Typed, typed
from orchestration.pipelines.model import Pipeline, RunRequest


def _from_the_file(written: Any) -> Any:
    return dict.fromkeys(written, "") if isinstance(written, list) else written


Outputs = Annotated[dict[Name, Text], BeforeValidator(_from_the_file)]
"""A list of names from the run's file of outputs, or a map that says where each comes from."""


class ServerEntry(Described):
    """One pipeline on a connection."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)
    sources: ClassVar[tuple[str, ...]] = ()
    """Where an output may come from, beside the file of outputs."""

    name: EntryName
    provider: str
    connection: EntryName
    inputs: Inputs = Field(default_factory=dict)
    fixed: dict[str, str | int | float | bool] = Field(default_factory=dict, alias="with")
    """Inputs whose values the operator says: no release can change them."""
    outputs: Outputs = Field(default_factory=dict)

    @property
    def location(self) -> str:
        """Where on its server it is, in a few words."""
        raise NotImplementedError

    def pipeline(self) -> Pipeline:
        return Pipeline(
            name=self.name,
            provider=self.provider,
            description=self.description,
            inputs=tuple(self.inputs),
            outputs=tuple(self.outputs),
            connection=self.connection,
            location=self.location,
            types={name: each.type for name, each in self.inputs.items()},
            tags=self.tags,
            expected=self.expected,
        )

    def given(self, request: RunRequest) -> dict[str, Typed]:
        """The run's inputs in their types; raises `Permanent` for one that is not of its type."""
        if request.secrets:
            names = ", ".join(request.secrets)
            raise Permanent(
                f"{self.name} cannot start: its input {names} is secret, and {self.provider} shows"
                " the inputs of a run; keep the secret there and leave the input out"
            )
        try:
            given = {
                name: typed(name, takes, request.inputs[name])
                for name, takes in self.inputs.items()
                if name in request.inputs
            }
        except Permanent as error:
            raise Permanent(f"{self.name} cannot start: {error.reason}") from error
        return {**given, **self.fixed}
