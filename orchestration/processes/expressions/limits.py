"""How much an expression may ask for, so that reading and evaluating one always ends soon."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.processes.expressions.refusals import Reason, Refused

LONGEST_SOURCE = 10_000
"""Characters of an expression, or of a text with expressions in it."""
MOST_TOKENS = 2_000
"""Words and signs of an expression, or of all in one text."""
MOST_DEPTH = 32
"""Brackets, lists, `not` and filter arguments inside one another; lists and objects of data too."""
MOST_STEPS = 10_000
"""A step is a node of the tree, an item looked at, or a hundred characters of text worked on."""
LONGEST_RESULT = 20_000
"""Characters of a result, and of every text on the way to it."""
MOST_DIGITS = 15
"""Digits of a number: what every JSON reader keeps exactly."""
MOST_BITS = 256
"""Of a whole number in the data; an identifier may be long, a number that fills memory not."""


@dataclass(slots=True)
class Steps:
    """What is left of the work that one evaluation may do."""

    left: int = MOST_STEPS

    def take(self, number: int, at: int) -> None:
        self.left -= number
        if self.left < 0:
            raise Refused(
                Reason.LIMIT,
                at,
                f"This takes more than {MOST_STEPS:,} steps.",
                "Let the activity that makes the value do this work, and read its result.",
            )

    def take_text(self, text: str, at: int) -> None:
        """Work on every character of a text."""
        check_length(len(text), at)
        self.take(1 + len(text) // 100, at)


def check_length(length: int, at: int) -> None:
    """Refuse a text before it is made, or worked on, where it is longer than a result may be."""
    if length > LONGEST_RESULT:
        raise Refused(
            Reason.LIMIT,
            at,
            f"The value would have more than {LONGEST_RESULT:,} characters.",
            "Pass on a link or a file name instead of the whole text.",
        )
