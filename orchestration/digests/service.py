"""Setting up digests: a channel's by its people, one's own by oneself."""

from __future__ import annotations

from datetime import datetime, time

from orchestration.digests.model import USUAL_TIME, Digest, Section, every_day, usual_cadence
from orchestration.digests.ticking import at_home, next_look
from orchestration.effects import ShowHome
from orchestration.effects.digest import digest_sent
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.people.zones import zone_of
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.read_models.digest_card import DigestCard, PersonalDigestCard
from orchestration.read_models.digest_lookup import digest_in, personal_digest_in
from orchestration.scheduling.cadence import Cadence
from orchestration.scheduling.saying import said
from orchestration.values import ChannelId, Frozen, UserId

CHAIN = "digests"
"""The audit's chain of who set up which."""


class DigestWanted(Frozen):
    """A channel's digest as somebody wants it."""

    on: bool = True
    cadence: Cadence
    sections: tuple[Section, ...]
    even_when_empty: bool = False
    everywhere: bool = False


class DigestService:
    """A channel's digest belongs to its people, as its board does; guests and bots set up none."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def of_channel(self, channel: ChannelId, *, by: UserId) -> Digest:
        """As it is, or as it would be; raises `Rejected` for whom it may not be set up by."""

        def look(tx: Transaction) -> Digest:
            _demand_member(tx, self._administrators, by)
            return tx.digests.find(channel) or self._usual(tx, channel, by)

        return await self._database.read(look)

    async def keep(self, channel: ChannelId, wanted: DigestWanted, *, by: UserId) -> Digest:
        """From now on like that; a day that had its digest already gets no second one."""

        def work(tx: Transaction) -> Digest:
            now = self._clock.now()
            through = _demand_member(tx, self._administrators, by)
            if not wanted.sections:
                raise Rejected("Choose at least one thing that the digest says.")
            was = tx.digests.find(channel)
            after = (was or self._usual(tx, channel, by)).model_copy(
                update={**dict(wanted), "set_by": by, "set_at": now, "paused_because": ""}
            )
            return _kept(tx, after, was, through, now)

        return await self._database.transact(work, urgent=True, name="keep_digest")

    async def switch(self, channel: ChannelId, *, on: bool, by: UserId) -> Digest:
        """On as it was last set up, or off; nothing changes where it is so already."""

        def work(tx: Transaction) -> Digest:
            now = self._clock.now()
            through = _demand_member(tx, self._administrators, by)
            was = tx.digests.find(channel)
            if was is None and not on:
                raise Rejected("This channel has no digest. `/release digest` sets one up.")
            if was is not None and was.on is on:
                return was
            after = (was or self._usual(tx, channel, by)).model_copy(
                update={"on": on, "set_by": by, "set_at": now, "paused_because": ""}
            )
            return _kept(tx, after, was, through, now)

        return await self._database.transact(work, urgent=True, name="switch_digest")

    async def of_person(self, person: UserId, *, on: bool, at: time | None = None) -> Digest:
        """One's own: each day at that time, wherever one is; on which days one works is known."""

        def work(tx: Transaction) -> Digest:
            now = self._clock.now()
            was = tx.digests.find(person)
            zone = zone_of(tx, person)
            when = at or (was.cadence.at if was else USUAL_TIME)
            cadence = every_day(when, zone.key, now.astimezone(zone).date())
            after = (
                was or Digest(place=person, cadence=cadence, set_by=person, set_at=now)
            ).model_copy(update={"on": on, "cadence": cadence, "set_at": now, "paused_because": ""})
            tx.owed.owe([ShowHome(user_id=person)], at=now)
            return _kept(tx, after, was, "", now)

        return await self._database.transact(work, urgent=True, name="personal_digest")

    async def redraw(self, channel: ChannelId, ts: str) -> None:
        """Somebody used a button of this message: where it is a digest, draw it as things stand.

        Also one that has releases of other channels, or of an earlier day.
        """

        def work(tx: Transaction) -> None:
            posting = tx.postings.at(channel, ts)
            sent = digest_sent(posting.subject) if posting else None
            if sent is not None:
                tx.owed.owe([sent], at=self._clock.now())

        await self._database.transact(work, name="redraw_digest")

    async def shown(
        self, place: ChannelId | UserId, *, by: UserId
    ) -> DigestCard | PersonalDigestCard:
        """What it would say now, to whoever asks: of the processes they may look at."""

        def look(tx: Transaction) -> DigestCard | PersonalDigestCard:
            now = self._clock.now()
            known = tx.digests.find(place) or self._usual(tx, ChannelId(place), by)
            digest = at_home(tx, known)
            day = now.astimezone(zone_of(tx, by)).date()
            if digest.personal:
                return personal_digest_in(tx, digest, self._administrators, day=day, now=now)
            theirs = digest.model_copy(update={"set_by": by})
            return digest_in(tx, theirs, self._administrators, day=day, now=now)

        return await self._database.read(look)

    def _usual(self, tx: Transaction, place: ChannelId, by: UserId) -> Digest:
        now, zone = self._clock.now(), zone_of(tx, by)
        cadence = usual_cadence(zone.key, now.astimezone(zone).date())
        return Digest(place=place, on=False, cadence=cadence, set_by=by, set_at=now)


def _kept(
    tx: Transaction, after: Digest, was: Digest | None, through: str, now: datetime
) -> Digest:
    looks_at = next_look(tx, after, now) if after.on else None
    if after.on and looks_at is None:
        raise Rejected("That is never due from now on. Say other days, or a later end.")
    kept = tx.digests.save(after.model_copy(update={"looks_at": looks_at}))
    tx.audit.append(
        Decision(
            chain=CHAIN,
            at=now,
            actor=after.set_by,
            through=through,
            door="slack",
            action="set up the digest" if after.on else "switched the digest off",
            subject=after.place,
            before=said(was.cadence) if was and was.on else "off",
            after=said(after.cadence) if after.on else "off",
        )
    )
    return kept


def _demand_member(tx: Transaction, administrators: Administrators, by: UserId) -> str:
    """Through what; raises `Rejected` for guests, bots and people of other workspaces."""
    if by in administrators.of(tx):
        return "administrator"
    person = tx.directory.people([by]).get(by)
    if person is None or person.deactivated or person.outsider:
        raise Rejected(
            "You cannot set up a digest: full members of the workspace can, no guests and no bots."
        )
    return "member of the workspace"
