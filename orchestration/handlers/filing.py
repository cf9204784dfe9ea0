"""Files of text: a process that somebody gave us, and one that somebody asked for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from orchestration.catalogue.proposing import activity_file
from orchestration.effects.evidence import CopyEvidence
from orchestration.effects.process import ReadFile, SendFile
from orchestration.errors import Permanent
from orchestration.handlers.evidence import copy_evidence
from orchestration.handlers.outside import Outside, Paid
from orchestration.inputs.files import set_file
from orchestration.ports import Claim, Posting, TextFile, Transaction
from orchestration.processes.files import read_any
from orchestration.processes.sources import draft_file, version_file
from orchestration.values import ChannelId, DraftId, ProcessId

log = structlog.get_logger()

_ONCE = timedelta(seconds=15)
"""Who presses twice within it gets one file."""


async def pay_file(
    outside: Outside, claim: Claim, effect: ReadFile | SendFile | CopyEvidence
) -> Paid:
    if isinstance(effect, CopyEvidence):
        return await copy_evidence(outside, effect)
    if isinstance(effect, ReadFile):
        return await read_file(outside, effect)
    return await send_file(outside, claim, effect)


async def read_file(outside: Outside, effect: ReadFile) -> Paid:
    """Fetch and read it; nothing is kept of a file that is no process."""
    if await outside.database.read(lambda tx: tx.drafts.find(effect.draft_id)):
        return Paid()
    try:
        given = await outside.text_files.fetch(effect.file)
    except Permanent as refusal:
        reason = refusal.reason
        log.warning("no file", key=effect.key, reason=reason)
        return Paid(lambda tx: outside.files.unreadable(tx, effect, reason))
    read = await asyncio.to_thread(read_any, given.text)
    return Paid(lambda tx: outside.files.taken_in(tx, effect, given, read))


async def send_file(outside: Outside, claim: Claim, effect: SendFile) -> Paid:
    """Send the file as it is now, unless that was done a moment ago."""

    def look(tx: Transaction) -> tuple[Posting | None, TextFile | None]:
        return tx.postings.find(effect.key), _file(tx, effect)

    sent, file = await outside.database.read(look)
    now = outside.clock.now()
    if file is None or (sent and now - _sent_at(sent) < _ONCE):
        return Paid()
    since = claim.first_tried_at if claim.tries > 1 else None
    await outside.text_files.send(effect.to, file, since=since)
    # Slack does not say where the message of a file lies: the time is what is remembered.
    remembered = Posting(
        subject=effect.key, channel=ChannelId(effect.to), ts=f"{now.timestamp():.6f}"
    )
    return Paid(lambda tx: tx.postings.put(remembered))


def _file(tx: Transaction, effect: SendFile) -> TextFile | None:
    match effect.of:
        case "draft":
            return draft_file(tx, DraftId(effect.subject))
        case "process":
            return version_file(tx, ProcessId(effect.subject), effect.number)
        case "activity":
            return activity_file(tx, effect.subject, effect.number)
        case "inputs":
            return set_file(tx, effect.subject)


def _sent_at(sent: Posting) -> datetime:
    return datetime.fromtimestamp(float(sent.ts), UTC)
