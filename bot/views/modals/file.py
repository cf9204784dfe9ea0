"""The form that takes the YAML file of a process, or of an activity of the store."""

from __future__ import annotations

from typing import Any

from bot.views import buttons
from bot.views.blocks import context, field, modal
from bot.views.elements import Block, file_field
from bot.views.modals.answers import files_of

FILE = "file.file"
_TYPES = ("yaml", "yml")


def draw(carries: buttons.FileForm) -> Block:
    """For a new draft, to replace what an open one says, or for the activity store."""
    if carries.store:
        what = (
            "*Export* gives you the file as it is now. Change it, and give it here: you see the "
            "difference before anything is published."
        )
    elif carries.draft:
        what = "You see what it would change in the draft before anything is taken."
    else:
        what = (
            "A process becomes a draft that you can look at, edit and publish; an activity is "
            "proposed for the store. Nothing runs."
        )
    title = "New version" if carries.store else "Import a process"
    return modal(
        "Replace from file" if carries.draft else title,
        buttons.FILE_IMPORT,
        head=[
            field(
                "The activity as YAML" if carries.store else "The process as YAML",
                file_field(FILE, _TYPES),
                FILE,
                hint="One file, up to 1 MB.",
            ),
            context(what),
        ],
        submit="Compare" if carries.draft or carries.store else "Import",
        carries=carries,
    )


def read(view: dict[str, Any]) -> tuple[str, ...]:
    """The ids of the files; Slack sends at most one."""
    return files_of(view["state"]["values"], FILE)
