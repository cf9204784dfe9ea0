"""The worker: claims what is owed with a commit, pays it, and settles it with what follows."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import TypeVar

import structlog

from orchestration.about import NAMES, about
from orchestration.effects import Effect, Tell
from orchestration.errors import Permanent, Transient
from orchestration.handlers import NotYet, Outside, Settlement, pay
from orchestration.lease import LEASE, holding, patience_of, running
from orchestration.ports import Claim, Database, Observer, Tracing, Transaction, untraced
from orchestration.putting_off import PutOff, PuttingOff, put_off
from orchestration.stuck import told

T = TypeVar("T")
log = structlog.get_logger()

IDLE = 1.0
"""Seconds between two looks when nothing nudges: the sweep that finds what a dead worker held."""
MOST_TRIES = 12
"""After so many unexpected faults a thing is kept as stuck rather than tried for ever."""


class Bell:
    """Rung after every commit, so that nothing owed waits for the worker's next look."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    def hush(self) -> None:
        """Forget the rings so far: a look at what is owed follows."""
        self._rung.clear()

    async def wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            # Not wait_for: on Python 3.11 it swallows a cancellation that arrives with the ring.
            async with asyncio.timeout(seconds):
                await self._rung.wait()


class Worker:
    """Pays what is owed, several at once, until it is stopped."""

    def __init__(
        self,
        outside: Outside,
        *,
        name: str,
        bell: Bell,
        observer: Observer | None = None,
        at_once: int = 8,
        lease: timedelta = LEASE,
        handed: timedelta = timedelta(0),
        finishing: timedelta = timedelta(0),
        tracing: Tracing = untraced,
    ) -> None:
        """`handed`: how long a due row is left to the job it was handed to (`pay_one`).

        `finishing`: what is under way is given when stopping.
        """
        self._outside = outside
        self._name = name
        self._observer = observer
        self._at_once = at_once
        self._lease = lease
        self._handed = handed
        self._finishing = finishing
        self._tracing = tracing
        self._bell = bell
        self._putting_off = PuttingOff(self._put_off)
        self._paying: set[asyncio.Task[None]] = set()
        self._at_length: set[asyncio.Task[None]] = set()
        """What takes minutes is paid beside the rest, so that nobody's click waits for it."""

    async def run(self) -> None:
        """Work until cancelled; what is under way then may finish, or is left to its lease."""
        try:
            while True:
                self._bell.hush()
                try:
                    if not await self._work_once():
                        await self._bell.wait(await self._pause())
                except Transient as error:  # the database says so itself, once
                    log.debug("idle", reason=error.reason)
                    await asyncio.sleep(IDLE)
        finally:
            under_way = self._paying | self._at_length
            if under_way and self._finishing:
                await asyncio.wait(under_way, timeout=self._finishing.total_seconds())
            for task in under_way:
                task.cancel()

    async def pay_one(self, row_id: int) -> None:
        """Pay this row, unless somebody else does or did; what is long goes on beside."""
        now, since = self._outside.clock.now(), running()
        try:
            claim = await self._outside.database.transact(
                lambda tx: tx.owed.claim_one(row_id, self._name, now=now, lease=self._lease),
                name="claim",
            )
        except Transient as error:  # the row is due still: the sweep finds it
            log.warning("unclaimed", row=row_id, reason=error.reason)
            return
        if claim is not None:
            task = self._begun(claim, since)
            if task in self._paying:
                await asyncio.wait([task])

    async def _work_once(self) -> bool:
        """Claim what there is room for; False when there was nothing to do."""
        room = self._at_once - len(self._paying)
        if room <= 0:
            return False
        now, since = self._outside.clock.now(), running()
        due = await self._outside.database.read(lambda tx: tx.owed.next_due_at())
        overdue, lease = now - self._handed, self._lease + self._handed
        if due is None or due > overdue:
            return False
        claims = await self._outside.database.transact(
            lambda tx: tx.owed.claim(self._name, now=overdue, lease=lease, limit=room),
            name="claim",
        )
        for claim in claims:
            self._begun(claim, since)
        return bool(claims)

    def _begun(self, claim: Claim, since: float) -> asyncio.Task[None]:
        """`since`: when it was asked for, by the loop's time; its lease began no sooner."""
        task = asyncio.create_task(self._pay(claim, since))
        (self._at_length if patience_of(claim) else self._paying).add(task)
        task.add_done_callback(self._paid)
        return task

    def _paid(self, task: asyncio.Task[None]) -> None:
        self._paying.discard(task)
        self._at_length.discard(task)
        if not task.cancelled() and (fault := task.exception()):
            log.error("left to its lease", fault=f"{type(fault).__name__}: {fault}")
        self._bell.ring()

    async def _pause(self) -> float:
        due = await self._outside.database.read(lambda tx: tx.owed.next_due_at())
        if due is None:
            return IDLE
        left = (due + self._handed - self._outside.clock.now()).total_seconds()
        return min(max(left, 0.01), IDLE)

    async def _pay(self, claim: Claim, since: float) -> None:
        """Whatever is logged meanwhile says what it is about."""
        with structlog.contextvars.bound_contextvars(**_about(claim.effect)):
            await self._pay_in_context(claim, since)

    async def _pay_in_context(self, claim: Claim, since: float) -> None:
        effect = claim.effect
        try:
            with self._tracing(effect.kind):
                async with self._holding(claim, since):
                    self._observe("before", effect.kind)
                    settlement = await pay(self._outside, claim)
                self._observe("after", effect.kind)
                await self._settle(claim, settlement)
            log.debug("paid", tries=claim.tries)
        except Transient as error:
            await self._postpone(claim, error.reason, error.retry_after, untried=error.untried)
        except TimeoutError:
            await self._postpone(claim, "it took too long", timedelta(seconds=10))
        except Permanent as error:
            await self._stick(claim, error.reason)
        except Exception as error:  # the worker's loop is one of the two places (style.md)
            log.exception("unexpected", key=effect.key, tries=claim.tries)
            if claim.tries >= MOST_TRIES:
                await self._stick(claim, f"unexpected: {type(error).__name__}")
            else:
                await self._postpone(claim, f"unexpected: {type(error).__name__}", None)

    def _holding(self, claim: Claim, since: float) -> AbstractAsyncContextManager[None]:
        database, clock = self._outside.database, self._outside.clock
        return holding(claim, database, clock, lease=self._lease, since=since)

    async def _settle(self, claim: Claim, settlement: Settlement) -> None:
        now = self._outside.clock.now()

        def work(tx: Transaction) -> None:
            if isinstance(settlement, NotYet):
                until, untried = settlement.until, settlement.untried
                held = tx.owed.postpone(claim, until=until, reason="", untried=untried)
            else:
                held = tx.owed.settle(claim, now=now)
            if held and settlement.then:
                settlement.then(tx)

        await self._written([claim], work, name=f"settle_{claim.effect.kind}")

    async def _written(
        self, claims: Sequence[Claim], work: Callable[[Transaction], T], *, name: str
    ) -> None:
        """Write what became of it, however often it takes: later its lease ends, and others look.

        Every such write counts only for this very delivery, so one that was written counts once.
        """
        until = time.monotonic() + self._lease.total_seconds()
        while time.monotonic() < until:
            try:
                await self._outside.database.transact(work, name=name)
            except Transient:
                await asyncio.sleep(IDLE)
            else:
                return
        for claim in claims:
            log.warning("left to its lease", key=claim.effect.key)

    async def _postpone(
        self, claim: Claim, reason: str, after: timedelta | None, *, untried: bool = False
    ) -> None:
        wait = after or timedelta(seconds=min(2 ** (claim.tries - 1), 60))
        until = self._outside.clock.now() + wait
        log.info("postponed", key=claim.effect.key, tries=claim.tries, reason=reason)
        if untried:
            await self._putting_off.add(PutOff(claim, until, reason))
            return
        await self._written(
            [claim], lambda tx: tx.owed.postpone(claim, until=until, reason=reason), name="postpone"
        )

    async def _put_off(self, together: Sequence[PutOff]) -> None:
        claims = [each.claim for each in together]
        await self._written(claims, lambda tx: put_off(tx, together), name="postpone")

    async def _stick(self, claim: Claim, reason: str) -> None:
        """Keep it, and tell whom it concerns; a `Tell` that fails is only logged."""
        log.error("stuck", key=claim.effect.key, tries=claim.tries, reason=reason)
        now = self._outside.clock.now()

        def work(tx: Transaction) -> None:
            if tx.owed.stick(claim, reason=reason, now=now) and not isinstance(claim.effect, Tell):
                tx.owed.owe([told(tx, claim, reason, self._outside.administrators)], at=now)

        await self._written([claim], work, name="stick")

    def _observe(self, when: str, kind: str) -> None:
        if self._observer is not None:
            self._observer("before" if when == "before" else "after", "call", kind)


def _about(effect: Effect) -> dict[str, str]:
    return about(effect.key, {name: getattr(effect, name, None) for name in NAMES})


class Nudging:
    """A database that rings after every commit."""

    def __init__(self, database: Database, ring: Callable[[], None]) -> None:
        self._database = database
        self._ring = ring

    async def transact(
        self, work: Callable[[Transaction], T], *, urgent: bool = False, name: str = ""
    ) -> T:
        result = await self._database.transact(work, urgent=urgent, name=name)
        self._ring()
        return result

    async def read(self, work: Callable[[Transaction], T]) -> T:
        return await self._database.read(work)
