"""Sets as they stand today: complete, or what is open, and who uses them."""

from __future__ import annotations

from collections.abc import Mapping

from orchestration import words
from orchestration.errors import Rejected
from orchestration.inputs.lookup import resolved_in
from orchestration.inputs.model import KeptActivitySet, KeptProcessSet
from orchestration.inputs.resolved import Astray, InputPlace, Resolved
from orchestration.inputs.sound import resolved_activity_set
from orchestration.inputs.users import followers_of, users_of_activity_set
from orchestration.ports import Transaction
from orchestration.values import Frozen, ProcessId


class SetState(Frozen):
    """One set, judged by the latest version of its process or activity."""

    kept: KeptProcessSet | KeptActivitySet
    resolved: Resolved
    used_by: tuple[str, ...] = ()
    """In words: `WEB-12`, `“Production” of “Payments” (deploy.eu)`."""

    @property
    def complete(self) -> bool:
        """True when a release can start with it; of an activity's set, when nothing is open."""
        return self.resolved.complete


def states_of(tx: Transaction, kind: str, of: str) -> list[SetState]:
    """All sets of a process, or of a store activity, by name."""
    if kind == "process":
        followers = followers_of(tx, ProcessId(of))
        return [
            _of_process(tx, each, followers) for each in tx.input_sets.process_sets(ProcessId(of))
        ]
    return [state_of(tx, each) for each in tx.input_sets.activity_sets(of)]


def state_of(tx: Transaction, kept: KeptProcessSet | KeptActivitySet) -> SetState:
    if isinstance(kept, KeptProcessSet):
        return _of_process(tx, kept, followers_of(tx, kept.set.process))
    try:
        resolved = resolved_activity_set(tx, kept.set)
    except Rejected:
        of = words.quote(kept.set.activity, 60)
        why = f"is for `{of}`, which is not in the store any more"
        place = InputPlace(name=words.quote(kept.set.name, 60))
        resolved = Resolved(astray=(Astray(place=place, why=why),))
    return SetState(kept=kept, resolved=resolved, used_by=users_of_activity_set(tx, kept.set.id))


def _of_process(
    tx: Transaction, kept: KeptProcessSet, followers: Mapping[str, tuple[str, ...]]
) -> SetState:
    version = tx.processes.latest(kept.set.process)
    return SetState(
        kept=kept,
        resolved=resolved_in(tx, version, kept.set),
        used_by=followers.get(kept.set.id, ()),
    )
