"""The next dates of a group, looked up: as it is, or as an edit would leave it."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from orchestration.groups.editing import GroupEdit
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.previewing import GroupPreview, preview_of
from orchestration.groups.standing import known_releases, standing_of
from orchestration.ports import Transaction

NO_EDIT = GroupEdit()


def foreseen(
    tx: Transaction,
    group: ReleaseGroup,
    now: datetime,
    many: int,
    edit: GroupEdit = NO_EDIT,
) -> GroupPreview:
    rows = known_releases(tx, group)
    standing = standing_of(tx, group, rows, now)
    dates = preview_of(group, edit, rows, standing, now)
    return GroupPreview(dates=tuple(islice(dates, many)), edit=edit)
