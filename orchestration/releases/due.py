"""What is owed around a planned release's time, and the cards that ask about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from orchestration.digests.redrawing import redraw_digests
from orchestration.effects import ShowHome, ShowRelease
from orchestration.effects.due import BeginOccurrence, LookAhead, ShowDue
from orchestration.effects.obligations import THREAD, Copy
from orchestration.effects.turn import WakeWaiting
from orchestration.groups.model import START_WITHIN, ReleaseGroup
from orchestration.people.acting import acting_for
from orchestration.ports import Transaction
from orchestration.releases.model import Asking, Release
from orchestration.values import UserId


def owe_its_time(tx: Transaction, release: Release, *, at: datetime) -> None:
    """Owe a look at it now and its beginning at its time, for whoever made or moved it.

    What follows from the two (later looks, reminders, missing it) they owe themselves. Owing it
    for a time that is over is harmless: it then begins at once, or is missed.
    """
    planned_for = release.scheduled_for
    if planned_for is None or not release.waits_since(planned_for):
        return
    look = LookAhead(release_id=release.id, planned_for=planned_for, occasion="appears")
    beginning = BeginOccurrence(release_id=release.id, planned_for=planned_for, due_at=planned_for)
    tx.owed.owe([look, beginning], at=at)


def ask(tx: Transaction, release: Release, *, in_channel: bool, at: datetime) -> Release:
    """Put the question to its owner and backup, or to whoever stands in for them.

    Those who want no direct messages find it in App Home; where that is everybody, its channel
    is asked.
    """
    if release.scheduled_for is None:
        return release
    named = (release.owner, *((release.backup,) if release.backup else ()))
    members = acting_for(tx, named, at=at).members.values()
    asked = dict.fromkeys(each for people in members for each in people) or dict.fromkeys(named)
    without = tx.preferences.without_direct_messages(list(asked))
    people = [each for each in asked if each not in without]
    before = release.asking
    if before is not None and before.planned_for == release.scheduled_for:
        people = list(dict.fromkeys([*before.people, *people]))
        in_channel = in_channel or before.in_channel
    asking = Asking(
        planned_for=release.scheduled_for,
        people=tuple(people),
        in_channel=in_channel or not people,
    )
    if asking != release.asking:
        release = tx.releases.save(release.model_copy(update={"asking": asking}))
    redraw(tx, release, at=at)
    return release


def redraw(tx: Transaction, release: Release, *, at: datetime) -> None:
    """Its living message, every copy of the card that asked about it, and the digests that offer
    it; who waits for it looks.

    An occurrence of a group has no message before its time, unless somebody wanted one.
    """
    shown = ShowRelease(release_id=release.id)
    quiet = release.group is not None and release.asking is None and release.started_at is None
    if not quiet or tx.postings.find(shown.key) is not None:
        tx.owed.owe([shown], at=at)
    tx.owed.owe([WakeWaiting(release_id=release.id)], at=at)
    redraw_digests(tx, release, at=at)
    tx.owed.owe([ShowHome(user_id=each) for each in _owners(release)], at=at)
    if release.asking is not None:
        planned_for = release.asking.planned_for
        cards = [
            ShowDue(release_id=release.id, planned_for=planned_for, copy=each)
            for each in _copies(release.asking)
        ]
        tx.owed.owe(cards, at=at)


def group_of(tx: Transaction, release: Release) -> ReleaseGroup | None:
    return tx.groups.find(release.group) if release.group else None


def start_within(group: ReleaseGroup | None, ad_hoc: timedelta = START_WITHIN) -> timedelta:
    """For how long after its time it can be started; after that it is missed."""
    return group.start_within if group else ad_hoc


def _owners(release: Release) -> tuple[UserId, ...]:
    return (release.owner, *((release.backup,) if release.backup else ()))


def _copies(asking: Asking) -> tuple[Copy, ...]:
    return (*asking.people, *((THREAD,) if asking.in_channel else ()))
