"""The input store: look at its sets, save, copy, remove, bring them in and give them out."""

from __future__ import annotations

from typing import Literal, TypeAlias

from orchestration import words
from orchestration.errors import Rejected
from orchestration.inputs.allowed import demand_change
from orchestration.inputs.changes import InputSet, what_changed
from orchestration.inputs.keeping import (
    KeptSet,
    decision,
    find_kept,
    keep_set,
)
from orchestration.inputs.states import SetState, state_of, states_of
from orchestration.inputs.users import followers_of, users_of_activity_set
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.code.documents import document_yaml
from orchestration.processes.input_sets import ProcessInputSet
from orchestration.values import Frozen, ProcessId, UserId, plain_line, slug

Kind: TypeAlias = Literal["process", "activity"]
"""Whose set it is: a process's, or an activity's of the store."""


class Compared(Frozen):
    """What keeping a set that came as a file would change."""

    was: int
    """The revision it was compared with; 0 where there is no such set yet."""
    what: str


class InputService:
    """Sets change under whoever follows them; a release that runs has its inputs from itself."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def list(self, kind: Kind, of: str) -> list[SetState]:
        """The sets of a process or of a store activity, each complete or with what is open."""
        return await self._database.read(lambda tx: states_of(tx, kind, of))

    async def show(self, kind: Kind, of: str, set_id: str) -> SetState:
        """One of them; raises `Rejected` where there is none."""
        return await self._database.read(lambda tx: state_of(tx, kept_set(tx, kind, of, set_id)))

    async def save(self, said: InputSet, *, was: int, by: UserId) -> KeptSet:
        """Keep it; `was` is the revision it was made from, 0 for a new set.

        Raises `Rejected` where somebody changed it meanwhile, saying what, and where a value does
        not fit. What is open may stay open; a secret written out is never kept.
        """
        return await self._database.transact(
            lambda tx: self._save(tx, said, was, by), urgent=True, name="save_input_set"
        )

    async def compare(self, said: InputSet) -> Compared:
        """What saving a set from a file would change, and from which revision."""

        def look(tx: Transaction) -> Compared:
            known = find_kept(tx, said)
            return Compared(
                was=known.revision if known else 0,
                what=what_changed(known.set if known else None, said),
            )

        return await self._database.read(look)

    async def copy(self, kind: Kind, of: str, set_id: str, *, name: str, by: UserId) -> KeptSet:
        """The same under another name; copied twice under one name it is there once."""

        def work(tx: Transaction) -> KeptSet:
            called = plain_line(name, 80)
            source = kept_set(tx, kind, of, set_id).set
            update = {"id": slug(called, fallback="inputs"), "name": called}
            return self._save(tx, source.model_copy(update=update), 0, by)

        return await self._database.transact(work, urgent=True, name="copy_input_set")

    async def remove(self, kind: Kind, of: str, set_id: str, *, by: UserId) -> str:
        """Take it out and return its name; raises `Rejected` naming what uses it."""

        def work(tx: Transaction) -> str:
            kept = kept_set(tx, kind, of, set_id)
            name = words.quote(kept.set.name, 60)
            through = demand_change(tx, self._administrators, by, kept.set, to=f"remove “{name}”")
            if users := users_of(tx, kept.set):
                more = [f"{len(users) - 6} more"] if len(users) > 6 else []
                raise Rejected(
                    f"“{name}” is in use by {words.listed([*users[:6], *more])}. "
                    "Change or end these first; then remove it."
                )
            if isinstance(kept.set, ProcessInputSet):
                tx.input_sets.remove_process_set(kept.set.process, set_id)
            else:
                tx.input_sets.remove_activity_set(set_id)
            now = self._clock.now()
            tx.audit.append(
                decision(kept.set, by, "removed it", at=now, door="slack", through=through)
            )
            return kept.set.name

        return await self._database.transact(work, urgent=True, name="remove_input_set")

    async def export(self, kind: Kind, of: str, set_id: str) -> str:
        """The set as YAML, which `read_any` reads back to an equal one."""
        return await self._database.read(
            lambda tx: document_yaml(kept_set(tx, kind, of, set_id).set)
        )

    def _save(self, tx: Transaction, said: InputSet, was: int, by: UserId) -> KeptSet:
        to = f"change “{words.quote(said.name, 60)}”"
        through = demand_change(tx, self._administrators, by, said, to=to)
        now = self._clock.now()
        return keep_set(tx, said, was=was, by=by, at=now, door="slack", through=through)


def kept_set(tx: Transaction, kind: Kind, of: str, set_id: str) -> KeptSet:
    """Raises `Rejected` where there is none; `of` is the process, and told of an activity alone."""
    if kind == "process":
        return tx.input_sets.process_set(ProcessId(of), set_id)
    return tx.input_sets.activity_set(set_id)


def users_of(tx: Transaction, said: InputSet) -> tuple[str, ...]:
    """What would miss it, in words."""
    if isinstance(said, ProcessInputSet):
        return followers_of(tx, said.process).get(said.id, ())
    return users_of_activity_set(tx, said.id)
