"""Digests that were sent are drawn anew as what they offer is used up: buttons show the present."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from orchestration.effects.digest import RedrawDigest, sent_on
from orchestration.ports import Transaction
from orchestration.releases.model import Release


def redraw_digests(tx: Transaction, release: Release, *, at: datetime) -> None:
    """Those of today that may offer this release: its channel's, and those of its people."""
    backup = (release.backup,) if release.backup else ()
    for digest in tx.digests.of((release.channel, release.owner, *backup)):
        day = at.astimezone(ZoneInfo(digest.cadence.zone)).date()
        if tx.postings.find(sent_on(digest.place, day)) is not None:
            tx.owed.owe([RedrawDigest(place=digest.place, day=day)], at=at)
