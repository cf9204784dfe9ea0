"""Who acts for the roles of a process now: its people, their substitutes, or a role's backup.

Everything here only names people who may act: deactivated people never; guests, bots and people of
other workspaces where a role or a process binds them by their own id, and never as a substitute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orchestration.execution.state.acting import Acting, Away
from orchestration.execution.tasks.sign_off import member_key
from orchestration.people.absence import Absence
from orchestration.people.model import is_slack_id
from orchestration.people.resolution import Roster
from orchestration.values import Frozen, UserId, role_key


class Presence(Frozen):
    """The people that some names refer to, and who of them is away now."""

    roster: Roster
    absences: Mapping[UserId, Absence]
    """Those that last still, also of the substitutes."""

    def acting(self, names: Iterable[str]) -> Acting:
        """Who is asked for each of these names, as a running release keeps it."""
        members: dict[str, tuple[UserId, ...]] = {}
        backed_up: set[str] = set()
        for name in names:
            key = member_key(name)
            members[key], by_backup = self._asked(name)
            if by_backup:
                backed_up.add(key)
        everybody = dict.fromkeys(each for people in members.values() for each in people)
        away = {
            each: Away(until=self.absences[each].until, substitute=self.substitute_of(each))
            for each in everybody
            if each in self.absences
        }
        return Acting(members=members, away=away, backed_up=frozenset(backed_up))

    def substitute_of(self, person: UserId) -> UserId | None:
        """Who is there in this person's place; a substitute who is away names the next.

        None where the chain ends at nobody, at somebody who may not act, or where it began.
        """
        seen = {person}
        while (absence := self.absences.get(person)) is not None:
            if absence.substitute is None or absence.substitute in seen:
                return None
            person = absence.substitute
            seen.add(person)
        return person if len(seen) > 1 and self.roster.may_stand_in(person) else None

    def is_covered(self, person: UserId) -> bool:
        """True for somebody who is there, or in whose place somebody is."""
        return person not in self.absences or self.substitute_of(person) is not None

    def _asked(self, name: str) -> tuple[tuple[UserId, ...], bool]:
        """The people of a role; its backups in their order where nobody of it is there."""
        people = self.roster.members_of(name)
        role = None if is_slack_id(name) else self.roster.roles.get(role_key(name))
        if any(map(self.is_covered, people)) or role is None:
            return people, False
        backups = [self.roster.members_of(each) for each in role.backup]
        there = next((each for each in backups if any(map(self.is_covered, each))), ())
        if there:
            return there, True
        if people:
            return people, False
        rest = next((each for each in backups if each), ())
        return rest, bool(rest)
