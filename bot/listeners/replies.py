"""What is answered to one person: a private word, a form, a redrawn form."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.listeners.heard import Json
from bot.views.blocks import Drawn
from bot.views.notice import said
from orchestration.values import ChannelId


@dataclass(frozen=True, slots=True)
class Say:
    """Something only this person sees."""

    drawn: Drawn
    channel: ChannelId | None = None
    """Where a form came from, since a form that was sent does not say."""


@dataclass(frozen=True, slots=True)
class Replace:
    """A private message drawn anew in its place, since its buttons are used up."""

    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Open:
    """A form; on top of the one that is open, where one is."""

    view: Json


@dataclass(frozen=True, slots=True)
class Redraw:
    """A form that is open, drawn anew; with `hash` only if nobody else did meanwhile."""

    view: Json
    view_id: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Redraws:
    """Forms that lie over one another, all drawn anew."""

    each: tuple[Redraw, ...]


Reply = Say | Replace | Open | Redraw | Redraws


@dataclass(frozen=True, slots=True)
class Submitted:
    """How a form that was sent is acknowledged; an empty `ack` closes it."""

    ack: Json = field(default_factory=dict)
    reply: Reply | None = None


def say(text: str) -> Say:
    """Our own words, with `{@U…}` and `{t:…}` drawn."""
    return Say(said(text))


def errors(problems: dict[str, str]) -> Submitted:
    """What is wrong, under the fields with these block ids."""
    return Submitted({"response_action": "errors", "errors": problems})


def on_top(view: Json) -> Submitted:
    """Another form over this one, which keeps what was typed."""
    return Submitted({"response_action": "push", "view": view})


def instead(view: Json) -> Submitted:
    """Another form in place of this one."""
    return Submitted({"response_action": "update", "view": view})
