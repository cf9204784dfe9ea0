"""What the command line is given: files, called by what they hold; who it is; which version."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from orchestration import words
from orchestration.catalogue.model import StoreActivity
from orchestration.errors import Rejected
from orchestration.people.model import is_slack_id
from orchestration.processes.files import ReadFile, read_any
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.values import UserId


def read_file(file: str) -> ReadFile:
    """Of ours or of Harness; what of the latter had no counterpart is told beside the output."""
    if file == "-":
        content = sys.stdin.buffer.read(2_000_000)
    else:
        try:
            with Path(file).open("rb") as opened:
                content = opened.read(2_000_000)
        except OSError as error:
            raise Rejected(f"{file} cannot be read: {error.strerror}.") from error
    read = read_any(content.decode("utf-8-sig", "replace"))
    if read.from_harness and read.value:
        typer.echo(f"{file} is a file of Harness. Not carried over as it was:", err=True)
        for each in read.report:
            typer.echo(f"  {each}", err=True)
        if not read.report:
            typer.echo("  nothing.", err=True)
    return read


def kind_of(read: ReadFile) -> str:
    match read.value:
        case StoreActivity():
            return "an activity of the store"
        case ProcessInputSet():
            return "an input set of a process"
        case ActivityInputSet():
            return "an input set of an activity"
        case _:
            return "a process"


def person(by: str) -> UserId:
    """Raises `Rejected` for what is no person's Slack id."""
    if not is_slack_id(by) or by.startswith("S"):
        raise Rejected(f"“{by}” is no person's Slack id; it begins with U or W.")
    return UserId(by)


def named(name: str) -> tuple[str, int | None]:
    """`NAME` or `NAME@VERSION`; raises `Rejected` for a version that is no number."""
    title, at, version = name.partition("@")
    if not at:
        return title, None
    if not version.isascii() or not version.isdigit():
        raise Rejected(f"“{words.quote(version)}” is no version; versions are numbers.")
    return title, int(version[:9])
