"""A new release as somebody wants it, and what it is made as."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.processes.history import refuse_archived
from orchestration.releases.editing import Description, as_update, described
from orchestration.releases.inputs import inputs_at_making
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import (
    ChannelId,
    Frozen,
    ProcessId,
    ReleaseId,
    UserId,
    id_from,
    plain_line,
)


class NewRelease(Frozen):
    """What a person fills in to make a release."""

    process_id: ProcessId
    name: str
    version: str
    inputs: Mapping[str, str]
    """What was filled in; it wins over what the input set says."""
    input_set: str | None = None
    """One of the process's in the input store."""
    channel: ChannelId
    start_now: bool = True
    scheduled_for: datetime | None = None
    """When its owner is asked to start it; None: a draft, until somebody does or says when."""
    pinned: bool = False
    """It keeps the version of the process that there is now."""
    like: ReleaseId | None = None
    """The release it does again, beginning with what did not succeed there."""
    description: Description = Description()
    """Its type, tags, team and what else is said of it."""


def id_of(door_key: str) -> ReleaseId:
    """One for each door, however often that is heard."""
    return ReleaseId(id_from("rel", door_key))


def as_made(
    tx: Transaction, new: NewRelease, release_id: ReleaseId, *, by: UserId, at: datetime
) -> Release:
    """What it would be, without its reference; raises `Rejected` for what cannot be made."""
    refuse_archived(tx, new.process_id)
    latest = tx.processes.latest(new.process_id)
    process = latest.process
    release = Release(
        id=release_id,
        reference="",
        name=plain_line(new.name, 80) or process.name,
        version=plain_line(new.version, 40),
        process_id=process.id,
        process_version=latest.version,
        pinned=new.pinned,
        inputs=inputs_at_making(tx, process, new.inputs, new.input_set),
        input_set=new.input_set,
        owner=by,
        channel=new.channel,
        status=_status(new),
        scheduled_for=None if new.start_now else _later(new.scheduled_for, at),
        created_by=by,
        created_at=at,
    )
    return release.model_copy(update=as_update(described(new.description)))


def _status(new: NewRelease) -> ReleaseStatus:
    later = new.scheduled_for is not None and not new.start_now
    return ReleaseStatus.SCHEDULED if later else ReleaseStatus.DRAFT


def _later(wanted: datetime | None, now: datetime) -> datetime | None:
    if wanted is not None and wanted <= now:
        raise Rejected("That time has passed. Choose a later one, or start it now.")
    return wanted
