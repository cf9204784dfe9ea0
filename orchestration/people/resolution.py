"""Who the roles of a process mean, given what the workspace knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orchestration.execution.tasks.sign_off import member_key
from orchestration.people.model import Person, Role, UserGroup, is_slack_id
from orchestration.values import Frozen, GroupId, UserId, role_key


class Roster(Frozen):
    """The roles, groups and people that some names refer to, directly or through one another."""

    roles: Mapping[str, Role]
    groups: Mapping[GroupId, UserGroup]
    people: Mapping[UserId, Person]

    def members_of(self, name: str) -> tuple[UserId, ...]:
        """The people a role, group or person stands for; each once, nobody who cannot act.

        Deactivated people are never eligible. Guests, bots and people of other workspaces only
        count where they are bound by their own id, not through a group (product.md section 5).
        """
        bound: tuple[str, ...] = (name,) if is_slack_id(name) else ()
        role = self.roles.get(role_key(name))
        if role is not None:
            bound = role.members
        found: dict[UserId, None] = {}
        for each in bound:
            if each.startswith("S"):
                found.update(dict.fromkeys(self._in_group(GroupId(each))))
            elif self._may_act(UserId(each)):
                found[UserId(each)] = None
        return tuple(found)

    def resolved(self, names: Iterable[str]) -> dict[str, tuple[UserId, ...]]:
        """Members by the key under which a running execution looks them up."""
        return {member_key(each): self.members_of(each) for each in names}

    def may_stand_in(self, person: UserId) -> bool:
        """True for a full member of the workspace whom we have heard of."""
        return self._may_act(person, by_group=True)

    def _in_group(self, group_id: GroupId) -> list[UserId]:
        group = self.groups.get(group_id)
        if group is None:
            return []
        return [each for each in group.members if self._may_act(each, by_group=True)]

    def _may_act(self, user_id: UserId, *, by_group: bool = False) -> bool:
        person = self.people.get(user_id)
        if person is None:
            return not by_group
        return not person.deactivated and not (by_group and person.outsider)
