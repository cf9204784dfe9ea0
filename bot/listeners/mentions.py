"""The same verbs said to us: a mention in a channel or a thread, anything in a DM."""

from __future__ import annotations

from collections import OrderedDict

from slack_bolt.async_app import AsyncApp

from bot import grammar
from bot.identity import Identity
from bot.listeners import heard as payloads
from bot.listeners import revising, verbs
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply
from bot.slack_text import as_typed
from orchestration.errors import Rejected

_FROM_PEOPLE = {None, "", "file_share", "thread_broadcast"}
_REMEMBERED = 2000
_ELSEWHERE = frozenset({"", "help", "revise", "draft", "process", "processes", "mine"})


def register(app: AsyncApp, doors: Doors, identity: Identity) -> None:
    answered = Once()

    async def command_of(heard: Heard) -> grammar.Command:
        us = (await identity.known()).bot_user_id or ""
        said = as_typed(grammar.after_mention(heard.text, us))
        command = grammar.parse(said)
        if _is_of_a_thread(command) and await revising.draft_of_thread(doors, heard):
            return grammar.revision(said)
        return command

    async def record(heard: Heard) -> Reply | None:
        if not _is_for_us(heard) or heard.door_key in answered:
            return None
        try:
            reply = await verbs.commit(doors, heard, await command_of(heard))
        except Rejected:
            answered.add(heard.door_key)
            raise
        if reply:
            answered.add(heard.door_key)
        return reply

    async def tell(heard: Heard) -> Reply | None:
        if not _is_for_us(heard) or heard.door_key in answered:
            return None
        answered.add(heard.door_key)
        return await verbs.answer(doors, heard, await command_of(heard))

    for kind in ("app_mention", "message"):
        app.event(kind)(**listening(doors, payloads.event, record=record, tell=tell))


def _is_of_a_thread(command: grammar.Command) -> bool:
    """Under a draft's card what is said is what shall change there; these mean something else."""
    return command.verb not in _ELSEWHERE and not grammar.is_reference(command.reference)


def _is_for_us(heard: Heard) -> bool:
    """A person speaks to us: a mention in a channel, or anything new in our DM.

    A mention within a DM comes as a message too; it is answered as that.
    """
    said = heard.body["event"]
    if not heard.by or said.get("bot_id") or said.get("subtype") not in _FROM_PEOPLE:
        return False
    if said["type"] == "app_mention":
        return not heard.in_dm
    return said.get("channel_type") == "im" or heard.in_dm


class Once:
    """Which events were answered already: Slack delivers again what it doubts we heard.

    What changes something is kept from counting twice by its door key; this only keeps an answer
    from being said twice.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, key: str) -> bool:
        return key in self._seen

    def add(self, key: str) -> None:
        self._seen[key] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
