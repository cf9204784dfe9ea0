"""Everything that decides, and each verb of it as one call; `VERBS` has the right it asks for."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.placing import Placement
from orchestration.catalogue.using import UsingService
from orchestration.errors import Rejected
from orchestration.execution.decisions.changing_tasks import TaskChanges
from orchestration.execution.decisions.control import ReleaseControl
from orchestration.execution.decisions.handing_service import HandingService
from orchestration.execution.decisions.redo_service import RedoService
from orchestration.execution.decisions.service import ExecutionService
from orchestration.execution.decisions.skip_service import SkipService
from orchestration.execution.decisions.turn_service import TurnService
from orchestration.execution.state.keys import task_id
from orchestration.execution.tasks.wanted import TaskWanted
from orchestration.freezes.letting_through import LettingThrough
from orchestration.freezes.model import FreezeEffect
from orchestration.freezes.service import FreezeService
from orchestration.freezes.written import FreezeWritten
from orchestration.people.granting import GrantService
from orchestration.people.model import Person, Right
from orchestration.people.rights import Administrators
from orchestration.people.service import PeopleService
from orchestration.pipelines.catalogue import FilePipelineCatalogue
from orchestration.pipelines.connection_service import ConnectionService
from orchestration.ports import Revised
from orchestration.processes.asking import QuestionService
from orchestration.processes.beginning import BlueprintService
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.edits import RenameProcess
from orchestration.processes.file_service import FileService
from orchestration.processes.history import ProcessHistory
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.questions.model import Answer
from orchestration.processes.revising.changes import Remove
from orchestration.processes.revision_decisions import RevisionDecisions
from orchestration.processes.revision_service import RevisionService
from orchestration.processes.service import ProcessService
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.releases.again import RunningAgain
from orchestration.releases.editing import Description, EditingService
from orchestration.releases.from_task import FromTask
from orchestration.releases.handing_over import HandoverService
from orchestration.releases.making import NewRelease
from orchestration.releases.moving import MovingService
from orchestration.releases.naming import execution_of
from orchestration.releases.service import ReleaseService
from orchestration.releases.standing_in import StandingIn
from orchestration.releases.watching import WatchService
from orchestration.values import ActivityRef, ChannelId, DraftId, ProcessId, UserId
from storage import SqlDatabase
from tests.people.group_verbs import GROUP_VERBS
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
    approvals = Approvals(from_=(OWNER,))
    sign = TaskSpec(id="sign", name="Gate", kind=TaskKind.SIGN_OFF, approvals=approvals)
    gate = Activity(id="gate", name="Gate", type=ActivityType.MANUAL, tasks=(sign,))
    go = Phase(id="go", name="Go", activities=(notes, gate))
    return Process(id=ProcessId(name), name=name.title(), owners=(OWNER,), phases=(go,))


WEB = process("web")
NOBODY_YET = Approvals(from_=("Nobody yet",))


@dataclass
class Office:
    """Everything that decides, on one database; each thing acted on is made anew."""

    database: SqlDatabase

    def __post_init__(self) -> None:
        self.clock = clock = SettableClock()
        admins = Administrators([ADMIN])
        catalogue = FilePipelineCatalogue((), Path("runs"))
        self.numbers = itertools.count(1)
        self.freezes = FreezeService(self.database, clock, admins)
        self.exceptions = LettingThrough(self.database, clock, admins)
        self.processes = ProcessService(self.database, clock, catalogue, admins)
        self.blueprints = BlueprintService(self.database, clock, admins)
        self.files = FileService(self.database, clock, admins)
        self.revisions = RevisionService(self.database, clock, catalogue, admins)
        self.decided_revisions = RevisionDecisions(self.database, clock, admins)
        self.history = ProcessHistory(self.database, clock, admins)
        self.releases = ReleaseService(self.database, clock, catalogue, admins)
        self.moving = MovingService(self.database, clock, admins)
        self.editing = EditingService(self.database, clock, admins)
        self.executions = ExecutionService(self.database, clock, admins)
        self.handing = HandingService(self.database, clock, admins)
        self.handovers = HandoverService(self.database, clock, admins)
        self.again = RunningAgain(self.database, clock, admins, self.releases)
        self.control = ReleaseControl(self.database, clock, admins)
        self.turns = TurnService(self.database, clock, admins)
        self.tasks = TaskChanges(self.database, clock, admins)
        self.skips = SkipService(self.database, clock, admins)
        self.standing_in = StandingIn(self.database, clock, catalogue, admins)
        self.from_task = FromTask(self.database, clock, catalogue, admins)
        self.redos = RedoService(self.database, clock, admins)
        self.watching = WatchService(self.database, clock, admins)
        self.people = PeopleService(self.database, clock, admins)
        self.using = UsingService(self.database, clock, admins)
        self.connections = ConnectionService(self.database, catalogue, admins)
        self.questions = QuestionService(self.database, clock, catalogue, admins)
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


async def revises_a_draft(office, by):
    await office.revisions.ask(office.door(), await office.draft(), "remove Notes", by=by)


async def revises_what_is_published(office, by):
    await office.revisions.ask_of_process(
        office.door(), WEB.id, "remove Notes", by=by, channel=HERE
    )


async def accepts_and_takes_back(office, by):
    asked = await office.revisions.ask(
        office.door(), await office.draft(), "remove Notes", by=ADMIN
    )
    gone = Remove(of="go.notes")
    answer = Revised(changes=(gone,), reviser="sentences")
    await office.database.transact(lambda tx: office.revisions.revised(tx, asked, 1, WEB, answer))
    await office.decided_revisions.take(asked, 1, by=by)
    await office.decided_revisions.undo(asked, by=by)


async def uses_an_activity_of_the_store(office, by):
    deploy = StoreActivity(id="deploy", name="Deploy", type=ActivityType.AUTOMATED)
    await office.database.transact(lambda tx: tx.store.publish(deploy, by=ADMIN, at=NOON))
    place = Placement(phase="go", name="Deploy", inputs={})
    await office.using.use(await office.draft(), 0, "deploy", place, by=by)


async def answers_a_question(office, by):
    await office.questions.answer(await office.draft(), {"unasked": Answer(chosen="x")}, by=by)


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


async def moves_what_is_planned(office, by):
    await office.moving.move((await office.release()).id, NOON + timedelta(days=2), by=by)


async def skips_what_is_planned(office, by):
    await office.moving.skip((await office.release()).id, by=by)


async def edits_what_is_planned(office, by):
    planned = await office.release()
    given = Description(tags=("eu",))
    await office.editing.edit(planned.id, planned.revision, given, name="", version="", by=by)


async def makes_and_starts(office, by):
    await office.release(by=by, now=True)


async def runs_again(office, by):
    ended = await office.release(now=True)
    await office.executions.abort(ended.id, by=ADMIN, reason="no")
    await office.again.run(office.door(), ended.id, by=by, from_failed=False)


async def hands_a_release_over(office, by):
    running = await office.release(now=True)
    await office.handovers.hand_over(running.id, owner=MEMBER, backup=None, by=by)


async def reassigns_a_task(office, by):
    await office.people.bind({"Web writer": [STRANGER]}, by=ADMIN)
    running = await office.release(now=True)
    about = task_id(execution_of(running.id), NOTES, "do")
    await office.handing.reassign(about, 1, of=STRANGER, to=MEMBER, reason="ill", by=by)


async def retries(office, by):
    running = await office.release(now=True)
    await office.executions.retry(execution_of(running.id), NOTES, 1, by=by)


async def retries_with_a_process(office, by):
    running = await office.release(now=True)
    at = (execution_of(running.id), NOTES, 1)
    await office.standing_in.retry(*at, (SHOP, 1), {}, by=by)


async def ignores(office, by):
    running = await office.release(now=True)
    await office.executions.ignore(execution_of(running.id), NOTES, 1, by=by, reason="late")


async def skips(office, by):
    running = await office.release(now=True)
    await office.skips.skip(execution_of(running.id), NOTES, 1, by=by, reason="late")


async def withdraws_a_planned_skip(office, by):
    tell = Activity(id="tell", name="Tell", type=ActivityType.MANUAL)
    later = Phase(id="later", name="Later", depends_on=("go",), activities=(tell,))
    process = WEB.model_copy(update={"phases": (*WEB.phases, later)})
    await office.database.transact(lambda tx: tx.processes.publish(process, by=ADMIN, at=NOON))
    running = await office.release(now=True)
    to_come = (execution_of(running.id), ActivityRef("later.tell"), 0)
    await office.skips.skip(*to_come, by=ADMIN, reason="late")
    await office.skips.withdraw(*to_come, by=by)


async def skips_an_activity_with_a_gate(office, by):
    running = await office.release(now=True)
    gate = ActivityRef("go.gate")
    await office.skips.skip(execution_of(running.id), gate, 1, by=by, reason="late")


async def pauses(office, by):
    await office.control.pause((await office.release(now=True)).id, by=by, reason="no")


async def goes_on_without_waiting(office, by):
    running = execution_of((await office.release(now=True)).id)
    await office.turns.go_on(running, WEB.phases[0].id, 1, by=by, reason="no")


async def stops_the_line_from_elsewhere(office, by):
    running = await office.release(now=True)
    await office.control.stop_the_line(running.id, by=by, reason="no", where=None)


async def resumes(office, by):
    running = await office.release(now=True)
    await office.control.pause(running.id, by=ADMIN, reason="no")
    await office.control.resume(running.id, by=by)


async def added(office, by):
    running = await office.release(now=True)
    more = TaskWanted(name="Call the bank")
    return await office.tasks.add(office.door(), execution_of(running.id), NOTES, 1, more, by=by)


async def adds_a_task(office, by):
    await added(office, by)


async def edits_an_added_task(office, by):
    await office.tasks.edit(await added(office, ADMIN), 1, TaskWanted(name="Ring them"), by=by)


async def withdraws_an_added_task(office, by):
    await office.tasks.withdraw(await added(office, ADMIN), 1, by=by)


async def skips_a_task(office, by):
    running = await office.release(now=True)
    notes = task_id(execution_of(running.id), NOTES, "do")
    await office.tasks.skip(notes, 1, by=by, reason="late")


async def skips_a_gate(office, by):
    running = await office.release(now=True)
    gate = task_id(execution_of(running.id), ActivityRef("go.gate"), "sign")
    await office.tasks.skip(gate, 1, by=by, reason="late")


async def aborts(office, by):
    await office.executions.abort((await office.release(now=True)).id, by=by, reason="no")


async def calls_off(office, by):
    await office.executions.abort((await office.release()).id, by=by, reason="no")


async def redoes(office, by):
    running = await office.release(now=True)
    await office.redos.redo(running.id, NOTES, 2, by=by, reason="wrong notes")


async def shares(office, by):
    release = await office.release(now=True)
    await office.watching.share(release.id, office.door(), by=by, channel=HERE)


async def watches(office, by):
    await office.watching.watch((await office.release()).id, by=by)


async def grants(office, by):
    role = f"Role {next(office.numbers)}"
    await office.people.bind({role: [STRANGER]}, by=ADMIN)
    await office.grants.grant(role, {Right.START}, process_id=WEB.id, by=by)


async def starts_past_a_gate(office, by):
    """Nobody is bound to the role that must sign."""
    gate = TaskSpec(id="sign", name="Sign", kind=TaskKind.SIGN_OFF, approvals=NOBODY_YET)
    [go] = WEB.phases
    activity = Activity(id="gate", name="Gate", type=ActivityType.MANUAL, tasks=(gate,))
    gated = go.model_copy(update={"activities": (*go.activities, activity)})
    process = WEB.model_copy(update={"phases": (gated,)})
    await office.database.transact(lambda tx: tx.processes.publish(process, by=ADMIN, at=NOON))
    planned = await office.release()
    await office.releases.start(planned.id, by=by, override="She is on the train.")


async def starts_a_process_from_a_task(office, by):
    running = await office.release(now=True)
    notes = task_id(execution_of(running.id), NOTES, "do")
    await office.from_task.start(office.door(), notes, 1, (SHOP, 1), {}, by=by)


async def makes_a_freeze(office, by):
    written = FreezeWritten(
        name=f"Freeze {next(office.numbers)}", when="from now for 1h", effect=FreezeEffect.WARN
    )
    await office.freezes.keep(written, by=by)


async def grants_an_exception_from_a_freeze(office, by):
    tag = f"frozen {next(office.numbers)}"
    written = FreezeWritten(name=tag, when="from now for 1h", tags=(tag,))
    freeze = await office.freezes.keep(written, by=ADMIN)
    planned = await office.release()
    await office.database.transact(
        lambda tx: tx.releases.save(
            tx.releases.get(planned.id).model_copy(update={"tags": (tag,), "owner": OWNER})
        )
    )
    await office.exceptions.ask(planned.id, by=OWNER, reason="It must go out.")
    begins = freeze.windows[0].begins
    await office.exceptions.decide(planned.id, freeze.id, begins, by=by, grant=True)


async def tests_a_connection(office, by):
    await office.connections.test("github", by=by)


VERBS = {
    **GROUP_VERBS,
    asks_for_a_draft: Right.DRAFT,
    begins_with_a_blueprint: Right.DRAFT,
    brings_a_file: Right.DRAFT,
    edits_a_draft: Right.DRAFT,
    revises_a_draft: Right.DRAFT,
    revises_what_is_published: Right.DRAFT,
    accepts_and_takes_back: Right.DRAFT,
    uses_an_activity_of_the_store: Right.DRAFT,
    answers_a_question: Right.DRAFT,
    proposes_a_file: Right.DRAFT,
    publishes: Right.PUBLISH,
    archives_and_brings_back: Right.PUBLISH,
    binds_a_role_it_names: Right.PUBLISH,
    exports: Right.VIEW,
    looks_at_versions: Right.VIEW,
    finds_it: Right.VIEW,
    sees_its_picture: Right.VIEW,
    shares: Right.VIEW,
    watches: Right.VIEW,
    starts_what_is_planned: Right.START,
    moves_what_is_planned: Right.START,
    skips_what_is_planned: Right.START,
    edits_what_is_planned: Right.START,
    makes_and_starts: Right.START,
    runs_again: Right.START,
    hands_a_release_over: Right.OPERATE,
    reassigns_a_task: Right.OPERATE,
    retries: Right.OPERATE,
    retries_with_a_process: Right.OPERATE,
    ignores: Right.OPERATE,
    skips: Right.OPERATE,
    withdraws_a_planned_skip: Right.OPERATE,
    skips_an_activity_with_a_gate: Right.OVERRIDE,
    pauses: Right.OPERATE,
    goes_on_without_waiting: Right.OPERATE,
    stops_the_line_from_elsewhere: Right.OPERATE,
    resumes: Right.OPERATE,
    adds_a_task: Right.OPERATE,
    edits_an_added_task: Right.OPERATE,
    withdraws_an_added_task: Right.OPERATE,
    starts_a_process_from_a_task: Right.OPERATE,
    skips_a_task: Right.OPERATE,
    skips_a_gate: Right.OVERRIDE,
    aborts: Right.OPERATE,
    redoes: Right.OPERATE,
    calls_off: Right.OPERATE,
    grants: Right.ADMINISTER,
    starts_past_a_gate: Right.OVERRIDE,
    makes_a_freeze: Right.ADMINISTER,
    tests_a_connection: Right.ADMINISTER,
    grants_an_exception_from_a_freeze: Right.OVERRIDE,
}
OF_NO_PROCESS = {asks_for_a_draft, begins_with_a_blueprint, brings_a_file}
OF_THE_WORKSPACE = {makes_a_freeze, tests_a_connection}
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
