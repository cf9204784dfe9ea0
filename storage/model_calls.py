"""Calls of language models: a row each; their texts go after a time, their figures stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, RowMapping, func, or_, select, update

from orchestration.ports import KeptCall, ModelCall
from orchestration.values import UserId
from storage.model_call_tables import model_calls
from storage.texts import storable

if TYPE_CHECKING:
    from storage.scope import Scope

_C = model_calls.c
_FIGURES = [each for each in _C if each.name not in {"asked", "answered"}]


class SqlModelCalls:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def keep(
        self, subject: str, occasion: str, calls: Iterable[ModelCall], *, by: UserId, at: datetime
    ) -> None:
        rows = [
            {
                "subject": subject,
                "occasion": occasion,
                "number": n,
                "at": at,
                "by": by,
                **_row(each),
            }
            for n, each in enumerate(calls, 1)
        ]
        self._scope.send_each(self._scope.adding(model_calls), rows)

    def of(self, subject: str) -> Sequence[KeptCall]:
        query = (
            select(model_calls).where(_C.subject == subject).order_by(_C.at, _C.occasion, _C.number)
        )
        return [_kept(each) for each in self._connection.execute(query).mappings()]

    def latest(self, *, limit: int) -> Sequence[KeptCall]:
        query = (
            select(*_FIGURES)
            .order_by(_C.at.desc(), _C.subject, _C.occasion, _C.number.desc())
            .limit(limit)
        )
        return [_kept(each) for each in self._connection.execute(query).mappings()]

    def decide(self, subject: str, decision: str, *, by: UserId, occasion: str = "") -> None:
        undecided = (_C.subject == subject) & (_C.decision == "")
        if occasion:
            undecided &= _C.occasion == occasion
        self._connection.execute(
            update(model_calls).where(undecided).values(decision=decision, decided_by=by)
        )

    def tokens_since(self, at: datetime) -> int:
        spent = select(func.sum(_C.tokens_in + _C.tokens_out)).where(_C.at >= at)
        return int(self._connection.execute(spent).scalar_one() or 0)

    def has_texts(self, before: datetime) -> bool:
        found = select(_C.subject).where(_old(before)).limit(1)
        return self._connection.execute(found).first() is not None

    def forget_texts(self, before: datetime) -> int:
        erased = update(model_calls).where(_old(before)).values(asked=None, answered=None)
        return self._connection.execute(erased).rowcount


def _old(before: datetime) -> ColumnElement[bool]:
    return (_C.at < before) & or_(_C.asked.is_not(None), _C.answered.is_not(None))


def _row(call: ModelCall) -> dict[str, Any]:
    first = call.seconds_to_first
    return {
        "purpose": call.purpose,
        "template": call.template,
        "model": call.model,
        "tokens_in": call.tokens_in,
        "tokens_out": call.tokens_out,
        "milliseconds": round(call.seconds * 1000),
        "milliseconds_to_first": None if first is None else round(first * 1000),
        "outcome": call.outcome,
        "cost": None if call.cost is None else str(call.cost),
        "asked": storable(call.asked) or None,
        "answered": storable(call.answered) or None,
    }


def _kept(row: RowMapping) -> KeptCall:
    first = row["milliseconds_to_first"]
    call = ModelCall(
        purpose=row["purpose"],
        template=row["template"],
        model=row["model"],
        tokens_in=row["tokens_in"],
        tokens_out=row["tokens_out"],
        seconds=row["milliseconds"] / 1000,
        seconds_to_first=None if first is None else first / 1000,
        outcome=row["outcome"],
        cost=None if row["cost"] is None else Decimal(row["cost"]),
        asked=row.get("asked") or "",
        answered=row.get("answered") or "",
    )
    return KeptCall(
        subject=row["subject"],
        at=row["at"],
        by=row["by"],
        call=call,
        decision=row["decision"],
        decided_by=row["decided_by"],
    )
