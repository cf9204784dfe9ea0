"""Letting one release through one window of a freeze: asked for, granted, refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from orchestration import words
from orchestration.effects import Effect, ShowRelease, Tell
from orchestration.effects.freeze import ApplyFreezes, ShowException
from orchestration.errors import Rejected
from orchestration.freezes.deciders import deciders_of, demand_letting_through
from orchestration.freezes.exceptions import FreezeException
from orchestration.freezes.granting import (
    audited,
    exception_of,
    let_through,
    names_of,
    text_id_of,
)
from orchestration.freezes.holding import Held, blocking_at, freezes_at
from orchestration.freezes.model import FreezeWindow
from orchestration.freezes.windows import HORIZON
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Transaction
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release
from orchestration.values import FreezeId, ReleaseId, UserId


class Answered(NamedTuple):
    """What came of asking: granted at once, or asked of these people."""

    release: Release
    held: Sequence[Held]
    asked: tuple[UserId, ...]
    """Empty where it was granted."""


class LettingThrough:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def in_the_way(self, release_id: ReleaseId, *, by: UserId) -> tuple[Release, list[Held]]:
        """What an exception would be asked for; raises what asking would raise."""

        def look(tx: Transaction) -> tuple[Release, list[Held]]:
            release = tx.releases.get(release_id)
            self._demand_asking(tx, release, by)
            return release, in_the_way(tx, release, self._clock.now())

        return await self._database.read(look)

    async def ask(self, release_id: ReleaseId, *, by: UserId, reason: str) -> Answered:
        """Granted at once to whoever may grant it; else those are asked who may."""
        said = reason.strip()
        if not said:
            raise Rejected("Please say why, in a few words.")

        def work(tx: Transaction) -> Answered:
            now, release = self._clock.now(), tx.releases.get(release_id)
            self._demand_asking(tx, release, by)
            held = in_the_way(tx, release, now)
            process = version_followed(tx, release).process
            to = f"let {release.reference} through {names_of(held)}"
            try:
                through = demand_letting_through(tx, self._administrators, by, held, process, to=to)
            except Rejected:
                return self._ask(tx, release, held, by, said, now)
            let_through(tx, release, held, by=by, reason=said, through=through, at=now)
            return Answered(release, held, ())

        return await self._database.transact(work, urgent=True, name="ask_exception")

    def _ask(
        self,
        tx: Transaction,
        release: Release,
        held: Sequence[Held],
        by: UserId,
        reason: str,
        now: datetime,
    ) -> Answered:
        text_id = text_id_of(release)
        pending = {(e.freeze, e.begins) for e in release.freeze_exceptions if e.decided_at is None}
        fresh = [e for e in held if (e.freeze.id, e.window.begins) not in pending]
        if not fresh:
            raise Rejected(
                f"An exception from {names_of(held)} is asked for already, and nobody has decided."
            )
        tx.texts.keep(text_id, reason)
        asked = tuple(exception_of(each, by, text_id, now) for each in fresh)
        saved = tx.releases.save(
            release.model_copy(update={"freeze_exceptions": (*release.freeze_exceptions, *asked)})
        )
        process = version_followed(tx, release).process
        people: dict[UserId, None] = {}
        owed: list[Effect] = [ShowRelease(release_id=release.id)]
        for each in fresh:
            for person in deciders_of(tx, self._administrators, each.freeze, process):
                people[person] = None
                owed.append(
                    ShowException(
                        release_id=release.id,
                        freeze=each.freeze.id,
                        begins=each.window.begins,
                        asked_at=now,
                        of=person,
                    )
                )
        tx.owed.owe(owed, at=now)
        audited(tx, saved, "asked for an exception from", fresh, by, "", text_id, now)
        return Answered(saved, fresh, tuple(people))

    async def decide(
        self,
        release_id: ReleaseId,
        freeze_id: FreezeId,
        begins: datetime,
        *,
        by: UserId,
        grant: bool,
    ) -> Release:
        """The first word counts; a later one is told which it was."""

        def work(tx: Transaction) -> Release:
            now, release = self._clock.now(), tx.releases.get(release_id)
            asked = next(
                (
                    each
                    for each in reversed(release.freeze_exceptions)
                    if (each.freeze, each.begins) == (freeze_id, begins)
                ),
                None,
            )
            if asked is None:
                raise Rejected("This exception is not asked for any more.")
            if asked.decided_by is not None:
                did = "granted" if asked.granted else "refused"
                at = words.moment(asked.decided_at or now)
                raise Rejected(f"{words.person(asked.decided_by)} {did} it already, at {at}.")
            freeze = tx.freezes.get(freeze_id)
            held = [Held(freeze, FreezeWindow(begins=asked.begins, ends=asked.ends))]
            process = version_followed(tx, release).process
            to = f"decide whether {release.reference} is let through"
            through = demand_letting_through(tx, self._administrators, by, held, process, to=to)
            decided = asked.model_copy(
                update={"decided_by": by, "decided_at": now, "granted": grant}
            )
            saved = _with(tx, release, asked, decided)
            action = "granted an exception from" if grant else "refused an exception from"
            audited(tx, saved, action, held, by, through, "", now)
            tx.owed.owe(self._told(tx, saved, decided, held, now), at=now)
            return saved

        return await self._database.transact(work, urgent=True, name="decide_exception")

    def _told(
        self,
        tx: Transaction,
        release: Release,
        decided: FreezeException,
        held: Sequence[Held],
        now: datetime,
    ) -> Iterable[Effect]:
        """Who asked; every copy of the card; and the release, which goes on where it was held."""
        did = "granted" if decided.granted else "refused"
        by = words.person(decided.decided_by) if decided.decided_by else "Somebody"
        then = _then(release) if decided.granted else "The freeze holds."
        yield Tell(
            chain=(decided.asked_by, release.channel),
            text=f"{by} {did} the exception of {words.quote(release.title)} from {names_of(held)}. "
            f"{then}",
            subject=release.id,
            occasion=f"exception.{decided.freeze}.{int(decided.begins.timestamp())}.{did}",
        )
        process = version_followed(tx, release).process
        for each in held:
            for person in deciders_of(tx, self._administrators, each.freeze, process):
                yield ShowException(
                    release_id=release.id,
                    freeze=decided.freeze,
                    begins=decided.begins,
                    asked_at=decided.asked_at,
                    of=person,
                )
        yield ShowRelease(release_id=release.id)
        yield ApplyFreezes(release_id=release.id, occasion=f"exception.{now.isoformat()}")

    def _demand_asking(self, tx: Transaction, release: Release, by: UserId) -> None:
        """Its owner and backup ask, and whoever may start it."""
        if release.status.ended:
            raise Rejected(f"{words.quote(release.title)} has ended already.")
        if by in {release.owner, release.backup}:
            return
        process = version_followed(tx, release).process
        to = f"ask for an exception for {release.reference}"
        demand(tx, Right.START, self._administrators, by, of=process, to=to)


def in_the_way(tx: Transaction, release: Release, now: datetime) -> list[Held]:
    """What is on now, or at the time it is planned for; else the next that begins while it runs.

    Raises `Rejected` where there is none.
    """
    freezes = [each for each in tx.freezes.since(now) if each.effect.blocks]
    moments = [now] if release.started_at else [now, release.scheduled_for or now]
    for moment in moments:
        if held := blocking_at(freezes, release, max(moment, now)):
            return held
    if release.started_at:
        coming = freezes_at(freezes, release, now, now + HORIZON)
        if coming:
            return coming[:1]
    raise Rejected(f"No freeze is in the way of {words.quote(release.title)}.")


def _with(tx: Transaction, release: Release, was: FreezeException, now: FreezeException) -> Release:
    each = tuple(now if one is was else one for one in release.freeze_exceptions)
    return tx.releases.save(release.model_copy(update={"freeze_exceptions": each}))


def _then(release: Release) -> str:
    if release.started_at:
        return "It goes on."
    return f"`/release start {release.reference}` starts it."
