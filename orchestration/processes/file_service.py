"""Processes as files: read into a draft, proposed for one, taken or left, and given out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestration import words
from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.proposing import keep_proposal
from orchestration.effects import Tell
from orchestration.effects.process import ReadFile, SendFile, ShowDraft
from orchestration.errors import Rejected
from orchestration.inputs.proposals import propose_set, take_set
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, TextFile, Transaction
from orchestration.processes.code.faults import Fault
from orchestration.processes.deciding import (
    add_draft,
    demand_drafting,
    demand_viewing,
    open_draft,
    said_edits,
    save_draft,
    with_edit,
)
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.files import ReadFile as Contents
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.processes.model import Process
from orchestration.values import ChannelId, DraftId, ProcessId, UserId, id_from

MOST_FILES = 5
"""Of one message."""
_SHOWN_FAULTS = 10
_KEPT_NOTES = 200


class FileService:
    """From a file in the workspace to a draft, and back."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def request(
        self, door_key: str, files: Sequence[str], *, by: UserId, channel: ChannelId
    ) -> None:
        """Owe the reading of files; the same door key again owes nothing more."""
        if not files:
            raise Rejected("There is no file to read. Attach the YAML file of a process.")
        if len(files) > MOST_FILES:
            raise Rejected(
                f"Those are {len(files)} files; Drumbeat reads up to {MOST_FILES} at a time. "
                "Nothing was read."
            )
        effects = [
            ReadFile(draft_id=_id(door_key, each), file=each, by=by, channel=channel)
            for each in dict.fromkeys(files)
        ]

        def work(tx: Transaction) -> None:
            demand(tx, Right.DRAFT, self._administrators, by, to="bring in a process")
            tx.owed.owe(effects, at=self._clock.now())

        await self._database.transact(work, urgent=True, name="request_file")

    async def propose(
        self, door_key: str, file: str, draft_id: DraftId, revision: int, *, by: UserId
    ) -> None:
        """Owe the reading of a file that is to replace what an open draft says."""

        def work(tx: Transaction) -> None:
            draft, process = open_draft(tx, draft_id)
            demand_drafting(tx, self._administrators, by, process)
            effect = ReadFile(
                draft_id=_id(door_key, file),
                file=file,
                by=by,
                channel=draft.channel,
                replaces=draft_id,
                revision=revision,
            )
            tx.owed.owe([effect], at=self._clock.now())

        await self._database.transact(work, urgent=True, name="propose_file")

    def unreadable(self, tx: Transaction, effect: ReadFile, reason: str) -> None:
        """Say why there is no file."""
        tx.owed.owe([_told(effect, f"Your file could not be read. {reason}")], at=self._clock.now())

    def taken_in(self, tx: Transaction, effect: ReadFile, given: TextFile, read: Contents) -> None:
        """Keep what the file says as a draft of its own, or say what keeps it from being one.

        The same file again changes nothing. A new process that names no owners belongs to who
        brought it, as one that was drafted does.
        """
        process = read.process
        if isinstance(read.value, StoreActivity) and not effect.replaces:
            keep_proposal(
                tx,
                effect,
                given,
                read.value,
                notes=_notes(read),
                from_harness=read.from_harness,
                clock=self._clock,
            )
            return
        if isinstance(read.value, ProcessInputSet | ActivityInputSet) and not effect.replaces:
            notes, now = _notes(read), self._clock.now()
            propose_set(tx, effect, given, read.value, notes=notes, at=now)
            return
        if process is None:
            said = _said_faults(given.name, read.faults) if read.faults else _no_process(given.name)
            tx.owed.owe([_told(effect, said)], at=self._clock.now())
            return
        now = self._clock.now()
        text_id = f"{effect.draft_id}/text"
        if not (process.owners or effect.replaces or _published(tx, process)):
            process = process.model_copy(update={"owners": (effect.by,)})
        draft = Draft(
            id=effect.draft_id,
            channel=effect.channel,
            by=effect.by,
            created_at=now,
            title=process.name,
            text_id=text_id,
            status=DraftStatus.READY,
            process=process,
            file=given.name,
            source_id=text_id if read.source else "",
            questions=_notes(read),
            note=_of_harness(len(read.report)) if read.from_harness else "",
            replaces=effect.replaces,
            replaces_revision=effect.revision,
        )
        what = "proposed from a file" if effect.replaces else "imported from a file"
        add_draft(tx, draft, given.text, what=what, at=now)

    async def take(self, proposal_id: DraftId, revision: int, *, by: UserId) -> None:
        """Let the draft say what the file says, if it is still what was compared.

        Otherwise the card is drawn again with the difference to what the draft says now.
        """

        def work(tx: Transaction) -> str:
            proposal = _proposal(tx, proposal_id)
            if proposal.status is DraftStatus.TAKEN:
                return ""
            _refuse_left(proposal)
            now = self._clock.now()
            if (said := proposal.input_set) is not None:
                who = self._administrators
                return take_set(tx, proposal, said, revision, who, by=by, at=now)
            process = _process_of(proposal)
            target, was = open_draft(tx, _target(proposal))
            demand_drafting(tx, self._administrators, by, was)
            if target.revision != revision:
                tx.owed.owe([ShowDraft(draft_id=proposal_id)], at=now)
                return (
                    f"The draft changed since this was compared{said_edits(target, revision)}. "
                    "Nothing was taken; the difference is shown anew."
                )
            what = f"took the file “{words.quote(proposal.file, 80)}”"
            after = with_edit(target, process, by=by, what=what)
            after = after.model_copy(update={"source_id": proposal.source_id})
            save_draft(tx, after, by=by, action=what, at=now)
            _decided(tx, proposal, DraftStatus.TAKEN, by, at=now)
            return ""

        refusal = await self._database.transact(work, urgent=True, name="take_file")
        if refusal:
            raise Rejected(refusal)

    async def leave(self, proposal_id: DraftId, *, by: UserId) -> None:
        """Put the file aside; whoever proposed it, the draft's author and administrators may."""

        def work(tx: Transaction) -> None:
            proposal = _proposal(tx, proposal_id)
            if proposal.status is DraftStatus.DISCARDED:
                return
            target = tx.drafts.find(_target(proposal))
            may = {proposal.by, *([target.by] if target else ())}
            if by not in may and by not in self._administrators.of(tx):
                raise Rejected(
                    f"Only {words.person(proposal.by)}, who proposed this file, the draft's author "
                    "and administrators can put it aside."
                )
            if proposal.status is DraftStatus.TAKEN:
                raise Rejected("This file was taken already.")
            _decided(tx, proposal, DraftStatus.DISCARDED, by, at=self._clock.now())

        await self._database.transact(work, urgent=True, name="leave_file")

    async def export_draft(self, draft_id: DraftId, *, to: UserId) -> None:
        """Owe the draft as a file, as it is at that moment."""

        def work(tx: Transaction) -> None:
            draft, _ = open_draft(tx, draft_id)
            effect = SendFile(to=to, subject=draft_id, number=draft.revision, of="draft")
            tx.owed.owe([effect], at=self._clock.now())

        await self._database.transact(work, urgent=True, name="export_draft")

    async def export_version(self, process_id: ProcessId, version: int, *, to: UserId) -> None:
        """Owe a published version as a file."""

        def work(tx: Transaction) -> None:
            process = tx.processes.version(process_id, version).process
            demand_viewing(tx, self._administrators, to, process)
            effect = SendFile(to=to, subject=process_id, number=version, of="process")
            tx.owed.owe([effect], at=self._clock.now())

        await self._database.transact(work, urgent=True, name="export_process")


def _id(door_key: str, file: str) -> DraftId:
    return DraftId(id_from("draft", f"{door_key}/{file}"))


def _published(tx: Transaction, process: Process) -> bool:
    return tx.processes.find(process.id) is not None


def _proposal(tx: Transaction, proposal_id: DraftId) -> Draft:
    proposal = tx.drafts.get(proposal_id)
    if proposal.input_set is None and (proposal.process is None or proposal.replaces is None):
        raise Rejected("This is no file that was proposed for anything.")
    return proposal


def _process_of(proposal: Draft) -> Process:
    if proposal.process is None:
        raise Rejected("This is no file that was proposed for a draft.")
    return proposal.process


def _target(proposal: Draft) -> DraftId:
    return DraftId(proposal.replaces or "")


def _refuse_left(proposal: Draft) -> None:
    if proposal.status is DraftStatus.DISCARDED:
        who = f" by {words.person(proposal.decided_by)}" if proposal.decided_by else ""
        raise Rejected(f"This file was put aside already{who}.")


def _decided(
    tx: Transaction, proposal: Draft, status: DraftStatus, by: UserId, *, at: datetime
) -> None:
    after = proposal.model_copy(update={"status": status, "decided_by": by})
    save_draft(tx, after, by=by, action=f"{status.value} the file", at=at)


def _told(effect: ReadFile, text: str) -> Tell:
    return Tell(chain=(effect.by,), text=text, subject=effect.draft_id, occasion="file")


def _notes(read: Contents) -> tuple[str, ...]:
    return tuple(words.quote(str(each), 400) for each in read.report[:_KEPT_NOTES])


def _of_harness(notes: int) -> str:
    said = words.count(notes, "thing")
    lost = f"{said} of it did not come over as it was." if notes else "All of it came over."
    return f"It is a file of Harness. {lost}"


def _no_process(name: str) -> str:
    return (
        f"“{words.quote(name, 80)}” holds no process, but what belongs to one. "
        "`/release process import` takes processes and input sets."
    )


def _said_faults(name: str, faults: Sequence[Fault]) -> str:
    """The first ten with their places, the rest counted."""
    said = [f"• {words.quote(str(each), 250)}" for each in faults[:_SHOWN_FAULTS]]
    more = len(faults) - len(said)
    said += [f"and {more} more"] if more else []
    mend = "Mend it" if len(faults) == 1 else "Mend these"
    head = f"“{words.quote(name, 80)}” cannot be taken in yet; nothing was kept of it."
    return "\n".join([f"{head} {mend} and give it to me again.", *said])
