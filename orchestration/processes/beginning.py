"""A draft that begins with one of the blueprints, or with what is published, not with a text."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.blueprints import NAMES, Blueprint, blueprint
from orchestration.processes.deciding import add_draft
from orchestration.processes.draft import BEGUN_WITH_A_VERSION, Draft, DraftStatus
from orchestration.processes.history import refuse_archived
from orchestration.processes.model import Process, ProcessVersion
from orchestration.processes.sources import version_file
from orchestration.values import ChannelId, DraftId, ProcessId, UserId, id_from


class BlueprintService:
    """What is there is drafted as it is; who took a blueprint owns what becomes of it."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def begin(self, door_key: str, name: str, *, by: UserId, channel: ChannelId) -> Blueprint:
        """Make the draft; the same door key again makes no other."""
        chosen = blueprint(name)
        if chosen is None:
            raise Rejected(
                f"There is no blueprint “{words.quote(name, 40)}”. There are {words.listed(NAMES)}."
            )
        now = self._clock.now()
        draft_id = DraftId(id_from("draft", door_key))

        def work(tx: Transaction) -> None:
            demand(tx, Right.DRAFT, self._administrators, by, to="draft a process")
            process = _unused(tx, chosen.process).model_copy(update={"owners": (by,)})
            text_id = f"{draft_id}/text"
            draft = Draft(
                id=draft_id,
                channel=channel,
                by=by,
                created_at=now,
                title=process.name,
                text_id=text_id,
                status=DraftStatus.READY,
                process=process,
                source_id=text_id,
                note="It is a blueprint: change it to how you release.",
            )
            what = f"began with the blueprint {chosen.name}"
            add_draft(tx, draft, chosen.text, what=what, at=now)

        await self._database.transact(work, urgent=True, name="begin_with_blueprint")
        return chosen

    async def begin_with(
        self, door_key: str, process_id: ProcessId, *, by: UserId, channel: ChannelId
    ) -> ProcessVersion:
        """Draft the latest version, to be edited and published as the next one."""
        now = self._clock.now()
        draft_id = DraftId(id_from("draft", door_key))

        def work(tx: Transaction) -> ProcessVersion:
            demand(tx, Right.DRAFT, self._administrators, by, to="draft a process")
            return begin_with_version(tx, draft_id, process_id, by=by, channel=channel, at=now)

        return await self._database.transact(work, urgent=True, name="begin_with_version")


def begin_with_version(
    tx: Transaction,
    draft_id: DraftId,
    process_id: ProcessId,
    *,
    by: UserId,
    channel: ChannelId,
    at: datetime,
) -> ProcessVersion:
    """A draft of what is published, to become its next version; one that is there is left."""
    refuse_archived(tx, process_id)
    latest = tx.processes.latest(process_id)
    text_id = f"{draft_id}/text"
    draft = Draft(
        id=draft_id,
        channel=channel,
        by=by,
        created_at=at,
        title=latest.process.name,
        text_id=text_id,
        status=DraftStatus.READY,
        process=latest.process,
        file=f"{process_id}.yaml",  # whatever it is called then, it is this process
        source_id=text_id,
        drafter=BEGUN_WITH_A_VERSION,
        note=f"It begins with version {latest.version}, as it is published.",
    )
    text = version_file(tx, process_id, latest.version).text
    add_draft(tx, draft, text, what=f"began with version {latest.version}", at=at)
    return latest


def _unused(tx: Transaction, process: Process) -> Process:
    """Two teams may begin alike: the second one's process is one of its own."""
    n, found = 1, process
    while tx.processes.find(found.id) is not None:
        n += 1
        update = {"id": ProcessId(f"{process.id}-{n}"), "name": f"{process.name} {n}"}
        found = process.model_copy(update=update)
    return found
