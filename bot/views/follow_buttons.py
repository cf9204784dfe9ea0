"""What there is to press for those who follow a release: share it here, watch it, stop watching."""

from __future__ import annotations

from bot.views.buttons import ReleaseButton
from bot.views.elements import Element, button
from orchestration.values import ReleaseId

SHARE = "release.share"
WATCH = "release.watch"
STOP_WATCHING = "release.stop_watching"


def share(release_id: ReleaseId, title: str) -> Element:
    about = ReleaseButton(release_id=release_id)
    return button("Share here", SHARE, about, says=f"Say in this channel how {title} stands")


def watch(release_id: ReleaseId, title: str) -> Element:
    about = ReleaseButton(release_id=release_id)
    return button("Watch", WATCH, about, says=f"Watch {title}")


def stop_watching(release_id: ReleaseId, title: str) -> Element:
    about = ReleaseButton(release_id=release_id)
    return button("Stop watching", STOP_WATCHING, about, says=f"Stop watching {title}")
