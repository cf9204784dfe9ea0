"""The outside as the core sees it: the clock, the chat workspace; `drafting` has the drafter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Literal, Protocol

from orchestration.people.model import Person, UserGroup
from orchestration.people.working_time import Quiet
from orchestration.read_models.cards import Card, HomeCard
from orchestration.read_models.pages import Page
from orchestration.values import (
    ChannelId,
    Frozen,
    UserId,
)


class FreezeCalendars(Protocol):
    """The calendars of freezes that the operator configured."""

    async def read(self, name: str) -> bytes:
        """Raises `Permanent` saying why it cannot be read; only a configured one is."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware and in UTC."""
        ...


class Observer(Protocol):
    """Told around every commit and every outside call, so that a test can crash there."""

    def __call__(
        self, when: Literal["before", "after"], what: Literal["commit", "call"], name: str
    ) -> None: ...


Tracing = Callable[[str], AbstractContextManager[None]]
"""Surrounds work that is watched, under a name of our own."""


def untraced(_name: str) -> AbstractContextManager[None]:
    """Where nobody watches."""
    return nullcontext()


class Posted(Frozen):
    channel: ChannelId
    ts: str


class Messenger(Protocol):
    """The chat workspace as a place to say things.

    Every call may raise `Transient` or `Permanent`. `post` is never retried inside: the caller
    looks with `find` first, because only the caller knows whether an earlier try is in doubt.
    """

    async def post(
        self,
        channel: ChannelId,
        card: Card,
        *,
        key: str,
        thread_ts: str = "",
        broadcast: bool = False,
    ) -> Posted:
        """Post a new message that carries `key`; an id of a person means their DM."""
        ...

    async def update(self, posted: Posted, card: Card) -> None:
        """Redraw a message of ours; harmless to repeat."""
        ...

    async def find(
        self, channel: ChannelId, key: str, *, since: datetime, thread_ts: str = ""
    ) -> Posted | None:
        """The message of ours that carries `key`, posted since then; looks at most two pages."""
        ...

    async def link_to(self, posted: Posted) -> str:
        """An address that opens a message."""
        ...

    async def pin(self, posted: Posted, *, pinned: bool) -> None:
        """Pin a message in its channel, or take the pin away; harmless to repeat."""
        ...

    async def messages_after(self, posted: Posted, *, most: int) -> int:
        """How many messages of a channel came after this one, threads apart; at most `most`."""
        ...

    async def dm_of(self, person: UserId) -> ChannelId:
        """The direct conversation with a person."""
        ...

    async def show_home(self, card: HomeCard) -> None:
        """Draw a person's App Home; harmless to repeat."""
        ...


class PictureFiles(Protocol):
    """The chat workspace as a place for pictures; calls may raise `Transient` or `Permanent`."""

    async def give(self, page: Page) -> str:
        """Draw the page and hand it over, for us alone; the id of the file.

        A file handed over twice is two files: whoever calls remembers the id.
        """
        ...

    async def ready(self, file: str) -> bool:
        """True once it can be shown in a message."""
        ...


class Workspace(Protocol):
    """The chat workspace as the source of who is who."""

    async def people(self) -> Sequence[Person]: ...

    async def person(self, user_id: UserId) -> Person | None: ...

    async def groups(self) -> Sequence[UserGroup]:
        """Every user group with its members."""
        ...

    async def quiet(self, person: UserId) -> Quiet | None:
        """Their do-not-disturb, under way or next; None where there is none that we may know."""
        ...
