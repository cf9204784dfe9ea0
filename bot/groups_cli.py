"""`drumbeat groups`: the release groups, and the next dates of one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from bot.process_cli import Reads
from orchestration.errors import Rejected
from orchestration.groups.deciding import group_named
from orchestration.groups.foreseeing import foreseen
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.previewing import Foreseen
from orchestration.people.model import Person
from orchestration.ports import Transaction
from orchestration.scheduling.saying import said
from orchestration.values import UserId

_People = Mapping[UserId, Person]


def register(app: typer.Typer, read_only: Reads, say: Callable[[str], None]) -> None:
    @app.command("groups")
    def groups(
        name: Annotated[
            list[str] | None, typer.Argument(help="One of them; without it, all are listed.")
        ] = None,
        shown: Annotated[int, typer.Option("--next", help="How many dates.", min=1, max=100)] = 5,
    ) -> None:
        """List the release groups, or the next dates of one."""
        now = datetime.now(UTC)
        if not name:
            found, unreadable = read_only(lambda tx: (tx.groups.list(), tx.groups.unreadable()))
            _print(found, say)
            for lost in unreadable:
                say(f"{lost.name} ({lost.id}) cannot be read: drumbeat doctor says what to do.")
            return

        def look(tx: Transaction) -> tuple[ReleaseGroup, tuple[Foreseen, ...], _People]:
            group = group_named(tx, " ".join(name or []))
            goes_on = not group.pause and not group.archived_by
            dates = foreseen(tx, group, now, shown).dates if goes_on else ()
            return group, dates, tx.directory.people({each.owner for each in dates})

        try:
            group, dates, people = read_only(look)
        except Rejected as refused:
            say(refused.text)
            sys.exit(1)
        say(f"{group.name} ({group.reference_key}): {_state(group)}.")
        if group.trouble:
            say(
                f"Nothing can be made since {group.trouble.at:%d.%m. %H:%M}: {group.trouble.reason}"
            )
        for each in dates:
            say(_line(each, people))


def _print(found: Sequence[ReleaseGroup], say: Callable[[str], None]) -> None:
    if not found:
        say("There is no release group yet. `/release groups` makes one in Slack.")
        return
    table = Table(
        "KEY", Column("NAME", overflow="fold"), "PROCESS", Column("DUE", overflow="fold"), box=None
    )
    for each in found:
        table.add_row(*map(Text, (each.reference_key, each.name, each.process_id, _state(each))))
    Console().print(table)


def _state(group: ReleaseGroup) -> str:
    if group.archived_by:
        return "archived"
    due = said(group.cadence) if group.cadence else "made by hand"
    return f"paused; {due}" if group.pause else due


def _line(each: Foreseen, people: _People) -> str:
    what = " ".join(filter(None, (each.reference, each.name, each.version)))
    kept = ", changed by hand" if each.touched else ""
    when = f"{each.local:%a} {each.local.day} {each.local:%B %Y %H:%M}"
    owner = people[each.owner].name if each.owner in people else each.owner
    return f"  {when}  {what}  ({owner}{kept})"
