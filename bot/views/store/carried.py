"""What the activity store's buttons, menus and forms carry back, and under which names."""

from __future__ import annotations

from orchestration.values import ChannelId, DraftId, Frozen, ProcessId

SHOW = "store.show"
PAGE = "store.page"
EXPORT = "store.export"
NEW_VERSION = "store.new_version"
DEPRECATE = "store.deprecate"
BRING_BACK = "store.bring_back"
DELETE = "store.delete"
USE = "store.use"
USE_DRAFT = "store.use_draft"
"""Another draft was chosen in the form, which then offers its phases."""
MAP_TYPED = "store.map_typed"
"""Expressions are typed instead of values chosen, and back."""
ADD = "store.add"
PUBLISH = "store.publish"
TEST = "store.test_connection"

USE_FORM = "store.use_form"
MAP_FORM = "store.map_form"
DEPRECATE_FORM = "store.deprecate_form"
ADD_FORM = "store.add_form"


class StoreButton(Frozen):
    """*Show*, *Use in a draft…*, *Deprecate…* and the like, of one activity of the store."""

    activity_id: str


class StoreVersionButton(Frozen):
    """*Export*, of one version."""

    activity_id: str
    version: int


class PageButton(Frozen):
    """Another page of what was found."""

    query: str
    at: int
    """How many come before."""


class ProposalButton(Frozen):
    """A file proposed for the store, as it was compared with the version `was`."""

    proposal: DraftId
    was: int | None


class UseForm(Frozen):
    """Which activity is to be used; the form asks where."""

    activity_id: str
    version: int
    """What the person saw; another meanwhile is said."""
    channel: ChannelId | None = None


class DraftChoice(Frozen):
    """A draft as it was offered."""

    draft: DraftId
    revision: int


class MapForm(Frozen):
    """Where it goes, and which page of its inputs is asked."""

    draft: DraftId
    revision: int
    phase: str
    after: str | None = None
    name: str
    activity_id: str
    version: int
    page: int = 0
    typed: bool = False
    """Every input is typed as text, so that it can be an expression."""
    channel: ChannelId | None = None


class DeprecateForm(Frozen):
    activity_id: str
    channel: ChannelId | None = None


class AddForm(Frozen):
    """An activity of a published process that becomes one of the store."""

    process_id: ProcessId
    version: int
    channel: ChannelId | None = None


class ConnectionButton(Frozen):
    """*Test*, of a connection in the pipelines file."""

    connection: str
