"""Rights granted to roles, for the workspace or for one process."""

from __future__ import annotations

from collections.abc import Collection

from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.model import Grant, Right
from orchestration.people.rights import Administrators, demand, roster_for
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.processes.model import Process
from orchestration.values import Frozen, ProcessId, UserId, role_key


class RightsOfRole(Frozen):
    """What one role was granted in one place."""

    role: str
    """Its name."""
    rights: tuple[Right, ...]
    process: ProcessId | None = None
    process_name: str = ""


class GrantService:
    """Who has the right to administer grants rights; the configured administrators always have."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def grant(
        self, role: str, rights: Collection[Right], *, process_id: ProcessId | None, by: UserId
    ) -> bool:
        """Let these be all the rights of a role there; False where they were already.

        Raises `Rejected` for a role that means nobody: a right to look or to draft that only nobody
        has would be taken from everybody.
        """

        def work(tx: Transaction) -> bool:
            process = tx.processes.latest(process_id).process if process_id else None
            name = _name_of(tx, role)
            to = f"change what “{words.quote(name, 60)}” may do"
            through = demand(tx, Right.ADMINISTER, self._administrators, by, of=process, to=to)
            was = {each.right for each in _grants(tx, role, process_id)}
            now = set(rights)
            if was == now:
                return False
            if now and not roster_for(tx, [name]).members_of(name):
                raise Rejected(
                    f"Nobody is “{words.quote(name, 60)}” yet. Say who it is with *Change…* of "
                    "`/release roles`, then grant it rights."
                )
            tx.roles.grant(role_key(role), now, process_id)
            tx.audit.append(
                Decision(
                    chain="roles",
                    at=self._clock.now(),
                    actor=by,
                    through=through,
                    door="slack",
                    action="granted" if now else "took every right from",
                    subject=role_key(role),
                    before=_spelt(was, process),
                    after=_spelt(now, process),
                )
            )
            return True

        return await self._database.transact(work, urgent=True, name="grant_rights")

    async def demand_any(self, *, by: UserId) -> None:
        """Raise what `grant` would, before a form is shown: for who may grant nothing anywhere."""

        def look(tx: Transaction) -> None:
            own = [each for each in tx.roles.grants() if each.right is Right.ADMINISTER]
            for each in own:
                if by in roster_for(tx, [each.role]).members_of(each.role):
                    return
            demand(tx, Right.ADMINISTER, self._administrators, by, to="grant rights")

        await self._database.read(look)


def rights_in(tx: Transaction) -> tuple[RightsOfRole, ...]:
    """Every role with what it was granted: by role, the workspace first, then by process."""
    names = {each.id: each.name for each in tx.processes.list()}
    found: dict[tuple[str, ProcessId | None], list[Right]] = {}
    for each in tx.roles.grants():
        found.setdefault((each.role, each.process), []).append(each.right)
    return tuple(
        RightsOfRole(
            role=_name_of(tx, role),
            rights=tuple(each for each in Right if each in rights),
            process=process,
            process_name=names.get(process, str(process)) if process else "",
        )
        for (role, process), rights in found.items()
    )


def _grants(tx: Transaction, role: str, process_id: ProcessId | None) -> list[Grant]:
    key = role_key(role)
    return [each for each in tx.roles.grants() if (each.role, each.process) == (key, process_id)]


def _name_of(tx: Transaction, role: str) -> str:
    known = tx.roles.all().get(role_key(role))
    return known.name if known else role


def _spelt(rights: Collection[Right], process: Process | None) -> str:
    said = " ".join(each.value for each in Right if each in rights) or "nothing"
    return f"{said} ({process.id})" if process else said
