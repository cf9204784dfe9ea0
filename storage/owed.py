"""What is owed to the outside, as rows: the truth that every worker claims from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import and_, case, func, literal, literal_column, or_, select, text, update

from orchestration.effects import Effect, due_at_of
from orchestration.ports import Claim, OwedRow, Tally
from storage import formats
from storage.columns import UtcDateTime
from storage.doubt import Doubt, held
from storage.scope import Upsert, insert_into
from storage.tables import owed

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, Update

    from storage.scope import Scope

KINDS = tuple(
    str(field.default)
    for each in get_args(Effect)
    for field in fields(each)
    if field.name == "kind"
)
"""What this version can pay; a row of any other kind waits for the version that owed it."""


class SqlOwedWork:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def owe(self, effects: Iterable[Effect], *, at: datetime) -> None:
        rows = [row_of(each, at, self._scope.doubt) for each in effects]
        self._scope.send_each(_owing(self._scope.dialect), rows)

    def claim(self, worker: str, *, now: datetime, lease: timedelta, limit: int) -> Sequence[Claim]:
        turn = (
            select(owed.c.id)
            .where(owed.c.state == "due", owed.c.due_at <= now, _free(now))
            .where(owed.c.kind.in_(KINDS), *self._unless_held())
            .order_by(owed.c.priority, owed.c.due_at, owed.c.id)
            .limit(limit)
        )
        taken = self._taken(owed.c.id.in_(self._one_by_one(turn)), worker, now, lease)
        in_turn = sorted(taken, key=lambda row: (row.priority, row.due_at, row.id))
        return [each for row in in_turn if (each := self._claim_of(row)) is not None]

    def claim_one(
        self, row_id: int, worker: str, *, now: datetime, lease: timedelta
    ) -> Claim | None:
        ready = (owed.c.state == "due") & (owed.c.due_at <= now) & owed.c.kind.in_(KINDS)
        free = and_(ready, _free(now), *self._unless_held())
        taken = self._taken((owed.c.id == row_id) & free, worker, now, lease)
        return self._claim_of(taken[0]) if taken else None

    def _one_by_one(self, turn: Select[Any]) -> ScalarSelect[Any]:
        """The ids of rows that no other worker takes at this moment."""
        return turn.scalar_subquery()

    def _taken(
        self, which: ColumnElement[bool], worker: str, now: datetime, lease: timedelta
    ) -> Sequence[Row[Any]]:
        return self._connection.execute(
            update(owed)
            .where(which)
            .values(
                tries=owed.c.tries + 1,
                claimed_by=worker,
                lease_until=now + lease,
                first_tried_at=func.coalesce(owed.c.first_tried_at, literal(now, UtcDateTime)),
            )
            .returning(owed)
        ).all()

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
        return self._changed(update(owed).where(*_still(claim)).values(lease_until=until))

    def settle(self, claim: Claim, *, now: datetime) -> bool:
        paid = {"paid": claim.wanted, "paid_at": now, "reason": ""}
        if not claim.effect.standing:
            return self._let_go(claim, state="done", **paid)
        rests_until = now + _spacing_of(claim.effect)
        more = owed.c.wanted > claim.wanted
        return self._let_go(
            claim,
            state=case((more, "due"), else_="done"),
            due_at=case((more, literal(rests_until, UtcDateTime)), else_=owed.c.due_at),
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

    def _let_go(self, claim: Claim, **values: Any) -> bool:
        """Change it and hold it no longer; only where it is still this very delivery's."""
        return self._changed(
            update(owed).where(*_still(claim)).values(claimed_by=None, lease_until=None, **values)
        )

    def next_due_at(self) -> datetime | None:
        free = (
            select(owed.c.due_at)
            .where(owed.c.state == "due", owed.c.claimed_by.is_(None), owed.c.kind.in_(KINDS))
            .order_by(owed.c.due_at)
        )
        taken = select(owed.c.lease_until).where(owed.c.claimed_by.is_not(None))
        taken = taken.where(owed.c.kind.in_(KINDS)).order_by(owed.c.lease_until)
        times = [
            self._connection.execute(each.where(*self._unless_held()).limit(1)).scalar_one_or_none()
            for each in (free, taken)
        ]
        return min((each for each in times if each is not None), default=None)

    def _unless_held(self) -> tuple[ColumnElement[bool], ...]:
        """After a restore nothing is paid until somebody resumes."""
        return () if self._scope.doubt is None else (~held(),)

    def rows(self, *, state: str | None = None) -> Sequence[OwedRow]:
        now = self._scope.clock.now()
        taken = ~_free(now)
        query = select(owed, taken.label("held")).order_by(owed.c.due_at, owed.c.id)
        match state:
            case None:
                query = query.where(owed.c.state.in_(("due", "stuck")))
            case "held":
                query = query.where(owed.c.state == "due", taken)
            case "due":
                query = query.where(owed.c.state == "due", _free(now))
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
        return self._changed(
            update(owed)
            .where(owed.c.id == row_id, owed.c.state == "stuck")
            .values(state="due", due_at=now)
        )

    def drop(self, row_id: int) -> bool:
        return self._changed(
            update(owed).where(owed.c.id == row_id, owed.c.state == "stuck").values(state="dropped")
        )

    def _changed(self, change: Update) -> bool:
        """True where the row was as it had to be; it may be due again now."""
        row = self._connection.execute(change.returning(owed)).one_or_none()
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


def _still(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    """It is still this very delivery's."""
    return (
        owed.c.id == claim.id,
        owed.c.claimed_by == claim.claimed_by,
        owed.c.tries == claim.tries,
    )


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(owed.c.claimed_by.is_(None), owed.c.lease_until <= now)


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
