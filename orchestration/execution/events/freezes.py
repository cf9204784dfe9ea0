"""A freeze holds a running release, is over, or lets it go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import FreezeId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeHeld:
    """It began; or lasts until another time than before."""

    at: datetime
    freeze: FreezeId
    name: str
    begins: datetime
    until: datetime
    by: UserId | None = None
    """Who held it ahead of the freeze."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeOver:
    """The window has ended, or the freeze holds this release no more."""

    at: datetime
    freeze: FreezeId
    begins: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeLifted:
    """The release goes on: by itself, or since somebody let it through."""

    at: datetime
    freeze: FreezeId
    begins: datetime
    by: UserId | None = None


FreezeEvent = FreezeHeld | FreezeOver | FreezeLifted
