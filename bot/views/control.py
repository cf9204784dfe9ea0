"""Stopping a release, letting it go on, leaving something out: buttons, menus and questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bot.views import buttons
from bot.views.blocks import Drawn, actions, message, section
from bot.views.elements import Choice, Element, button, confirm, overflow, select
from bot.views.text import name, names
from orchestration.read_models.cards import ReleaseCard
from orchestration.releases.model import Release
from orchestration.values import ChannelId, Frozen, ReleaseId

STOP_THE_LINE = "release.stop"
PAUSE = "release.pause"
RESUME = "release.resume"
MENU = "release.menu"
"""What is rarely needed, behind three dots."""
CHOOSE_ACTIVITY = "activity.choose"
SKIP = "hold.skip"
"""Of an activity on hold, or of one that a command named."""
NOT_SKIP = "hold.not_skip"
"""Of an activity that was to be skipped when its turn comes."""
CONTROL = "control"


class ControlForm(Frozen):
    """What a reason is asked for."""

    verb: Literal["stop", "pause", "skip"]
    release_id: ReleaseId
    channel: ChannelId | None = None
    """Where it was opened."""
    place: buttons.HoldButton | None = None


class ActivityChoice(Frozen):
    """Which activity a command meant, by its number in the process: an option carries little."""

    verb: str
    release_id: ReleaseId
    n: int


class Choosable(NamedTuple):
    """An activity that a command may have meant, as its menu shows it."""

    n: int
    name: str
    state: str


def line_button(card: ReleaseCard) -> Element | None:
    """*Stop the line*, or *Resume* where it is stopped."""
    if not _runs(card):
        return None
    about = buttons.ReleaseButton(release_id=card.release_id)
    if card.paused is not None or any(each.over_at for each in card.frozen):
        return resume_button(about, card)
    return stop_button(about, card.title)


def running_menu(card: ReleaseCard) -> Element | None:
    """The rest of what operators may do."""
    if not _runs(card):
        return None
    pause = [] if card.paused else ["pause"]
    return _menu(card, ["sign", *pause, "skip", "clone"])


def _runs(card: ReleaseCard) -> bool:
    return not card.status.ended and not card.status.planned


def stop_button(about: buttons.ReleaseButton, title: str) -> Element:
    return button(
        "Stop the line", STOP_THE_LINE, about, style="danger", says=f"Stop the line of {title}"
    )


def pause_button(about: buttons.ReleaseButton, title: str) -> Element:
    return button("Pause…", PAUSE, about, says=f"Pause {title}")


def resume_button(about: buttons.ReleaseButton, card: ReleaseCard) -> Element:
    held = [each.holds_back for each in (card.paused, *card.frozen) if each]
    kept = held[0] if held else ()
    start = "starts" if len(kept) == 1 else "start"
    begins = f"{names(kept, most=4)} {start} at once." if kept else "Nothing waits for it yet."
    asked = confirm(f"Resume {card.reference}?", f"{card.title} goes on. {begins}", "Resume")
    return button("Resume", RESUME, about, style="primary", asks=asked, says=f"Resume {card.title}")


def skip_button(place: buttons.HoldButton, of: str) -> Element:
    return button("Skip…", SKIP, place, says=f"Skip {of}")


def not_skip_button(place: buttons.HoldButton, of: str) -> Element:
    return button("Do not skip it", NOT_SKIP, place, says=f"Do not skip {of}")


_ENTRIES = {
    "sign": "Sign early…",
    "pause": "Pause…",
    "skip": "Skip an activity…",
    "clone": "Clone…",
}


def _menu(card: ReleaseCard, verbs: Sequence[str]) -> Element:
    return overflow(
        MENU,
        [
            Choice(
                _ENTRIES[verb],
                buttons.ReleaseChoice(verb=verb, release_id=card.release_id).model_dump_json(),
            )
            for verb in verbs
        ],
    )


def which_activity(verb: str, release: Release, there: Sequence[Choosable]) -> Drawn:
    """Several activities could be meant: a menu of them, since we never guess."""
    choices = [
        Choice(
            f"{each.name} ({each.state})",
            ActivityChoice(verb=verb, release_id=release.id, n=each.n).model_dump_json(),
        )
        for each in there
    ]
    more = f" Only the first 100 of {len(there)} are listed." if len(there) > 100 else ""
    question = f"Which activity of {name(release.title)} do you want to {verb}?{more}"
    listed = "; ".join(name(each.name) for each in there[:20])
    menu = select(CHOOSE_ACTIVITY, choices, placeholder="Choose an activity")
    return message(f"{question} {listed}", head=[section(question), actions(menu)])
