"""The form of a comment on a task, with files and a link as evidence."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, file_field, text_field
from bot.views.modals.answers import files_of, text_of
from bot.views.text import bold

TEXT, FILES, LINK = "remark.text", "remark.files", "remark.link"
_MOST_FILES = 10


class Remark(NamedTuple):
    text: str
    files: tuple[str, ...]
    link: str


def draw(carries: buttons.TaskForm, name: str) -> Block:
    return modal(
        "Comment or evidence",
        buttons.TASK_REMARK,
        head=[
            section(f"{bold(name)}\nEveryone in the release's thread sees it; nobody is pinged."),
            field("Comment", text_field(TEXT, multiline=True), TEXT, optional=True),
            field(
                "Files",
                file_field(FILES, most=_MOST_FILES),
                FILES,
                optional=True,
                hint="Copied and kept with their SHA-256, up to 100 MB each.",
            ),
            field(
                "Link",
                text_field(LINK, longest=2000, placeholder="https://…"),
                LINK,
                optional=True,
                hint="Kept as it is; what it leads to is not copied.",
            ),
        ],
        submit="Attach",
        carries=carries,
    )


def read(view: dict[str, Any]) -> Remark:
    state = view["state"]["values"]
    return Remark(text_of(state, TEXT), files_of(state, FILES), text_of(state, LINK))
