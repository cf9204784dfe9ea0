"""The calendar's message as it is now, with the filters that somebody may choose."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from orchestration.calendar.message import CalendarMessage
from orchestration.calendar.page import Shown
from orchestration.ports import Transaction
from orchestration.read_models.calendar import page_in, viewer_of
from orchestration.read_models.calendar_card import CalendarCard
from orchestration.read_models.listing import Sees

_GROUPS: Final = 60
_STATES: Final = (Shown.RUNNING, Shown.FAILED, Shown.MISSED)


def card_in(
    tx: Transaction, message: CalendarMessage, *, sees: Sees, now: datetime
) -> CalendarCard:
    return CalendarCard(
        message_id=message.id,
        page=page_in(tx, message.asked, viewer=viewer_of(tx, message.by), sees=sees, now=now),
        asked=message.asked,
        shared_by=message.by if message.shared else "",
        choices=() if message.shared else _choices(tx, sees),
    )


def _choices(tx: Transaction, sees: Sees) -> tuple[str, ...]:
    groups = [
        each for each in tx.groups.list() if each.archived_by is None and sees(each.process_id)
    ]
    tags = dict.fromkeys(tag for each in groups for tag in each.tags)
    return (
        "owner:me",
        *(f"status:{each.value}" for each in _STATES),
        *(f'tag:"{each}"' for each in tags),
        *(f'group:"{each.name}"' for each in groups[:_GROUPS]),
    )
