"""What is decided about release groups, each as one call, with the right it asks for."""

from datetime import timedelta

from orchestration.groups.control import GroupControl
from orchestration.groups.making_by_hand import ByHand, MakingByHand
from orchestration.groups.model import GroupSettings, OwnerRotation
from orchestration.groups.occurrence_service import OccurrenceService
from orchestration.groups.service import GroupService
from orchestration.people.model import Right
from orchestration.people.rights import Administrators
from orchestration.scheduling.reading import read_cadence
from orchestration.values import ChannelId, ProcessId, UserId

ADMIN = UserId("U0ADMIN001")


def service(office, of):
    return of(office.database, office.clock, Administrators([ADMIN]))


def settings(office):
    today = office.clock.now().date()
    return GroupSettings(
        name=f"Weekly {office.door()}",
        process_id=ProcessId("web"),
        cadence=read_cadence("every day at 10:00", today=today).cadence,
        channel=ChannelId("C0RELEASES"),
        rotation=OwnerRotation(owners=(ADMIN,)),
        lead_time=timedelta(days=3),
    )


async def group(office):
    return await service(office, GroupService).create(settings(office), by=ADMIN)


async def first_of(office, of):
    now = office.clock.now()
    return await office.database.read(lambda tx: tx.releases.of_group(of.id, after=now, limit=2))


async def previews_a_group(office, by):
    await service(office, GroupService).preview(settings(office), by=by)


async def makes_a_group(office, by):
    await service(office, GroupService).create(settings(office), by=by)


async def edits_a_group(office, by):
    of = await group(office)
    wanted = of.settings.model_copy(update={"description": "Other"})
    await service(office, GroupService).edit(of.id, of.revision, wanted, by=by)


async def looks_at_a_group(office, by):
    await service(office, GroupService).upcoming((await group(office)).id, by=by)


async def pauses_and_resumes_a_group(office, by):
    of, control = await group(office), service(office, GroupControl)
    await control.pause(of.id, by=by)
    await control.resume(of.id, by=by)


async def archives_a_group(office, by):
    await service(office, GroupControl).archive((await group(office)).id, by=by)


async def skips_the_next_of_a_group(office, by):
    await service(office, OccurrenceService).skip_next((await group(office)).id, by=by)


async def swaps_owners(office, by):
    one, other = await first_of(office, await group(office))
    await service(office, OccurrenceService).swap(one.id, other.id, by=by)


async def changes_an_occurrence(office, by):
    one, _ = await first_of(office, await group(office))
    await service(office, OccurrenceService).expect(one.id, timedelta(hours=2), by=by)


async def makes_a_release_by_hand(office, by):
    of = await group(office)
    wanted = ByHand(group_id=of.id, name="Web", version="1", owner=by)
    await service(office, MakingByHand).make(office.door(), wanted, by=by)


GROUP_VERBS = {
    looks_at_a_group: Right.VIEW,
    previews_a_group: Right.PUBLISH,
    makes_a_group: Right.PUBLISH,
    edits_a_group: Right.PUBLISH,
    pauses_and_resumes_a_group: Right.PUBLISH,
    archives_a_group: Right.PUBLISH,
    skips_the_next_of_a_group: Right.START,
    swaps_owners: Right.START,
    changes_an_occurrence: Right.START,
    makes_a_release_by_hand: Right.START,
}
