"""What a click would be refused for, asked before a form is shown for it.

The service decides again when the form is sent; this only spares people from typing in vain.
"""

from __future__ import annotations

from bot.listeners.doors import Doors
from bot.views.buttons import HoldButton
from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.deciding import demand_decider
from orchestration.people.model import Right
from orchestration.people.rights import demand
from orchestration.ports import Transaction
from orchestration.read_models.hold_cards import HoldCard
from orchestration.read_models.lookup import hold_card_in
from orchestration.releases.model import Release
from orchestration.values import ReleaseId, UserId


async def demand_view(doors: Doors, release_id: ReleaseId, by: UserId) -> None:
    """Raise `Rejected` where this person may not look at the release."""

    def look(tx: Transaction) -> None:
        release = tx.releases.get(release_id)
        process = tx.processes.latest(release.process_id).process
        to = f"look at {release.reference}"
        demand(tx, Right.VIEW, doors.administrators, by, of=process, to=to)

    await doors.database.read(look)


async def demand_abort(doors: Doors, release_id: ReleaseId, by: UserId) -> Release:
    """The release that may be aborted; raises `Rejected` as the abort itself would."""

    def look(tx: Transaction) -> Release:
        release = tx.releases.get(release_id)
        if release.status.ended:
            raise Rejected(f"{words.quote(release.title)} has ended already.")
        process = tx.processes.version(release.process_id, release.process_version).process
        to = f"abort {release.reference}"
        demand(tx, Right.OPERATE, doors.administrators, by, of=process, to=to)
        return release

    return await doors.database.read(look)


async def demand_hold(doors: Doors, about: HoldButton, by: UserId, *, to: str) -> HoldCard:
    """What is on hold and may be decided by this person."""

    def look(tx: Transaction) -> HoldCard:
        execution = tx.executions.get(about.execution_id)
        demand_decider(tx, doors.administrators, execution, about.ref, by, to=to)
        card = hold_card_in(tx, about.execution_id, about.ref, about.attempt, doors.administrators)
        if card.outcome == "adopted":
            raise Rejected(f"“{words.quote(card.name)}” is not on hold any more: it had started.")
        if card.outcome not in {"open", "waiting"}:
            who = f" by {words.person(card.decided_by)}" if card.decided_by else ""
            at = f" at {words.moment(card.decided_at)}" if card.decided_at else ""
            raise Rejected(f"“{words.quote(card.name)}” was {card.outcome} already{who}{at}.")
        return card

    return await doors.database.read(look)
