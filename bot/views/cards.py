"""Which view draws which card."""

from __future__ import annotations

from typing import assert_never

from bot.views import (
    after_hotfix,
    ahead_card,
    board,
    calendar,
    digest,
    draft_review,
    due_card,
    freeze_card,
    hold_card,
    lists,
    notice,
    release_card,
    revision_card,
    shared_release,
    task_card,
    tasks_card,
    turn_card,
    versions,
)
from bot.views.blocks import Drawn
from bot.views.store import proposal
from orchestration.read_models.after_hotfix import AfterHotfixCard
from orchestration.read_models.ahead_card import AheadCard
from orchestration.read_models.calendar_card import CalendarCard
from orchestration.read_models.cards import (
    BoardCard,
    Card,
    Notice,
    ReleaseCard,
    SharedRelease,
)
from orchestration.read_models.digest_card import DigestCard, PersonalDigestCard
from orchestration.read_models.due_card import DueCard
from orchestration.read_models.freeze_card import FreezeCard
from orchestration.read_models.hold_cards import HoldCard
from orchestration.read_models.process_cards import DifferenceCard, DraftReview, ProcessCard
from orchestration.read_models.revision_card import RevisionCard
from orchestration.read_models.store_proposal import StoreProposal
from orchestration.read_models.task_cards import TaskCard, TasksCard
from orchestration.read_models.turn_card import TurnCard


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
        case DraftReview() | StoreProposal() | RevisionCard() | ProcessCard() | DifferenceCard():
            return _of_a_process(card)
        case CalendarCard():
            return calendar.draw(card)
        case SharedRelease():
            return shared_release.draw(card)
        case BoardCard():
            return board.draw(card)
        case DigestCard() | PersonalDigestCard():
            return digest.draw(card)
        case Notice():
            return notice.draw(card)
        case _:
            return _of_waiting(card)


def _of_waiting(card: DueCard | AheadCard | AfterHotfixCard | TurnCard | FreezeCard) -> Drawn:
    """What waits: for its time, for other releases, for a freeze to end."""
    match card:
        case DueCard():
            return due_card.draw(card)
        case AheadCard():
            return ahead_card.draw(card)
        case AfterHotfixCard():
            return after_hotfix.draw(card)
        case TurnCard():
            return turn_card.draw(card)
        case FreezeCard():
            return freeze_card.draw(card)
        case _:
            assert_never(card)


def _of_a_process(
    card: DraftReview | StoreProposal | RevisionCard | ProcessCard | DifferenceCard,
) -> Drawn:
    match card:
        case DraftReview():
            return draft_review.draw(card)
        case StoreProposal():
            return proposal.draw(card)
        case RevisionCard():
            return revision_card.draw(card)
        case ProcessCard():
            return lists.process(card.version, pictures=card.pictures)
        case DifferenceCard():
            return versions.difference(card)
