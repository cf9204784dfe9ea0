"""Which view draws which card."""

from __future__ import annotations

from typing import assert_never

from bot.views import (
    draft_review,
    hold_card,
    lists,
    notice,
    release_card,
    task_card,
    tasks_card,
    versions,
)
from bot.views.blocks import Drawn
from bot.views.store import proposal
from orchestration.read_models.cards import Card, HoldCard, Notice, ReleaseCard, TaskCard, TasksCard
from orchestration.read_models.process_cards import DifferenceCard, DraftReview, ProcessCard
from orchestration.read_models.store_proposal import StoreProposal


def draw(card: Card) -> Drawn:
    """The message that shows a card."""
    match card:
        case ReleaseCard():
            return release_card.draw(card)
        case TaskCard():
            return task_card.draw(card)
        case TasksCard():
            return tasks_card.draw(card)
        case HoldCard():
            return hold_card.draw(card)
        case DraftReview():
            return draft_review.draw(card)
        case StoreProposal():
            return proposal.draw(card)
        case ProcessCard():
            return lists.process(card.version, pictures=card.pictures)
        case DifferenceCard():
            return versions.difference(card)
        case Notice():
            return notice.draw(card)
        case _:
            assert_never(card)
