"""What a look before the start finds of freezes: which, until when, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from orchestration import words
from orchestration.freezes.holding import Held, freezes_at, next_free
from orchestration.freezes.model import FreezeEffect
from orchestration.freezes.saying import lets_through
from orchestration.ports import Transaction
from orchestration.releases.findings import Finding
from orchestration.releases.model import Release


def freeze_findings(
    tx: Transaction,
    release: Release,
    at: datetime,
) -> Iterator[Finding]:
    """Those that are on at its start block or warn; one that would hold it on its way warns."""
    freezes = tx.freezes.since(at)
    lasts = release.expected_duration or timedelta(0)
    for held in freezes_at(freezes, release, at, at + lasts):
        name = f"The freeze “{words.quote(held.freeze.name, 80)}”"
        until = words.moment(held.window.ends)
        if not held.window.holds(at):
            if held.freeze.effect is FreezeEffect.HOLD_RUNNING:
                yield _warning(
                    f"{name} begins {words.moment(held.window.begins)}, before it is expected to "
                    f"end. What has not started then is held until {until}."
                )
        elif held.freeze.effect.blocks:
            free = next_free(freezes, release, at, lasts=lasts)
            said = (f"{name} is on until {until}, and no release may start in it.", _free(free))
            through = (lets_through(held.freeze), _who(held))
            yield Finding(
                says=" ".join(each for each in (*said, *through) if each), freeze=held.freeze.id
            )
        else:
            yield _warning(f"{name} is on until {until}. It asks for care and holds nothing.")


def _warning(says: str) -> Finding:
    return Finding(says=says, blocks=False)


def _free(at: datetime | None) -> str:
    return f"Next free time: {words.moment(at)}." if at else "No free time is in sight."


def _who(held: Held) -> str:
    approvers = held.freeze.approvers
    who = f"{words.people(approvers, most=4)} and whoever" if approvers else "Whoever"
    return f"{who} may override can let it through, with a reason."
