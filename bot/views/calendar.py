"""The message that shows the calendar: picture and text, its pages turned by buttons."""

from __future__ import annotations

from bot.views.blocks import Drawn, actions, context, header, image, message, section
from bot.views.calendar_text import calendar_alt, calendar_days, conflicts_said
from bot.views.elements import Block, Choice, Element, button, select
from bot.views.text import name, people
from orchestration.calendar.page import View
from orchestration.read_models.calendar_card import CalendarCard
from orchestration.values import Frozen

EARLIER, TODAY, LATER = "calendar.earlier", "calendar.today", "calendar.later"
VIEW, FILTER = "calendar.view", "calendar.filter"
SHARE, SHARE_IN, MINE = "calendar.share", "calendar.share_in", "calendar.mine"
OPEN = "calendar.open"
ALL = "everything"
_TURNS, _CHOICES = "calendar.turns:", "calendar.choices:"


class CalendarButton(Frozen):
    """Of one message, or of the private answer that is on the same page."""

    message_id: str


def open_button() -> Element:
    """Wherever somebody begins."""
    return button("Calendar", OPEN, says="The calendar, in your direct messages")


def draw(card: CalendarCard, *, here: bool = False, said: str = "") -> Drawn:
    """`here`: in a private answer in a channel, where it can be shared; `said` stands first."""
    page = card.page
    paragraphs = calendar_days(page)
    conflicts = conflicts_said(page)
    shared = f"Shared by {people([card.shared_by])}" if card.shared_by else ""
    return message(
        "\n".join(
            each
            for each in [
                f"{name(page.title)}: {name(page.subtitle)}",
                *(each.replace("*", "") for each in paragraphs),
                conflicts.replace("*", ""),
            ]
            if each
        ),
        head=[
            header(page.title),
            context(name(page.subtitle, 500), said, shared),
            image(card.file, calendar_alt(page)) if card.file else None,
            section(conflicts) if conflicts else None,
        ],
        body=[[section(each)] for each in paragraphs],
        tail=_controls(card, here=here),
    )


def _controls(card: CalendarCard, *, here: bool) -> list[Block | None]:
    of = CalendarButton(message_id=card.message_id)
    if card.shared_by:
        return [actions(button("Open it for me", MINE, of, says="Open this calendar for me"))]
    turns = [
        button("Earlier", EARLIER, of),
        button("Today", TODAY, of),
        button("Later", LATER, of),
    ]
    share: Element = button("Share here", SHARE, of) if here else _share_in()
    return [
        actions(*turns, share, block_id=f"{_TURNS}{card.message_id}"),
        actions(_views(card), _filters(card), block_id=f"{_CHOICES}{card.message_id}"),
    ]


def message_id(block_id: str) -> str:
    """Which message a menu belongs to: its choices carry only what is chosen."""
    return block_id.partition(":")[2]


def _views(card: CalendarCard) -> Element:
    choices = [Choice(each.value.capitalize(), each.value) for each in View]
    return select(VIEW, choices, chosen=card.asked.view.value, placeholder="Day, week, month…")


def _filters(card: CalendarCard) -> Element:
    choices = [Choice("Everything", ALL), *(Choice(each, each) for each in card.choices)]
    return select(FILTER, choices, placeholder="Show only…")


def _share_in() -> Element:
    return {
        "type": "conversations_select",
        "action_id": SHARE_IN,
        "placeholder": {"type": "plain_text", "text": "Share in…", "emoji": True},
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
