"""`drumbeat process`: processes as files that are checked, compared, brought in and taken out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import typer

from bot.given_files import kind_of, named, person, read_file
from orchestration import words
from orchestration.errors import Rejected
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.blueprints import NAMES, blueprints
from orchestration.processes.blueprints import blueprint as blueprint_named
from orchestration.processes.checking import problems_in
from orchestration.processes.checks.check import check_process
from orchestration.processes.checks.problems import Problem
from orchestration.processes.code.documents import document_yaml
from orchestration.processes.code.faults import Fault, fault
from orchestration.processes.code.schema import process_schema
from orchestration.processes.code.writing import process_yaml
from orchestration.processes.diff import (
    Difference,
    differences,
    version_differences,
)
from orchestration.processes.files import ReadFile
from orchestration.processes.lookup import process_named
from orchestration.processes.model import Process, ProcessVersion
from orchestration.processes.publishing import latest_process, publish_file, taken_anew
from orchestration.processes.sources import version_file

T = TypeVar("T")
Differences = tuple[Difference, ...]


class Reads(Protocol):
    def __call__(self, work: Callable[[Transaction], T], /) -> T: ...


class Writes(Protocol):
    def __call__(self, work: Callable[[Transaction, datetime], T], /) -> T: ...


FILE = Annotated[str, typer.Argument(help="A process's YAML, or - for standard input.")]


def register(
    app: typer.Typer,
    read_only: Reads,
    write: Writes,
    catalogue: Callable[[], PipelineCatalogue],
    say: Callable[[str], None],
) -> None:
    """Add the group; `catalogue` has the pipelines of this installation."""
    process = typer.Typer(help="Processes as YAML files.", no_args_is_help=True)
    app.add_typer(process, name="process")

    _add_files(process, say)

    @process.command("import")
    def bring_in(
        file: FILE,
        *,
        by: Annotated[
            str,
            typer.Option("--as", help="The Slack id of whoever publishes it, such as U012AB3CD."),
        ],
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask before publishing.")] = False,
    ) -> None:
        """Publish a file as the next version of its process, after showing what changes."""
        publisher = person(by)
        read = read_file(file)
        made = _sound(read, file)
        if not made.owners:
            made = made.model_copy(update={"owners": (by,)})

        def look(tx: Transaction) -> tuple[Process | None, Differences, tuple[Problem, ...]]:
            was = latest_process(tx, made.id)
            return was, taken_anew(tx, made), problems_in(tx, made, catalogue())

        was, newer, problems = read_only(look)
        if problems:
            lines = "\n".join(str(each) for each in _placed(read, problems))
            raise Rejected(f"It cannot be published yet:\n{lines}")
        if was == made and not newer:
            say(f"“{made.name}” says the same already; nothing is published.")
        elif yes or _agreed(was, made, newer, say):
            say(
                write(
                    lambda tx, now: publish_file(tx, was, made, read.source, by=publisher, now=now)
                )
            )
        else:
            say("Nothing is published.")

    @process.command()
    def export(
        name: Annotated[str, typer.Argument(help="NAME, or NAME@VERSION.")],
    ) -> None:
        """Print a published process as YAML, with the comments of the file it came from."""

        def look(tx: Transaction) -> str:
            found = _named(tx, name)
            return version_file(tx, found.process.id, found.version).text

        sys.stdout.write(read_only(look))

    @process.command()
    def diff(
        was: Annotated[str, typer.Argument(help="A file, NAME, or NAME@VERSION.")],
        now: Annotated[str, typer.Argument(help="The same, with what is new.")],
        *,
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help="Draw it too, as this PNG.")
        ] = None,
    ) -> None:
        """Say in words what changed, and draw it; exit code 1 where anything did."""
        old, new = (_file_or_named(each, read_only) for each in (was, now))
        found = version_differences(old, new)
        for each in found:
            say(f"{each.place}: {each.what}")
        if not found:
            say("They say the same.")
            return
        if out:
            from bot.pictures.writing import write_difference

            between = " → ".join(Path(each).name for each in (was, now))
            for path in write_difference(old, new, between, out):
                say(str(path))
        raise SystemExit(1)


def _add_files(process: typer.Typer, say: Callable[[str], None]) -> None:
    """What needs a file alone: no database and no settings."""

    @process.command()
    def check(file: FILE) -> None:
        """Name every mistake of a file with its line; exit code 1 where there is one.

        Who people are, which pipelines there are and what the store has is looked at by `import`.
        """
        read = read_file(file)
        found = read.faults or _placed(read, _problems_alone(read.process))
        for each in found:
            say(str(each))
        if found:
            raise SystemExit(1)
        say(_fine(read.process) or f"{kind_of(read).capitalize()} that is sound.")

    @process.command()
    def convert(file: FILE) -> None:
        """Print a file of Harness as one of Drumbeat, and beside it what had no counterpart."""
        read = read_file(file)
        if read.value is None:
            lines = "\n".join(str(each) for each in read.faults)
            raise Rejected(f"{file} cannot be read:\n{lines}")
        value = read.value
        made = process_yaml(value) if isinstance(value, Process) else document_yaml(value)
        sys.stdout.write(made)

    @process.command()
    def new(
        *,
        blueprint: Annotated[str, typer.Option(help=f"One of {', '.join(NAMES)}.")] = "standard",
    ) -> None:
        """Print a process to start from, with comments: drumbeat process new > web.yaml"""
        chosen = blueprint_named(blueprint)
        if chosen is None:
            there = ", ".join(f"{each.name} ({each.process.name})" for each in blueprints())
            raise Rejected(f"There is no blueprint “{words.quote(blueprint)}”. There are: {there}.")
        sys.stdout.write(chosen.text)

    @process.command()
    def picture(
        file: FILE,
        *,
        out: Annotated[Path, typer.Option("-o", "--out", help="The PNG to write.")],
    ) -> None:
        """Draw a file's process; a large one is an overview and a picture of each phase."""
        from bot.pictures.writing import write_pictures

        for each in write_pictures(_sound(read_file(file), file), out):
            say(str(each))

    @process.command()
    def schema() -> None:
        """Print the JSON Schema of the files, for editors."""
        sys.stdout.write(json.dumps(process_schema(), indent=2) + "\n")


def _sound(read: ReadFile, file: str) -> Process:
    if read.value and read.process is None:
        raise Rejected(f"{file} holds {kind_of(read)}, not a process.")
    if read.process is None:
        lines = "\n".join(str(each) for each in read.faults)
        raise Rejected(f"{file} cannot be read as a process:\n{lines}")
    return read.process


def _problems_alone(process: Process | None) -> tuple[Problem, ...]:
    return check_process(process, members_of=None, pipelines=None) if process else ()


def _placed(read: ReadFile, problems: tuple[Problem, ...]) -> tuple[Fault, ...]:
    """Problems of the process where the file says what they are about."""
    return tuple(fault(str(each), read.spot(each.path)) for each in problems)


def _agreed(
    was: Process | None, now: Process, newer: Differences, say: Callable[[str], None]
) -> bool:
    if was is None:
        say(_fine(now))
        return typer.confirm("Publish it?")
    for each in (*differences(was, now), *newer):
        say(f"{each.place}: {each.what}")
    return typer.confirm("Publish this as the next version?")


def _fine(process: Process | None) -> str:
    if process is None:
        return ""
    phases = words.count(len(process.phases), "phase")
    activities = words.count(len(process.activities()), "activity", "activities")
    return f"“{process.name}” is sound: {phases}, {activities}."


def _named(tx: Transaction, name: str) -> ProcessVersion:
    title, version = named(name)
    found = process_named(tx, title)
    return found if version is None else tx.processes.version(found.process.id, version)


def _file_or_named(name: str, read_only: Reads) -> ProcessVersion:
    """A file takes nothing from the store before it is published: version 0."""
    if Path(name).is_file() or name.endswith((".yaml", ".yml")):
        return ProcessVersion(process=_sound(read_file(name), name), version=0)
    return read_only(lambda tx: _named(tx, name))
