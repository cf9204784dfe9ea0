"""The conditions and values of a file, translated; what cannot be is reported and kept as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from orchestration.processes.harness.expressions import Translated, translated_condition
from orchestration.processes.harness.parser import Reading
from orchestration.processes.harness.parts import Part
from orchestration.processes.harness.report import Report
from orchestration.processes.harness.texts import RUNTIME_INPUT, has_expression, translated_text
from orchestration.processes.harness.tokens import Untranslatable
from orchestration.strict_yaml import Place

MOST_KEPT = 2_000
"""Characters of one text that is kept in a description."""


@dataclass(slots=True)
class Translation:
    """Of one phase, activity or document: what its expressions read, and what was kept as text."""

    report: Report
    readings: list[tuple[Reading, Place]] = field(default_factory=list)
    asked: list[tuple[str, Place]] = field(default_factory=list)
    """Inputs that Harness asks for when a release starts."""
    kept: list[str] = field(default_factory=list)

    def condition(self, part: Part) -> tuple[str | None, Place]:
        """The condition of a phase or activity; one that cannot be translated stays as it is.

        So it is a problem of the process until somebody mends it: without it the activity would
        run always.
        """
        value, place = part.take("if", "ifCondition")
        if value is None:
            return None, place
        if isinstance(value, bool):
            return str(value).lower(), place
        text = value if isinstance(value, str) else str(value)
        try:
            found = translated_condition(text)
        except Untranslatable as problem:
            self.report.note(
                place,
                f"could not be translated: {problem.what} It stays as it was written, and the "
                "process cannot be published with it.",
                problem.mend,
            )
            return text, place
        self._read(found.readings, place)
        return str(found), place

    def text(self, text: str, place: Place, label: str) -> str | None:
        """`None` where it could not be translated; then it is kept for the description."""
        try:
            found = translated_text(text)
        except Untranslatable as problem:
            self.lose(text, place, label, problem)
            return None
        self._read(found.readings, place)
        return found.text

    def expression(self, text: str, place: Place, label: str) -> Translated | str | None:
        """The tree where the text is one expression; the text with expressions otherwise."""
        try:
            found = translated_text(text)
        except Untranslatable as problem:
            self.lose(text, place, label, problem)
            return None
        self._read(found.readings, place)
        return found.whole or found.text

    def values(self, part: Part | None, label: str) -> dict[str, Any]:
        """Names with their values; one that cannot be translated is not among them."""
        found: dict[str, Any] = {}
        for name in part.data if part else ():
            assert part is not None  # noqa: S101 - for the type checkers
            value, place = part.take(name)
            if isinstance(value, str) and value.strip().startswith(RUNTIME_INPUT):
                self.asked.append((name, place))
                self.rules(name, value.strip(), place)
                continue
            kept = len(self.kept)
            made = self.value(value, place, f"{label} {name}")
            if len(self.kept) == kept:
                found[name] = made
        return found

    def value(self, value: Any, place: Place, label: str) -> Any:
        """The value with its texts translated, in lists and maps too."""
        if isinstance(value, str):
            return self.text(value, place, label)
        if isinstance(value, list):
            return [self.value(each, (*place, n), label) for n, each in enumerate(value)]
        if isinstance(value, dict):
            return {key: self.value(each, (*place, key), label) for key, each in value.items()}
        return value

    def rules(self, name: str, text: str, place: Place) -> None:
        """Report what stands behind `<+input>`: `.default(…)`, `.allowedValues(…)`."""
        if text != RUNTIME_INPUT:
            self.kept.append(f"{name}: {text}"[:MOST_KEPT])
            self.report.note(
                place,
                "asks for a value with rules of its own; they were left out.",
                "Give the input a default or allowed-values.",
            )

    def lose(self, text: str, place: Place, label: str, problem: Untranslatable) -> None:
        self.kept.append(f"{label}: {text}"[:MOST_KEPT])
        self.report.note(
            place,
            f"could not be translated: {problem.what} It is kept in the description.",
            problem.mend,
        )

    def described(self, description: str) -> str:
        """The description, and below it what could not be translated."""
        if not self.kept:
            return description
        kept = ["From Harness, not translated:", *(f"- {each}" for each in self.kept)]
        return "\n".join([*([description, ""] if description else []), *kept])

    def _read(self, readings: tuple[Reading, ...], place: Place) -> None:
        for each in readings:
            self.readings.append((each, place))
            if each.guessed:
                self.report.note(
                    place,
                    f"names “{each.name}” without saying what it is; it was taken as an input.",
                    f"Where it is a variable, write variables.{each.name}.",
                )


def plain_text(text: str) -> bool:
    """True for a text that says itself."""
    return not has_expression(text)
