"""The form that takes the YAML file of a process."""

from __future__ import annotations

from typing import Any

from bot.views import buttons
from bot.views.blocks import context, field, modal
from bot.views.elements import Block, file_field
from bot.views.modals.answers import files_of

FILE = "file.file"
_TYPES = ("yaml", "yml")


def draw(carries: buttons.FileForm) -> Block:
    """For a new draft, or to replace what an open one says."""
    if carries.draft:
        what = "You see what it would change in the draft before anything is taken."
    else:
        what = "It becomes a draft that you can look at, edit and publish. Nothing runs."
    return modal(
        "Replace from file" if carries.draft else "Import a process",
        buttons.FILE_IMPORT,
        head=[
            field(
                "The process as YAML", file_field(FILE, _TYPES), FILE, hint="One file, up to 1 MB."
            ),
            context(what),
        ],
        submit="Compare" if carries.draft else "Import",
        carries=carries,
    )


def read(view: dict[str, Any]) -> tuple[str, ...]:
    """The ids of the files; Slack sends at most one."""
    return files_of(view["state"]["values"], FILE)
