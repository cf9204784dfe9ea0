"""What a form of a new release begins with: what another release was called and given."""

from __future__ import annotations

from pydantic import Field

from orchestration.releases.editing import Description
from orchestration.values import Frozen


class Given(Frozen):
    name: str = ""
    version: str = ""
    inputs: dict[str, str] = Field(default_factory=dict)
    description: Description = Description()


NOTHING = Given()
