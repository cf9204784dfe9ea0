"""Whose turn it is: the statements by which workers claim what is owed, keep it and let it go.

Each is built once, since every payment sends three or four of them, and making one costs more than
running it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import (
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)

from orchestration.effects import Effect
from storage.columns import UtcDateTime
from storage.doubt import held
from storage.tables import owed

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect, Select, Update

KINDS = tuple(
    str(field.default)
    for each in get_args(Effect)
    for field in fields(each)
    if field.name == "kind"
)
"""What this version can pay; a row of any other kind waits for the version that owed it."""
_OURS = owed.c.kind.in_([literal_column(f"'{each}'") for each in KINDS])
_NOW = bindparam("now", type_=UtcDateTime)
_LEASE = bindparam("lease", type_=UtcDateTime)
_THIS = owed.c.id == bindparam("row")
OneByOne = Callable[["Select[Any]"], "ScalarSelect[Any]"]


def free(now: ColumnElement[Any]) -> ColumnElement[bool]:
    """Nobody holds it, or not any more."""
    return or_(owed.c.claimed_by.is_(None), owed.c.lease_until <= now)


@cache
def claiming(one_by_one: OneByOne, *, restored: bool) -> Update:
    """Take `most` of those whose turn it is, each for one worker alone."""
    turn = (
        select(owed.c.id)
        .where(owed.c.state == "due", owed.c.due_at <= _NOW, free(_NOW), _OURS)
        .where(*_unless_held(restored))
        .order_by(owed.c.priority, owed.c.due_at, owed.c.id)
        .limit(bindparam("most", type_=Integer))
    )
    return _taking(owed.c.id.in_(one_by_one(turn)))


@cache
def claiming_one(*, restored: bool) -> Update:
    """Take this row, if it is due and nobody else has it."""
    due = (owed.c.state == "due") & (owed.c.due_at <= _NOW) & _OURS
    return _taking(and_(_THIS, due, free(_NOW), *_unless_held(restored)))


def _taking(which: ColumnElement[bool]) -> Update:
    return (
        update(owed)
        .where(which)
        .values(
            tries=owed.c.tries + 1,
            claimed_by=bindparam("worker"),
            lease_until=_LEASE,
            first_tried_at=func.coalesce(owed.c.first_tried_at, _NOW),
        )
        .returning(owed)
    )


@cache
def next_due(*, restored: bool) -> Select[Any, Any]:
    """When the next row that is free is due, and when the next lease of one that is not ends."""
    waiting = (
        select(owed.c.due_at)
        .where(owed.c.state == "due", owed.c.claimed_by.is_(None), _OURS)
        .where(*_unless_held(restored))
        .order_by(owed.c.due_at)
        .limit(1)
    )
    taken = (
        select(owed.c.lease_until)
        .where(owed.c.claimed_by.is_not(None), _OURS)
        .where(*_unless_held(restored))
        .order_by(owed.c.lease_until)
        .limit(1)
    )
    return select(waiting.scalar_subquery(), taken.scalar_subquery())


def _unless_held(restored: bool) -> tuple[ColumnElement[bool], ...]:
    """After a restore nothing is paid until somebody resumes."""
    return (~held(),) if restored else ()


_CHANGED = (owed.c.id, owed.c.priority, owed.c.due_at, owed.c.state, owed.c.claimed_by)
CHANGING = (
    update(owed)
    .where(_THIS, owed.c.claimed_by == bindparam("worker"), owed.c.tries == bindparam("delivery"))
    .returning(*_CHANGED)
)
"""Where it is still this very delivery's; what it is changed to is given with it."""
_MORE = owed.c.wanted > bindparam("drawn")
REFRESHED = CHANGING.values(
    state=case((_MORE, "due"), else_="done"),
    due_at=case((_MORE, bindparam("rests", type_=UtcDateTime)), else_=owed.c.due_at),
)
"""A refresh that was drawn is due again where more was wanted meanwhile."""
OF_A_PERSON = update(owed).where(_THIS, owed.c.state == "stuck").returning(*_CHANGED)
"""What is stuck, and waits for somebody to decide."""
