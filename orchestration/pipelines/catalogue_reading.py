"""The pipelines file, read as a whole: connections first, then what runs on them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from orchestration.pipelines.catalogue_saying import explained, nearest, words_of
from orchestration.pipelines.command import CommandPipeline
from orchestration.pipelines.command_entry import CommandEntry
from orchestration.pipelines.connection import Connection
from orchestration.pipelines.http_entry import HttpPipeline
from orchestration.pipelines.references import REFERENCE
from orchestration.pipelines.server_entry import ServerEntry
from orchestration.pipelines.servers import SERVERS
from orchestration.strict_yaml import Document, Place

M = TypeVar("M", bound=BaseModel)
ENTRIES: Final[dict[str, type[BaseModel]]] = {
    "command": CommandEntry,
    "http": HttpPipeline,
    **{name: kind.entry for name, kind in SERVERS.items()},
}
AnyPipeline = CommandPipeline | HttpPipeline | ServerEntry
SECTIONS: Final = ("connections", "pipelines")


@dataclass(frozen=True, slots=True)
class Listed:
    """Everything the file lists."""

    pipelines: tuple[AnyPipeline, ...] = ()
    connections: tuple[Connection, ...] = ()


class Reading:
    """One reading of the file: goes through all of it and keeps every problem."""

    def __init__(self, here: Path, document: Document) -> None:
        self._here = here
        self._document = document
        self.problems: list[str] = []

    def listed(self, document: Any) -> Listed:
        """What it lists; nothing of it counts where there are `problems` afterwards."""
        if not isinstance(document, dict) or "pipelines" not in document:
            self._problem((), "it must hold `pipelines:` with an entry for each pipeline")
            return Listed()
        for key in document.keys() - set(SECTIONS):
            self._problem((key,), f"“{key}” is not known here.{nearest(key, SECTIONS)}")
        connections = tuple(self._connections(document.get("connections")))
        self._declared = {each.name: each.provider for each in connections}
        return Listed(tuple(self._pipelines(document["pipelines"])), connections)

    def _connections(self, written: Any) -> Iterator[Connection]:
        for place, entry in self._entries("connections", written, "its provider and its url"):
            kind = SERVERS.get(str(entry.get("provider")))
            if kind is None:
                known = ", ".join(SERVERS)
                self._problem(
                    (*place, "provider"),
                    f"{words_of((*place, 'provider'))} must be one of: {known}",
                )
            elif read := self._valid(kind.connection, place, self._anchored(entry)):
                yield read

    def _pipelines(self, written: Any) -> Iterator[AnyPipeline]:
        for place, entry in self._entries("pipelines", written, "provider and what it runs"):
            read = self._pipeline(place, entry)
            if read:
                yield read

    def _entries(
        self, section: str, listed: Any, must_say: str
    ) -> Iterator[tuple[Place, dict[str, Any]]]:
        """Each entry with its name in it, from a map of names or a list."""
        if listed is None:
            return
        if not isinstance(listed, dict | list):
            self._problem((section,), f"{section} must be a map of names, or a list")
            return
        seen: dict[str, str] = {}
        named = listed.items() if isinstance(listed, dict) else enumerate(listed)
        for key, entry in named:
            place: Place = (section, key)
            if not isinstance(entry, dict):
                self._problem(place, f"{words_of(place)} must say {must_say}")
                continue
            if not isinstance(key, int) and "name" in entry:
                self._problem(
                    (*place, "name"), f"{words_of(place)} is named by its key; remove name"
                )
                continue
            entry = entry if isinstance(key, int) else {"name": key, **entry}  # noqa: PLW2901
            name = str(entry.get("name", ""))
            if first := seen.get(name.casefold()):
                kind = section.removesuffix("s")
                self._problem(place, f"a {kind} “{first}” is listed already; rename one")
            seen[name.casefold()] = name
            yield place, entry

    def _pipeline(self, place: Place, entry: dict[str, Any]) -> AnyPipeline | None:
        if not (entry := self._on_its_connection(place, entry)):
            return None
        kind = ENTRIES.get(str(entry.get("provider")), CommandEntry)
        if token := entry.get("trigger-token"):
            entry = {**entry, "trigger-token": self._anchored(token)}
        read = self._valid(kind, place, entry)
        match read:
            case HttpPipeline():
                changes = {
                    "headers": {name: self._value(value) for name, value in read.headers.items()},
                    "callback_secret": self._value(read.callback_secret),
                    "secrets": self._secrets(read.secrets),
                }
                return read.model_copy(update=changes)
            case CommandEntry():
                return self._command(read)
            case ServerEntry():
                return read
            case _:
                return None

    def _on_its_connection(self, place: Place, entry: dict[str, Any]) -> dict[str, Any]:
        """The entry with the provider that its connection says; empty where they do not fit."""
        if "connection" not in entry:
            if entry.get("provider") in SERVERS:
                said = (
                    f"{words_of(place)} must say its `connection`, one of those in `connections:`"
                )
                self._problem(place, said)
                return {}
            return entry
        where, name = (*place, "connection"), str(entry["connection"])
        provider = self._declared.get(name)
        if provider is None:
            known = nearest(name, self._declared)
            self._problem(where, f"{words_of(where)}: no connection “{name}” is declared.{known}")
            return {}
        if entry.setdefault("provider", provider) != provider:
            said = f"{words_of(place)} says {entry['provider']}, and “{name}” is of {provider}"
            self._problem(where, said)
            return {}
        return entry

    def _valid(self, kind: type[M], place: Place, entry: dict[str, Any]) -> M | None:
        try:
            return kind.model_validate(entry, by_name=False, by_alias=True)
        except ValidationError as invalid:
            for error in invalid.errors(include_url=False):
                said = explained(place, error, kind, ENTRIES)
                self._problem((*place, *error["loc"]), said)
            return None

    def _command(self, read: CommandEntry) -> CommandPipeline:
        program = sys.executable if read.argv[0] == "{python}" else read.argv[0]
        return CommandPipeline(
            **read.model_dump(exclude={"argv", "cwd", "env", "secrets"}),
            argv=tuple(self._in_place(part) for part in (program, *read.argv[1:])),
            cwd=self._here / self._in_place(read.cwd),
            env={name: self._value(value) for name, value in read.env.items()},
            secrets=self._secrets(read.secrets),
        )

    def _anchored(self, written: Any) -> Any:
        """The same, with every `file:` reference starting at the folder of this file."""
        match written:
            case dict():
                return {key: self._anchored(value) for key, value in written.items()}
            case list():
                return [self._anchored(value) for value in written]
            case str() if written.startswith("file:"):
                return self._value(written)
            case _:
                return written

    def _secrets(self, listed: Iterable[str]) -> dict[str, str]:
        return {each: self._value(each) for each in listed}

    def _in_place(self, text: str) -> str:
        return f"{self._here}{text[6:]}" if text.startswith("{here}") else text

    def _value(self, value: str) -> str:
        reference = REFERENCE.fullmatch(value)
        if not reference or reference[1] == "env":
            return self._in_place(value)
        return f"file:{self._here / self._in_place(reference[2])}"

    def _problem(self, place: Place, text: str) -> None:
        spot = self._document.spot(place)
        self.problems.append(f"line {spot.line}: {text}" if spot else text)
