"""One question of a form: how a value is shown in it, and what is read from what was typed.

A field that comes back as it was drawn leaves its value exactly as it was, and so does one that
could not be drawn: nothing a form does not show is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.views.blocks import field as input_block
from bot.views.blocks import section
from bot.views.elements import Block, Choice, checkboxes, select, text_field
from bot.views.forms.notation import Amiss
from bot.views.modals.answers import State, all_chosen_of, chosen_of, fields_of, text_of
from bot.views.text import bold, name, people, units

Seen = Mapping[str, Any]
"""What a form shows, by the model's names."""
LONGEST = 3000
_AS_IT_IS = "="
"""Stands for a value that Slack's menus cannot carry."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent: what was typed, and which fields it had."""

    state: State
    fields: frozenset[str]

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Sent:
        return cls(view["state"]["values"], fields_of(view))


class Question(Protocol):
    @property
    def block(self) -> str:
        """The field's block id."""
        ...

    @property
    def keys(self) -> tuple[str, ...]:
        """What of the model it asks for."""
        ...

    def draw(self, seen: Seen) -> Block: ...

    def read(self, sent: Sent, seen: Seen) -> dict[str, Any]:
        """The values that it asks for; raises `Amiss`."""
        ...

    def said(self, seen: Seen) -> str:
        """What is set, in a few words with our mark-up; empty where nothing is."""
        ...


def as_typed(value: Any) -> str:
    return "" if value is None else str(value)


def or_none(text: str) -> str | None:
    return text or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A field to type in."""

    block: str
    label: str
    hint: str = ""
    show: Callable[[Any], str] = as_typed
    reads: Callable[[str], Any] = str
    multiline: bool = False
    needed: bool = False
    placeholder: str = ""
    people: bool = False
    """Its names may be people and groups by their ids."""

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.block,)

    def draw(self, seen: Seen) -> Block:
        text = self.show(seen[self.block])
        if units(text) > LONGEST:
            return too_long(self.label, text)
        element = text_field(
            self.block, value=text, multiline=self.multiline, placeholder=self.placeholder
        )
        return input_block(
            self.label, element, self.block, optional=not self.needed, hint=self.hint
        )

    def read(self, sent: Sent, seen: Seen) -> dict[str, Any]:
        was = seen[self.block]
        if self.block not in sent.fields:
            return {self.block: was}
        text = text_of(sent.state, self.block)
        if self._same(text, self.show(was)):
            return {self.block: was}
        if self.needed and not text:
            raise Amiss("Please fill this in.")
        return {self.block: self.reads(text)}

    def said(self, seen: Seen) -> str:
        value = seen[self.block]
        if self.people and value:
            return f"{self.label}: {people(value, most=5)}"
        text = name(self.show(value).replace("\n", "; "), 120) if self.show(value) else ""
        return f"{self.label}: {text}" if text else ""

    def _same(self, text: str, shown: str) -> bool:
        if self.multiline:
            return text.replace("\r\n", "\n").strip() == shown.replace("\r\n", "\n").strip()
        return text.split() == shown.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A field to type in whose text says several values of the model."""

    keys: tuple[str, ...]
    shows: Callable[[Seen], str]
    reads: Callable[[str], dict[str, Any]]
    block: str
    label: str
    hint: str = ""

    def draw(self, seen: Seen) -> Block:
        return self._typed().draw({self.block: self.shows(seen)})

    def read(self, sent: Sent, seen: Seen) -> dict[str, Any]:
        found = self._typed().read(sent, {self.block: self.shows(seen)})[self.block]
        return found if isinstance(found, dict) else {key: seen[key] for key in self.keys}

    def said(self, seen: Seen) -> str:
        return self._typed().said({self.block: self.shows(seen)})

    def _typed(self) -> Typed:
        return Typed(
            block=self.block, label=self.label, hint=self.hint, reads=self.reads, multiline=True
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One of several; the first is what goes without saying."""

    block: str
    label: str
    choices: Sequence[Choice]
    hint: str = ""
    show: Callable[[Any], str] = as_typed
    reads: Callable[[str], Any] = str
    redraws: str = ""
    """The action that another choice is, where the form asks for other things then."""

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.block,)

    def draw(self, seen: Seen) -> Block:
        shown = self.show(seen[self.block])
        offered = [*self.choices]
        if shown not in {each.value for each in offered} or units(shown) > 150:
            offered.insert(0, Choice(shown or "As it is", _AS_IT_IS))
            shown = _AS_IT_IS
        drawn = input_block(
            self.label,
            select(self.redraws or self.block, _around(offered, shown), chosen=shown),
            self.block,
            hint=self.hint,
        )
        return {**drawn, "dispatch_action": True} if self.redraws else drawn

    def read(self, sent: Sent, seen: Seen) -> dict[str, Any]:
        was = seen[self.block]
        chosen = chosen_of(sent.state, self.block)
        if chosen in {"", _AS_IT_IS, self.show(was)}:
            return {self.block: was}
        return {self.block: self.reads(chosen)}

    def said(self, seen: Seen) -> str:
        shown = self.show(seen[self.block])
        if self.choices and shown == self.choices[0].value:
            return ""
        label = next((each.label for each in self.choices if each.value == shown), shown)
        return f"{self.label}: {name(label, 80)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """Things that are so or not, a box each; `choices` are named as in the model."""

    block: str
    label: str
    choices: Sequence[Choice] = field(default_factory=tuple)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(each.value for each in self.choices)

    def draw(self, seen: Seen) -> Block:
        on = [key for key in self.keys if seen[key]]
        return input_block(
            self.label, checkboxes(self.block, self.choices, chosen=on), self.block, optional=True
        )

    def read(self, sent: Sent, seen: Seen) -> dict[str, Any]:
        if self.block not in sent.fields:
            return {key: seen[key] for key in self.keys}
        on = all_chosen_of(sent.state, self.block)
        return {key: key in on for key in self.keys}

    def said(self, seen: Seen) -> str:
        return ", ".join(each.label for each in self.choices if seen[each.value])


def too_long(label: str, text: str) -> Block:
    """Instead of a field, which would cut it."""
    return section(
        f"{bold(label)}\n{units(text):,} characters, more than a form of Slack's can show: kept as "
        "it is. Change it in the file, with *Export* and *Replace from file…*."
    )


def line(block: str, label: str, value: str, *, needed: bool = False, hint: str = "") -> Block:
    """A field for one line, with what is there."""
    if units(value) > LONGEST:
        return too_long(label, value)
    element = text_field(block, value=value, longest=LONGEST)
    return input_block(label, element, block, optional=not needed, hint=hint)


def lines(block: str, label: str, value: str, *, hint: str = "") -> Block:
    """A field for several lines, with what is there."""
    if units(value) > LONGEST:
        return too_long(label, value)
    element = text_field(block, value=value, multiline=True, longest=LONGEST)
    return input_block(label, element, block, optional=True, hint=hint)


def _around(choices: Sequence[Choice], chosen: str) -> list[Choice]:
    """Slack lists a hundred: with more, what is chosen comes first."""
    if len(choices) <= 100:
        return list(choices)
    first = [each for each in choices if each.value == chosen]
    return [*choices[:1], *first, *(each for each in choices[1:] if each.value != chosen)][:100]
