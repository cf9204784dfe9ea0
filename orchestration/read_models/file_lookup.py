"""What the file of a draft would change: in the published version, or in the draft it is for."""

from __future__ import annotations

from orchestration import words
from orchestration.inputs.proposals import set_file_in
from orchestration.ports import ProcessSummary, Transaction
from orchestration.processes.diff import differences
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.model import Process
from orchestration.read_models.process_cards import FromFile
from orchestration.values import DraftId


def from_file_in(
    tx: Transaction, draft: Draft, *, published: ProcessSummary | None
) -> FromFile | None:
    """None for a draft that no file is behind."""
    if draft.input_set is not None:
        return set_file_in(tx, draft, draft.input_set)
    if not draft.file or draft.process is None:
        return None
    if draft.replaces is not None:
        return _for_draft(tx, draft, draft.process, draft.replaces)
    if published is None or draft.status is not DraftStatus.READY:
        return FromFile(name=draft.file)
    latest = tx.processes.version(published.id, published.version)
    return FromFile(
        name=draft.file,
        against=f"version {latest.version}",
        changes=_words(latest.process, draft.process),
    )


def _for_draft(tx: Transaction, draft: Draft, process: Process, of: DraftId) -> FromFile:
    target = tx.drafts.find(of)
    if target is None or target.process is None or target.status is not DraftStatus.READY:
        state = target.status.value if target else "taken away"
        closed = f"The draft was {state} meanwhile."
        return FromFile(name=draft.file, replaces=of, title=_title(target, draft), closed=closed)
    missed = [each for each in target.edits if each.revision > draft.replaces_revision]
    return FromFile(
        name=draft.file,
        against="the draft",
        changes=_words(target.process, process),
        replaces=of,
        title=_title(target, draft),
        revision=target.revision,
        meanwhile=tuple(f"{words.person(each.by)} {each.what}" for each in missed),
    )


def _title(target: Draft | None, draft: Draft) -> str:
    return target.process.name if target and target.process else draft.title


def _words(was: Process, now: Process) -> tuple[str, ...]:
    return tuple(words.quote(each.what, 300) for each in differences(was, now))
