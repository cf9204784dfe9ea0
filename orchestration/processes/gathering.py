"""Drafts from what lies in the workspace: a message, its thread, the files attached to them.

The door owes the fetching and keeps no draft: what cannot be read is told to the person who asked,
and leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration import words
from orchestration.effects import Tell
from orchestration.effects.gathering import GatherWords
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.file_service import MOST_FILES
from orchestration.processes.requesting import keep_request
from orchestration.processes.texts import readable
from orchestration.values import ChannelId, DraftId, Frozen, UserId, id_from

_NOTES = 8


class Message(Frozen):
    """What somebody pointed at, as the door saw it."""

    source: ChannelId | None = None
    text: str = ""
    files: tuple[str, ...] = ()
    ts: str = ""
    thread: str = ""
    """The first message of the thread that belongs to it; empty where none does."""
    asked: str = ""
    """The message in which it was asked."""


class Gathered(Frozen):
    """What was found, in one text."""

    text: str = ""
    document: str = ""
    """The only file that it comes from, by name."""
    notes: tuple[str, ...] = ()
    """How tables were read, and what was not read, in words for the person who asked."""


class GatheringService:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        administrators: Administrators,
    ) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def request(
        self, door_key: str, message: Message, *, by: UserId, channel: ChannelId
    ) -> None:
        """Owe the fetching of a message's words; the same door key again owes nothing more."""
        if len(message.files) > MOST_FILES:
            raise Rejected(
                f"Those are {len(message.files)} files; Drumbeat drafts from up to {MOST_FILES} at "
                "a time. Nothing was read."
            )
        effect = GatherWords(
            draft_id=DraftId(id_from("draft", door_key)),
            by=by,
            channel=channel,
            source=message.source,
            thread=message.thread,
            message=message.ts,
            without=message.asked,
            files=tuple(dict.fromkeys(message.files)),
        )

        def work(tx: Transaction) -> None:
            demand(tx, Right.DRAFT, self._administrators, by, to="draft a process")
            if tx.drafts.find(effect.draft_id) is not None:
                return
            if message.text.strip():
                tx.texts.keep(effect.said_id, message.text)
            tx.owed.owe([effect], at=self._clock.now())

        await self._database.transact(work, urgent=True, name="request_words")

    def gathered(self, tx: Transaction, effect: GatherWords, found: Gathered) -> None:
        """Ask for a draft of what was found, or say why there is none; once for each door."""
        now = self._clock.now()
        tx.texts.erase(effect.said_id)
        try:
            text = readable(found.text)
        except Rejected as refused:
            tx.owed.owe([_told(effect, found, refused.text)], at=now)
            return
        keep_request(
            tx,
            effect.draft_id,
            text,
            by=effect.by,
            channel=effect.channel,
            document=found.document,
            gathered=_first(found.notes),
            at=now,
        )


def in_one_text(parts: Sequence[str]) -> str:
    return "\n\n".join(each.strip() for each in parts if each.strip())


def _first(notes: Sequence[str]) -> tuple[str, ...]:
    more = len(notes) - _NOTES
    return (*notes[:_NOTES], f"and {more} more") if more > 0 else tuple(notes)


def _told(effect: GatherWords, found: Gathered, refusal: str) -> Tell:
    """What was not read says more than that there was nothing."""
    said = "\n".join(words.quote(each, 400) for each in found.notes) or refusal
    text = f"No process was drafted from what you pointed at. {said}"
    return Tell(chain=(effect.by,), text=text, subject=effect.draft_id, occasion="words")
