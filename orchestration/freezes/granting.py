"""An exception from a freeze as it is kept with its release, and said in the audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestration import words
from orchestration.effects import Effect, ShowRelease
from orchestration.effects.freeze import ApplyFreezes
from orchestration.freezes.exceptions import FreezeException
from orchestration.freezes.holding import Held
from orchestration.ports import Decision, Transaction
from orchestration.releases.model import Release
from orchestration.values import UserId


def let_through(
    tx: Transaction,
    release: Release,
    held: Sequence[Held],
    *,
    by: UserId,
    reason: str,
    through: str,
    at: datetime,
) -> Release:
    """Grant what was not asked for; a running release goes on at once."""
    text_id = text_id_of(release)
    tx.texts.keep(text_id, reason)
    granted = tuple(
        exception_of(each, by, text_id, at).model_copy(
            update={"decided_by": by, "decided_at": at, "granted": True}
        )
        for each in held
    )
    before = {(each.freeze, each.begins) for each in granted}
    kept = [
        each
        for each in release.freeze_exceptions
        if each.decided_at is not None or (each.freeze, each.begins) not in before
    ]
    saved = tx.releases.save(release.model_copy(update={"freeze_exceptions": (*kept, *granted)}))
    audited(tx, saved, "let through", held, by, through, text_id, at)
    owed: list[Effect] = [ShowRelease(release_id=release.id)]
    if release.execution_id is not None:
        occasion = f"exception.{at.isoformat()}"
        owed.append(ApplyFreezes(release_id=release.id, occasion=occasion))
    tx.owed.owe(owed, at=at)
    return saved


def exception_of(held: Held, by: UserId, text_id: str, at: datetime) -> FreezeException:
    return FreezeException(
        freeze=held.freeze.id,
        begins=held.window.begins,
        ends=held.window.ends,
        asked_by=by,
        asked_at=at,
        reason_id=text_id,
    )


def text_id_of(release: Release) -> str:
    return f"{release.id}/exception.{len(release.freeze_exceptions) + 1}"


def audited(
    tx: Transaction,
    release: Release,
    action: str,
    held: Sequence[Held],
    by: UserId,
    through: str,
    text_id: str,
    at: datetime,
) -> None:
    tx.audit.append(
        Decision(
            chain=release.id,
            at=at,
            actor=by,
            through=through,
            door="slack",
            action=f"{action} the freeze {', '.join(each.freeze.id for each in held)}",
            subject=release.reference,
            before=release.status.value,
            after=release.status.value,
            text_id=text_id,
        )
    )


def names_of(held: Sequence[Held]) -> str:
    return words.listed(f"“{words.quote(each.freeze.name, 60)}”" for each in held)
