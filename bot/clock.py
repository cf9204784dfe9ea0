"""The clock of one replica: what is looked at every so often; any number of replicas may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.drafters import rules_of
from bot.wiring import Drumbeat
from orchestration.effects.freeze import ImportFreezes
from orchestration.errors import Transient
from orchestration.groups.clock import tick_groups
from orchestration.ports import Database, Transaction
from orchestration.processes.drafting_record import DraftingRules
from orchestration.scheduling.tick import anchor, tick

log = structlog.get_logger()
Turn = Callable[[Database, datetime], Awaitable[object]]
TICK: Final = 60
"""Seconds between two ticks of the clock."""
ANCHOR: Final = 3600
"""Seconds between two anchors of the audit."""

DRAFT_LOG: Final = 3600
"""Seconds between two looks at what models were asked: is some of it to be erased?"""
CALENDARS: Final = 900
"""Seconds between two looks at a calendar of freezes."""


def started_clock(drumbeat: Drumbeat) -> AsyncIOScheduler:
    """APScheduler as a clock only: nothing persisted, missed ticks run as one."""

    async def take(turn: Turn, name: str) -> None:
        try:
            await turn(drumbeat.database, drumbeat.clock.now())
        except Transient as error:
            log.warning("the clock missed a turn", turn=name, reason=error.reason)

    scheduler = AsyncIOScheduler(timezone="UTC")
    for name, turn, seconds in (
        ("tick", _in_one(tick), TICK),
        ("groups", tick_groups, TICK),
        ("anchor", _in_one(anchor), ANCHOR),
        ("draft log", _forgetting(rules_of(drumbeat.settings)), DRAFT_LOG),
        ("freeze calendars", _read_again(drumbeat.settings.freeze_calendars), CALENDARS),
    ):
        scheduler.add_job(
            take,
            "interval",
            args=(turn, name),
            seconds=seconds,
            next_run_time=drumbeat.clock.now(),
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
        )
    scheduler.start()
    return scheduler


def _read_again(calendars: Sequence[str]) -> Turn:
    """Have each configured calendar of freezes read."""

    async def turn(database: Database, now: datetime) -> None:
        if calendars:
            owed = [ImportFreezes(calendar=each) for each in calendars]
            await database.transact(lambda tx: tx.owed.owe(owed, at=now), name="read_calendars")

    return turn


def _forgetting(rules: DraftingRules) -> Turn:
    """Erase what models were asked and answered once its time is over."""

    async def turn(database: Database, now: datetime) -> None:
        before = now - rules.kept_for
        if await database.read(lambda tx: tx.model_calls.has_texts(before)):
            await database.transact(
                lambda tx: tx.model_calls.forget_texts(before), name="forget_texts"
            )

    return turn


def _in_one(work: Callable[[Transaction, datetime], None]) -> Turn:
    """A turn of the clock that is one transaction."""

    async def turn(database: Database, now: datetime) -> None:
        await database.transact(lambda tx: work(tx, now), name=work.__name__)

    return turn
