"""The pictures of a process, and which of them the workspace has already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.catalogue.taking import filled_now, filled_version
from orchestration.effects.calendar import ShowCalendar
from orchestration.effects.process import Pictured, ShowDifference, ShowDraft, ShowProcess
from orchestration.people.model import is_slack_id
from orchestration.ports import PictureFile, Transaction
from orchestration.processes.diff import Difference, store_differences
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.model import Process
from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.proposal import Proposal
from orchestration.read_models import pages
from orchestration.read_models.difference_picture import difference_picture
from orchestration.read_models.pages import Page
from orchestration.read_models.picture_page import PicturePage
from orchestration.read_models.process_cards import ShownPicture
from orchestration.read_models.process_picture import MOST_PAGES, process_picture
from orchestration.values import GroupId, UserId

_DRAWN = (DraftStatus.READY, DraftStatus.PUBLISHED)
_OF_A_FILE = 4
"""Pages on the card that asks whether to take a file: it says all in words besides."""


@dataclass(frozen=True, slots=True)
class Pictures:
    pages: tuple[Page, ...]
    files: Mapping[str, PictureFile]

    @property
    def key(self) -> str:
        """Of all pages together."""
        return hashlib.sha256(" ".join(each.key for each in self.pages).encode()).hexdigest()[:40]

    @property
    def missing(self) -> bool:
        return any(each.key not in self.ready for each in self.pages)

    @property
    def shown(self) -> tuple[ShownPicture, ...]:
        """Those that can be shown; none before the first one can."""
        ready = self.ready
        return tuple(
            ShownPicture(page=each, file=ready[each.key].file)
            for each in self.pages
            if each.key in ready and isinstance(each, PicturePage)
        )

    @property
    def file(self) -> str:
        """Of a page that is the only one; empty while it cannot be shown."""
        return next((file.file for file in self.ready.values()), "")

    @property
    def ready(self) -> dict[str, PictureFile]:
        """By page, those that can be shown."""
        return {page: file for page, file in self.files.items() if file.ready}


def pictures_for(tx: Transaction, show: Pictured) -> Pictures:
    """A draft's card shows the first page; a message about a process shows every one.

    The card of a file that is proposed for a draft shows what it would change.
    """
    match show:
        case ShowProcess():
            process = filled_version(tx, tx.processes.version(show.process_id, show.version))
            return pictures_of(tx, process_picture(process, named=_names(tx, process)))
        case ShowDifference():
            was = tx.processes.version(show.process_id, show.was)
            now = tx.processes.version(show.process_id, show.now)
            between = f"version {show.was} → version {show.now}"
            taken = store_differences(was.store, now.store)
            return _compared(tx, was.process, now.process, between, taken=taken)
        case ShowCalendar():
            drawn = tx.calendars.drawn(show.message_id)
            return pictures_of(tx, (pages.read(drawn.encode()),) if drawn else ())
        case ShowDraft():
            draft = tx.drafts.find(show.draft_id)
            return _of_draft(tx, draft) if draft else pictures_of(tx, ())


def _of_draft(tx: Transaction, draft: Draft) -> Pictures:
    process = draft.process
    if draft.proposal is not None:
        return _of_proposal(tx, draft, draft.proposal)
    if draft.replaces and process and draft.status is DraftStatus.READY:
        target = tx.drafts.find(draft.replaces)
        if target and target.process and target.status is DraftStatus.READY:
            return _compared(tx, target.process, process, "the draft → the file", most=_OF_A_FILE)
    if process is None or draft.replaces or draft.status not in _DRAWN:
        return pictures_of(tx, ())
    filled = filled_now(tx, process)
    return pictures_of(tx, process_picture(filled, named=_names(tx, filled))[:1])


def _of_proposal(tx: Transaction, draft: Draft, proposal: Proposal) -> Pictures:
    """What is proposed while it is to be decided, then what was accepted of it."""
    base = proposal.base
    if base is None or draft.status not in (DraftStatus.READY, DraftStatus.TAKEN):
        return pictures_of(tx, ())
    taken = draft.status is DraftStatus.TAKEN
    numbers = proposal.taken if taken else range(1, len(proposal.changes) + 1)
    now = all_applied(base, [proposal.changes[n - 1] for n in numbers]).process
    between = "as it was → as accepted" if taken else "as it is → as proposed"
    return _compared(tx, base, now, between, most=_OF_A_FILE)


def _compared(
    tx: Transaction,
    was: Process,
    now: Process,
    between: str,
    *,
    taken: tuple[Difference, ...] = (),
    most: int = MOST_PAGES,
) -> Pictures:
    names = {**_names(tx, was), **_names(tx, now)}
    drawn = difference_picture(was, now, between=between, named=names, taken=taken)
    return pictures_of(tx, drawn[:most])


def pictures_of(tx: Transaction, shown: tuple[Page, ...]) -> Pictures:
    """Those of these pages that the workspace has."""
    shown = shown[:MOST_PAGES]
    return Pictures(shown, tx.pictures.files(each.key for each in shown))


def _names(tx: Transaction, process: Process) -> dict[str, str]:
    """People and groups that the process names by their Slack ids, for people to read."""
    ids = [each for each in process.roles() if is_slack_id(each)]
    people = tx.directory.people(UserId(each) for each in ids if not each.startswith("S"))
    groups = tx.directory.groups(GroupId(each) for each in ids if each.startswith("S"))
    return {
        **{who: person.name for who, person in people.items()},
        **{who: f"@{group.handle}" for who, group in groups.items()},
    }
