"""Redo as people ask for it: who may, from where, and only as it was shown to them."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.demanding import said_why
from orchestration.execution.events import Redone
from orchestration.execution.flow.redoing import can_be_redone, downstream
from orchestration.execution.owed.owing_redo import of_child
from orchestration.execution.recording import record
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.places import places_named
from orchestration.read_models.redo_card import RedoCard, fixed_from, redo_card, redo_choices
from orchestration.releases.model import Release
from orchestration.values import ActivityRef, ExecutionId, ReleaseId, UserId


class RedoService:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def shown(
        self,
        release_id: ReleaseId,
        *,
        by: UserId,
        from_: ActivityRef | None = None,
        found_at: ActivityRef | None = None,
        said: str = "",
    ) -> RedoCard:
        """What it would do from there: a place, what somebody called it, or upstream of a defect.

        Without any of these, upstream of what is under way.
        """

        def look(tx: Transaction) -> RedoCard:
            release, execution, _ = self._unfinished(tx, release_id, by)
            place = from_ or (_called(execution, said) if said.strip() else None)
            if place is not None:
                _demand_begun(execution, place)
            place = place or _begins(execution, found_at)
            return redo_card(release, execution, place, _inside(tx, execution, place))

        return await self._database.read(look)

    async def redo(
        self, release_id: ReleaseId, ref: ActivityRef, candidate: int, *, by: UserId, reason: str
    ) -> None:
        """Reopen it and all that depends on it, as the candidate that the person was shown."""
        said = said_why(reason)

        def work(tx: Transaction) -> None:
            _, execution, through = self._unfinished(tx, release_id, by)
            _demand_next(execution, candidate)
            _demand_begun(execution, ref)
            text_id = f"{execution.id}/rc{candidate}"
            tx.texts.keep(text_id, said)
            event = Redone(
                at=self._clock.now(), by=by, ref=ref, candidate=candidate, reason_id=text_id
            )
            inside = _inside(tx, execution, ref)
            record(tx, execution.id, event, door="slack", through=through)
            told = [each for child in inside for each in of_child(child, candidate)]
            tx.owed.owe(told, at=event.at)

        await self._database.transact(work, urgent=True, name="redo")

    def _unfinished(
        self, tx: Transaction, release_id: ReleaseId, by: UserId
    ) -> tuple[Release, ProcessExecution, str]:
        release = tx.releases.get(release_id)
        process = tx.processes.version(release.process_id, release.process_version).process
        to = f"redo {release.reference}"
        through = demand(tx, Right.OPERATE, self._administrators, by, of=process, to=to)
        title = words.quote(release.title)
        if release.status.ended:
            raise Rejected(f"{title} has ended, so nothing of it can be redone.")
        if release.execution_id is None:
            raise Rejected(f"{title} has not started, so there is nothing to redo.")
        execution = tx.executions.get(release.execution_id)
        if not redo_choices(execution):
            raise Rejected(f"{title} is failing and starts nothing more, so it cannot be redone.")
        return release, execution, through


def _inside(
    tx: Transaction, execution: ProcessExecution, ref: ActivityRef
) -> list[ProcessExecution]:
    """The processes that run, or ran, inside what a redo from there reopens."""
    found: list[ProcessExecution] = []
    reach = sorted(downstream(execution.plan, ref).activities)
    wave = [child for each in reach for child in _run_by(execution.activity(each))]
    while wave:
        child = tx.executions.find(wave.pop())
        if child is not None:
            found.append(child)
            wave += (x for each in child.activities.values() for x in _run_by(each))
    return found


def _run_by(activity: ActivityExecution) -> list[ExecutionId]:
    own = [activity.child] if activity.child else []
    return [*own, *(each.child for each in activity.started)]


def _called(execution: ProcessExecution, said: str) -> ActivityRef:
    """The first that was reached of those that are called so; the form offers the others too."""
    found = places_named(execution.plan.activities, said)
    if not found:
        begun = [each.name for each in redo_choices(execution)]
        listed = words.listed(f"“{words.quote(each, 60)}”" for each in begun[:8])
        raise Rejected(
            f"Nothing in this release is called “{words.quote(said, 60)}”. Begun so far: {listed}."
        )
    return next((each for each in found if can_be_redone(execution, each)), found[0])


def _demand_begun(execution: ProcessExecution, ref: ActivityRef) -> None:
    if ref not in execution.plan.activities:
        raise Rejected(f"There is no “{words.quote(ref)}” in this release's process.")
    if not can_be_redone(execution, ref):
        name = words.quote(execution.plan.activities[ref].name)
        raise Rejected(f"“{name}” has not begun, so there is nothing to redo.")


def _demand_next(execution: ProcessExecution, candidate: int) -> None:
    if candidate > execution.candidate:
        return
    last = execution.redos[-1]
    name = words.quote(execution.plan.activities[last.ref].name)
    raise Rejected(
        f"{words.person(last.by)} had it redone from “{name}” at {words.moment(last.at)} already: "
        f"it is rc {execution.candidate} now. Ask again if it still has to be redone."
    )


def _begins(execution: ProcessExecution, found_at: ActivityRef | None) -> ActivityRef:
    if found_at is not None:
        return fixed_from(execution, found_at)
    reached = redo_choices(execution)
    active = [each.ref for each in reached if each.status.active]
    return fixed_from(execution, (active or [reached[-1].ref])[0])
