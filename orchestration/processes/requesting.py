"""A text that shall become a process: kept, with its reading owed, whichever door it came by."""

from __future__ import annotations

from datetime import datetime

from orchestration.effects.process import DraftProcess
from orchestration.ports import DrafterChoice, Transaction
from orchestration.processes.deciding import add_draft
from orchestration.processes.draft import Draft
from orchestration.values import ChannelId, DraftId, UserId, plain_line


def keep_request(
    tx: Transaction,
    draft_id: DraftId,
    text: str,
    *,
    by: UserId,
    channel: ChannelId,
    title: str = "",
    document: str = "",
    gathered: tuple[str, ...] = (),
    drafter: DrafterChoice = "",
    at: datetime,
) -> None:
    """Keep a text that is `readable`, and owe its reading; the same draft again changes nothing.

    `document` is the attached file that it came from, `gathered` what was told of such files.
    """
    draft = Draft(
        id=draft_id,
        channel=channel,
        by=by,
        created_at=at,
        title=plain_line(title, 80),
        text_id=f"{draft_id}/text",
        chosen=drafter,
        document=plain_line(document, 120),
        gathered=gathered,
    )
    if add_draft(tx, draft, text, what="draft requested", at=at):
        tx.owed.owe([DraftProcess(draft_id=draft_id)], at=at)
