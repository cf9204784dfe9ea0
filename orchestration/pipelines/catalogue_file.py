"""The operator's pipelines file: read, checked as a whole, and served as the catalogue.

A provider is off until a pipeline in this file names it. `docs/pipelines.md` is its manual.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from orchestration import strict_yaml
from orchestration.errors import Permanent, Rejected
from orchestration.pipelines.command import CommandPipeline, CommandProvider
from orchestration.pipelines.command_entry import CommandEntry
from orchestration.pipelines.http import HttpProvider
from orchestration.pipelines.http_entry import CancelUrl, FindUrl, HttpPipeline, StatusUrl
from orchestration.pipelines.model import Pipeline, PipelineProvider
from orchestration.pipelines.references import REFERENCE
from orchestration.strict_yaml import Document, Place

LARGEST: Final = 1_000_000
ENTRIES: Final[dict[str, type[CommandEntry | HttpPipeline]]] = {
    "command": CommandEntry,
    "http": HttpPipeline,
}


class PipelinesFileInvalid(Rejected):
    """Everything that is wrong with the file, each with its line and how to mend it."""

    def __init__(self, path: Path, problems: tuple[str, ...]) -> None:
        super().__init__("\n- ".join([f"The pipelines file {path} cannot be used:", *problems]))
        self.problems = problems


class FilePipelineCatalogue:
    """What the file lists; holds one provider object per provider in use."""

    def __init__(
        self, listed: tuple[CommandPipeline | HttpPipeline, ...], runs: Path, public_url: str = ""
    ) -> None:
        self._pipelines = {each.name: each.pipeline() for each in listed}
        commands = [each for each in listed if isinstance(each, CommandPipeline)]
        self.command = CommandProvider(commands, runs)
        requests = [each for each in listed if isinstance(each, HttpPipeline)]
        self.http = HttpProvider(requests, public_url=public_url)

    def names(self) -> tuple[str, ...]:
        return tuple(self._pipelines)

    def find(self, name: str) -> Pipeline | None:
        return self._pipelines.get(name)

    def provider_of(self, name: str) -> PipelineProvider:
        """Who runs it; raises `Permanent` for a name that is not in the catalogue."""
        if pipeline := self._pipelines.get(name):
            return self.http if pipeline.provider == "http" else self.command
        known = ", ".join(self._pipelines) or "none"
        raise Permanent(
            f"No pipeline is named “{name}”.{nearest(name, self._pipelines)}"
            f" The pipelines file lists: {known}"
        )


def load_catalogue(path: Path | None, runs: Path, public_url: str = "") -> FilePipelineCatalogue:
    """The catalogue of this file, empty without one; raises `PipelinesFileInvalid`.

    `runs` is the folder where command runs keep their state; `public_url` is where callbacks
    reach Drumbeat.
    """
    if path is None:
        return FilePipelineCatalogue((), runs)
    path = path.absolute()
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise PipelinesFileInvalid(path, (f"it cannot be read: {error.strerror}",)) from error
    if len(content) > LARGEST:
        raise PipelinesFileInvalid(path, ("it is larger than 1 MB",))
    try:
        document = strict_yaml.read(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PipelinesFileInvalid(path, ("it is not UTF-8 text",)) from error
    except strict_yaml.NotStrictYaml as error:
        raise PipelinesFileInvalid(path, (str(error),)) from error
    reading = _Reading(path.parent, document)
    listed = tuple(reading.pipelines(document.data))
    if reading.problems:
        raise PipelinesFileInvalid(path, tuple(reading.problems))
    return FilePipelineCatalogue(listed, runs, public_url)


class _Reading:
    """One reading of the file: goes through all of it and keeps every problem."""

    def __init__(self, here: Path, document: Document) -> None:
        self._here = here
        self._document = document
        self.problems: list[str] = []

    def pipelines(self, document: Any) -> Iterator[CommandPipeline | HttpPipeline]:
        if not isinstance(document, dict) or "pipelines" not in document:
            self._problem((), "it must hold `pipelines:` with an entry for each pipeline")
            return
        for key in document.keys() - {"pipelines"}:
            self._problem((key,), f"“{key}” is not known here.{nearest(key, ['pipelines'])}")
        seen: dict[str, str] = {}
        for place, entry in self._entries(document["pipelines"]):
            read = self._read(place, entry)
            name = str(entry.get("name", ""))
            if first := seen.get(name.casefold()):
                self._problem(place, f"a pipeline “{first}” is listed already; rename one")
            seen[name.casefold()] = name
            if read:
                yield read

    def _entries(self, listed: Any) -> Iterator[tuple[Place, dict[str, Any]]]:
        """Each entry with its name in it, from a map of names or a list."""
        if listed is None:
            return
        if not isinstance(listed, dict | list):
            self._problem(("pipelines",), "pipelines must be a map of names, or a list")
            return
        named = listed.items() if isinstance(listed, dict) else enumerate(listed)
        for key, entry in named:
            place: Place = ("pipelines", key)
            if not isinstance(entry, dict):
                self._problem(place, f"{_words(place)} must say provider and what it runs")
            elif isinstance(key, int):
                yield place, entry
            elif "name" in entry:
                self._problem((*place, "name"), f"{_words(place)} is named by its key; remove name")
            else:
                yield place, {"name": key, **entry}

    def _read(self, place: Place, entry: dict[str, Any]) -> CommandPipeline | HttpPipeline | None:
        kind = ENTRIES.get(str(entry.get("provider")), CommandEntry)
        try:
            read = kind.model_validate(entry, by_name=False, by_alias=True)
        except ValidationError as invalid:
            for error in invalid.errors(include_url=False):
                self._problem((*place, *error["loc"]), _explained(place, error, kind))
            return None
        if isinstance(read, HttpPipeline):
            headers = {name: self._value(value) for name, value in read.headers.items()}
            changes = {
                "headers": headers,
                "callback_secret": self._value(read.callback_secret),
                "secrets": self._secrets(read.secrets),
            }
            return read.model_copy(update=changes)
        program = sys.executable if read.argv[0] == "{python}" else read.argv[0]
        return CommandPipeline(
            **read.model_dump(exclude={"argv", "cwd", "env", "secrets"}),
            argv=tuple(self._in_place(part) for part in (program, *read.argv[1:])),
            cwd=self._here / self._in_place(read.cwd),
            env={name: self._value(value) for name, value in read.env.items()},
            secrets=self._secrets(read.secrets),
        )

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


MEND: Final = {
    "missing": "is missing",
    "string_type": "must be text; put it in quotes",
    "tuple_type": "must be a list, such as [a, b]",
    "dict_type": "must be a map, such as NAME: value",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "model_type": "must be a map",
    "too_short": "must begin with a program",
    "string_pattern_mismatch": "may hold letters, digits, - and _, and begins with a letter",
}
"""Pydantic's kinds of complaint, in words that say what to mend."""


def _explained(entry: Place, error: ErrorDetails, kind: type[CommandEntry | HttpPipeline]) -> str:
    where = _words((*entry, *error["loc"]))
    match error["type"]:
        case "extra_forbidden":
            known = nearest(str(error["loc"][-1]), _fields(kind, error["loc"][:-1]))
            return f"{where} is not known.{known}"
        case "literal_error" if error["loc"] == ("provider",):
            return f"{where} is not known; the providers are: {', '.join(ENTRIES)}"
        case "literal_error":
            return f"{where} must be {error.get('ctx', {}).get('expected')}"
        case "value_error":
            return f"{where} {error.get('ctx', {}).get('error')}"
        case other:
            return f"{where} {MEND.get(other, error['msg'])}"


def _fields(kind: type[CommandEntry | HttpPipeline], inside: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand there, as the file spells them."""
    parts: dict[str, type[BaseModel]] = {
        "find": FindUrl,
        "status": StatusUrl,
        "cancel": CancelUrl,
    }
    model = parts.get(str(inside[0]), kind) if inside else kind
    return [each.alias or name for name, each in model.model_fields.items()]


def _words(place: Place) -> str:
    """`("pipelines", "deploy", "argv", 0)` → `deploy.argv[1]`; people count from one."""
    words = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in place[1:])
    return words.lstrip(".") if words.startswith(".") else f"pipelines{words}"


def nearest(word: str, known: Any) -> str:
    """` Did you mean “timeout”?`, or nothing."""
    found = get_close_matches(word, list(known), 1)
    return f" Did you mean “{found[0]}”?" if found else ""
