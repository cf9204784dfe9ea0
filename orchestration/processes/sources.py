"""The YAML that a process was read from, kept for its comments and order, and written out again."""

from __future__ import annotations

from orchestration.ports import TextFile, Transaction
from orchestration.processes.code.keeping import rewritten
from orchestration.processes.code.writing import process_yaml
from orchestration.processes.draft import Draft
from orchestration.processes.model import Process, ProcessVersion
from orchestration.values import DraftId, ProcessId


def keep_source(tx: Transaction, source: str, made: ProcessVersion) -> None:
    """A version has its own copy, since it outlives the draft."""
    if source:
        tx.texts.keep(_of_version(made.process.id, made.version), source)


def source_of(tx: Transaction, draft: Draft) -> str:
    """The file that the draft was read from; empty where there is none."""
    return _text(tx, draft.source_id)


def draft_file(tx: Transaction, draft_id: DraftId) -> TextFile | None:
    """The draft as it is now; None where it holds no process."""
    draft = tx.drafts.find(draft_id)
    if draft is None or draft.process is None:
        return None
    title = f"Draft of {draft.process.name}, revision {draft.revision}"
    return _file(draft.process, source_of(tx, draft), title)


def version_file(tx: Transaction, process_id: ProcessId, version: int) -> TextFile:
    made = tx.processes.version(process_id, version)
    source = _text(tx, _of_version(process_id, version))
    return _file(made.process, source, f"{made.process.name}, version {version}")


def _file(process: Process, source: str, title: str) -> TextFile:
    text = rewritten(source, process) if source else process_yaml(process)
    return TextFile(name=f"{process.id}.yaml", text=text, title=title)


def _text(tx: Transaction, text_id: str) -> str:
    return tx.texts.bodies([text_id]).get(text_id, "") if text_id else ""


def _of_version(process_id: ProcessId, version: int) -> str:
    return f"process/{process_id}/{version}/source"
