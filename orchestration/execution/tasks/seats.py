"""Whose place on a task somebody else has: handed on, or kept for a person who is away.

A task asks the people its process names. Each of them has one place on it, and a place is never
lost or doubled: so an absence or a delegation changes who can sign, and never how many must.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from orchestration.execution.state.acting import Away
from orchestration.execution.state.manual_task import Assignee, ManualTask, SignOff, StandIn
from orchestration.execution.state.model import ProcessExecution
from orchestration.replacing import replace
from orchestration.values import UserId


@dataclass(frozen=True, slots=True)
class Seating:
    """What decides who has a place."""

    members: Mapping[str, tuple[UserId, ...]]
    away: Mapping[UserId, Away]
    without: Collection[UserId] = ()
    """Who may not act on the task, in nobody's place."""
    apart: bool = False
    """Each place needs a person of its own, as in a sign-off; else one person may fill several."""

    def seated(self, named: tuple[Assignee, ...], task: ManualTask) -> tuple[Assignee, ...]:
        """Those asked, in the order of the places; whoever has decided in this round keeps theirs.

        A person who would have two places of a sign-off gets one: the other stays with its own.
        """
        return self._seats(named, task.verdicts, task.stand_ins)

    def filled(self, named: tuple[Assignee, ...]) -> tuple[Assignee, ...]:
        """The same of what is no task, and so cannot be handed on or signed."""
        return self._seats(named, (), ())

    def _seats(
        self,
        named: tuple[Assignee, ...],
        verdicts: Collection[SignOff],
        stand_ins: tuple[StandIn, ...],
    ) -> tuple[Assignee, ...]:
        own = {each.person for each in named}
        decided = {each.by for each in verdicts}
        kept = {e.instead_of: e.by for e in verdicts if e.instead_of and e.by not in own}
        if not (stand_ins or kept or any(each in self.away for each in own)):
            return named
        taken = own | decided
        asked: dict[UserId, Assignee] = {}
        for place in named:
            if place.person in kept:
                seat = replace(place, person=kept[place.person], instead_of=place.person)
            elif place.person in decided:
                seat = place
            else:
                seat = self._filled(place, stand_ins, taken)
            taken.add(seat.person)
            asked.setdefault(seat.person, seat)
        return tuple(asked.values())

    def _filled(
        self, place: Assignee, stand_ins: tuple[StandIn, ...], taken: Collection[UserId]
    ) -> Assignee:
        for each in self._instead_of(place, stand_ins):
            if each.person in self.without or (self.apart and each.person in taken):
                continue
            return each
        return place

    def _instead_of(self, place: Assignee, stand_ins: tuple[StandIn, ...]) -> Iterator[Assignee]:
        """First whom the place was handed to, or who is there for them; then the substitute."""
        handed = next((each for each in stand_ins if each.of == place.person), None)
        if handed is not None:
            person = self._there(handed.to)
            if person is not None:
                yield replace(
                    place,
                    person=person,
                    how="reassigned" if handed.reassigned else "delegated",
                    instead_of=place.person,
                    until=handed.until,
                )
        away = self.away.get(place.person)
        if away is not None and away.substitute is not None:
            yield replace(
                place,
                person=away.substitute,
                how="away",
                instead_of=place.person,
                until=away.until,
            )

    def _there(self, person: UserId) -> UserId | None:
        """The person, or who stands in for them; None where neither may act."""
        if not self.members.get(person, (person,)):
            return None
        away = self.away.get(person)
        return person if away is None else away.substitute


def away_with_backup(execution: ProcessExecution) -> Mapping[UserId, Away]:
    """The backup owner stands in for an owner who is away and named nobody."""
    owner, backup = execution.away.get(execution.owner), execution.backup
    if owner is None or owner.substitute or backup is None or backup in execution.away:
        return execution.away
    return execution.away.set(execution.owner, replace(owner, substitute=backup))
