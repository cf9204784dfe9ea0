"""What following a release may owe, beside its living message; see `effects` for what one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal

from orchestration.effects.obligations import Once, Refresh
from orchestration.values import ChannelId, ReleaseId, UserId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRelease(Once):
    """Say how a release stands in another place, because somebody asked."""

    priority: ClassVar[int] = 1
    release_id: ReleaseId
    channel: ChannelId
    thread_ts: str = ""
    by: UserId
    occasion: str
    kind: Literal["share_release"] = "share_release"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, self.occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWatcher(Once):
    """Tell one who watches a release that it ended, is on hold, or waits for somebody."""

    priority: ClassVar[int] = 1
    release_id: ReleaseId
    person: UserId
    occasion: str
    kind: Literal["tell_watcher"] = "tell_watcher"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, f"{self.person}.{self.occasion}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBoard(Refresh):
    """The one message of a channel that has a line for each of its unfinished releases."""

    spacing: ClassVar[timedelta] = timedelta(seconds=5)
    priority: ClassVar[int] = 2
    channel: ChannelId
    kind: Literal["show_board"] = "show_board"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRelease(Once):
    """Pin one posting of a living message while it runs, or take the pin away."""

    priority: ClassVar[int] = 2
    release_id: ReleaseId
    channel: ChannelId
    ts: str
    pinned: bool = True
    kind: Literal["pin_release"] = "pin_release"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, f"{self.ts}.{'on' if self.pinned else 'off'}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepInSight(Refresh):
    """Post a running release's living message anew where others have buried it."""

    priority: ClassVar[int] = 2
    release_id: ReleaseId
    kind: Literal["keep_in_sight"] = "keep_in_sight"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOn(Once):
    """Turn a living message that was posted anew into a link to where it goes on."""

    priority: ClassVar[int] = 1
    release_id: ReleaseId
    channel: ChannelId
    ts: str
    kind: Literal["link_on"] = "link_on"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, self.ts)


Following = ShareRelease | TellWatcher | ShowBoard | PinRelease | KeepInSight | LinkOn
