"""A freeze that was on only while nobody looked: its releases hear that nothing held them.

Nothing of Drumbeat's began meanwhile, so nothing is undone and nobody is asked; but what ran
outside, such as pipelines, went through the freeze, and who answers for that has to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestration import words
from orchestration.effects import Tell
from orchestration.execution.state.model import ProcessExecution
from orchestration.freezes.applying import running_in
from orchestration.freezes.holding import concerns, is_excepted
from orchestration.freezes.model import Freeze, FreezeWindow
from orchestration.ports import Transaction
from orchestration.releases.model import Release


def tell_of_passed(
    tx: Transaction, freeze: Freeze, windows: Sequence[FreezeWindow], now: datetime
) -> None:
    """Each release that ran through one of these unheld: its owner once, of the last of them."""
    for release in running_in(tx, [freeze]) if windows else ():
        execution = tx.executions.find(release.execution_id) if release.execution_id else None
        if execution is None or not concerns(freeze, release):
            continue
        through = [
            each
            for each in windows
            if not is_excepted(release, freeze, each) and _ran_through(execution, freeze, each)
        ]
        if through:
            tx.owed.owe([_told(release, freeze, through)], at=now)


def _ran_through(execution: ProcessExecution, freeze: Freeze, window: FreezeWindow) -> bool:
    begun = execution.started_at is not None and execution.started_at < window.begins
    return begun and not any(each.is_of(freeze.id, window.begins) for each in execution.freezes)


def _told(release: Release, freeze: Freeze, through: Sequence[FreezeWindow]) -> Tell:
    last = through[-1]
    times = f"{len(through)} times, the last time " if len(through) > 1 else ""
    return Tell(
        chain=(release.owner, release.channel),
        text=(
            f"The freeze “{words.quote(freeze.name, 80)}” was on {times}from "
            f"{words.moment(last.begins)} until {words.moment(last.ends)}, while Drumbeat was not "
            f"running. Nothing held {words.quote(release.title)}: Drumbeat started nothing of it "
            "then, but what ran already went on, such as pipelines. It goes on now; "
            f"`/release pause {release.reference}` stops it, should that be wrong."
        ),
        subject=release.id,
        occasion=f"passed.{freeze.id}.{int(last.begins.timestamp())}",
    )
