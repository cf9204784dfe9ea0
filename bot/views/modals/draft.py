"""The form that takes a pasted text: a new process, or what shall change in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from bot.views import buttons
from bot.views.blocks import context, field, modal
from bot.views.elements import Block, Choice, radio, select, text_field
from bot.views.modals.answers import State, chosen_of, text_of
from orchestration.values import ProcessId

TITLE, TEXT, TARGET, READER = "draft.title", "draft.text", "draft.target", "draft.reader"
MODEL, RULES = "model", "outline"
_MOST = 100


class Answer(NamedTuple):
    title: str
    text: str
    target: ProcessId | None
    """The process that the text is to change; None where it tells a new one."""
    reader: Literal["", "outline"]
    """Empty: a model, where one is set."""


def draw(
    carries: buttons.DraftForm,
    *,
    text: str = "",
    processes: Sequence[tuple[ProcessId, str]] = (),
    with_model: bool = False,
) -> Block:
    """`processes` may be revised by the text; who reads it is asked where there is a choice."""
    return modal(
        "Draft a process",
        buttons.DRAFT_NEW,
        head=[
            field("Name of the process", text_field(TITLE, longest=120), TITLE, optional=True),
            field(
                "How you release, in your own words",
                text_field(TEXT, value=text, multiline=True, placeholder="Paste it as it is."),
                TEXT,
                hint="Up to 3,000 characters.",
            ),
            _target(processes) if processes else None,
            _reader() if with_model else None,
            context(
                "A longer text or a document: send it in a message with `@Drumbeat draft`. "
                "For a message that is there already, choose *Draft a process* in its menu."
            ),
        ],
        submit="Draft",
        carries=carries,
    )


def _target(processes: Sequence[tuple[ProcessId, str]]) -> Block:
    choices = [Choice(title, process_id) for process_id, title in processes[:_MOST]]
    return field(
        "Change a process instead",
        select(TARGET, choices, placeholder="Choose a published process"),
        TARGET,
        optional=True,
        hint="The text then says what shall be different, such as “move UAT after the freeze”.",
    )


def _reader() -> Block:
    choices = [
        Choice("The language model", MODEL),
        Choice("Rules, on this server alone", RULES),
    ]
    return field("Read by", radio(READER, choices, chosen=MODEL), READER)


def read(view: dict[str, Any]) -> Answer:
    state: State = view["state"]["values"]
    target = chosen_of(state, TARGET)
    rules = chosen_of(state, READER) == RULES
    return Answer(
        title=text_of(state, TITLE),
        text=text_of(state, TEXT),
        target=ProcessId(target) if target else None,
        reader="outline" if rules else "",
    )
