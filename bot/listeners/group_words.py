"""What was said in a group's form so far, beside the group that there is, and its preview."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.listeners.doors import Doors
from bot.listeners.heard import Json
from bot.listeners.listening import by_its_name
from bot.listeners.who import zone_of
from bot.views.forms.notation import Amiss
from bot.views.groups import carried, preview
from bot.views.groups.answers import (
    Said,
    Values,
    Wanted,
    group_said,
    values_of,
    values_of_new,
    with_answers,
)
from bot.views.groups.parts import Around
from orchestration.errors import Rejected
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.previewing import GroupPreview
from orchestration.people.model import Right
from orchestration.people.rights import demand, demand_publisher, seen_by
from orchestration.ports import Transaction
from orchestration.values import ProcessId, UserId

_SENT_BEFORE = "This form was sent before. `/release groups` shows what there is."
_TURNS = 60
"""How often something can be said in one form; what is said later replaces what was said before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A group's form as it stands."""

    form: carried.GroupForm
    """Its turn is the latest."""
    was: ReleaseGroup | None
    around: Around
    begins_with: Values
    said: Said

    @property
    def values(self) -> Values:
        return with_answers(self.begins_with, self.said.state, self.around)[0]

    def saying(self, said: Said) -> Begun:
        """The form with what was just said in it; raises `Rejected` where that was too often."""
        turn = self.form.turn + 1
        if turn >= _TURNS:
            raise Rejected("This form was changed very often. Confirm it, then edit the group.")
        form = self.form.model_copy(update={"turn": turn})
        return replace(self, form=form, said=said.model_copy(update={"turn": turn}))


async def begun(doors: Doors, form: carried.GroupForm, view_id: str, *, by: UserId) -> Begun:
    """All that the form shows; raises `Rejected` for one that was sent, or is not this person's."""
    said = Said.model_validate(await doors.forms.kept(view_id, _TURNS) or {})
    if said.turn < form.turn:
        raise Rejected(_SENT_BEFORE)

    def look(tx: Transaction) -> Begun:
        was = tx.groups.get(form.group_id) if form.group_id else None
        zone = str(zone_of(tx, by))
        new = values_of_new(by=by, zone=zone, channel=form.channel, process_id=form.process_id)
        return Begun(
            form=form.model_copy(update={"turn": said.turn}),
            was=was,
            around=_around(tx, doors, by, was),
            begins_with=values_of(was, zone=zone) if was else new,
            said=said,
        )

    return await doors.database.read(look)


async def keep(doors: Doors, of: Begun, said: Said, view_id: str) -> Begun:
    """The form with what was just said in it, kept."""
    after = of.saying(said)
    await doors.forms.keep(view_id, of.form.turn, after.said.model_dump(mode="json"))
    return after


async def forget(doors: Doors, of: Begun, view_id: str) -> None:
    if of.form.turn:
        await doors.forms.forget(view_id, range(of.form.turn))


def wanted(doors: Doors, of: Begun) -> Wanted:
    """The group that the form says; raises `Amiss` naming the field that cannot be."""
    return group_said(of.values, of.said, of.was, doors.clock.now())


async def previewed(doors: Doors, of: Begun, *, by: UserId) -> Json:
    """The last page; raises what keeping the group would raise, or `Amiss`."""
    meant = wanted(doors, of)
    foreseen = await doors.groups.preview(meant.settings, by=by, group_id=of.form.group_id)
    return preview.draw(_shown(of, meant, foreseen), of.form)


async def shown(doors: Doors, of: Begun, *, by: UserId) -> Json:
    """The same; of what cannot be as it is, what is wrong, so that it can be mended here."""
    try:
        return await previewed(doors, of, by=by)
    except (Rejected, Amiss) as wrong:
        if of.was is None:
            raise Rejected(str(wrong)) from wrong
        problem = by_its_name(doors, str(wrong))
        drawn = _shown(of, Wanted(of.was.settings), GroupPreview(dates=()), problem)
        return preview.draw(drawn, of.form)


def _shown(of: Begun, meant: Wanted, foreseen: GroupPreview, problem: str = "") -> preview.Shown:
    return preview.Shown(
        wanted=meant,
        values=of.values,
        around=of.around,
        preview=foreseen,
        new=of.was is None,
        changed=of.was is None or meant.settings != of.was.settings,
        problem=problem,
    )


def _around(tx: Transaction, doors: Doors, by: UserId, was: ReleaseGroup | None) -> Around:
    """The processes of which this person may make groups; raises `Rejected` naming who can."""
    sees = seen_by(tx, doors.administrators, by)
    listed = [
        (each.id, each.name)
        for each in tx.processes.list()
        if each.archived_by is None and sees(each.id)
    ]
    own = [each for each in listed if may_publish(tx, doors, by, each[0])]
    if was is not None:
        if not may_publish(tx, doors, by, was.process_id):
            demand_publishing(tx, doors, by, was.process_id, to=f"edit the group “{was.name}”")
        known = was.process_id in {each for each, _ in own}
        name = tx.processes.latest(was.process_id).process.name
        return Around(processes=own if known else [(was.process_id, name), *own], hotfixes=listed)
    if not own:
        if not listed:
            raise Rejected("A group releases a process, and there is none yet: `/release draft`.")
        demand_publisher(tx, doors.administrators, by, to="make a release group")
    return Around(processes=own or listed, hotfixes=listed)


def may_publish(tx: Transaction, doors: Doors, by: UserId, process_id: ProcessId) -> bool:
    try:
        demand_publishing(tx, doors, by, process_id, to="")
    except Rejected:
        return False
    return True


def demand_publishing(
    tx: Transaction, doors: Doors, by: UserId, process_id: ProcessId, *, to: str
) -> None:
    process = tx.processes.latest(process_id).process
    demand(tx, Right.PUBLISH, doors.administrators, by, of=process, to=to)
