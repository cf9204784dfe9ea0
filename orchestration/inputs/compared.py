"""What a set from a file would change in the one that is kept, value by value."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration import words
from orchestration.inputs.changes import InputSet
from orchestration.inputs.places import said_by
from orchestration.processes.input_values import as_text

_VALUE = 80


def differences(was: InputSet | None, now: InputSet) -> tuple[str, ...]:
    """`“replicas” of deploy.eu: 2, now 3`; of a new set everything that it says."""
    return tuple(_differences(was, now))


def _differences(was: InputSet | None, now: InputSet) -> Iterator[str]:
    if was is not None and was.name != now.name:
        yield f"Its name: “{words.quote(was.name, 80)}”, now “{words.quote(now.name, 80)}”"
    if was is not None and was.description != now.description:
        yield "What it is for is described anew"
    before, after = _lines(was) if was else {}, _lines(now)
    for key in [*before, *(each for each in after if each not in before)]:
        if key not in before:
            yield f"{key}: {after[key]}"
        elif key not in after:
            yield f"{key}: taken out, was {before[key]}"
        elif before[key] != after[key]:
            yield f"{key}: {before[key]}, now {after[key]}"


def _lines(of: InputSet) -> dict[str, str]:
    said = said_by(of)
    found: dict[str, str] = {}
    for place, values in said.values.items():
        for name, value in values.items():
            key = f"“{words.quote(name, 80)}”{f' of {place}' if place else ''}"
            found[words.quote(key, 160)] = words.quote(as_text(value), _VALUE) or "(empty)"
    for place, linked in said.links.items():
        found[words.quote(f"Linked set of {place}", 120)] = words.quote(linked, _VALUE)
    return found
