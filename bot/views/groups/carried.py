"""What the buttons and forms of release groups carry back, and the names they come back under."""

from __future__ import annotations

from orchestration.values import ChannelId, Frozen, ProcessId, ReleaseGroupId, ReleaseId

LIST = "group.list"
"""All groups, or the next page of them."""
SHOW = "group.show"
NEW = "group.new"
EDIT = "group.edit"
PAUSE = "group.pause"
RESUME = "group.resume"
SKIP_NEXT = "group.skip_next"
SWAP = "group.swap"
ARCHIVE = "group.archive"
MAKE = "group.make"
CHANGE = "occurrence.change"
"""Another owner, process or duration for one occurrence."""
CHANGE_PART = "group.part"
"""Another part of the group's form."""

FIRST = "group.first"
"""The form that a new group begins with."""
PREVIEW = "group.preview"
PART = "group.part"
INPUTS_SET = "group.inputs.set"
PAUSE_FORM = "group.pause"
SWAP_FORM = "group.swap"
MAKE_FORM = "group.make"
SKIP_FORM = "group.skip"
CHANGE_FORM = "occurrence.change"


class Listed(Frozen):
    """A page of the groups whose names hold these words."""

    words: str = ""
    page: int = 0


class GroupButton(Frozen):
    group_id: ReleaseGroupId
    revision: int = 0
    """As it was shown."""


class ActionForm(Frozen):
    """The form of one of its buttons."""

    group_id: ReleaseGroupId
    channel: ChannelId | None = None
    """Where it was opened."""


class ChangeForm(Frozen):
    """What differs for one occurrence."""

    release_id: ReleaseId
    revision: int
    channel: ChannelId | None = None


class GroupForm(Frozen):
    """The preview of a group that is made or edited; nothing of it is stored yet."""

    group_id: ReleaseGroupId | None = None
    """None: a new one."""
    edition: str = ""
    """What the form showed of the group, as it was opened."""
    turn: int = 0
    """How often something was said in it: what was said is kept under this number."""
    channel: ChannelId | None = None
    """Where it was opened."""
    process_id: ProcessId | None = None
    """What a new group begins with."""


class PartForm(Frozen):
    """A part of the group's form, over its preview."""

    form: GroupForm
    part: str
    preview: str
    """The view that is drawn anew when this is sent."""
    process_version: int = 0
    """Whose inputs the fields are; 0 where it asks for none."""
    input_set: str = ""
    page: int = 0
