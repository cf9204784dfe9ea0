"""Release groups: made, edited, paused, archived; and what they come to, before they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeVar

from orchestration import words
from orchestration.errors import Rejected
from orchestration.groups.applying import apply_edit, foreseen_edit
from orchestration.groups.checking import checked
from orchestration.groups.deciding import (
    demand_group,
    demand_seen,
    group_named,
    refuse_archived_group,
    written,
)
from orchestration.groups.editing import GroupEdit
from orchestration.groups.foreseeing import foreseen
from orchestration.groups.making import made_up_to_date
from orchestration.groups.meeting import with_conflicts
from orchestration.groups.model import GroupSettings, ReleaseGroup
from orchestration.groups.previewing import GroupPreview
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, holders_of, seen_by
from orchestration.ports import Clock, Database, Transaction
from orchestration.values import ReleaseGroupId, UserId, telling_slug

PREVIEWED: Final = 5
T = TypeVar("T")


class GroupService:
    """Who may publish a process decides about the groups that release it."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def create(self, wanted: GroupSettings, *, by: UserId) -> ReleaseGroup:
        """Keep a new group and make its first occurrences.

        The same again by the same person returns the group that there is.
        """

        def work(tx: Transaction) -> ReleaseGroup:
            now = self._clock.now()
            through = demand_group(tx, self._administrators, by, wanted, to="make a release group")
            group = _new(tx, checked(tx, wanted, now), by, now)
            known = tx.groups.find(group.id)
            if known is not None:
                return _refuse_taken(known, group)
            tx.groups.add(group)
            written(tx, group, "made", by=by, through=through, at=now)
            return tx.groups.save(made_up_to_date(tx, tx.groups.get(group.id), now))

        return await self._database.transact(work, urgent=True, name="create_group")

    async def edit(
        self, group_id: ReleaseGroupId, edition: str, wanted: GroupSettings, *, by: UserId
    ) -> ReleaseGroup:
        """Change it, and with it every coming occurrence that nobody touched.

        Raises `Rejected` where somebody changed the group meanwhile.
        """

        def work(tx: Transaction) -> ReleaseGroup:
            now = self._clock.now()
            was = tx.groups.get(group_id)
            through = self._demand_edit(tx, was, wanted, by)
            if was.edition != edition:
                raise Rejected(
                    f"The group “{words.quote(was.name, 80)}” changed while you had the form open. "
                    "Nothing of yours was saved; open it again and look at what is there now."
                )
            group = _edited(was, checked(tx, wanted, now), now)
            if group.settings == was.settings:
                return was
            group = group.model_copy(update={"edited_at": now})
            after = apply_edit(tx, group, was, by=by, now=now)
            written(tx, after, "edited", by=by, through=through, at=now)
            return tx.groups.save(made_up_to_date(tx, after, now))

        return await self._database.transact(work, urgent=True, name="edit_group")

    async def preview(
        self,
        wanted: GroupSettings,
        *,
        by: UserId,
        group_id: ReleaseGroupId | None = None,
        many: int = PREVIEWED,
    ) -> GroupPreview:
        """Its next dates with what they will carry; of a group that there is, what an edit does.

        Raises what keeping it would raise.
        """

        def look(tx: Transaction) -> GroupPreview:
            now = self._clock.now()
            if group_id is None:
                demand_group(tx, self._administrators, by, wanted, to="make a release group")
                group, edit = _new(tx, checked(tx, wanted, now), by, now), GroupEdit()
            else:
                was = tx.groups.get(group_id)
                self._demand_edit(tx, was, wanted, by)
                group = _edited(was, checked(tx, wanted, now), now)
                edit = foreseen_edit(tx, group, was, now)
            return self._meeting(tx, group, foreseen(tx, group, now, many, edit), by)

        return await self._database.read(look)

    async def upcoming(
        self, group_id: ReleaseGroupId, *, by: UserId, many: int = PREVIEWED
    ) -> GroupPreview:
        """The next dates of a group as it is."""

        def look(tx: Transaction) -> GroupPreview:
            group = tx.groups.get(group_id)
            demand_seen(tx, self._administrators, by, group)
            return self._meeting(tx, group, foreseen(tx, group, self._clock.now(), many), by)

        return await self._database.read(look)

    async def list(self, *, by: UserId) -> Sequence[ReleaseGroup]:
        """Those that `by` may look at, archived ones too."""

        def look(tx: Transaction) -> Sequence[ReleaseGroup]:
            sees = seen_by(tx, self._administrators, by)
            return [each for each in tx.groups.list() if sees(each.process_id)]

        return await self._database.read(look)

    async def find(self, name: str, *, by: UserId) -> ReleaseGroup:
        """By name, id or key, in any case; raises `Rejected` naming the nearest ones."""

        def look(tx: Transaction) -> ReleaseGroup:
            sees = seen_by(tx, self._administrators, by)
            return group_named(tx, name, sees=lambda each: sees(each.process_id))

        return await self._database.read(look)

    def _meeting(
        self, tx: Transaction, group: ReleaseGroup, preview: GroupPreview, by: UserId
    ) -> GroupPreview:
        sees = seen_by(tx, self._administrators, by)
        dates = with_conflicts(tx, group, preview.dates, sees=sees, now=self._clock.now())
        return preview.model_copy(update={"dates": dates, "cannot_start": self._refused(tx, group)})

    def _refused(self, tx: Transaction, group: ReleaseGroup) -> tuple[UserId, ...]:
        """What starts by itself asks nobody's right."""
        if group.auto_start:
            return ()
        process = tx.processes.latest(group.process_id).process
        can = holders_of(tx, Right.START, self._administrators, process)
        return tuple(each for each in group.rotation.owners if each not in can)

    def _demand_edit(
        self, tx: Transaction, was: ReleaseGroup, wanted: GroupSettings, by: UserId
    ) -> str:
        """Of the process it has, and of the one it is to have."""
        to = f"edit the group “{words.quote(was.name, 80)}”"
        through = demand_group(tx, self._administrators, by, was, to=to)
        if wanted.process_id != was.process_id:
            demand_group(tx, self._administrators, by, wanted, to=to)
        refuse_archived_group(was)
        return through


def _new(tx: Transaction, wanted: GroupSettings, by: UserId, now: datetime) -> ReleaseGroup:
    return ReleaseGroup(
        **dict(wanted),
        id=ReleaseGroupId(telling_slug(wanted.name, fallback="group")),
        reference_key=tx.groups.unused_key(wanted.name),
        made_until=now,
        looks_at=now,
        created_by=by,
        created_at=now,
    )


def _refuse_taken(known: ReleaseGroup, wanted: ReleaseGroup) -> ReleaseGroup:
    """A form that is sent twice made one group; another of the name needs another name."""
    if known.settings.model_copy(update={"rotation": wanted.rotation}) == wanted.settings and (
        known.created_by == wanted.created_by
    ):
        return known
    aside = "; it is archived" if known.archived_by else ""
    raise Rejected(
        f"There is a group called “{words.quote(known.name, 80)}” already{aside}. "
        "Choose another name."
    )


def _edited(was: ReleaseGroup, wanted: GroupSettings, now: datetime) -> ReleaseGroup:
    """Whose turn it is goes on counting; where nothing was due any more, it begins now."""
    rotation = wanted.rotation.model_copy(update={"turn": was.rotation.turn})
    made_until = was.made_until or now
    if was.looks_at is None:
        made_until = max(made_until, now)
    update = {**dict(wanted), "rotation": rotation, "made_until": made_until}
    return was.model_copy(update=update)
