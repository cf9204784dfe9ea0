"""Values that people write as YAML: kebab-case keys there, the same fields as stored documents."""

from __future__ import annotations

from pydantic import ConfigDict
from pydantic.alias_generators import to_snake

from orchestration.values import Frozen


def key_of(field: str) -> str:
    """`depends_on` → `depends-on`, `if_` → `if`."""
    return to_snake(field).strip("_").replace("_", "-")


class Written(Frozen):
    """A part of a process: read by its YAML keys or by its field names, stored by the latter."""

    model_config = ConfigDict(alias_generator=key_of, validate_by_name=True, validate_by_alias=True)
