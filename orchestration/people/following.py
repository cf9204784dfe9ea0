"""Running releases follow as people change, leave and come back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from orchestration.execution.events import MembersChanged
from orchestration.execution.recording import record
from orchestration.execution.tasks.sign_off import member_key
from orchestration.people.acting import acting_for
from orchestration.ports import Transaction
from orchestration.values import ExecutionId


def follow_members(tx: Transaction, names: Iterable[str], *, at: datetime) -> None:
    """Tell every running release that asks one of these who they are now."""
    wanted: dict[ExecutionId, list[str]] = {}
    for name in dict.fromkeys(names):
        for execution_id in tx.executions.asking(member_key(name)):
            wanted.setdefault(execution_id, []).append(name)
    for execution_id, asked in wanted.items():
        now = acting_for(tx, asked, at=at)
        event = MembersChanged(at=at, members=now.members, away=now.away, backed_up=now.backed_up)
        record(tx, execution_id, event, door="directory")
