"""Keeping a set: from the revision that was seen, sound, with who changed what."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.effects import ShowRelease
from orchestration.errors import Rejected
from orchestration.inputs.changes import InputSet, what_changed
from orchestration.inputs.model import (
    KEPT_EDITS,
    KeptActivitySet,
    KeptProcessSet,
    SetEdit,
    activity_of,
)
from orchestration.inputs.sound import (
    refuse_unsound,
    resolved_activity_set,
    resolved_process_set,
)
from orchestration.inputs.users import planned_with
from orchestration.ports import Decision, Transaction
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.values import UserId

KeptSet = KeptProcessSet | KeptActivitySet


def find_kept(tx: Transaction, said: InputSet) -> KeptSet | None:
    """The set of this id as it is kept now."""
    if isinstance(said, ProcessInputSet):
        return tx.input_sets.find_process_set(said.process, said.id)
    return tx.input_sets.find_activity_set(said.id)


def keep_set(
    tx: Transaction,
    said: InputSet,
    *,
    was: int,
    by: UserId,
    at: datetime,
    door: str,
    through: str,
) -> KeptSet:
    """Write it as the next revision; `was` is the one it was made from, 0 for a new set.

    Raises `Rejected` where that is another by now, or the set is unsound. The same again is what
    is kept already.
    """
    known = find_kept(tx, said)
    if known is not None and known.set == said:
        return known
    _refuse_late(said, known, was)
    edit = SetEdit(
        revision=was + 1, by=by, at=at, what=what_changed(known.set if known else None, said)
    )
    edits = (*(known.edits if known else ()), edit)[-KEPT_EDITS:]
    kept: KeptSet
    if isinstance(said, ProcessInputSet):
        refuse_unsound(said, resolved_process_set(tx, said))
        new = KeptProcessSet(set=said, revision=was, edits=edits)
        kept = tx.input_sets.save_process_set(new)
    else:
        refuse_unsound(said, resolved_activity_set(tx, said))
        made_by = known.made_by if isinstance(known, KeptActivitySet) else by
        if isinstance(known, KeptActivitySet):
            _refuse_linked(tx, known.set, said)
        made = KeptActivitySet(set=said, revision=was, made_by=made_by, edits=edits)
        kept = tx.input_sets.save_activity_set(made)
    tx.audit.append(decision(said, by, edit.what, at=at, door=door, through=through))
    tx.owed.owe([ShowRelease(release_id=each) for each in planned_with(tx, said)], at=at)
    return kept


def _refuse_late(said: InputSet, known: KeptSet | None, was: int) -> None:
    """An edit of another revision than the one there is would undo what it never saw."""
    name = words.quote(said.name, 60)
    if known is None:
        if was:
            raise Rejected(
                f"The input set “{name}” was removed meanwhile. Nothing of yours was saved; "
                "save it as a new one if it is still wanted."
            )
        return
    if not was:
        raise Rejected(
            f"There is an input set `{words.quote(said.id, 60)}` already: "
            f"“{words.quote(known.set.name, 60)}”. Choose another name, or change that one."
        )
    if known.revision != was:
        missed = [each for each in known.edits if each.revision > was][-5:]
        changes = words.listed(
            f"{words.person(each.by)} {words.quote(each.what, 200)}" for each in missed
        )
        said_changes = f": {changes}" if changes else ""
        raise Rejected(
            f"The input set “{name}” changed while you had it open{said_changes}. "
            "Nothing of yours was saved; open it again and look at what is there now."
        )


def decision(
    said: InputSet, by: UserId, action: str, *, at: datetime, door: str, through: str
) -> Decision:
    """What happened to it, on the chain of its process or its own."""
    of = said.process if isinstance(said, ProcessInputSet) else f"activity:{said.id}"
    return Decision(
        chain=f"inputs:{of}",
        at=at,
        actor=by,
        through=through,
        door=door,
        action=action,
        subject=said.id,
    )


def _refuse_linked(tx: Transaction, was: ActivityInputSet, said: ActivityInputSet) -> None:
    """What is linked stays with its activity."""
    if activity_of(was).id != activity_of(said).id and tx.input_sets.links_to(said.id):
        raise Rejected(
            f"“{words.quote(said.name, 60)}” is linked where `{activity_of(was).id}` runs, so it "
            "cannot be for another activity. Make a new set for that one."
        )
