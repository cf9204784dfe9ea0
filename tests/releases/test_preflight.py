"""The look before every start: what blocks, what warns, what goes past it."""

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.people.absence import Absence
from orchestration.people.model import Person
from orchestration.people.rights import Administrators
from orchestration.people.service import PeopleService
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.releases.findings import Fix
from orchestration.releases.making import NewRelease
from orchestration.releases.model import ReleaseStatus
from orchestration.releases.preflight_service import PreflightService
from orchestration.releases.service import ReleaseService
from orchestration.values import ActivityRef, ChannelId, ProcessId
from tests.storage.building import ANA, BEN, CLEO, NOON

PIPELINES = """
pipelines:
  - name: deploy
    provider: http
    url: http://127.0.0.1:9/deploy
    run-id: $.id
    idempotent: true
    status:
      url: http://127.0.0.1:9/runs/{{ run_id }}
      path: $.state
      succeeded: [ok]
      failed: [no]
"""


def signed(*roles, needed=1, without_starter=False):
    approvals = Approvals(
        from_=roles, needed=needed, exclude=("starter",) if without_starter else ()
    )
    task = TaskSpec(id="sign", name="QA sign-off", kind=TaskKind.SIGN_OFF, approvals=approvals)
    return Activity(id="qa", name="QA sign-off", type=ActivityType.MANUAL, tasks=(task,))


DEPLOY = Activity(id="deploy", name="Deploy", type=ActivityType.AUTOMATED, pipeline="deploy")


def process(*activities, inputs=()):
    phase = Phase(id="ship", name="Ship", activities=activities)
    return Process(id=ProcessId("web"), name="Web", owners=(ANA,), phases=(phase,), inputs=inputs)


class Desk:
    """A process, its people, and a release that is planned for tomorrow."""

    def __init__(self, database, clock, tmp_path):
        (tmp_path / "pipelines.yaml").write_text(PIPELINES)
        catalogue = load_catalogue(tmp_path / "pipelines.yaml", tmp_path / "runs")
        admins = Administrators((CLEO,))
        self.database, self.clock = database, clock
        self.releases = ReleaseService(database, clock, catalogue, admins)
        self.preflight = PreflightService(database, clock, catalogue, admins)
        self.people = PeopleService(database, clock, admins)

    async def publish(self, of, **roles):
        def work(tx):
            people = [Person(id=each, name=each) for each in (ANA, BEN, CLEO)]
            tx.directory.save_people(people, at=NOON)
            tx.processes.publish(of, by=ANA, at=NOON)

        await self.database.transact(work)
        if roles:
            await self.people.bind({"QA": roles["QA"]}, by=CLEO)

    async def plan(self, **inputs):
        new = NewRelease(
            process_id=ProcessId("web"),
            name="Web",
            version="4.2",
            inputs=inputs,
            channel=ChannelId("C0RELEASES"),
            start_now=False,
            scheduled_for=self.clock.now() + timedelta(days=1),
        )
        return await self.releases.create(f"door {inputs}", new, by=ANA)

    async def found(self, release, by=ANA):
        return (await self.preflight.look(release.id, by=by))[1]


@pytest.fixture
def desk(database, clock, tmp_path):
    return Desk(database, clock, tmp_path)


async def test_nothing_is_found_where_everything_is_ready(desk):
    await desk.publish(process(signed("QA")), QA=[BEN])
    planned = await desk.plan()
    assert (await desk.found(planned)).findings == ()
    assert (await desk.releases.start(planned.id, by=ANA)).status is ReleaseStatus.RUNNING


async def test_everything_in_the_way_is_said_at_once_each_with_what_mends_it(desk):
    ticket = InputSpec(name="ticket", required=True)
    await desk.publish(process(signed("QA"), inputs=(ticket,)), QA=[BEN])
    planned = await desk.plan(ticket="T-1")
    await desk.people.bind({"QA": []}, by=CLEO)
    late = InputSpec(name="late", required=True)
    await desk.publish(process(signed("QA"), inputs=(ticket, late)))
    found = await desk.found(planned)
    assert [each.fix for each in found.blocks] == [Fix.ROLES, Fix.INPUTS]
    assert "nobody is bound to that role" in found.blocks[0].says
    assert "Please fill in late" in found.blocks[1].says
    with pytest.raises(Rejected) as refused:
        await desk.releases.start(planned.id, by=ANA)
    assert refused.value.text == found.refusal(planned.reference)


async def test_a_gate_that_only_the_starter_could_open_keeps_the_starter_from_starting(desk):
    await desk.publish(process(signed("QA", without_starter=True)), QA=[ANA])
    planned = await desk.plan()
    [finding] = (await desk.found(planned)).blocks
    assert finding.fix is Fix.ROLES
    assert "whoever starts the release may not sign it" in finding.says
    assert (await desk.found(planned, by=CLEO)).blocks == ()
    with pytest.raises(Rejected, match="may not sign it"):
        await desk.releases.start(planned.id, by=ANA)


@pytest.mark.parametrize(
    ("needed", "others", "enough"), [(1, 1, True), (2, 1, False), (2, 2, True), ("all", 1, True)]
)
async def test_without_the_starter_there_must_be_as_many_as_the_gate_needs(
    desk, needed, others, enough
):
    members = [ANA, BEN, CLEO][: 1 + others]
    await desk.publish(process(signed("QA", needed=needed, without_starter=True)), QA=members)
    assert (not (await desk.found(await desk.plan())).blocks) is enough


async def test_who_may_override_starts_past_a_gate_with_a_reason_and_it_is_held_there(desk):
    await desk.publish(process(signed("QA")))
    planned = await desk.plan()
    with pytest.raises(Rejected, match="You cannot start"):
        await desk.releases.start(planned.id, by=ANA, override="It must go out.")
    started = await desk.releases.start(planned.id, by=CLEO, override="It must go out.")

    def look(tx):
        held = tx.executions.get(started.execution_id).activity(ActivityRef("ship.qa"))
        entries = tx.audit.entries([planned.id])
        texts = tx.texts.bodies([each.text_id for each in entries if each.text_id])
        return held.status.value, [each.action for each in entries], texts

    status, actions, texts = await desk.database.read(look)
    assert status == "on_hold"
    assert "overrode what keeps from starting" in actions
    assert list(texts.values()) == ["It must go out."]


async def test_an_input_that_is_missing_is_never_gone_past(desk):
    await desk.publish(process(signed("QA"), inputs=(InputSpec(name="ticket", required=True),)))
    planned = await desk.plan(ticket="T-1")
    late = (InputSpec(name="late", required=True),)
    await desk.publish(process(signed("QA"), inputs=late))
    assert not (await desk.found(planned)).can_be_overridden
    with pytest.raises(Rejected, match="Please fill in late"):
        await desk.releases.start(planned.id, by=CLEO, override="It must go out.")


async def test_a_pipeline_whose_server_does_not_answer_is_a_warning_and_stops_nobody(desk):
    await desk.publish(process(DEPLOY))
    planned = await desk.plan()
    found = await desk.found(planned)
    assert found.blocks == ()
    assert "“deploy” could not start now: 127.0.0.1:9 cannot be reached" in found.warns[0].says
    assert (await desk.releases.start(planned.id, by=ANA)).status is ReleaseStatus.RUNNING


async def test_there_is_nothing_to_look_at_before_what_has_started(desk):
    await desk.publish(process(signed("QA")), QA=[BEN])
    planned = await desk.plan()
    await desk.releases.start(planned.id, by=ANA)
    with pytest.raises(Rejected, match="has started already"):
        await desk.found(planned)


async def is_away(desk, person, *, substitute=None):
    until = desk.clock.now() + timedelta(days=3)
    absence = Absence(person=person, until=until, substitute=substitute, since=NOON, by=person)
    await desk.database.transact(lambda tx: tx.absences.put(absence))


async def test_a_gate_whose_people_are_away_is_a_warning_that_says_until_when(desk):
    await desk.publish(process(signed("QA")), QA=[BEN])
    planned = await desk.plan()
    await is_away(desk, BEN)
    found = await desk.found(planned)
    assert found.blocks == ()
    assert found.warns[0].says.startswith(f"QA sign-off: {{@{BEN}}} is away until {{t:")


@pytest.mark.parametrize(("members", "substitute"), [([BEN, CLEO], None), ([BEN], ANA)])
async def test_nothing_is_said_where_somebody_else_of_the_role_or_a_substitute_is_there(
    desk, members, substitute
):
    await desk.publish(process(signed("QA")), QA=members)
    planned = await desk.plan()
    await is_away(desk, BEN, substitute=substitute)
    assert (await desk.found(planned)).findings == ()
