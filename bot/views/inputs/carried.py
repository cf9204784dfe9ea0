"""What the buttons, menus and forms of the input store carry back, and their names."""

from __future__ import annotations

from typing import Literal

from orchestration.values import ChannelId, Frozen, ReleaseId

EDIT = "inputs.edit"
NEW = "inputs.new"
COPY = "inputs.copy"
EXPORT = "inputs.export"
REMOVE = "inputs.remove"
IMPORT = "inputs.import"
SHOW = "inputs.show"
"""The sets of the chosen process or store activity."""
LINK = "inputs.link"
"""Another set was chosen for an activity; the form says then what it gives."""
AS_TEXT = "inputs.as_text"
FILL_IN = "release.fill_in"
"""Of a planned release: what it lacks before it can start."""

FORM = "inputs.form"
NAME = "inputs.name"
FILL_IN_FORM = "release.inputs"
FILL_IN_SET = "release.inputs.set"
FILL_IN_VERSION = "release.inputs.version"

Kind = Literal["process", "activity"]


class SetsButton(Frozen):
    """The sets of one process, or of one activity of the store."""

    kind: Kind
    of: str
    """The id of the process or of the store activity."""


class SetButton(SetsButton):
    """One set, as it was shown."""

    set_id: str
    revision: int


class SetForm(SetsButton):
    """A page of one set being edited; of a new one where `set_id` is None."""

    version: int
    """Of the process or the store activity, whose declared inputs the fields are."""
    set_id: str | None = None
    revision: int = 0
    page: int = 0
    as_text: bool = False
    channel: ChannelId | None = None


class NameForm(SetButton):
    """The name of a set's copy."""

    channel: ChannelId | None = None


class FillInForm(Frozen):
    """A page of what a planned release lacks."""

    release_id: ReleaseId
    revision: int
    version: int
    """Of the process, whose declared inputs the fields are."""
    input_set: str = ""
    """The set that the fields were drawn for."""
    page: int = 0
    channel: ChannelId | None = None
