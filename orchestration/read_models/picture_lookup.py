"""The pictures of a process, and which of them the workspace has already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.effects import ShowDraft, ShowProcess
from orchestration.people.model import is_slack_id
from orchestration.ports import PictureFile, Transaction
from orchestration.processes.model import Process
from orchestration.read_models.cards import ShownPicture
from orchestration.read_models.picture_page import PicturePage
from orchestration.read_models.process_picture import MOST_PAGES, process_picture
from orchestration.values import GroupId, UserId


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


def pictures_for(tx: Transaction, show: ShowDraft | ShowProcess) -> Pictures:
    """A draft's card shows the first page; a message about a process shows every one."""
    if isinstance(show, ShowProcess):
        return pictures_in(tx, tx.processes.version(show.process_id, show.version).process)
    draft = tx.drafts.find(show.draft_id)
    drawn = draft and not draft.replaces and draft.status in {"ready", "published"}
    process = draft.process if draft and drawn else None
    return pictures_in(tx, process, most=1) if process else Pictures((), {})


def pictures_in(tx: Transaction, process: Process, *, most: int = MOST_PAGES) -> Pictures:
    pages = process_picture(process, named=_names(tx, process))[:most]
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
