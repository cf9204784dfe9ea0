"""What we ask a model to answer to a revision: a short list of changes to numbered parts.

Changes and not a whole process: what the person did not speak of cannot be lost, and an answer is
as long as what shall change. Flat, since small models keep a flat form; every field required and
nothing else allowed, since strict structured output wants it so.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from orchestration.processes.revising.changes import MOST_CHANGES
from prompts.answer import Line, Lines, Name, Strict, cut_at, strict_schema_of
from prompts.rungs import Form

Ref = Annotated[str, cut_at(8), Field(max_length=8)]
"""`P1`, `A7`, `N1` for what the answer adds, or nothing."""


class AnsweredChange(Strict):
    do: Literal[
        "add_phase",
        "add_activity",
        "remove",
        "rename",
        "move",
        "owner",
        "type",
        "sign_off",
        "no_sign_off",
        "optional",
        "on_failure",
        "waits_for",
        "pipeline",
        "describe",
    ]
    target: Ref
    where: Literal["", "after", "before", "beside", "first", "last"]
    place: Ref
    name: Name
    type: Literal["", "automated", "manual"]
    owner: Name
    approval: bool
    signers: Annotated[list[Name], Field(max_length=10)]
    needed: Literal["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "majority", "all"]
    optional: bool
    on_failure: Literal["", "hold", "retry", "ignore", "fail"]
    waits_for: Annotated[list[Ref], Field(max_length=20)]
    text: Lines


class RevisionAnswer(Strict):
    changes: Annotated[list[AnsweredChange], Field(max_length=MOST_CHANGES)]
    unclear: Annotated[list[Line], Field(max_length=5)]


def revision_schema(*, bounded: bool = True) -> dict[str, Any]:
    """The JSON schema of `RevisionAnswer`."""
    return strict_schema_of(RevisionAnswer, bounded=bounded)


REVISION: Final = Form("process_revision", revision_schema)
