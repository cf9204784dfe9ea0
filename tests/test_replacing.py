"""`replace` gives what the standard one gives, and refuses what it would get wrong."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pytest

from orchestration.replacing import replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    name: str
    trains: tuple[str, ...] = ()
    open: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    stops: tuple[Stop, ...]
    length: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.stops))


def test_what_is_not_named_stays_and_the_first_value_too():
    before = Stop(name="Zoo", trains=("U2",))
    after = replace(before, open=False)
    assert after == dataclasses.replace(before, open=False)
    assert before == Stop(name="Zoo", trains=("U2",))
    with pytest.raises(dataclasses.FrozenInstanceError):
        after.name = "Alex"


def test_a_field_it_does_not_have_is_refused():
    with pytest.raises(AttributeError):
        replace(Stop(name="Zoo"), zone=3)


def test_a_value_that_counts_something_when_it_is_made_is_refused():
    with pytest.raises(TypeError, match="__init__"):
        replace(Line((Stop(name="Zoo"),)), stops=())
