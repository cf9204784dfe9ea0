"""What a digest may owe; see `effects` for what an effect is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal

from orchestration.effects.obligations import Once, Refresh
from orchestration.values import ChannelId, UserId, effect_key


def sent_on(place: str, day: date) -> str:
    """The key of a digest: also where its message lies is kept by this."""
    return effect_key("post_digest", place, day.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDigest(Once):
    """Send the digest of one local day: whatever its time is set to meanwhile, it is sent once."""

    priority: ClassVar[int] = 2
    patience: ClassVar[timedelta | None] = timedelta(minutes=1)
    """A picture of the week may be drawn first: its worker works on beside it."""
    place: ChannelId | UserId
    day: date
    due_at: datetime
    """When it was due; much later it is not sent any more."""
    kind: Literal["post_digest"] = "post_digest"

    @property
    def key(self) -> str:
        return sent_on(self.place, self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedrawDigest(Refresh):
    """Draw the digest that was sent on a local day as things stand: what it offers has changed."""

    spacing: ClassVar[timedelta] = timedelta(seconds=5)
    priority: ClassVar[int] = 2
    patience: ClassVar[timedelta | None] = timedelta(minutes=1)
    place: ChannelId | UserId
    day: date
    kind: Literal["redraw_digest"] = "redraw_digest"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.place, self.day.isoformat())


OfDigests = PostDigest | RedrawDigest


def digest_sent(key: str) -> RedrawDigest | None:
    """The drawing anew of the digest whose key this is; None where it is none of a digest."""
    kind, _, rest = key.partition(":")
    place, _, day = rest.rpartition(":")
    if kind != "post_digest":
        return None
    return RedrawDigest(place=ChannelId(place), day=date.fromisoformat(day))
