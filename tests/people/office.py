"""Everything that decides, and each verb of it as one call; `VERBS` has the right it asks for."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.placing import Placement
from orchestration.catalogue.using import UsingService
from orchestration.errors import Rejected
from orchestration.execution.service import ExecutionService
from orchestration.people.granting import GrantService
from orchestration.people.model import Person, Right
from orchestration.people.rights import Administrators, demand
from orchestration.people.service import PeopleService
from orchestration.pipelines.catalogue_file import FilePipelineCatalogue
from orchestration.processes.beginning import BlueprintService
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.edits import RenameProcess
from orchestration.processes.file_service import FileService
from orchestration.processes.history import ProcessHistory
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.service import ProcessService
from orchestration.processes.tasks import TaskSpec
from orchestration.releases.naming import execution_of
from orchestration.releases.service import NewRelease, ReleaseService
from orchestration.values import ActivityRef, ChannelId, DraftId, ProcessId, UserId
from storage import SqlDatabase
from tests.storage.building import NOON, SettableClock

OWNER, ADMIN, MEMBER = UserId("U0OWNER001"), UserId("U0ADMIN001"), UserId("U0MEMBER01")
STRANGER = UserId("U0STRANGER")
HERE = ChannelId("C0RELEASES")
NOTES = ActivityRef("go.notes")
SHOP = ProcessId("shop")


def process(name: str) -> Process:
    notes = Activity(
        id="notes",
        name="Notes",
        type=ActivityType.MANUAL,
        tasks=(TaskSpec(id="do", name="Notes", assignees=(f"{name} writer",)),),
    )
    go = Phase(id="go", name="Go", activities=(notes,))
    return Process(id=ProcessId(name), name=name.title(), owners=(OWNER,), phases=(go,))


WEB = process("web")


@dataclass
class Office:
    """Everything that decides, on one database; each thing acted on is made anew."""

    database: SqlDatabase

    def __post_init__(self) -> None:
        clock, admins = SettableClock(), Administrators([ADMIN])
        catalogue = FilePipelineCatalogue((), Path("runs"))
        self.numbers = itertools.count(1)
        self.processes = ProcessService(self.database, clock, catalogue, admins)
        self.blueprints = BlueprintService(self.database, clock, admins)
        self.files = FileService(self.database, clock, admins)
        self.history = ProcessHistory(self.database, clock, admins)
        self.releases = ReleaseService(self.database, clock, catalogue, admins)
        self.executions = ExecutionService(self.database, clock, admins)
        self.people = PeopleService(self.database, clock, admins)
        self.using = UsingService(self.database, clock, admins)
        self.grants = GrantService(self.database, clock, admins)

    def door(self) -> str:
        return f"door {next(self.numbers)}"

    async def draft(self) -> DraftId:
        made = Draft(
            id=DraftId(self.door()),
            channel=HERE,
            by=ADMIN,
            created_at=NOON,
            text_id="t",
            status=DraftStatus.READY,
            process=WEB,
        )
        await self.database.transact(lambda tx: tx.drafts.add(made))
        return made.id

    async def release(self, *, by=ADMIN, now=False):
        new = NewRelease(
            process_id=WEB.id, name="Web", version="1", inputs={}, channel=HERE, start_now=now
        )
        return await self.releases.create(self.door(), new, by=by)


async def asks_for_a_draft(office, by):
    await office.processes.request_draft(
        office.door(), text="1. Build\n2. Test", by=by, channel=HERE
    )


async def begins_with_a_blueprint(office, by):
    await office.blueprints.begin(office.door(), "hotfix", by=by, channel=HERE)


async def brings_a_file(office, by):
    await office.files.request(office.door(), ["F1"], by=by, channel=HERE)


async def edits_a_draft(office, by):
    await office.processes.edit(await office.draft(), 0, RenameProcess(name="Wob"), by=by)


async def uses_an_activity_of_the_store(office, by):
    deploy = StoreActivity(id="deploy", name="Deploy", type=ActivityType.AUTOMATED)
    await office.database.transact(lambda tx: tx.store.publish(deploy, by=ADMIN, at=NOON))
    place = Placement(phase="go", name="Deploy", inputs={})
    await office.using.use(await office.draft(), 0, "deploy", place, by=by)


async def proposes_a_file(office, by):
    await office.files.propose(office.door(), "F1", await office.draft(), 0, by=by)


async def publishes(office, by):
    await office.processes.publish(await office.draft(), 0, by=by)


async def archives_and_brings_back(office, by):
    await office.history.archive(WEB.id, by=by)
    await office.history.bring_back(WEB.id, by=by)


async def binds_a_role_it_names(office, by):
    await office.people.bind({"Web writer": [f"U0WRITER{next(office.numbers):02}"]}, by=by)


async def exports(office, by):
    await office.files.export_version(WEB.id, 1, to=by)


async def looks_at_versions(office, by):
    await office.history.of(WEB.id, by=by)


async def finds_it(office, by):
    await office.processes.find("web", by=by)


async def sees_its_picture(office, by):
    await office.processes.show(office.door(), WEB.id, 1, to=HERE, by=by)


async def starts_what_is_planned(office, by):
    await office.releases.start((await office.release()).id, by=by)


async def makes_and_starts(office, by):
    await office.release(by=by, now=True)


async def retries(office, by):
    running = await office.release(now=True)
    await office.executions.retry(execution_of(running.id), NOTES, 1, by=by)


async def ignores(office, by):
    running = await office.release(now=True)
    await office.executions.ignore(execution_of(running.id), NOTES, 1, by=by, reason="late")


async def aborts(office, by):
    await office.executions.abort((await office.release(now=True)).id, by=by, reason="no")


async def calls_off(office, by):
    await office.executions.abort((await office.release()).id, by=by, reason="no")


async def grants(office, by):
    role = f"Role {next(office.numbers)}"
    await office.people.bind({role: [STRANGER]}, by=ADMIN)
    await office.grants.grant(role, {Right.START}, process_id=WEB.id, by=by)


async def overrides(office, by):
    await office.database.read(
        lambda tx: demand(tx, Right.OVERRIDE, Administrators([ADMIN]), by, of=WEB, to="go past it")
    )


VERBS = {
    asks_for_a_draft: Right.DRAFT,
    begins_with_a_blueprint: Right.DRAFT,
    brings_a_file: Right.DRAFT,
    edits_a_draft: Right.DRAFT,
    uses_an_activity_of_the_store: Right.DRAFT,
    proposes_a_file: Right.DRAFT,
    publishes: Right.PUBLISH,
    archives_and_brings_back: Right.PUBLISH,
    binds_a_role_it_names: Right.PUBLISH,
    exports: Right.VIEW,
    looks_at_versions: Right.VIEW,
    finds_it: Right.VIEW,
    sees_its_picture: Right.VIEW,
    starts_what_is_planned: Right.START,
    makes_and_starts: Right.START,
    retries: Right.OPERATE,
    ignores: Right.OPERATE,
    aborts: Right.OPERATE,
    calls_off: Right.OPERATE,
    grants: Right.ADMINISTER,
    overrides: Right.OVERRIDE,
}
OF_NO_PROCESS = {asks_for_a_draft, begins_with_a_blueprint, brings_a_file}
BY_OWNERS = set(Right) - {Right.OVERRIDE, Right.ADMINISTER}


async def ready(office: Office) -> Office:
    people = [Person(id=each, name=each) for each in (OWNER, ADMIN, MEMBER, STRANGER)]

    def work(tx):
        tx.directory.save_people(people, at=NOON)
        for each in (WEB, process("shop")):
            tx.processes.publish(each, by=ADMIN, at=NOON)

    await office.database.transact(work)
    await office.people.bind({"Team": [MEMBER], "Others": [STRANGER]}, by=ADMIN)
    return office


async def may(office: Office, verb, by: UserId) -> bool:
    """Whether the right is there; what else is in the way is not asked here."""
    try:
        await verb(office, by)
    except Rejected as refused:
        return not refused.text.startswith(("You cannot", "There is no process"))
    return True


def given(office: Office, *rights: Right, to="team", process=None):
    return office.database.transact(lambda tx: tx.roles.grant(to, rights, process))
