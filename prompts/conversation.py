"""What is said to a model about one document: the standing words, the document, what to mend."""

from __future__ import annotations

from collections.abc import Sequence

from openai.types.chat import ChatCompletionMessageParam

from orchestration.ports import DraftRequest
from prompts.answer import MOST_ACTIVITIES, MOST_PHASES
from prompts.render import hash_of, render

DRAFTING = hash_of("system", "drafting", "schema")
REPAIR = hash_of("system", "drafting", "schema", "repair")
_LONGEST_SHOWN = 60_000
"""Letters of an unusable answer that are shown to the model again."""


def system() -> ChatCompletionMessageParam:
    """The same in every conversation, so that an endpoint may keep what it made of it."""
    said = render("system", most_phases=MOST_PHASES, most_activities=MOST_ACTIVITIES)
    return {"role": "system", "content": said}


def about(request: DraftRequest, fence: str) -> list[ChatCompletionMessageParam]:
    """The first question: what process does this document describe?"""
    asked = render(
        "drafting",
        fence=fence,
        text=request.text,
        title=request.title,
        file_name=request.file_name,
        offered=request.offered,
    )
    return [system(), {"role": "user", "content": asked}]


def repair(
    asked: Sequence[ChatCompletionMessageParam], content: str, problems: Sequence[str]
) -> list[ChatCompletionMessageParam]:
    """The question again, with one answer to it and what is wrong with that."""
    return [
        *asked,
        {"role": "assistant", "content": content[:_LONGEST_SHOWN]},
        {"role": "user", "content": render("repair", problems=problems)},
    ]
