"""The form that asks for the values of work run by hand."""

from __future__ import annotations

from typing import Any

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, text_field
from bot.views.modals.answers import text_of
from bot.views.text import bold, name
from orchestration.read_models.cards import TaskCard

_MOST = 90


def block_id(n: int) -> str:
    return f"output.{n}"


def draw(card: TaskCard) -> Block:
    asked = card.output_names[:_MOST]
    about = buttons.TaskButton(task_id=card.task_id, round=card.round, shown=card.shown)
    return modal(
        "Done",
        buttons.OUTPUTS,
        head=[section(f"{bold(card.name)} · {name(card.release_title)}\nWhat came of it?")],
        body=[
            [field(each, text_field(block_id(n), longest=1000), block_id(n))]
            for n, each in enumerate(asked)
        ],
        submit="Done",
        carries=buttons.OutputsForm(task=about, count=len(asked)),
    )


def read(view: dict[str, Any]) -> tuple[str, ...]:
    """The values in the order of the task's `output_names`."""
    form = buttons.OutputsForm.model_validate_json(view["private_metadata"])
    return tuple(text_of(view["state"]["values"], block_id(n)) for n in range(form.count))
