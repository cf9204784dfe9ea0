"""Drawing the cards: tasks, holds, drafts and App Home, as they are at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from orchestration.catalogue.taking import filled_version
from orchestration.effects import ShowHold, ShowRelease, ShowTask
from orchestration.effects.obligations import THREAD, Copy
from orchestration.effects.process import DrawPictures, ShowDifference, ShowDraft, ShowProcess
from orchestration.errors import Transient
from orchestration.execution.decisions.copies import is_unwanted
from orchestration.execution.state.statuses import TaskStatus
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.picturing import missing, with_pictures
from orchestration.ports import Claim, Posting, Transaction
from orchestration.processes.diff import version_differences
from orchestration.read_models.cards import Card
from orchestration.read_models.hold_cards import HoldCard
from orchestration.read_models.lookup import (
    hold_card_in,
    task_card_in,
    tasks_card_in,
)
from orchestration.read_models.picture_lookup import pictures_for
from orchestration.read_models.process_cards import DifferenceCard, ProcessCard
from orchestration.read_models.revision_lookup import revision_in
from orchestration.read_models.store_lookup import proposal_in
from orchestration.read_models.task_cards import TaskCard, TasksCard
from orchestration.values import ChannelId, ExecutionId, ReleaseId, UserId

_SOONEST = timedelta(seconds=0.2)
_LATEST = timedelta(seconds=30)


async def show_draft(outside: Outside, claim: Claim, effect: ShowDraft) -> Paid:
    def look(tx: Transaction) -> tuple[Card, Posting | None, Posting, DrawPictures | None]:
        draft = tx.drafts.get(effect.draft_id)
        pictures = pictures_for(tx, effect)
        card: Card
        if draft.activity is not None:
            card = proposal_in(tx, draft, draft.activity, outside.catalogue)
        elif draft.proposal is not None:
            shown = revision_in(tx, draft, draft.proposal, outside.catalogue)
            card = shown.model_copy(update={"pictures": pictures.shown})
        else:
            review = outside.processes.review_in(tx, effect.draft_id)
            card = review.model_copy(update={"pictures": pictures.shown})
        above = tx.postings.find(ShowDraft(draft_id=draft.replaces).key) if draft.replaces else None
        if above is None and draft.proposal is not None:
            raise after_its_message(claim, outside.clock.now())
        place = above or Posting(subject="", channel=draft.channel, ts="")
        return card, tx.postings.find(effect.key), place, missing(pictures, effect)

    card, known, place, lacking = await outside.database.read(look)
    paid = await put_message(
        outside, claim, card, known=known, channel=place.channel, thread_ts=place.ts
    )
    return with_pictures(paid, lacking, outside)


async def show_process(
    outside: Outside, claim: Claim, effect: ShowProcess | ShowDifference
) -> Paid:
    """At once as text; the pictures come as soon as the workspace has them."""

    def look(tx: Transaction) -> tuple[Card, Posting | None, DrawPictures | None]:
        pictures = pictures_for(tx, effect)
        card = _asked_for(tx, effect).model_copy(update={"pictures": pictures.shown})
        return card, tx.postings.find(effect.key), missing(pictures, effect)

    card, known, lacking = await outside.database.read(look)
    channel = known.channel if known else ChannelId(effect.channel)
    paid = await put_message(outside, claim, card, known=known, channel=channel)
    return with_pictures(paid, lacking, outside)


def _asked_for(
    tx: Transaction, effect: ShowProcess | ShowDifference
) -> ProcessCard | DifferenceCard:
    if isinstance(effect, ShowProcess):
        version = tx.processes.version(effect.process_id, effect.version)
        filled = filled_version(tx, version)
        return ProcessCard(version=version.model_copy(update={"process": filled}))
    was = tx.processes.version(effect.process_id, effect.was)
    now = tx.processes.version(effect.process_id, effect.now)
    return DifferenceCard(
        title=now.process.name,
        was=effect.was,
        now=effect.now,
        changes=tuple(each.what for each in version_differences(was, now)),
    )


async def show_task(outside: Outside, claim: Claim, effect: ShowTask) -> Paid:
    person = UserId(effect.copy) if effect.copy != THREAD else None

    def look(
        tx: Transaction,
    ) -> tuple[TaskCard | TasksCard, Posting | None, Posting | None, bool]:
        card: TaskCard | TasksCard
        if effect.together:
            card = tasks_card_in(tx, effect.together, effect.execution_id, of=person)
        else:
            card = task_card_in(tx, effect.task_id, effect.execution_id, round_=effect.round)
        known, thread = tx.postings.find(effect.key), thread_of(tx, effect.execution_id)
        return card, known, thread, is_unwanted(tx, effect)

    card, known, thread, unwanted = await outside.database.read(look)
    tasks = card.tasks if isinstance(card, TasksCard) else (card,)
    too_late = all(_came_too_late(each, effect.copy) for each in tasks)
    late = known is None and (too_late or unwanted)
    return await put_copy(outside, claim, card, effect.copy, known, thread, late=late)


async def show_hold(outside: Outside, claim: Claim, effect: ShowHold) -> Paid:
    def look(tx: Transaction) -> tuple[HoldCard, Posting | None, Posting | None, bool]:
        card = hold_card_in(
            tx, effect.execution_id, effect.ref, effect.attempt, outside.administrators
        )
        known, thread = tx.postings.find(effect.key), thread_of(tx, effect.execution_id)
        return card, known, thread, is_unwanted(tx, effect)

    card, known, thread, unwanted = await outside.database.read(look)
    late = known is None and (unwanted or card.outcome not in {"open", "waiting"})
    return await put_copy(outside, claim, card, effect.copy, known, thread, late=late)


async def put_copy(
    outside: Outside,
    claim: Claim,
    card: Card,
    copy: Copy,
    known: Posting | None,
    thread: Posting | None,
    *,
    late: bool,
) -> Paid:
    if late and claim.tries == 1:
        return Paid()  # never sent, and not needed any more
    if copy != THREAD:
        channel = known.channel if known else await outside.messenger.dm_of(UserId(copy))
        return await put_message(outside, claim, card, known=known, channel=channel, late=late)
    if thread is None:
        raise after_its_message(claim, outside.clock.now())
    return await put_message(
        outside,
        claim,
        card,
        known=known,
        channel=thread.channel,
        thread_ts=thread.ts,
        late=late,
    )


def after_its_message(claim: Claim, now: datetime) -> Transient:
    """The message above comes first. One that is stuck may take days: asked ever less often."""
    wait = min(max((now - claim.owed_at) / 5, _SOONEST), _LATEST)
    return Transient("the message above it is not posted yet", wait, untried=True)


def thread_of(tx: Transaction, execution_id: ExecutionId) -> Posting | None:
    """The living message, under which everything about the release is said."""
    execution = tx.executions.get(execution_id)
    return tx.postings.find(living_message(execution.release_id))


def living_message(release_id: ReleaseId) -> str:
    return ShowRelease(release_id=release_id).key


def _came_too_late(card: TaskCard, copy: Copy) -> bool:
    """Nobody is told of a task that ended, or was given to others, before it could be posted."""
    if copy == THREAD:
        return card.status is TaskStatus.CLOSED
    return card.status is not TaskStatus.OPEN or UserId(copy) not in card.assignees
