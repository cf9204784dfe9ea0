"""What is owed to the outside, as rows: the truth that every worker claims from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, literal, literal_column, select, text, update

from orchestration.effects import Effect, due_at_of
from orchestration.ports import Claim, OwedRow, Tally
from storage import formats
from storage.columns import UtcDateTime
from storage.doubt import Doubt
from storage.owed_turns import (
    CHANGING,
    OF_A_PERSON,
    REFRESHED,
    claiming,
    claiming_one,
    free,
    next_due,
)
from storage.scope import Upsert, insert_into
from storage.tables import owed

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Executable, Row, ScalarSelect, Select

    from storage.scope import Scope


class SqlOwedWork:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def owe(self, effects: Iterable[Effect], *, at: datetime) -> None:
        rows = [row_of(each, at, self._scope.doubt) for each in effects]
        self._scope.send_each(_owing(self._scope.dialect), rows)

    def claim(self, worker: str, *, now: datetime, lease: timedelta, limit: int) -> Sequence[Claim]:
        taking = claiming(type(self).one_by_one, restored=self._restored)
        taken = self._connection.execute(
            taking, {"worker": worker, "now": now, "lease": now + lease, "most": limit}
        ).all()
        in_turn = sorted(taken, key=lambda row: (row.priority, row.due_at, row.id))
        return [each for row in in_turn if (each := self._claim_of(row)) is not None]

    def claim_one(
        self, row_id: int, worker: str, *, now: datetime, lease: timedelta
    ) -> Claim | None:
        taken = self._connection.execute(
            claiming_one(restored=self._restored),
            {"row": row_id, "worker": worker, "now": now, "lease": now + lease},
        ).one_or_none()
        return self._claim_of(taken) if taken else None

    @staticmethod
    def one_by_one(turn: Select[Any]) -> ScalarSelect[Any]:
        """The ids of rows that no other worker takes at this moment."""
        return turn.scalar_subquery()

    @property
    def _restored(self) -> bool:
        """After a restore nothing is paid until somebody resumes."""
        return self._scope.doubt is not None

    def orphaned(self, *, until: datetime) -> None:
        self._connection.execute(
            update(owed)
            .where(owed.c.claimed_by.is_not(None), owed.c.lease_until > until)
            .values(lease_until=until)
        )

    def _claim_of(self, row: Row[Any]) -> Claim | None:
        """The claim; one whose document cannot be read is kept as stuck, with the reason."""
        try:
            effect = formats.EFFECT.load(row.document)
        except formats.UnreadableDocument as unreadable:
            self._connection.execute(
                update(owed)
                .where(owed.c.id == row.id)
                .values(state="stuck", reason=str(unreadable), claimed_by=None, lease_until=None)
            )
            return None
        return Claim(
            id=row.id,
            effect=effect,
            tries=row.tries,
            wanted=row.wanted,
            owed_at=row.owed_at,
            first_tried_at=row.first_tried_at,
            claimed_by=row.claimed_by,
        )

    def hold(self, claim: Claim, *, until: datetime) -> bool:
        return self._changed(CHANGING, {**_delivery(claim), "lease_until": until})

    def settle(self, claim: Claim, *, now: datetime) -> bool:
        paid: dict[str, Any] = {"paid": claim.wanted, "paid_at": now, "reason": ""}
        if not claim.effect.standing:
            return self._let_go(claim, state="done", **paid)
        rests_until = now + _spacing_of(claim.effect)
        return self._let_go(
            claim,
            REFRESHED,
            drawn=claim.wanted,
            rests=rests_until,
            rests_until=rests_until,
            tries=0,
            first_tried_at=None,
            **paid,
        )

    def postpone(
        self, claim: Claim, *, until: datetime, reason: str, untried: bool = False
    ) -> bool:
        if not untried:
            return self._let_go(claim, due_at=until, reason=reason)
        first_tried_at = claim.first_tried_at if claim.tries > 1 else None
        return self._let_go(
            claim,
            due_at=until,
            reason=reason,
            tries=claim.tries - 1,
            first_tried_at=first_tried_at,
        )

    def stick(self, claim: Claim, *, reason: str, now: datetime) -> bool:
        return self._let_go(claim, state="stuck", due_at=now, reason=reason)

    def _let_go(self, claim: Claim, change: Executable = CHANGING, **values: Any) -> bool:
        """Change it and hold it no longer; only where it is still this very delivery's."""
        let_go = {"claimed_by": None, "lease_until": None}
        return self._changed(change, {**_delivery(claim), **let_go, **values})

    def is_known(self, key: str) -> bool:
        query = select(owed.c.id).where(owed.c.key == key)
        return self._connection.execute(query).first() is not None

    def next_due_at(self) -> datetime | None:
        found = self._connection.execute(next_due(restored=self._restored)).one()
        return min((each for each in found if each is not None), default=None)

    def rows(self, *, state: str | None = None) -> Sequence[OwedRow]:
        now = self._scope.clock.now()
        unclaimed = free(literal(now, UtcDateTime))
        taken = ~unclaimed
        query = select(owed, taken.label("held")).order_by(owed.c.due_at, owed.c.id)
        match state:
            case None:
                query = query.where(owed.c.state.in_(("due", "stuck")))
            case "held":
                query = query.where(owed.c.state == "due", taken)
            case "due":
                query = query.where(owed.c.state == "due", unclaimed)
            case _:
                query = query.where(owed.c.state == state)
        return [
            OwedRow(
                id=row.id,
                key=row.key,
                state="held" if row.state == "due" and row.held else row.state,
                tries=row.tries,
                due_at=row.due_at,
                reason=row.reason,
            )
            for row in self._connection.execute(query)
        ]

    def tally(self, *, now: datetime) -> Tally:
        by_now = owed.c.due_at <= now
        query = select(
            owed.c.state,
            func.sum(case((by_now, 1), else_=0)).label("due"),
            func.count().label("number"),
            func.min(owed.c.due_at).label("oldest"),
            func.max(owed.c.tries).label("tries"),
        )
        query = query.where(owed.c.state.in_(("due", "stuck"))).group_by(owed.c.state)
        found = {row.state: row for row in self._connection.execute(query)}
        due, stuck = found.get("due"), found.get("stuck")
        return Tally(
            due=due.due if due else 0,
            later=due.number - due.due if due else 0,
            stuck=stuck.number if stuck else 0,
            oldest_due_at=due.oldest if due and due.due else None,
            most_tries=due.tries if due else 0,
        )

    def retry(self, row_id: int, *, now: datetime) -> bool:
        return self._changed(OF_A_PERSON, {"row": row_id, "state": "due", "due_at": now})

    def drop(self, row_id: int) -> bool:
        return self._changed(OF_A_PERSON, {"row": row_id, "state": "dropped"})

    def _changed(self, change: Executable, values: dict[str, Any]) -> bool:
        """True where the row was as it had to be; it may be due again now."""
        row = self._connection.execute(change, values).one_or_none()
        if row is not None and row.state == "due" and row.claimed_by is None:
            self._hand_over([row])
        return row is not None

    def _hand_over(self, rows: Sequence[Row[Any]]) -> None:
        """Here the worker finds them by itself."""


@cache
def _owing(dialect: str) -> Upsert:
    """A new row; of a known one only `wanted`, and when it is due if it was idle."""
    insert = insert_into(dialect, owed)
    idle = owed.c.state == text("'done'")
    due: ColumnElement[str] = literal_column("'due'")
    due_at = later(insert.excluded.due_at, owed.c.rests_until)
    return insert.on_conflict_do_update(
        index_elements=["key"],
        where=owed.c.standing,
        set_={
            "wanted": owed.c.wanted + text("1"),
            "state": case((idle, due), else_=owed.c.state),
            "owed_at": case((idle, insert.excluded.owed_at), else_=owed.c.owed_at),
            "due_at": case((idle, due_at), else_=owed.c.due_at),
        },
    )


def _delivery(claim: Claim) -> dict[str, Any]:
    """What tells this very delivery from any other."""
    return {"row": claim.id, "worker": claim.claimed_by, "delivery": claim.tries}


def _spacing_of(effect: Effect) -> timedelta:
    spacing: timedelta = getattr(effect, "spacing", timedelta(0))
    return spacing


def later(asked: ColumnElement[Any], rests_until: ColumnElement[Any]) -> ColumnElement[Any]:
    """When a row that was idle is due: not before its spacing has passed."""
    return case((rests_until > asked, rests_until), else_=asked)


def row_of(effect: Effect, at: datetime, doubt: Doubt | None) -> dict[str, Any]:
    """What may have been done in a lost time counts as tried: its handler looks for our key."""
    tried = doubt is not None and doubt.concerns(effect)
    return {
        "key": effect.key,
        "kind": effect.kind,
        "standing": effect.standing,
        "priority": effect.priority,
        "state": "due",
        "owed_at": at,
        "due_at": due_at_of(effect) or at,
        "wanted": 1,
        "paid": 0,
        "tries": 1 if tried else 0,
        "first_tried_at": doubt.since if doubt and tried else None,
        "reason": "",
        "document": formats.EFFECT.dump(effect),
    }
