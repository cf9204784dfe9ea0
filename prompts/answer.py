"""What we ask a model to answer: a flat, bounded list of steps that refer to each other by number.

By number, since names dangle; bounded everywhere, since a small model otherwise lists for ever;
every field required and nothing else allowed, since strict structured output wants it so
(https://platform.openai.com/docs/guides/structured-outputs); where nobody enforces that, what a
small model leaves out last is no reason to ask again. The answer is untrusted input:
`prompts.plan` and `prompts.proposing` decide what becomes of it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MOST_PHASES = 60
MOST_ACTIVITIES = 300
_BOUNDS = frozenset({"maxLength", "maxItems", "minimum", "maximum"})


def cut_at(longest: int) -> BeforeValidator:
    """An endpoint that ignores bounds is no reason to ask again: too much text is cut."""
    return BeforeValidator(lambda value: value[:longest] if isinstance(value, str) else value)


Name = Annotated[str, cut_at(120), Field(max_length=120)]
Line = Annotated[str, cut_at(200), Field(max_length=200)]
Lines = Annotated[str, cut_at(600), Field(max_length=600)]
Number = Annotated[int, Field(ge=1, le=999)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnsweredPhase(Strict):
    n: Number
    name: Name
    owner: Name
    when: Name
    after: Annotated[list[Number], Field(max_length=20)]


class AnsweredActivity(Strict):
    """The quotation stands before the name, so that a step is found before it is named."""

    n: Number
    phase: Number
    evidence: Line
    name: Name
    type: Literal["automated", "manual"]
    owner: Name
    approval: bool
    needed: Annotated[int, Field(ge=1, le=50)]
    after: Annotated[list[Number], Field(max_length=20)]
    when: Name
    optional: bool
    command: Lines
    description: Lines
    duration: Name = ""
    uses: Name = ""
    """The id of an offered activity of the store."""
    pipeline: Name = ""
    """The id of an offered pipeline."""


class AnsweredInput(Strict):
    name: Name
    description: Line


class Answer(Strict):
    process_name: Name
    schedule: Line
    phases: Annotated[list[AnsweredPhase], Field(max_length=MOST_PHASES)]
    activities: Annotated[list[AnsweredActivity], Field(max_length=MOST_ACTIVITIES)]
    inputs: Annotated[list[AnsweredInput], Field(max_length=20)]
    questions: Annotated[list[Line], Field(max_length=8)]


def strict_schema(*, bounded: bool = True) -> dict[str, Any]:
    """The JSON schema of `Answer`; without bounds for endpoints that refuse a schema with them."""
    return strict_schema_of(Answer, bounded=bounded)


def strict_schema_of(answer: type[BaseModel], *, bounded: bool = True) -> dict[str, Any]:
    """The JSON schema of a form of answer, in what strict structured output takes."""
    schema: dict[str, Any] = _without(
        {"title", "description", "default"}, answer.model_json_schema()
    )
    return schema if bounded else _without(_BOUNDS, schema)


def _without(keywords: frozenset[str] | set[str], schema: Any) -> Any:
    """Drop keywords of JSON Schema, but not the properties that are called like them."""
    match schema:
        case {"properties": dict(properties), **rest}:
            kept = {name: _without(keywords, each) for name, each in properties.items()}
            return {**_without(keywords, rest), "properties": kept, "required": list(kept)}
        case dict():
            return {k: _without(keywords, v) for k, v in schema.items() if k not in keywords}
        case list():
            return [_without(keywords, each) for each in schema]
        case _:
            return schema
