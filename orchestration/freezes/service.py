"""Making freezes, changing them, ending them early and putting them away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.freezes.applying import owe_applying, running_in
from orchestration.freezes.clock import looks_at
from orchestration.freezes.model import Freeze, FreezeEffect, FreezeWindow
from orchestration.freezes.windows import next_windows, window_at
from orchestration.freezes.written import FreezeWritten, read_freeze, told_apart
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.releases.model import Release
from orchestration.values import FreezeId, Frozen, UserId, name_key

_SHOWN = 3


class FreezePreview(Frozen):
    """What a form that was filled in would make."""

    freeze: Freeze
    windows: tuple[FreezeWindow, ...]
    """The next ones."""
    assumed: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    """Running releases that it would hold now, by their titles."""


class FreezeService:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def may_change(self, *, by: UserId) -> None:
        """Raise what making one would raise, before a form is shown for it."""
        await self._database.read(lambda tx: self._demand(tx, by))

    async def named(self, name: str) -> Freeze:
        """The one of that name or id; raises `Rejected` with those there are."""
        return await self._database.read(lambda tx: freeze_named(tx, name, self._clock.now()))

    async def preview(self, written: FreezeWritten, *, by: UserId) -> FreezePreview:
        """Raises `Rejected` for what cannot be; nothing is kept."""

        def look(tx: Transaction) -> FreezePreview:
            self._demand(tx, by)
            now = self._clock.now()
            read = read_freeze(written, self._before(tx, written), by=by, now=now)
            self._refuse_taken(tx, read.freeze, written, now)
            return FreezePreview(
                freeze=read.freeze,
                windows=tuple(next_windows(read.freeze, now, count=_SHOWN)),
                assumed=read.assumed,
                running=tuple(each.title for each in _held_now(tx, read.freeze, now)),
            )

        return await self._database.read(look)

    async def keep(self, written: FreezeWritten, *, by: UserId) -> Freeze:
        """Make it, or change the one that was opened; the same form sent again changes nothing."""

        def work(tx: Transaction) -> Freeze:
            through, now = self._demand(tx, by), self._clock.now()
            before = self._before(tx, written)
            made = read_freeze(written, before, by=by, now=now).freeze
            if before is None:
                return self._add(tx, made, by, through, now)
            if before.revision != written.revision:
                raise Rejected(
                    f"“{words.quote(before.name, 80)}” changed while you had the form open. "
                    "Nothing of yours was saved; open it again and look at what is there now."
                )
            self._refuse_taken(tx, made, written, now)
            return self._save(tx, before, made, "changed", by, through, now)

        return await self._database.transact(work, urgent=True, name="keep_freeze")

    async def end(self, freeze_id: FreezeId, *, by: UserId) -> Freeze:
        """End the window that is on; later ones of a freeze that recurs come as they would."""

        def work(tx: Transaction) -> Freeze:
            through, now = self._demand(tx, by), self._clock.now()
            freeze = tx.freezes.get(freeze_id)
            window = window_at(freeze, now)
            if window is None or window.begins >= now:
                raise Rejected(
                    f"“{words.quote(freeze.name, 80)}” is not on now. Archive it, and it will not "
                    "be again."
                )
            cut = FreezeWindow(begins=window.begins, ends=now)
            ended = freeze.model_copy(update={"ended_early": (*freeze.ended_early, cut)})
            return self._save(tx, freeze, ended, "ended early", by, through, now)

        return await self._database.transact(work, urgent=True, name="end_freeze")

    async def archive(self, freeze_id: FreezeId, *, by: UserId) -> Freeze:
        """It is never on again; what it held is called over, and asked to be resumed."""

        def work(tx: Transaction) -> Freeze:
            through, now = self._demand(tx, by), self._clock.now()
            freeze = tx.freezes.get(freeze_id)
            if freeze.archived_by is not None:
                return freeze
            archived = freeze.model_copy(update={"archived_by": by})
            return self._save(tx, freeze, archived, "archived", by, through, now)

        return await self._database.transact(work, urgent=True, name="archive_freeze")

    def _before(self, tx: Transaction, written: FreezeWritten) -> Freeze | None:
        if written.id is None:
            return None
        before = tx.freezes.get(written.id)
        if before.archived_by is not None:
            raise Rejected(f"“{words.quote(before.name, 80)}” was archived. Make a new one.")
        return before

    def _refuse_taken(
        self, tx: Transaction, freeze: Freeze, written: FreezeWritten, now: datetime
    ) -> None:
        """Two of one name that can be on would be told apart by nobody."""
        for each in tx.freezes.since(now):
            same = name_key(each.name) == name_key(freeze.name)
            if same and each.id != written.id and not _made_alike(each, freeze):
                raise Rejected(
                    f"There is a freeze “{words.quote(each.name, 80)}” already. Edit that, or "
                    "choose another name."
                )

    def _add(
        self, tx: Transaction, made: Freeze, by: UserId, through: str, now: datetime
    ) -> Freeze:
        known = next((e for e in tx.freezes.since(now) if _made_alike(e, made)), None)
        if known is not None:
            return known
        self._refuse_taken(tx, made, FreezeWritten(name=made.name, when=""), now)
        made = made.model_copy(update={"looks_at": looks_at(made, now)})
        if not tx.freezes.add(made):
            made = told_apart(made, now)
            tx.freezes.add(made)
        _audit(tx, made, "made the freeze", by, through, now)
        owe_applying(tx, made, f"{made.id}.made", at=now)
        return made

    def _save(
        self,
        tx: Transaction,
        before: Freeze,
        after: Freeze,
        did: str,
        by: UserId,
        through: str,
        now: datetime,
    ) -> Freeze:
        # Also what it held before and holds no more is brought in line.
        held = [before, after]
        saved = tx.freezes.save(
            after.model_copy(update={"looks_at": looks_at(after, now), "changed_at": now})
        )
        _audit(tx, saved, f"{did} the freeze", by, through, now)
        for each in held:
            owe_applying(tx, each, f"{saved.id}.r{saved.revision}", at=now)
        return saved

    def _demand(self, tx: Transaction, by: UserId) -> str:
        return demand(tx, Right.ADMINISTER, self._administrators, by, to="change freezes")


def freeze_named(tx: Transaction, name: str, now: datetime) -> Freeze:
    there = tx.freezes.since(now)
    key = name_key(name)
    found = [each for each in there if key in {name_key(each.name), name_key(each.id)}]
    if found:
        return found[0]
    listed = words.listed(f"“{words.quote(each.name, 60)}”" for each in there[:10])
    known = f"There is {listed}." if listed else "There is none."
    raise Rejected(f"No freeze is called “{words.quote(name, 60)}”. {known}")


def _made_alike(known: Freeze, made: Freeze) -> bool:
    """Whether the one that is there is what the same form made, sent a second time."""
    told = {"id", "created_at", "looks_at", "revision", "ended_early"}
    return known.model_dump(exclude=told) == made.model_dump(exclude=told)


def _held_now(tx: Transaction, freeze: Freeze, now: datetime) -> Sequence[Release]:
    if freeze.effect is not FreezeEffect.HOLD_RUNNING or window_at(freeze, now) is None:
        return ()
    return running_in(tx, [freeze])


def _audit(
    tx: Transaction, freeze: Freeze, action: str, by: UserId, through: str, at: datetime
) -> None:
    tx.audit.append(
        Decision(
            chain=f"freeze/{freeze.id}",
            at=at,
            actor=by,
            through=through,
            door="slack",
            action=action,
            subject=freeze.id,
            after=freeze.effect.value,
        )
    )
