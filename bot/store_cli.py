"""`drumbeat store`: reusable activities, found, shown, checked, brought in and taken out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from bot.given_files import kind_of, named, person, read_file
from bot.process_cli import Reads, Writes
from orchestration import words
from orchestration.catalogue.checking import check_activity
from orchestration.catalogue.diff import activity_differences
from orchestration.catalogue.lookup import activity_named
from orchestration.catalogue.model import StoreActivity, StoreSummary, StoreVersion
from orchestration.catalogue.proposing import activity_file
from orchestration.catalogue.publishing import latest_activity, publish_activity
from orchestration.catalogue.searching import search
from orchestration.catalogue.service import problems_in
from orchestration.catalogue.users import StoreUser, users_of
from orchestration.errors import Rejected
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import PublishedVersion, Transaction
from orchestration.processes.checks.problems import Problem
from orchestration.processes.files import ReadFile
from orchestration.processes.input_values import as_text
from orchestration.processes.inputs import InputSpec, InputType

FILE = Annotated[str, typer.Argument(help="A store activity's YAML, or - for standard input.")]
NAME = Annotated[str, typer.Argument(help="Its id or name.")]
_VERSIONS = 10


def register(
    app: typer.Typer,
    read_only: Reads,
    write: Writes,
    catalogue: Callable[[], PipelineCatalogue],
    say: Callable[[str], None],
) -> None:
    """Add the group."""
    store = typer.Typer(help="Activities that processes share.", no_args_is_help=True)
    app.add_typer(store, name="store")
    _add_files(store, read_only, write, catalogue, say)

    @store.command("list")
    def every() -> None:
        """Every activity of the store, those that are deprecated last."""
        _print(read_only(lambda tx: search(tx.store.list(), "")), say)

    @store.command("search")
    def find(
        words: Annotated[list[str], typer.Argument(help="Of names, ids, tags, descriptions.")],
    ) -> None:
        """Those that fit, the best first; a slip of typing is forgiven."""
        query = " ".join(words)
        found = read_only(lambda tx: search(tx.store.list(), query))
        if not found:
            raise Rejected(f"Nothing in the store fits “{query}”.")
        _print(found, say)

    @store.command()
    def show(name: NAME) -> None:
        """One activity: what it takes, gives and does, its versions, and who uses it."""

        def look(
            tx: Transaction,
        ) -> tuple[StoreSummary, StoreVersion, Sequence[PublishedVersion], list[StoreUser]]:
            summary = activity_named(tx, name)
            history = tx.store.history(summary.id, limit=_VERSIONS)
            return summary, tx.store.latest(summary.id), history, users_of(tx, summary.id)

        for line in _shown(*read_only(look)):
            say(line)


def _add_files(
    store: typer.Typer,
    read_only: Reads,
    write: Writes,
    catalogue: Callable[[], PipelineCatalogue],
    say: Callable[[str], None],
) -> None:
    """What takes a file, or prints one."""

    @store.command()
    def export(
        name: Annotated[str, typer.Argument(help="NAME, or NAME@VERSION.")],
    ) -> None:
        """Print an activity as YAML, with the comments of the file it came from."""

        def look(tx: Transaction) -> str:
            title, version = named(name)
            found = activity_named(tx, title)
            return activity_file(tx, found.id, version or found.version).text

        sys.stdout.write(read_only(look))

    @store.command()
    def check(file: FILE) -> None:
        """Name every mistake of a file with its line; exit code 1 where there is one.

        Which pipelines there are is looked at by `import`.
        """
        read = read_file(file)
        found: Sequence[object] = read.faults
        if not found:
            found = check_activity(_activity(read, file), pipelines=None)
        for each in found:
            say(str(each))
        if found:
            raise SystemExit(1)
        made = _activity(read, file)
        takes = words.count(len(made.inputs), "input")
        gives = words.count(len(made.outputs), "output")
        say(f"“{made.name}” is sound: {takes}, {gives}.")

    @store.command("import")
    def bring_in(
        file: FILE,
        *,
        by: Annotated[
            str,
            typer.Option("--as", help="The Slack id of whoever publishes it, such as U012AB3CD."),
        ],
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask before publishing.")] = False,
    ) -> None:
        """Publish a file as the next version of its activity, after showing what changes."""
        publisher, read = person(by), read_file(file)
        made = _activity(read, file)

        def look(tx: Transaction) -> tuple[StoreVersion | None, tuple[Problem, ...]]:
            return latest_activity(tx, made.id), problems_in(tx, made, catalogue())

        was, problems = read_only(look)
        if problems:
            lines = "\n".join(str(each) for each in problems)
            raise Rejected(f"It cannot be published yet:\n{lines}")
        if was is not None and was.activity == made:
            say(f"“{made.name}” says the same already; nothing is published.")
        elif yes or _agreed(was, made, say):
            done = write(
                lambda tx, now: publish_activity(tx, was, made, read.source, by=publisher, now=now)
            )
            say(f"“{made.name}” is in the store as version {done.version}.")
        else:
            say("Nothing is published.")


def _activity(read: ReadFile, file: str) -> StoreActivity:
    if isinstance(read.value, StoreActivity):
        return read.value
    if read.value:
        raise Rejected(f"{file} holds {kind_of(read)}, not an activity of the store.")
    lines = "\n".join(str(each) for each in read.faults)
    raise Rejected(f"{file} cannot be read as an activity of the store:\n{lines}")


def _agreed(was: StoreVersion | None, now: StoreActivity, say: Callable[[str], None]) -> bool:
    if was is None:
        say(f"“{now.name}” is new in the store.")
        return typer.confirm("Publish it?")
    for each in activity_differences(was.activity, now):
        say(each.what)
    return typer.confirm(f"Publish this as version {was.version + 1}?")


def _print(found: Sequence[StoreSummary], say: Callable[[str], None]) -> None:
    if not found:
        say("The store is empty. `drumbeat store import FILE --as ID` brings one in.")
        return
    others = ("name", "version", "type", "team", "tags", "deprecated")
    table = Table(Column("id", no_wrap=True), *others)  # an id is copied, so it stays whole
    for each in found:
        instead = f"use {each.instead}" if each.instead else "yes"
        row = [each.id, each.name, str(each.version), each.type.value, each.team or ""]
        row += [", ".join(each.tags), instead if each.deprecated_by else ""]
        table.add_row(*(Text(cell) for cell in row))  # so that no name is taken for mark-up
    Console().print(table)


def _shown(
    summary: StoreSummary,
    kept: StoreVersion,
    history: Sequence[PublishedVersion],
    users: Sequence[StoreUser],
) -> list[str]:
    activity = kept.activity
    work = activity.pipeline or (activity.process.id if activity.process else "people, by hand")
    lines = [f"{summary.name} ({summary.id}), version {summary.version}, {summary.type.value}"]
    if summary.deprecated_by:
        lines.append("Deprecated." + (f" Use {summary.instead}." if summary.instead else ""))
    lines += [activity.description] if activity.description else []
    lines += [f"Team {summary.team}"] if summary.team else []
    lines += [f"Tags {', '.join(summary.tags)}"] if summary.tags else []
    lines += [f"Owner {summary.owner}", f"Done by {work}"]
    lines += ["Takes", *(f"  {_input(each)}" for each in activity.inputs)]
    lines += [] if activity.inputs else ["  nothing"]
    lines += ["Gives", *(f"  {each}" for each in activity.outputs)] if activity.outputs else []
    lines += ["Versions"]
    lines += [f"  {each.version}: {each.published_by}, {each.published_at:%Y-%m-%d %H:%M} UTC"
              for each in history]  # fmt: skip
    lines += ["Used by", *(f"  {_user(each)}" for each in users)]
    return lines if users else [*lines, "  nobody"]


def _input(each: InputSpec) -> str:
    parts = [each.type.value]
    if each.allowed_values:
        parts.append("one of " + ", ".join(map(as_text, each.allowed_values)))
    if each.default is not None and each.type is not InputType.SECRET:
        parts.append(f"{as_text(each.default)} unless said")
    elif not each.required:
        parts.append("optional")
    return f"{each.name}: {', '.join(parts)}"


def _user(user: StoreUser) -> str:
    unfinished = f"; unfinished: {', '.join(user.releases)}" if user.releases else ""
    return f"{user.name}, version {user.version}: {', '.join(user.places)}{unfinished}"
