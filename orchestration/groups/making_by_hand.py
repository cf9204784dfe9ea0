"""A release of a group that somebody makes by hand, beside those of its cadence."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from orchestration import words
from orchestration.effects import ShowHome, ShowRelease
from orchestration.errors import Rejected
from orchestration.groups.deciding import refuse_archived_group
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.naming import LONGEST_NAME
from orchestration.groups.occurrence import given_by
from orchestration.groups.planning import called, versions_of
from orchestration.groups.standing import known_releases, refuse_taken_version
from orchestration.groups.versions import next_version
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.processes.history import refuse_archived
from orchestration.releases.due import owe_its_time
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import Frozen, ReleaseGroupId, ReleaseId, UserId, id_from, plain_line


class ByHand(Frozen):
    """What a person says of it."""

    group_id: ReleaseGroupId
    name: str
    version: str
    owner: UserId
    scheduled_for: datetime | None = None
    """None: it waits until somebody starts it."""


class Proposed(Frozen):
    """What its form begins with."""

    group: ReleaseGroup
    name: str
    version: str


class MakingByHand:
    """Whoever may start the process of a group; no turn of its owners is used up."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def proposed(self, group_id: ReleaseGroupId, *, by: UserId) -> Proposed:
        """The name and version that its rules give now; raises what making it would raise."""

        def look(tx: Transaction) -> Proposed:
            group = tx.groups.get(group_id)
            self._demand(tx, group, by)
            zone = ZoneInfo(group.cadence.zone if group.cadence else "UTC")
            local = self._clock.now().astimezone(zone).replace(tzinfo=None)
            known = versions_of(known_releases(tx, group))
            version = next_version(group.version_rule, known, local.date())
            number = tx.groups.last_number(group.id) + 1
            name = called(group, local, number, version)
            return Proposed(group=group, name=name, version=version)

        return await self._database.read(look)

    async def make(self, door_key: str, wanted: ByHand, *, by: UserId) -> Release:
        """The same door key again returns the same release."""
        release_id = ReleaseId(id_from("rel", door_key))

        def work(tx: Transaction) -> Release:
            known = tx.releases.find(release_id)
            if known is not None:
                return known
            now = self._clock.now()
            group = tx.groups.get(wanted.group_id)
            through = self._demand(tx, group, by)
            release = _made(tx, group, wanted, release_id, by, now)
            tx.releases.add(release)
            tx.audit.append(
                Decision(
                    chain=release.id,
                    at=now,
                    actor=by,
                    through=through,
                    door="slack",
                    action="created",
                    subject=release.reference,
                    after=release.status.value,
                )
            )
            homes = [ShowHome(user_id=each) for each in {by, release.owner}]
            tx.owed.owe([ShowRelease(release_id=release_id), *homes], at=now)
            owe_its_time(tx, release, at=now)
            return release

        return await self._database.transact(work, urgent=True, name="make_by_hand")

    def _demand(self, tx: Transaction, group: ReleaseGroup, by: UserId) -> str:
        process = tx.processes.latest(group.process_id).process
        to = f"make a release of the group “{words.quote(group.name, 80)}”"
        through = demand(tx, Right.START, self._administrators, by, of=process, to=to)
        refuse_archived_group(group)
        refuse_archived(tx, group.process_id)
        return through


def _made(
    tx: Transaction,
    group: ReleaseGroup,
    wanted: ByHand,
    release_id: ReleaseId,
    by: UserId,
    now: datetime,
) -> Release:
    if wanted.scheduled_for is not None and wanted.scheduled_for <= now:
        raise Rejected("That time has passed. Choose a later one, or start it now.")
    version = plain_line(wanted.version, 40)
    refuse_taken_version(tx, group.id, version)
    return Release(
        **given_by(group),
        id=release_id,
        reference=tx.groups.next_reference(group.id),
        name=plain_line(wanted.name, LONGEST_NAME) or group.name,
        version=version,
        process_version=tx.processes.latest(group.process_id).version,
        owner=wanted.owner,
        status=ReleaseStatus.SCHEDULED if wanted.scheduled_for else ReleaseStatus.DRAFT,
        scheduled_for=wanted.scheduled_for,
        created_by=by,
        created_at=now,
        group=group.id,
    )
