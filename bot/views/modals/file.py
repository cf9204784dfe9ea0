"""The form that takes the YAML file of a process, or of an activity of the store."""

from __future__ import annotations

from typing import Any

from bot.views import file_buttons
from bot.views.blocks import context, field, modal
from bot.views.elements import Block, file_field
from bot.views.modals.answers import files_of

FILE = "file.file"
_TYPES = ("yaml", "yml")


def draw(carries: file_buttons.FileForm) -> Block:
    """For a new draft, to replace what an open one says, or for the activity store."""
    if carries.store:
        what = (
            "*Export* gives you the file as it is now. Change it, and give it here: you see the "
            "difference before anything is published."
        )
    elif carries.draft:
        what = "You see what it would change in the draft before anything is taken."
    elif carries.inputs:
        what = "You see what it would change in the input set before anything is taken."
    else:
        what = (
            "A process becomes a draft that you can look at, edit and publish; an activity is "
            "proposed for the store. Nothing runs."
        )
    return modal(
        _title(carries),
        file_buttons.FILE_IMPORT,
        head=[
            field(
                f"The {_of(carries)} as YAML",
                file_field(FILE, _TYPES),
                FILE,
                hint="One file, up to 1 MB.",
            ),
            context(what),
        ],
        submit="Import" if _title(carries) == "Import a process" else "Compare",
        carries=carries,
    )


def _title(carries: file_buttons.FileForm) -> str:
    if carries.draft:
        return "Replace from file"
    if carries.store:
        return "New version"
    return "Import an input set" if carries.inputs else "Import a process"


def _of(carries: file_buttons.FileForm) -> str:
    if carries.store:
        return "activity"
    return "input set" if carries.inputs else "process"


def read(view: dict[str, Any]) -> tuple[str, ...]:
    """The ids of the files; Slack sends at most one."""
    return files_of(view["state"]["values"], FILE)
