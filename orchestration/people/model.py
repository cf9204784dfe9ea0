"""People, user groups and the roles bound to them, as the workspace knows them."""

from __future__ import annotations

from enum import StrEnum

from orchestration.values import Frozen, GroupId, ProcessId, UserId


class Person(Frozen):
    """A member of the workspace, as last heard from Slack."""

    id: UserId
    name: str
    """The display name; never used to tell who somebody is."""
    is_admin: bool = False
    zone: str = "UTC"
    """IANA time zone."""
    deactivated: bool = False
    locale: str = ""
    """`en-US`, as they have set it; empty where Slack does not say."""
    outsider: bool = False
    """A guest, a bot or a member of another workspace: eligible only when bound by id."""


class UserGroup(Frozen):
    id: GroupId
    handle: str
    name: str
    members: tuple[UserId, ...] = ()


class Role(Frozen):
    """A name for people, bound to Slack users and user groups for the whole workspace."""

    key: str
    """`role_key` of the name."""
    name: str
    members: tuple[UserId | GroupId, ...] = ()
    backup: tuple[UserId | GroupId, ...] = ()
    """Who is asked, in this order, where nobody of the role is there."""


class Right(StrEnum):
    """What somebody may do with processes and their releases (product.md section 9)."""

    VIEW = "view"
    DRAFT = "draft"
    PUBLISH = "publish"
    START = "start"
    OPERATE = "operate"
    """Decide in a running release: retry, ignore, abort."""
    OVERRIDE = "override"
    """Go past a freeze or a gate, with a reason."""
    ADMINISTER = "administer"
    """Every other right, and to grant rights."""


class Grant(Frozen):
    """A right that a role has, for the whole workspace or for one process."""

    role: str
    """`role_key` of its name."""
    right: Right
    process: ProcessId | None = None
    """None: all of them, also those to come."""


def is_slack_id(name: str) -> bool:
    """True for `U…`, `W…` or `S…` ids, which stand for themselves and need no binding."""
    spelt = name.isascii() and name.isalnum() and name == name.upper()
    return spelt and len(name) >= 8 and name[0] in "UWS"
