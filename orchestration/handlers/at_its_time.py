"""A planned release around its time: looks ahead, its beginning, reminders, and its card."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, assert_never

from orchestration.effects.due import (
    AroundItsTime,
    BeginOccurrence,
    LookAhead,
    MissOccurrence,
    RemindToStart,
    ShowDue,
)
from orchestration.effects.obligations import THREAD
from orchestration.handlers.looking_ahead import look_ahead
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid, Settlement
from orchestration.handlers.showing import after_its_message, living_message
from orchestration.people.working_time import at_work, zone_of
from orchestration.ports import Claim, Posting, Transaction
from orchestration.read_models.cards import Notice
from orchestration.read_models.due_card import DueCard
from orchestration.read_models.due_lookup import due_card_in
from orchestration.releases.beginning import (
    REMINDED,
    AtItsTime,
    begin,
    lacks,
    miss,
    reminder,
    starts_by_itself,
)
from orchestration.releases.due import group_of, start_within
from orchestration.values import ReleaseId, UserId


async def around_its_time(outside: Outside, claim: Claim, effect: AroundItsTime) -> Settlement:
    match effect:
        case LookAhead():
            return await look_ahead(outside, claim, effect)
        case BeginOccurrence():
            return begins(outside, effect.release_id, effect.planned_for)
        case MissOccurrence():
            return Paid(lambda tx: miss(tx, effect.release_id, effect.planned_for, _by(outside)))
        case RemindToStart():
            return await _remind(outside, claim, effect)
        case ShowDue():
            return await _show(outside, claim, effect)
        case _:
            assert_never(effect)


def begins(outside: Outside, release_id: ReleaseId, planned_for: datetime) -> Paid:
    return Paid(lambda tx: begin(tx, release_id, planned_for, _by(outside)))


class _Reminder(NamedTuple):
    text: str
    owner: UserId
    works: bool
    """Whether it is working time where they are."""
    until: datetime


async def _remind(outside: Outside, claim: Claim, effect: RemindToStart) -> Paid:
    """Try once more what starts by itself; otherwise a word to its owner while they work."""

    def look(tx: Transaction) -> _Reminder | None:
        release, by = tx.releases.get(effect.release_id), _by(outside)
        if not release.waits_since(effect.planned_for):
            return None
        group, lacking = group_of(tx, release), lacks(tx, release, by)
        until = effect.planned_for + start_within(group, by.start_within)
        zone = zone_of(tx.directory.people([release.owner]).get(release.owner))
        works = at_work(outside.working_week, by.now, zone) == by.now
        by_itself = group is not None and group.auto_start and not group.pause and not lacking
        text = "" if by_itself else reminder(release, lacking, until)
        return _Reminder(text, release.owner, works, until)

    found = await outside.database.read(look)
    if found is None:
        return Paid()
    said = Paid()
    if found.text and found.works:
        channel = await outside.messenger.dm_of(found.owner)
        said = await put_message(
            outside, claim, Notice(text=found.text), known=None, channel=channel
        )

    def then(tx: Transaction) -> None:
        if said.then:
            said.then(tx)
        by = _by(outside)
        release = tx.releases.get(effect.release_id)
        if not release.waits_since(effect.planned_for) or starts_by_itself(tx, release, by):
            return
        if by.now + REMINDED < found.until:
            following = RemindToStart(
                release_id=effect.release_id,
                planned_for=effect.planned_for,
                number=effect.number + 1,
                due_at=by.now + REMINDED,
            )
            tx.owed.owe([following], at=by.now)

    return Paid(then)


async def _show(outside: Outside, claim: Claim, effect: ShowDue) -> Paid:
    def look(tx: Transaction) -> tuple[DueCard, Posting | None, Posting | None]:
        card = due_card_in(tx, effect.release_id, effect.planned_for, outside.catalogue)
        thread = tx.postings.find(living_message(effect.release_id))
        return card, tx.postings.find(effect.key), thread

    card, known, thread = await outside.database.read(look)
    late = known is None and card.outcome not in {"open", "missed"}
    if late and claim.tries == 1:
        return Paid()  # decided before anybody was asked
    if effect.copy != THREAD:
        channel = known.channel if known else await outside.messenger.dm_of(UserId(effect.copy))
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
        broadcast=True,
        late=late,
    )


def _by(outside: Outside) -> AtItsTime:
    return AtItsTime(
        now=outside.clock.now(),
        catalogue=outside.catalogue,
        administrators=outside.administrators,
        start_within=outside.start_within,
        undo=outside.undo,
    )
