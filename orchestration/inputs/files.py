"""Input sets as files: given out to a person's direct messages."""

from __future__ import annotations

from orchestration.effects.process import SendFile
from orchestration.inputs.changes import InputSet
from orchestration.inputs.service import Kind, kept_set
from orchestration.ports import Clock, Database, TextFile, Transaction
from orchestration.processes.code.documents import document_yaml
from orchestration.values import ProcessId, UserId


class InputFiles:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def send(self, kind: Kind, of: str, set_id: str, *, to: UserId) -> None:
        """Owe a set as a file, as it is at that moment; raises `Rejected` where there is none."""

        def work(tx: Transaction) -> None:
            kept = kept_set(tx, kind, of, set_id)
            subject = f"{kind}/{of}/{set_id}"
            effect = SendFile(to=to, subject=subject, number=kept.revision, of="inputs")
            tx.owed.owe([effect], at=self._clock.now())

        await self._database.transact(work, urgent=True, name="export_inputs")


def set_file(tx: Transaction, subject: str) -> TextFile | None:
    """The file of a set that was asked for; None where it was removed meanwhile."""
    kind, of, set_id = subject.split("/", 2)
    if kind == "process":
        kept = tx.input_sets.find_process_set(ProcessId(of), set_id)
        return _file(kept.set, kept.revision) if kept else None
    shared = tx.input_sets.find_activity_set(set_id)
    return _file(shared.set, shared.revision) if shared else None


def _file(said: InputSet, revision: int) -> TextFile:
    title = f"{said.name}, revision {revision}"
    return TextFile(name=f"{said.id}.inputs.yaml", text=document_yaml(said), title=title)
