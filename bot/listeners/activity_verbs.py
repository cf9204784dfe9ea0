"""`retry`, `ignore` and `skip` with the activity they mean, as people type them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.listeners import rights
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.replies import Open, Reply, Say
from bot.views import buttons, control, hold_card, private
from bot.views.modals import control as control_form
from bot.views.modals import reason
from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.activity_named import activity_meant
from orchestration.execution.decisions.skip_service import has_gate
from orchestration.execution.flow.skipping import can_be_skipped
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.ports import Transaction
from orchestration.releases.model import Release
from orchestration.values import ActivityRef, ReleaseId

_ORDER = {ActivityStatus.ON_HOLD: 0, ActivityStatus.QUEUED: 1, ActivityStatus.WAITING_FOR_INPUT: 2}
_FITS: Mapping[str, Callable[[ActivityExecution], bool]] = {
    "retry": lambda each: each.can_be_decided,
    "ignore": lambda each: each.can_be_decided,
    "skip": can_be_skipped,
}


VERBS = frozenset(_FITS)


class Running(NamedTuple):
    release: Release
    execution: ProcessExecution


async def answer(doors: Doors, heard: Heard, verb: str, release_id: ReleaseId, said: str) -> Reply:
    """Of the activity that is meant; where that is not clear, the question which."""
    running = await doors.database.read(lambda tx: _running(tx, release_id))
    release, execution = running
    fits = [each for each in execution.plan.activities if _FITS[verb](execution.activity(each))]
    meant, rest = activity_meant(execution.plan, said)
    there = [each for each in meant if each in fits] or list(meant) or fits
    if not there:
        raise Rejected(f"Nothing of {words.quote(release.title)} can be {_DONE[verb]} now.")
    if len(there) > 1:
        return Say(control.which_activity(verb, release, _choosable(execution, there)))
    return await _about(doors, heard, verb, running, there[0], rest)


async def chosen(doors: Doors, heard: Heard, choice: control.ActivityChoice) -> Reply:
    await rights.demand_view(doors, choice.release_id, heard.by)
    running = await doors.database.read(lambda tx: _running(tx, choice.release_id))
    ref = list(running.execution.plan.activities)[choice.n]
    return await _about(doors, heard, choice.verb, running, ref, "")


async def skip_form(doors: Doors, heard: Heard, place: buttons.HoldButton, said: str = "") -> Reply:
    execution = await doors.skips.may_skip(
        place.execution_id, place.ref, place.attempt, by=heard.by
    )
    form = control.ControlForm(verb="skip", release_id=execution.release_id, place=place)
    name = execution.plan.name_of(place.ref)
    said_then = _consequence(execution, place.ref)
    return Open(control_form.draw(form, name, typed=said, consequence=said_then))


async def _about(
    doors: Doors, heard: Heard, verb: str, running: Running, ref: ActivityRef, said: str
) -> Reply:
    """The form of what was named; a mention cannot open one, and shows what to press."""
    execution, activity = running.execution, running.execution.activity(ref)
    place = buttons.HoldButton(execution_id=execution.id, ref=ref, attempt=activity.attempt)
    name = execution.plan.name_of(ref)
    planned = activity.to_be_skipped
    if verb == "skip" and planned is not None:
        by, at = words.person(planned.by), words.moment(planned.at)
        asked = f"“{words.quote(name)}” is to be skipped when its turn comes: {by} said so at {at}."
        return Say(private.offer(asked, control.not_skip_button(place, name)))
    if verb == "skip":
        if heard.trigger_id:
            return await skip_form(doors, heard, place, said)
        await doors.skips.may_skip(execution.id, ref, activity.attempt, by=heard.by)
        asked = f"Skip “{words.quote(name)}” of {words.quote(running.release.title)}?"
        return Say(private.offer(asked, control.skip_button(place, name)))
    if not activity.can_be_decided:
        status = activity.status.value.replace("_", " ")
        raise Rejected(f"“{words.quote(name)}” is not on hold: it is {status}.")
    card = await rights.demand_hold(doors, place, heard.by, to=f"{verb} it")
    if verb == "ignore" and heard.trigger_id:
        form = buttons.ReasonForm(verb="ignore", hold=place)
        return Open(reason.draw(form, card.name, outputs=card.outputs, typed=said))
    return Say(hold_card.draw(card))


def _running(tx: Transaction, release_id: ReleaseId) -> Running:
    release = tx.releases.get(release_id)
    if release.execution_id is None:
        raise Rejected(f"{words.quote(release.title)} has not started yet.")
    if release.status.ended:
        raise Rejected(f"{words.quote(release.title)} has ended already.")
    return Running(release, tx.executions.get(release.execution_id))


def _choosable(execution: ProcessExecution, refs: list[ActivityRef]) -> list[control.Choosable]:
    """What waits for somebody first, then in the order of the process."""
    plan = execution.plan

    def turn(ref: ActivityRef) -> tuple[int, int]:
        return _ORDER.get(execution.activity(ref).status, len(_ORDER)), plan.place[ref]

    return [
        control.Choosable(
            n=plan.place[ref],
            name=plan.name_of(ref),
            state=execution.activity(ref).status.value.replace("_", " "),
        )
        for ref in sorted(refs, key=turn)
    ]


def _consequence(execution: ProcessExecution, ref: ActivityRef) -> str:
    plan = execution.plan
    pending = execution.activity(ref).status is ActivityStatus.PENDING
    when = "It is skipped when its turn comes. " if pending else ""
    after = [plan.name_of(each) for each in plan.successors[ref]]
    goes_on = f"What waits for it goes on without it: {words.listed(after[:5])}. " if after else ""
    gate = "Its sign-off is left out too, which is kept in the audit with your name."
    return f"{when}{goes_on}{gate if has_gate(plan.activities[ref]) else ''}".strip()


_DONE = {"retry": "retried", "ignore": "ignored", "skip": "skipped"}
