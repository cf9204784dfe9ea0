"""Questions that only the form of a group asks: a process, people in their order, a channel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.views.blocks import field
from bot.views.elements import Block, Choice, conversation_select, users_select
from bot.views.forms.notation import Amiss
from bot.views.forms.questions import Seen, Sent
from bot.views.modals.answers import State, all_chosen_of, chosen_of, person_of
from bot.views.text import name, people
from bot.views.value_elements import long_select, user_select
from orchestration.values import ChannelId, ProcessId, UserId

NONE: Final = "-"
_MOST: Final = 400
"""Of a menu: a view may not be larger than about 250 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field(ABC):
    """One field with one answer; where it was not shown, what was there stays."""

    block: str
    label: str
    hint: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.block,)

    def read(self, sent: Sent, seen: Seen) -> dict[str, Any]:
        shown = self.block in sent.fields
        return {self.block: self.value(sent.state) if shown else seen[self.block]}

    @abstractmethod
    def value(self, state: State) -> Any:
        """What was answered; raises `Amiss` for what cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfProcess(_Field):
    """One of the processes; `optional` also none of them."""

    processes: Sequence[tuple[ProcessId, str]]
    optional: bool = False

    def draw(self, seen: Seen) -> Block:
        chosen = seen[self.block] or NONE
        known = [Choice(title, each) for each, title in self.processes]
        known.sort(key=lambda each: each.value != chosen)
        choices = [Choice("None", NONE), *known] if self.optional else known
        more = f"Only {_MOST} are listed." if len(choices) > _MOST else ""
        hint = f"{self.hint} {more}".strip()
        menu = long_select(self.block, choices[:_MOST], chosen=[chosen])
        return field(self.label, menu, self.block, hint=hint)

    def value(self, state: State) -> Any:
        chosen = chosen_of(state, self.block)
        if not chosen and not self.optional:
            raise Amiss("Choose a process.")
        return None if chosen in {"", NONE} else ProcessId(chosen)

    def said(self, seen: Seen) -> str:
        chosen: ProcessId | None = seen[self.block]
        if not chosen:
            return ""
        title = dict(self.processes).get(chosen, chosen)
        return f"{self.label}: {name(title, 80)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfInputSet(_Field):
    """One of the input sets of the process, or none."""

    sets: Sequence[tuple[str, str]]

    def draw(self, seen: Seen) -> Block:
        known = [Choice(title, each) for each, title in self.sets]
        menu = long_select(
            self.block,
            [Choice("No input set", NONE), *known][:_MOST],
            chosen=[seen[self.block] or NONE],
        )
        return field(self.label, menu, self.block, hint=self.hint)

    def value(self, state: State) -> Any:
        chosen = chosen_of(state, self.block)
        return None if chosen in {"", NONE} else chosen

    def said(self, seen: Seen) -> str:
        chosen: str | None = seen[self.block]
        return f"{self.label}: {name(dict(self.sets).get(chosen, chosen), 80)}" if chosen else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder(_Field):
    """People, in the order in which they were chosen."""

    def draw(self, seen: Seen) -> Block:
        menu = users_select(self.block, chosen=seen[self.block])
        return field(self.label, menu, self.block, hint=self.hint)

    def value(self, state: State) -> Any:
        chosen = all_chosen_of(state, self.block)
        if not chosen:
            raise Amiss("Choose at least one person.")
        return tuple(map(UserId, chosen))

    def said(self, seen: Seen) -> str:
        return f"{self.label}: {people(seen[self.block], most=8)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePerson(_Field):
    """A person, or nobody."""

    def draw(self, seen: Seen) -> Block:
        menu = user_select(self.block, chosen=seen[self.block] or "")
        return field(self.label, menu, self.block, optional=True, hint=self.hint)

    def value(self, state: State) -> Any:
        chosen = person_of(state, self.block)
        return UserId(chosen) if chosen else None

    def said(self, seen: Seen) -> str:
        who = seen[self.block]
        return f"{self.label}: {people([who])}" if who else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InChannel(_Field):
    """The channel where its releases are shown."""

    def draw(self, seen: Seen) -> Block:
        menu = conversation_select(self.block, chosen=seen[self.block])
        return field(self.label, menu, self.block, hint=self.hint)

    def value(self, state: State) -> Any:
        chosen = chosen_of(state, self.block)
        if not chosen or chosen.startswith("D"):
            raise Amiss("Choose the channel where its releases are shown.")
        return ChannelId(chosen)

    def said(self, seen: Seen) -> str:
        return f"{self.label}: <#{seen[self.block]}>" if seen[self.block] else ""
