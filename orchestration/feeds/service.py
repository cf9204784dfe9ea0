"""Links to the calendar: made and revoked by whose they are, and read by whoever has one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog

from orchestration.calendar.filters import Filters, read_asked
from orchestration.calendar.span import Span
from orchestration.errors import Rejected
from orchestration.feeds.entries import AHEAD, BACK, FeedEntry, freeze_entries, release_entry
from orchestration.feeds.model import Feed, hashed
from orchestration.people.rights import Administrators, seen_by
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.read_models.calendar import listed_in
from orchestration.read_models.listing import listing_between
from orchestration.values import Frozen, UserId, id_from

CHAIN = "feeds"
MOST = 20
"""Links of one person that open something."""
log = structlog.get_logger()
_NOBODYS = Feed(
    id="",
    person=UserId(""),
    secret_hash=hashed(""),
    made_at=datetime.min.replace(tzinfo=UTC),
    changed_at=datetime.min.replace(tzinfo=UTC),
)


class FeedPage(Frozen):
    """What a link shows now."""

    feed: Feed
    entries: tuple[FeedEntry, ...]


class FeedService:
    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def make(self, door_key: str, filters: str, secret: str, *, by: UserId) -> Feed:
        """Keep the link that `secret` opens; raises `Rejected` for filters nobody understands."""

        def work(tx: Transaction) -> Feed:
            now = self._clock.now().replace(microsecond=0)
            _demand_active(tx, by)
            _filters(filters, now, by)
            if sum(each.revoked_at is None for each in tx.feeds.of(by)) >= MOST:
                raise Rejected(f"You have {MOST} links already. Revoke one with `/release feed`.")
            feed = Feed(
                id=id_from("feed", door_key),
                person=by,
                secret_hash=hashed(secret),
                filters=filters,
                made_at=now,
                changed_at=now,
            )
            if not tx.feeds.add(feed):
                raise Rejected("This was asked before: the link is in the answer to that.")
            self._write(tx, feed, "made a link to the calendar")
            return feed

        return await self._database.transact(work, urgent=True, name="make_feed")

    async def revoke(self, feed_id: str, *, by: UserId) -> Feed:
        """From now on it opens nothing; one that was revoked stays so."""

        def work(tx: Transaction) -> Feed:
            feed = tx.feeds.find(feed_id)
            if feed is None or feed.person != by:
                raise Rejected("That link is not yours. `/release feed` lists your own.")
            if feed.revoked_at is not None:
                return feed
            revoked = feed.model_copy(update={"revoked_at": self._clock.now()})
            tx.feeds.put(revoked)
            self._write(tx, revoked, "revoked a link to the calendar")
            return revoked

        return await self._database.transact(work, urgent=True, name="revoke_feed")

    async def of(self, person: UserId) -> Sequence[Feed]:
        """Those that open something, oldest first."""
        every = await self._database.read(lambda tx: tx.feeds.of(person))
        return [each for each in every if each.revoked_at is None]

    async def read(self, feed_id: str, secret: str) -> FeedPage | None:
        """None for a link that opens nothing: unknown, revoked, or of somebody who has left."""

        def look(tx: Transaction) -> FeedPage | None:
            feed = tx.feeds.find(feed_id) or _NOBODYS
            opens = feed.opens_with(secret)  # asked of an unknown one too: it takes as long
            person = tx.directory.people([feed.person]).get(feed.person)
            gone = person is None or person.deactivated
            if not opens or feed.revoked_at is not None or gone:
                return None
            return FeedPage(feed=feed, entries=self._entries(tx, feed))

        page = await self._database.read(look)
        if page is None:
            return None
        content = _fingerprint(page.entries)
        if content == page.feed.content:
            return page
        kept = await self._database.transact(
            lambda tx: self._changed(tx, feed_id, content), name="feed_changed"
        )
        return page.model_copy(update={"feed": kept}) if kept else None

    def _entries(self, tx: Transaction, feed: Feed) -> tuple[FeedEntry, ...]:
        now = self._clock.now()
        window = Span(now - BACK, now + AHEAD)
        there = listing_between(tx, window, now)
        try:
            filters = _filters(feed.filters, now, feed.person)
            sees = seen_by(tx, self._administrators, feed.person)
            shown = listed_in(there, filters, sees=sees, now=now)
        except Rejected as refused:  # what it filters by is not there any more
            log.info("feed without content", feed=feed.id, reason=refused.text)
            return ()
        entries = [
            release_entry(each, there.names.get(each.release.process_id, ""))
            for each in shown
            if each.span.overlaps(window)
        ]
        entries += freeze_entries(there.freezes, *window)
        return tuple(sorted(entries, key=lambda each: (each.begins, each.uid)))

    def _changed(self, tx: Transaction, feed_id: str, content: str) -> Feed | None:
        feed = tx.feeds.find(feed_id)
        if feed is None or feed.revoked_at is not None:
            return None
        now = self._clock.now().replace(microsecond=0)
        after = feed.model_copy(update={"content": content, "changed_at": now})
        tx.feeds.put(after)
        return after

    def _write(self, tx: Transaction, feed: Feed, action: str) -> None:
        tx.audit.append(
            Decision(
                chain=CHAIN,
                at=self._clock.now(),
                actor=feed.person,
                door="slack",
                action=action,
                subject=feed.id,
                after=feed.filters,
            )
        )


def _filters(typed: str, now: datetime, by: UserId) -> Filters:
    return read_asked(typed, today=now.date(), by=by).filters


def _fingerprint(entries: tuple[FeedEntry, ...]) -> str:
    digest = hashlib.sha256()
    for each in entries:
        digest.update(each.model_dump_json().encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _demand_active(tx: Transaction, by: UserId) -> None:
    person = tx.directory.people([by]).get(by)
    if person is None or person.deactivated or person.outsider:
        raise Rejected(
            "You cannot make links to the calendar: full members of the workspace can, no guests "
            "and no bots."
        )
