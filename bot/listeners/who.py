"""Who is who: the roles somebody may bind, and the user groups they may be bound to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.directory import SlackWorkspace
from bot.listeners.doors import Doors
from orchestration.catalogue.taking import filled_version
from orchestration.errors import Permanent, Transient
from orchestration.people import working_time
from orchestration.people.model import Role, UserGroup, is_slack_id
from orchestration.people.rights import roster_for
from orchestration.ports import Transaction
from orchestration.read_models.draft_review import role_lines
from orchestration.read_models.process_cards import RoleLine
from orchestration.values import UserId, role_key


def known_roles_in(tx: Transaction) -> list[Role]:
    """Every role that is bound, then those that published processes name, by name."""
    known = dict(tx.roles.all())
    for each in tx.processes.list():
        for name in filled_version(tx, tx.processes.latest(each.id)).roles():
            if not is_slack_id(name):
                known.setdefault(role_key(name), Role(key=role_key(name), name=name))
    return sorted(known.values(), key=lambda role: role.key)


def role_lines_in(tx: Transaction) -> tuple[RoleLine, ...]:
    """The same as lines to bind, those that somebody's sign-off needs first."""
    signing: set[str] = set()
    for each in tx.processes.list():
        process = filled_version(tx, tx.processes.latest(each.id))
        lines = role_lines(process, roster_for(tx, process.roles()))
        signing.update(role_key(line.name) for line in lines if line.signs)
    found = [
        RoleLine(
            name=role.name,
            members=tuple(role.members),
            signs=role.key in signing,
            backup=tuple(role.backup),
        )
        for role in known_roles_in(tx)
    ]
    return tuple(sorted(found, key=lambda line: not line.signs))


def zone_of(tx: Transaction, person: UserId) -> ZoneInfo:
    """Where somebody is, as the workspace knows; UTC where it does not."""
    return working_time.zone_of(tx.directory.people([person]).get(person))


class Groups:
    """The workspace's user groups, remembered for a minute: the form's pages ask again."""

    def __init__(self, doors: Doors, *, keep: float = 60.0, patience: float = 1.5) -> None:
        self._workspace = SlackWorkspace(doors.client)
        self._keep = keep
        self._patience = patience
        self._known: Sequence[UserGroup] = ()
        self._asked_at = float("-inf")

    @property
    def fresh(self) -> bool:
        return time.monotonic() - self._asked_at < self._keep

    async def all(self) -> Sequence[UserGroup]:
        """Those Slack names now or named lately; none where the workspace has no user groups."""
        if self.fresh:
            return self._known
        try:
            async with asyncio.timeout(self._patience):
                self._known = await self._workspace.groups()
        except (TimeoutError, Transient, Permanent):
            return self._known
        self._asked_at = time.monotonic()
        return self._known
