"""A freeze as somebody wrote it in a form, and as the freeze that it makes."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from orchestration import words
from orchestration.errors import Rejected
from orchestration.freezes.model import Freeze, FreezeEffect, FreezeScope
from orchestration.freezes.reading import WhenRead, read_when
from orchestration.releases.model import ReleaseType
from orchestration.scheduling.zones import zone_named
from orchestration.values import (
    FreezeId,
    Frozen,
    ProcessId,
    ReleaseGroupId,
    UserId,
    plain_line,
    telling_slug,
)

NAME_LONGEST = 80
NOTE_LONGEST = 500


class FreezeWritten(Frozen):
    """The answers of the form."""

    id: FreezeId | None = None
    """Of the one that is edited."""
    revision: int = 0
    """Of that, as it was when the form was opened."""
    name: str
    when: str
    """In words; empty for one whose times stay as they are."""
    zone: str = "UTC"
    effect: FreezeEffect = FreezeEffect.BLOCK_START
    tags: tuple[str, ...] = ()
    groups: tuple[ReleaseGroupId, ...] = ()
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    processes: tuple[ProcessId, ...] = ()
    lets_through: tuple[ReleaseType, ...] = ()
    approvers: tuple[UserId, ...] = ()
    note: str = ""
    link: str = ""


class FreezeRead(Frozen):
    """What was understood, to be confirmed."""

    freeze: Freeze
    assumed: tuple[str, ...] = ()


def read_freeze(
    written: FreezeWritten, before: Freeze | None, *, by: UserId, now: datetime
) -> FreezeRead:
    """Raises `Rejected` saying which answer cannot be, and what to write."""
    name = plain_line(written.name, NAME_LONGEST)
    if not name:
        raise Rejected("Give it a name, such as Christmas.")
    zone = zone_named(written.zone or "UTC")
    when = _when(written, before, now, zone)
    answers = {
        "name": name,
        "effect": written.effect,
        "windows": when.windows,
        "recurs": when.recurs,
        "zone": when.recurs.cadence.zone if when.recurs else zone,
        "scope": FreezeScope(
            tags=_lines(written.tags),
            groups=written.groups,
            services=_lines(written.services),
            environments=_lines(written.environments),
            processes=written.processes,
        ),
        "lets_through": written.lets_through,
        "approvers": written.approvers,
        "note": plain_line(written.note, NOTE_LONGEST),
        "link": _link(written.link),
    }
    if before is not None:
        moved = (before.windows, before.recurs) != (when.windows, when.recurs)
        cut = () if moved else before.ended_early
        return FreezeRead(
            freeze=before.model_copy(update=answers | {"ended_early": cut}), assumed=when.assumed
        )
    made = Freeze(
        id=FreezeId(telling_slug(name, fallback="freeze")), created_by=by, created_at=now, **answers
    )
    return FreezeRead(freeze=made, assumed=when.assumed)


def _when(written: FreezeWritten, before: Freeze | None, now: datetime, zone: str) -> WhenRead:
    if written.when.strip():
        return read_when(written.when, now=now, zone=zone)
    if before is None:
        return read_when("", now=now, zone=zone)
    return WhenRead(windows=before.windows, recurs=before.recurs)


def _lines(said: tuple[str, ...]) -> tuple[str, ...]:
    lines = (plain_line(each, 60) for each in said)
    return tuple(dict.fromkeys(each for each in lines if each))


def _link(text: str) -> str:
    link = text.strip()
    if link and urlsplit(link).scheme not in {"http", "https"}:
        raise Rejected(f"“{words.quote(link, 80)}” is no address. It begins with https://.")
    return link


def told_apart(freeze: Freeze, now: datetime) -> Freeze:
    """Under another id, where an archived one has that already."""
    return freeze.model_copy(update={"id": FreezeId(f"{freeze.id}-{now:%Y%m%d%H%M%S}")})
