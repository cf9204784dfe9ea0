"""A hotfix: its version after what is live, what makes way for it, and how that goes on."""

from datetime import timedelta

import pytest

from bot.views import after_hotfix
from orchestration.errors import Rejected
from orchestration.execution.decisions.control import ReleaseControl
from orchestration.execution.decisions.redo_service import RedoService
from orchestration.execution.decisions.service import ExecutionService
from orchestration.groups.model import OwnerRotation, ReleaseGroup, VersionKind, VersionRule
from orchestration.hotfixes.rules import Target, live_of, met_by, version_after
from orchestration.hotfixes.service import HotfixService
from orchestration.ports import Live
from orchestration.processes.inputs import InputSpec
from orchestration.releases.model import ReleaseStatus, ReleaseType
from orchestration.values import ActivityRef, ProcessId, ReleaseGroupId, ReleaseId
from tests.releases.desk import GROUP, HERE, PAY, TEN, Desk, process
from tests.storage.building import ANA, BEN, CLEO, NOON, release

FIX = ProcessId("payments-fix")


def group(**more):
    return ReleaseGroup(
        **{
            "id": GROUP,
            "name": "Payments weekly",
            "reference_key": "PAY",
            "process_id": PAY,
            "hotfix_process": FIX,
            "channel": HERE,
            "rotation": OwnerRotation(owners=(ANA,)),
            "services": ("api",),
            "created_by": CLEO,
            "created_at": NOON,
        }
        | more
    )


def live(version, *, service="api", environment="production", at=NOON, by="rel_old", of=PAY):
    return Live(
        service=service,
        environment=environment,
        version=version,
        process_id=of,
        release_id=ReleaseId(by),
        ref=ActivityRef("go.notes"),
        attempt=1,
        at=at,
    )


@pytest.mark.parametrize(
    ("there", "rule", "version"),
    [
        (["1.4.2"], VersionKind.SEMVER_MINOR, "1.4.3"),
        (["v1.4"], VersionKind.MANUAL, "v1.4.1"),
        (["Nightingale"], VersionKind.MANUAL, ""),
        ([], VersionKind.SEMVER_MINOR, ""),
    ],
)
def test_the_version_is_the_patch_after_what_went_live_last(there, rule, version):
    of = group(version_rule=VersionRule(kind=rule))
    assert version_after(of, [live(each) for each in there], [], NOON.date()) == version


def test_a_group_with_versions_by_the_calendar_keeps_them():
    of = group(version_rule=VersionRule(kind=VersionKind.CALVER, pattern="YYYY.0M.MICRO"))
    known = ["2026.11.0", "2026.11.1"]
    assert version_after(of, [live("2026.11.1")], known, NOON.date()) == "2026.11.2"


def test_what_is_live_is_the_groups_own_latest_first_in_its_environments():
    later = live("1.5.0", environment="staging", at=NOON + timedelta(hours=1))
    there = [live("1.4.0"), later, live("9.9", service="other", of=ProcessId("other"))]
    assert [each.version for each in live_of(group(), there)] == ["1.5.0", "1.4.0"]
    production = group(environments=("Production",))
    assert [each.version for each in live_of(production, there)] == ["1.4.0"]


def test_a_hotfix_meets_its_group_and_whatever_shares_a_target_and_nothing_else():
    same = release("rel_1", "PAY-1", group=GROUP)
    shares, other = release("rel_2", "WEB-1"), release("rel_3", "OPS-1")
    met = met_by(
        group(tags=("eu",)),
        [
            (same, Target()),
            (shares, Target(services=("API",), tags=("EU",))),
            (other, Target(services=("db",))),
        ],
    )
    assert [(each.release.id, each.shares) for each in met] == [
        ("rel_1", ("the same group",)),
        ("rel_2", ("service api", "tag eu")),
    ]


class Shop(Desk):
    """A group with a hotfix process, and a release of it under way."""

    def __init__(self, database, clock, tmp_path):
        super().__init__(database, clock, tmp_path)
        self.hotfixes = HotfixService(database, clock, self.catalogue, self.admins)
        self.control = ReleaseControl(database, clock, self.admins)
        self.executions = ExecutionService(database, clock, self.admins)

    async def under_way(self, *, inputs=()):
        await self.publish()
        fix = process(inputs=inputs).model_copy(update={"id": FIX, "name": "Payments fix"})

        def work(tx):
            tx.processes.publish(fix, by=ANA, at=NOON)
            tx.live.record([live("1.4.2")])

        await self.database.transact(work)
        running = await self.occurrence(version="1.5.0", hotfix_process=FIX, services=("api",))
        return await self.releases.start(running.id, by=ANA)

    async def done(self, release):
        """Its only to-do is done."""
        execution = await self.database.read(
            lambda tx: tx.executions.get(tx.releases.get(release.id).execution_id)
        )
        [task] = execution.tasks.values()
        await self.executions.done(task.id, task.round, by=ANA)
        await self.settled()

    def asked(self, release):
        found = self.messenger.cards("ask_after_hotfix")
        return next(card for key, card in found.items() if f":{release.id}:" in key)


@pytest.fixture
def shop(database, clock, tmp_path):
    return Shop(database, clock, tmp_path)


async def test_the_form_says_what_is_live_what_comes_next_and_what_is_in_the_way(shop):
    running = await shop.under_way()
    foreseen = await shop.hotfixes.look(GROUP, by=ANA)
    assert (foreseen.version, foreseen.process.process.id) == ("1.4.3", FIX)
    assert [each.release.id for each in foreseen.meets] == [running.id]
    with pytest.raises(Rejected, match="You cannot make a hotfix"):
        await shop.hotfixes.look(GROUP, by=BEN)


async def test_a_hotfix_starts_at_once_and_what_was_chosen_makes_way_for_it(shop):
    running = await shop.under_way()
    made = await shop.hotfixes.make(
        "door", GROUP, version="1.4.3", pause=[running.id], reason="Cards fail.", by=ANA
    )
    hotfix = made.release
    assert (hotfix.type, hotfix.status) == (ReleaseType.HOTFIX, ReleaseStatus.RUNNING)
    assert hotfix.title == f"{hotfix.reference} Payments weekly hotfix 1.4.3"
    assert hotfix.reference.startswith("PAY-")
    assert (await shop.now(running)).status is ReleaseStatus.PAUSED
    again = await shop.hotfixes.make("door", GROUP, version="1.4.3", pause=[], by=ANA)
    assert again.release.id == hotfix.id


async def test_when_it_succeeds_the_owners_of_what_made_way_are_asked_with_what_is_missing(shop):
    running = await shop.under_way()
    made = await shop.hotfixes.make("d", GROUP, version="1.4.3", pause=[running.id], by=ANA)
    await shop.settled()
    later = live("1.4.3", at=NOON + timedelta(hours=1), by=made.release.id)
    await shop.database.transact(lambda tx: tx.live.record([later]))
    await shop.done(made.release)
    card = shop.asked(running)
    assert card.open
    assert [(each.service, each.version) for each in card.live] == [("api", "1.4.3")]
    await shop.control.resume(running.id, by=ANA)
    await shop.settled()
    assert (shop.asked(running).open, shop.asked(running).resumed_by) == (False, ANA)


async def test_once_it_was_redone_the_question_says_so_and_what_is_left_to_press(shop):
    running = await shop.under_way()
    made = await shop.hotfixes.make("d", GROUP, version="1.4.3", pause=[running.id], by=ANA)
    await shop.settled()
    await shop.done(made.release)
    assert shop.asked(running).redone_by is None
    redos = RedoService(shop.database, shop.clock, shop.admins)
    shown = await redos.shown(running.id, by=ANA)
    await redos.redo(running.id, shown.ref, shown.candidate, by=ANA, reason="With the fix.")
    await shop.settled()
    card = shop.asked(running)
    assert (card.open, card.redone_by, card.candidate) == (True, ANA, 2)
    assert "has it run again as rc 2" in after_hotfix.draw(card).text
    assert "It is still paused: it begins when somebody presses Resume." in str(
        after_hotfix.draw(card).blocks
    )


async def test_nobody_is_asked_of_what_was_resumed_meanwhile(shop):
    running = await shop.under_way()
    made = await shop.hotfixes.make("d", GROUP, version="1.4.3", pause=[running.id], by=ANA)
    await shop.control.resume(running.id, by=ANA)
    await shop.settled()
    await shop.done(made.release)
    assert shop.messenger.cards("ask_after_hotfix") == {}


async def test_what_lacks_an_input_is_made_and_says_what_keeps_it_while_nothing_is_lost(shop):
    running = await shop.under_way(inputs=(InputSpec(name="ticket"),))
    made = await shop.hotfixes.make("d", GROUP, version="1.4.3", pause=[running.id], by=ANA)
    assert made.release.status is ReleaseStatus.DRAFT
    assert [each.says for each in made.found.blocks] == ["Please fill in ticket."]
    assert (await shop.now(running)).status is ReleaseStatus.PAUSED


async def test_a_group_without_a_process_for_hotfixes_says_how_it_gets_one(shop):
    await shop.publish()
    await shop.occurrence(at=TEN)
    with pytest.raises(Rejected, match="names no process for hotfixes"):
        await shop.hotfixes.look(GROUP, by=ANA)
    with pytest.raises(Rejected):
        await shop.hotfixes.look(ReleaseGroupId("nothing"), by=ANA)
