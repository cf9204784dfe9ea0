"""Whether a set may be kept: what is open may stay open, what is wrong is refused at once."""

from __future__ import annotations

import re
from collections import Counter

from orchestration import words
from orchestration.errors import Rejected
from orchestration.inputs.changes import InputSet
from orchestration.inputs.lookup import resolved_in
from orchestration.inputs.model import activity_of
from orchestration.inputs.resolved import Resolved, ResolvedInput, Source
from orchestration.inputs.resolving import resolve_activity_set
from orchestration.ports import Transaction
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet

LARGEST = 200_000
"""Characters of all its values together."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_SHOWN = 10


def refuse_unsound(said: InputSet, resolved: Resolved) -> None:
    """Raises `Rejected` with everything that the set itself says wrongly."""
    wrong = [*_of_shape(said), *map(str, _own(resolved))]
    if wrong:
        shown = "\n".join(f"• {words.quote(each, 300)}." for each in wrong[:_SHOWN])
        more = f"\n… and {len(wrong) - _SHOWN} more." if len(wrong) > _SHOWN else ""
        raise Rejected(f"“{words.quote(said.name, 60)}” cannot be saved yet:\n{shown}{more}")


def resolved_activity_set(tx: Transaction, said: ActivityInputSet) -> Resolved:
    """Against the version it names, or the latest; raises `Rejected` where there is no such one."""
    activity, version = activity_of(said)
    of = tx.store.version(activity, version) if version else tx.store.latest(activity)
    return resolve_activity_set(of.activity, said)


def resolved_process_set(tx: Transaction, said: ProcessInputSet) -> Resolved:
    """Against the latest version of its process."""
    return resolved_in(tx, tx.processes.latest(said.process), said)


def _own(resolved: Resolved) -> list[ResolvedInput]:
    """A linked set is mended where it is; a link may lead to a set that is made later."""
    return [each for each in resolved.lines if each.why and each.source is Source.OWN]


def _of_shape(said: InputSet) -> list[str]:
    wrong: list[str] = []
    if not _ID.fullmatch(said.id):
        wrong.append(f"The id “{said.id}” must be letters, digits, - and _")
    if not said.name.strip():
        wrong.append("It has no name")
    if len(said.model_dump_json()) > LARGEST:
        wrong.append(f"It is larger than {LARGEST // 1000} kB")
    if isinstance(said, ProcessInputSet):
        phases = Counter(each.id for each in said.phases)
        activities = Counter(
            f"{phase.id}.{each.id}" for phase in said.phases for each in phase.activities
        )
        wrong += [f"“{each}” is there twice" for each, n in (phases + activities).items() if n > 1]
    return wrong
