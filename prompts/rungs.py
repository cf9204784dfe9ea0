"""How an endpoint is told the form of an answer: from a schema it must keep, down to plain words.

Not every server that speaks Chat Completions takes strict structured output, nor its bounds; some
have a JSON mode, with a schema (llama.cpp) or without one; some have neither. The first form that
a server does not refuse is the one it is asked in from then on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol

import openai
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionSystemMessageParam

from prompts.answer import strict_schema
from prompts.render import render

_ABOUT_THE_FORM: Final = ("schema", "response_format", "grammar", "json_object", "json mode")


class Schema(Protocol):
    def __call__(self, *, bounded: bool = True) -> dict[str, Any]:
        """The JSON schema; without bounds for endpoints that refuse a schema with them."""
        ...


class Form(NamedTuple):
    """What an answer looks like, whoever keeps it to that."""

    name: str
    schema: Schema


DRAFT: Final = Form("process_draft", strict_schema)


class Rung(NamedTuple):
    """One way to ask; what the server does not enforce is said in words."""

    name: str
    response_format: Callable[[Form], Any]
    enforced: bool
    """The server itself keeps the answer to the schema."""

    def told(
        self, messages: Sequence[ChatCompletionMessageParam], form: Form
    ) -> list[ChatCompletionMessageParam]:
        """The conversation, with the schema in words where nobody enforces it."""
        if self.enforced:
            return list(messages)
        schema = json.dumps(form.schema(), ensure_ascii=False, separators=(",", ":"))
        said: ChatCompletionSystemMessageParam = {
            "role": "system",
            "content": render("schema", schema=schema),
        }
        return [messages[0], said, *messages[1:]]


def _strict(form: Form) -> Any:
    return _json_schema(form, bounded=True)


def _without_bounds(form: Form) -> Any:
    return _json_schema(form, bounded=False)


def _json_schema(form: Form, *, bounded: bool) -> Any:
    return {
        "type": "json_schema",
        "json_schema": {
            "name": form.name,
            "strict": True,
            "schema": form.schema(bounded=bounded),
        },
    }


def _json_with_schema(form: Form) -> Any:
    return {"type": "json_object", "schema": form.schema()}


RUNGS: Final = (
    Rung("strict schema", _strict, enforced=True),
    Rung("strict schema without bounds", _without_bounds, enforced=True),
    Rung("JSON mode with a schema", _json_with_schema, enforced=False),
    Rung("JSON mode", lambda _: {"type": "json_object"}, enforced=False),
    Rung("plain text", lambda _: openai.omit, enforced=False),
)


def refuses_the_form(error: openai.APIStatusError) -> bool:
    """True where the server says that it cannot answer in the form it was asked for."""
    about = f"{getattr(error, 'param', None) or ''} {error.message}".lower()
    return any(each in about for each in _ABOUT_THE_FORM)
