"""Going away and coming back: who says so, who is asked meanwhile, and how it ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from orchestration import words
from orchestration.effects import Effect, ShowHome, Tell
from orchestration.effects.people import EndAbsence
from orchestration.errors import Rejected
from orchestration.groups.following import follow_owners
from orchestration.people.absence import Absence
from orchestration.people.acting import names_touching, presence_of
from orchestration.people.following import follow_members
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.values import UserId

LONGEST = timedelta(days=366)
CHAIN = "people"
"""The audit's chain of what is said about people."""


class AwayService:
    """Anyone says it of themselves; of others, an administrator."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def leave(
        self, person: UserId, *, until: datetime, substitute: UserId | None = None, by: UserId
    ) -> Absence:
        """Away from now; running releases ask the substitute at once, and the person again then.

        Said anew it replaces what was said before.
        """

        def work(tx: Transaction) -> Absence:
            now = self._clock.now()
            through = self._demand(tx, person, by)
            _demand_time(until, now)
            absence = Absence(person=person, until=until, substitute=substitute, since=now, by=by)
            was = tx.absences.find(person)
            tx.absences.put(absence)
            if substitute is not None:
                _demand_substitute(tx, absence, now)
            tx.owed.owe(_told(absence, was), at=now)
            _write(tx, absence, "away", through, now)
            follow_members(tx, names_touching(tx, [person], at=now), at=now)
            follow_owners(tx, [person], at=now)
            return absence

        return await self._database.transact(work, urgent=True, name="away")

    async def come_back(self, person: UserId, *, by: UserId) -> None:
        """Back before the time; nothing changes where they are not away."""

        def work(tx: Transaction) -> None:
            now = self._clock.now()
            through = self._demand(tx, person, by)
            absence = tx.absences.find(person)
            if absence is not None:
                end(tx, absence, actor=by, door="slack", through=through, at=now)

        await self._database.transact(work, urgent=True, name="back")

    def _demand(self, tx: Transaction, person: UserId, by: UserId) -> str:
        if person == by:
            return ""
        to = f"say when {words.person(person)} is away"
        return demand(tx, Right.ADMINISTER, self._administrators, by, to=to)


def come_back_by_time(tx: Transaction, owed: EndAbsence, *, at: datetime) -> None:
    """End the absence that this was owed for; a later one of the same person goes on."""
    absence = tx.absences.find(owed.person)
    if absence is not None and absence.since == owed.since:
        end(tx, absence, actor="clock", door="clock", through="", at=at)


def end(
    tx: Transaction, absence: Absence, *, actor: str, door: str, through: str, at: datetime
) -> None:
    touched = names_touching(tx, [absence.person], at=at)
    tx.absences.end(absence.person)
    tx.owed.owe([ShowHome(user_id=absence.person)], at=at)
    tx.audit.append(
        Decision(
            chain=CHAIN,
            at=at,
            actor=actor,
            through=through,
            door=door,
            action="back",
            subject=absence.person,
            before=_spelt(absence),
        )
    )
    follow_members(tx, touched, at=at)
    follow_owners(tx, [absence.person], at=at)


def _demand_time(until: datetime, now: datetime) -> None:
    if until <= now:
        raise Rejected(f"{words.moment(until)} has passed. Name a day or time to come.")
    if until - now > LONGEST:
        raise Rejected("That is more than a year from now. Name an earlier day.")


def _demand_substitute(tx: Transaction, absence: Absence, now: datetime) -> None:
    substitute = absence.substitute
    if substitute is None or substitute == absence.person:
        raise Rejected("Name somebody else as the substitute, or nobody.")
    presence = presence_of(tx, [], at=now)
    who = words.person(substitute)
    if not presence.roster.may_stand_in(substitute):
        raise Rejected(
            f"{who} cannot stand in: only active full members of this workspace can, no guests and "
            "no apps. Choose somebody else."
        )
    if presence.substitute_of(absence.person) is None:
        theirs = presence.absences[substitute]
        raise Rejected(
            f"{who} is away too, until {words.moment(theirs.until)}. Choose somebody who is there."
        )


def _told(absence: Absence, was: Absence | None) -> list[Effect]:
    person, until = words.person(absence.person), words.moment(absence.until)
    owed: list[Effect] = [
        EndAbsence(person=absence.person, since=absence.since, due_at=absence.until),
        ShowHome(user_id=absence.person),
    ]
    occasion = absence.since.isoformat()
    if absence.substitute is not None and (
        was is None or (was.substitute, was.until) != (absence.substitute, absence.until)
    ):
        said = (
            f"{person} is away until {until}, and you stand in: what releases ask of {person} "
            "is asked of you until then. It does not count twice where you are asked yourself."
        )
        owed.append(
            Tell(chain=(absence.substitute,), text=said, subject=absence.person, occasion=occasion)
        )
    if absence.by != absence.person:
        instead = f" {words.person(absence.substitute)} stands in." if absence.substitute else ""
        said = (
            f"{words.person(absence.by)} said that you are away until {until}.{instead} "
            "If you are not, choose *I am back* in App Home."
        )
        owed.append(
            Tell(
                chain=(absence.person,),
                text=said,
                subject=absence.person,
                occasion=f"{occasion}.self",
            )
        )
    return owed


def _write(tx: Transaction, absence: Absence, action: str, through: str, now: datetime) -> None:
    tx.audit.append(
        Decision(
            chain=CHAIN,
            at=now,
            actor=absence.by,
            through=through,
            door="slack",
            action=action,
            subject=absence.person,
            after=_spelt(absence),
        )
    )


def _spelt(absence: Absence) -> str:
    instead = f", {absence.substitute} instead" if absence.substitute else ""
    return f"until {absence.until.isoformat()}{instead}"
