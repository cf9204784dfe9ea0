"""Who follows a release: it is shared elsewhere, watched, and has a line on its channel's board."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.effects.release import ShareRelease, ShowBoard, TellWatcher
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Posting, Transaction
from orchestration.releases.model import Release
from orchestration.values import ChannelId, ReleaseId, UserId, id_from

MOST_WATCHERS = 100
"""Each is a message when something happens; more people than that belong into the channel."""


def tell_watchers(tx: Transaction, release_id: ReleaseId, occasion: str, *, at: datetime) -> None:
    """Owe each of them a DM; what is told is how the release stands when it is sent."""
    release = tx.releases.find(release_id)
    if release is not None and release.watchers:
        tx.owed.owe(
            [
                TellWatcher(release_id=release_id, person=each, occasion=occasion)
                for each in release.watchers
            ],
            at=at,
        )


class WatchService:
    """Whoever may look at a release may follow it."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def share(
        self,
        release_id: ReleaseId,
        door_key: str,
        *,
        by: UserId,
        channel: ChannelId,
        thread_ts: str = "",
    ) -> Release:
        """Say how it stands where it was asked for; the same door key again says it once."""

        def work(tx: Transaction) -> Release:
            release = self._seen(tx, release_id, by)
            share = ShareRelease(
                release_id=release_id,
                channel=channel,
                thread_ts=thread_ts,
                by=by,
                occasion=id_from("shr", door_key),
            )
            tx.owed.owe([share], at=self._clock.now())
            return release

        return await self._database.transact(work, urgent=True, name="share_release")

    async def watch(self, release_id: ReleaseId, *, by: UserId) -> Release:
        """From now on they are told; somebody who watches already goes on watching."""

        def work(tx: Transaction) -> Release:
            release = self._seen(tx, release_id, by)
            title = words.quote(release.title)
            if release.status.ended:
                raise Rejected(f"{title} has ended: nothing more happens to it.")
            if by in release.watchers:
                return release
            if len(release.watchers) >= MOST_WATCHERS:
                raise Rejected(
                    f"{MOST_WATCHERS} people watch {title} already. Follow it in its channel."
                )
            return tx.releases.save(
                release.model_copy(update={"watchers": (*release.watchers, by)})
            )

        return await self._database.transact(work, urgent=True, name="watch_release")

    async def stop_watching(self, release_id: ReleaseId, *, by: UserId) -> Release:
        """They are told no more; also for those who may not look at it any longer."""

        def work(tx: Transaction) -> Release:
            release = tx.releases.get(release_id)
            left = tuple(each for each in release.watchers if each != by)
            if left == release.watchers:
                return release
            return tx.releases.save(release.model_copy(update={"watchers": left}))

        return await self._database.transact(work, urgent=True, name="stop_watching")

    async def board(self, channel: ChannelId) -> Posting | None:
        """Have the channel's board drawn; where it is, where there is one."""

        def work(tx: Transaction) -> Posting | None:
            board = ShowBoard(channel=channel)
            tx.owed.owe([board], at=self._clock.now())
            return tx.postings.find(board.key)

        return await self._database.transact(work, urgent=True, name="show_board")

    def _seen(self, tx: Transaction, release_id: ReleaseId, by: UserId) -> Release:
        release = tx.releases.get(release_id)
        process = tx.processes.latest(release.process_id).process
        to = f"look at {release.reference}"
        demand(tx, Right.VIEW, self._administrators, by, of=process, to=to)
        return release
