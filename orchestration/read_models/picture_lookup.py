"""The pictures of a process, and which of them the workspace has already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.catalogue.taking import filled_now, filled_version
from orchestration.people.model import is_slack_id
from orchestration.ports import PictureFile, Transaction
from orchestration.process_effects import Pictured, ShowDifference, ShowDraft, ShowProcess
from orchestration.processes.diff import Difference, store_differences
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.model import Process
from orchestration.read_models.difference_picture import difference_picture
from orchestration.read_models.picture_page import PicturePage
from orchestration.read_models.process_cards import ShownPicture
from orchestration.read_models.process_picture import MOST_PAGES, process_picture
from orchestration.values import GroupId, UserId

_DRAWN = (DraftStatus.READY, DraftStatus.PUBLISHED)
_OF_A_FILE = 4
"""Pages on the card that asks whether to take a file: it says all in words besides."""


@dataclass(frozen=True, slots=True)
class Pictures:
    pages: tuple[PicturePage, ...]
    files: Mapping[str, PictureFile]

    @property
    def key(self) -> str:
        """Of all pages together."""
        return hashlib.sha256(" ".join(each.key for each in self.pages).encode()).hexdigest()[:40]

    @property
    def missing(self) -> bool:
        return any(each.key not in self._ready for each in self.pages)

    @property
    def shown(self) -> tuple[ShownPicture, ...]:
        """Those that can be shown; none before the first one can."""
        ready = self._ready
        return tuple(
            ShownPicture(page=each, file=ready[each.key].file)
            for each in self.pages
            if each.key in ready
        )

    @property
    def _ready(self) -> dict[str, PictureFile]:
        return {page: file for page, file in self.files.items() if file.ready}


def pictures_for(tx: Transaction, show: Pictured) -> Pictures:
    """A draft's card shows the first page; a message about a process shows every one.

    The card of a file that is proposed for a draft shows what it would change.
    """
    match show:
        case ShowProcess():
            process = filled_version(tx, tx.processes.version(show.process_id, show.version))
            return _known(tx, process_picture(process, named=_names(tx, process)))
        case ShowDifference():
            was = tx.processes.version(show.process_id, show.was)
            now = tx.processes.version(show.process_id, show.now)
            between = f"version {show.was} → version {show.now}"
            taken = store_differences(was.store, now.store)
            return _compared(tx, was.process, now.process, between, taken=taken)
        case ShowDraft():
            draft = tx.drafts.find(show.draft_id)
            return _of_draft(tx, draft) if draft else _known(tx, ())


def _of_draft(tx: Transaction, draft: Draft) -> Pictures:
    process = draft.process
    if draft.replaces and process and draft.status is DraftStatus.READY:
        target = tx.drafts.find(draft.replaces)
        if target and target.process and target.status is DraftStatus.READY:
            return _compared(tx, target.process, process, "the draft → the file", most=_OF_A_FILE)
    if process is None or draft.replaces or draft.status not in _DRAWN:
        return _known(tx, ())
    filled = filled_now(tx, process)
    return _known(tx, process_picture(filled, named=_names(tx, filled))[:1])


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
    pages = difference_picture(was, now, between=between, named=names, taken=taken)
    return _known(tx, pages[:most])


def _known(tx: Transaction, pages: tuple[PicturePage, ...]) -> Pictures:
    pages = pages[:MOST_PAGES]
    return Pictures(pages, tx.pictures.files(each.key for each in pages))


def _names(tx: Transaction, process: Process) -> dict[str, str]:
    """People and groups that the process names by their Slack ids, for people to read."""
    ids = [each for each in process.roles() if is_slack_id(each)]
    people = tx.directory.people(UserId(each) for each in ids if not each.startswith("S"))
    groups = tx.directory.groups(GroupId(each) for each in ids if each.startswith("S"))
    return {
        **{who: person.name for who, person in people.items()},
        **{who: f"@{group.handle}" for who, group in groups.items()},
    }
