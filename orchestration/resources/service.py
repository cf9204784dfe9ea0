"""What people decide about shared resources: how many may hold one, and who goes first."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration import words
from orchestration.effects import Effect
from orchestration.effects.turn import KeepTurn
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.operating import demand_operating
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.resources.keeping import let_next_in, shown_anew
from orchestration.resources.model import MOST_PLACES, Resource, ResourceRequest
from orchestration.resources.queue import moved_up, places_of, waiting
from orchestration.values import UserId, id_from, name_key, plain_line


class ResourceService:
    """Each decision is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def may_set(self, *, by: UserId) -> None:
        """Raise what setting a limit would raise, before a form is shown for it."""
        await self._database.read(lambda tx: self._demand_setting(tx, by))

    async def set_places(self, name: str, places: int, *, by: UserId) -> Resource:
        """So many releases may hold it at once. Nobody who holds it loses it."""
        said = plain_line(name, 60)
        if not name_key(said):
            raise Rejected("Please say which resource, as processes name it under `uses`.")
        if not 1 <= places <= MOST_PLACES:
            raise Rejected(f"Please give a number from 1 to {MOST_PLACES}.")

        def work(tx: Transaction) -> Resource:
            through = self._demand_setting(tx, by)
            now = self._clock.now()
            tx.resources.lock()
            was = places_of(tx.resources.all(), name_key(said))
            resource = Resource(name=said, places=places, set_by=by, set_at=now)
            tx.resources.set(resource)
            let_next_in(tx, now)
            tx.audit.append(
                Decision(
                    chain="resources",
                    at=now,
                    actor=by,
                    through=through,
                    door="slack",
                    action="set places of",
                    subject=resource.key,
                    before=str(was),
                    after=str(places),
                )
            )
            return resource

        return await self._database.transact(work, urgent=True, name="set_places")

    async def may_move(self, request: str, *, by: UserId) -> None:
        await self._database.read(lambda tx: self._demand_moving(tx, request, by))

    async def move_up(
        self, door_key: str, request: str, ahead_of: str, *, by: UserId, reason: str
    ) -> None:
        """Let one that waits go ahead of another, for a reason that everybody concerned reads."""
        said = reason.strip()
        if not said:
            raise Rejected("Please say why, in a few words.")

        def work(tx: Transaction) -> None:
            moving, through = self._demand_moving(tx, request, by)  # its release's row first
            tx.resources.lock()
            requests = tx.resources.requests()
            before = _number(requests, request)
            moved = moved_up(requests, request, ahead_of)
            if not moved:
                raise Rejected(
                    "The queue has changed meanwhile. Open `/release resources` again to see it."
                )
            for each in moved:
                tx.resources.put(each)
            now = self._clock.now()
            let_next_in(tx, now)
            owed: list[Effect] = [x for each in moved for x in shown_anew(each)]
            owed += [KeepTurn(execution_id=x.execution_id, phase=x.phase) for x in moved]
            tx.owed.owe(owed, at=now)
            text_id = id_from("moved", door_key)
            tx.texts.keep(text_id, said)
            tx.audit.append(
                Decision(
                    chain=moving.execution_id,
                    at=now,
                    actor=by,
                    through=through,
                    door="slack",
                    action=f"moved up ahead of {ahead_of}",
                    subject=moving.phase,
                    before=str(before),
                    after=str(_number(tx.resources.requests(), request)),
                    text_id=text_id,
                )
            )

        await self._database.transact(work, urgent=True, name="move_up")

    def _demand_setting(self, tx: Transaction, by: UserId) -> str:
        to = "say how many releases may use something at once"
        return demand(tx, Right.ADMINISTER, self._administrators, by, to=to)

    def _demand_moving(
        self, tx: Transaction, request: str, by: UserId
    ) -> tuple[ResourceRequest, str]:
        """Whoever may operate the release that is moved up."""
        found = next((x for x in waiting(tx.resources.requests()) if x.id == request), None)
        if found is None:
            raise Rejected("That release does not wait for a resource any more.")
        execution = tx.executions.get(found.execution_id)
        to = f"move “{words.quote(execution.plan.name_of(found.phase))}” up in the queue"
        return found, demand_operating(tx, self._administrators, by, execution, to=to)


def _number(requests: Sequence[ResourceRequest], request: str) -> int:
    """Its number in the queue; 0 where it does not wait any more."""
    ids = [each.id for each in waiting(requests)]
    return ids.index(request) + 1 if request in ids else 0
