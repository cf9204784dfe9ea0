"""A file that holds an input set: read, compared with what is kept, taken or left."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.effects import Tell
from orchestration.effects.process import ReadFile, ShowDraft
from orchestration.errors import Rejected
from orchestration.inputs.allowed import demand_change
from orchestration.inputs.changes import InputSet
from orchestration.inputs.compared import differences
from orchestration.inputs.keeping import find_kept, keep_set
from orchestration.inputs.sound import (
    refuse_unsound,
    resolved_activity_set,
    resolved_process_set,
)
from orchestration.people.rights import Administrators
from orchestration.ports import TextFile, Transaction
from orchestration.processes.deciding import add_draft, save_draft
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.input_sets import ProcessInputSet
from orchestration.read_models.process_cards import FromFile
from orchestration.values import UserId


def propose_set(
    tx: Transaction,
    effect: ReadFile,
    given: TextFile,
    said: InputSet,
    *,
    notes: tuple[str, ...],
    at: datetime,
) -> None:
    """Keep it as a proposal with its own card, or tell why it could not be taken.

    The same file again changes nothing.
    """
    try:
        _refuse_unsound(tx, said)
    except Rejected as refused:
        text = f"“{words.quote(given.name, 80)}” was not taken in. {refused.text}"
        told = Tell(chain=(effect.by,), text=text, subject=effect.draft_id, occasion="file")
        tx.owed.owe([told], at=at)
        return
    known = find_kept(tx, said)
    text_id = f"{effect.draft_id}/text"
    draft = Draft(
        id=effect.draft_id,
        channel=effect.channel,
        by=effect.by,
        created_at=at,
        title=said.name,
        text_id=text_id,
        status=DraftStatus.READY,
        input_set=said,
        file=given.name,
        questions=notes,
        replaces_revision=known.revision if known else 0,
    )
    add_draft(tx, draft, given.text, what="proposed an input set from a file", at=at)


def take_set(
    tx: Transaction,
    proposal: Draft,
    said: InputSet,
    revision: int,
    administrators: Administrators,
    *,
    by: UserId,
    at: datetime,
) -> str:
    """Keep what the file says; what is said to the person where something else was compared."""
    known = find_kept(tx, said)
    same = known is not None and known.set == said
    if not same and (known.revision if known else 0) != revision:
        tx.owed.owe([ShowDraft(draft_id=proposal.id)], at=at)
        return (
            "The input set changed since this was compared. Nothing was taken; the difference is "
            "shown anew."
        )
    through = demand_change(
        tx, administrators, by, said, to=f"change “{words.quote(said.name, 60)}”"
    )
    keep_set(tx, said, was=revision, by=by, at=at, door="slack", through=through)
    taken = {"status": DraftStatus.TAKEN, "decided_by": by}
    save_draft(tx, proposal.model_copy(update=taken), by=by, action="took the file", at=at)
    return ""


def _refuse_unsound(tx: Transaction, said: InputSet) -> None:
    if isinstance(said, ProcessInputSet):
        refuse_unsound(said, resolved_process_set(tx, said))
    else:
        refuse_unsound(said, resolved_activity_set(tx, said))


def set_file_in(tx: Transaction, draft: Draft, said: InputSet) -> FromFile:
    """What the card of a proposed set says: the difference to the one that is kept now."""
    title = _title(tx, said)
    if draft.status is not DraftStatus.READY:
        return FromFile(name=draft.file, title=title, into="the input set")
    known = find_kept(tx, said)
    missed = (
        [each for each in known.edits if each.revision > draft.replaces_revision] if known else []
    )
    return FromFile(
        name=draft.file,
        title=title,
        into="the input set",
        against="the input set" if known else "",
        changes=differences(known.set if known else None, said),
        revision=known.revision if known else 0,
        meanwhile=tuple(
            f"{words.person(each.by)} {words.quote(each.what, 200)}" for each in missed
        ),
    )


def _title(tx: Transaction, said: InputSet) -> str:
    if not isinstance(said, ProcessInputSet):
        return f"{said.name}, for {said.activity} of the store"
    try:
        return f"{said.name} of {tx.processes.latest(said.process).process.name}"
    except Rejected:
        return f"{said.name} of {said.process}"
