"""The commands that keep the database: backup, restore, hold, resume, move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.settings import Settings

if TYPE_CHECKING:
    from storage.copying import Heard


def register(
    app: typer.Typer, settings_of: Callable[[], Settings], say: Callable[[str], None]
) -> None:
    """Add them."""

    @app.command()
    def backup(file: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
        """Copy the database to a file, also while it is served."""
        from storage import SystemClock
        from storage import backup as run

        with _progress("Backing up") as heard:
            run(settings_of().database_url, file, now=SystemClock().now(), heard=heard)
        settings = settings_of()
        say(
            f"The backup is {file}. Keep the folders of runs ({settings.runs}) and of evidence"
            f" ({settings.evidence_folder}) with it."
        )

    @app.command()
    def restore(file: Annotated[Path, typer.Argument(help="What `backup` wrote.")]) -> None:
        """Bring a backup back, to SQLite or an empty PostgreSQL; it is held until `resume`."""
        from storage import SystemClock
        from storage import restore as run

        settings = settings_of()
        with _progress("Restoring") as heard:
            run(settings.database_url, file, now=SystemClock().now(), say=say, heard=heard)
        say(f"{file} is restored, and held: people can click, and nothing is posted or started.")
        if not settings.runs.exists():
            say(
                f"There is no folder {settings.runs}. Bring it from the old machine first: it "
                "alone knows which programs ran since the backup."
            )
        say("Start `drumbeat serve`, look around, then: drumbeat resume")

    @app.command()
    def hold() -> None:
        """Hold a database that came back from a dump or a snapshot, before anybody serves it."""
        from storage import SystemClock, hold_copy

        hold_copy(settings_of().database_url, now=SystemClock().now())
        say("It is held: people can click, and nothing is posted or started.")
        say("Start `drumbeat serve`, look around, then: drumbeat resume")

    @app.command()
    def resume() -> None:
        """End the hold of a restored database: what it owes is looked for, then done."""
        from bot.resuming import resume as run

        say(run(settings_of().database_url))

    @app.command()
    def move(
        source: Annotated[str, typer.Argument(help="The SQLite file, or its sqlite:///… address.")],
        target: Annotated[
            str, typer.Argument(help="An empty PostgreSQL database.", show_default="DATABASE_URL")
        ] = "",
    ) -> None:
        """Move everything from SQLite to an empty PostgreSQL database, and go on there."""
        from storage import SystemClock
        from storage import move as run

        source_url = source if "://" in source else f"sqlite:///{source}"
        target_url = target or settings_of().database_url
        with _progress("Moving") as heard:
            moved = run(source_url, target_url, now=SystemClock().now(), say=say, heard=heard)
        say(f"{moved.rows} rows were moved, counted and compared: each arrived as it was.")
        for fault in moved.faults:
            say(fault)
        if moved.faults:
            say("The audit's chains were already broken so before the move.")
        else:
            say("Every chain of the audit holds.")
        say(f"{source} stays as it is and is marked: `drumbeat serve` does not start on it.")
        say(
            "Set DATABASE_URL to the new database and start `drumbeat serve`. Keep the folders of"
            f" runs ({settings_of().runs}) and of evidence ({settings_of().evidence_folder}): they"
            " are not in the database. Beside another database the evidence is looked for"
            " elsewhere, unless DRUMBEAT_EVIDENCE names it."
        )


@contextmanager
def _progress(what: str) -> Iterator[Heard]:
    """A bar on stderr, once there are rows to count."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        rows = None

        def heard(done: int, total: int) -> None:
            nonlocal rows
            rows = progress.add_task(what, total=total) if rows is None else rows
            progress.update(rows, completed=done)

        yield heard
