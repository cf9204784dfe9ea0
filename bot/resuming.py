"""`drumbeat resume`: a person ends the hold that a restored database begins with."""

from __future__ import annotations

import asyncio

from orchestration.errors import Rejected
from orchestration.ports import Decision, Transaction
from storage import HOLD, open_database

CHAIN = "operator"
"""Of the audit: what was decided on the host."""


def resume(url: str) -> str:
    """Release it, also while it is served; what to say."""
    database = open_database(url)

    def release(tx: Transaction) -> int:
        marks = [each for each in tx.owed.rows(state="stuck") if each.key == HOLD]
        if not marks:
            raise Rejected("Nothing is held: this database was not restored, or it was resumed.")
        tx.owed.drop(marks[0].id)
        tx.audit.append(
            Decision(
                chain=CHAIN,
                at=database.clock.now(),
                actor="operator",
                door="host",
                action="resumed",
                before=marks[0].reason,
            )
        )
        return len(tx.owed.rows(state="due"))

    try:
        due = asyncio.run(database.transact(release, name="resume"))
    finally:
        database.close()
    return f"Resumed. {due} owed: each is looked for in Slack and among the runs before it is done."
