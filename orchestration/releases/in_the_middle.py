"""Starting in the middle: what was done already is left out, with a reason and its outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.demanding import said_why
from orchestration.execution.decisions.skip_service import has_gate
from orchestration.execution.state.activity_execution import Skipping
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import Plan
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Transaction
from orchestration.releases.model import Release
from orchestration.values import ActivityRef, UserId


class DoneAlready(NamedTuple):
    """What is left out of a release from its start."""

    reason: str
    outputs: Mapping[ActivityRef, Mapping[str, str]]
    """By activity, what it gave where it was done; all that is named here is left out."""


def ticked(refs: Iterable[ActivityRef], reason: str) -> DoneAlready:
    """What a person says was done, and why that counts."""
    return DoneAlready(said_why(reason), {ref: {} for ref in refs})


def done_in(earlier: Release, execution: ProcessExecution) -> DoneAlready:
    """What succeeded in an earlier release, with its outputs; sign-offs are asked again."""
    plan = execution.plan
    succeeded = [
        each
        for each in execution.activities.values()
        if each.status is ActivityStatus.SUCCEEDED and not has_gate(plan.activities[each.ref])
    ]
    reason = f"It succeeded in {earlier.reference}."
    return DoneAlready(reason, {each.ref: dict(each.outputs) for each in succeeded})


def left_out_of(
    tx: Transaction,
    administrators: Administrators,
    plan: Plan,
    release: Release,
    done: DoneAlready,
    *,
    by: UserId,
    at: datetime,
) -> dict[ActivityRef, Skipping]:
    """As its execution is told; raises `Rejected` for what this person may not leave out."""
    known = {ref: given for ref, given in done.outputs.items() if ref in plan.activities}
    if not known:
        return {}
    gates = [ref for ref in known if has_gate(plan.activities[ref])]
    right = Right.OVERRIDE if gates else Right.OPERATE
    what = f"“{words.quote(plan.name_of(gates[0]))}” out" if gates else "anything out"
    process = plan.version.process
    demand(tx, right, administrators, by, of=process, to=f"leave {what} of {release.reference}")
    if len(known) == len(plan.activities):
        raise Rejected("Nothing would be left to do. Leave at least one activity in.")
    text_id = f"{release.id}/done-already"
    tx.texts.keep(text_id, done.reason)
    return {
        ref: Skipping(at=at, by=by, reason_id=text_id, outputs=dict(given))
        for ref, given in known.items()
    }
