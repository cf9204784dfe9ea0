"""One picture as values: boxes, what comes after what, and how each is marked; no layout.

Plain dataclasses and JSON: the process that draws one picture begins twice as fast without the
library that guards our doors, and its page comes from us alone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

STYLE = "2"
"""Raised when the same page is to be drawn differently: it is part of every page's key."""


class WorkShown(StrEnum):
    """What an activity asks for, as an icon and a word can say it."""

    AUTOMATED = "automated"
    BY_HAND = "by_hand"
    TODO = "todo"
    SIGN_OFF = "sign_off"
    SUBPROCESS = "subprocess"


class Mark(StrEnum):
    """How something differs from what it is compared with."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a picture of a difference says of a box besides."""

    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    """What changed, in short."""
    new: tuple[int, ...] = ()
    """Of those it comes after, the ones it did not."""
    lost: tuple[int, ...] = ()
    """Those it came after and does not any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityBox(Compared):
    name: str
    work: WorkShown
    who: str = ""
    runs: str = ""
    """The pipeline, the activity of the store or the process that does it, in words."""
    after: tuple[int, ...] = ()
    """Places within the same phase, by number."""
    after_elsewhere: tuple[str, ...] = ()
    """What it waits for in other phases, in words."""
    optional: bool = False
    conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBox(Compared):
    name: str
    owner: str = ""
    optional: bool = False
    conditional: bool = False
    after: tuple[int, ...] = ()
    """Phases of the same page, by number."""
    after_named: tuple[str, ...] = ()
    """All of them by name, also those of other pages."""
    summary: str = ""
    """What is in it, where its activities are not drawn."""
    activities: tuple[ActivityBox, ...] = ()
    more: int = 0
    """Activities there is no room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePage:
    """One picture."""

    title: str
    subtitle: str
    phases: tuple[PhaseBox, ...]
    more: int = 0
    """Phases there is no room for."""
    compared: bool = False
    """It shows a difference: what is the same stands back."""
    notes: tuple[str, ...] = ()
    """What changed of the process itself, in short."""

    @property
    def key(self) -> str:
        """The same for every picture that looks the same."""
        return hashlib.sha256(f"{STYLE}\n{page_json(self)}".encode()).hexdigest()[:40]


def page_json(page: PicturePage) -> str:
    """The page on its way to the process that draws it."""
    return json.dumps(asdict(page))


def page_from(text: str | bytes) -> PicturePage:
    """What `page_json` wrote."""
    return _page(json.loads(text))


def _page(written: dict[str, Any]) -> PicturePage:
    fields = _fields(written)
    fields["phases"] = tuple(_phase(each) for each in written["phases"])
    return PicturePage(**fields)


def _phase(written: dict[str, Any]) -> PhaseBox:
    fields = _fields(written)
    fields["activities"] = tuple(_activity(each) for each in written["activities"])
    return PhaseBox(**fields)


def _activity(written: dict[str, Any]) -> ActivityBox:
    fields = _fields(written)
    fields["work"] = WorkShown(written["work"])
    return ActivityBox(**fields)


def _fields(written: dict[str, Any]) -> dict[str, Any]:
    fields = {key: tuple(e) if isinstance(e, list) else e for key, e in written.items()}
    if "marks" in fields:
        fields["marks"] = tuple(map(Mark, fields["marks"]))
    return fields
