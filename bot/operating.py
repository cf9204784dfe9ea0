"""The commands of an operator's days: the first one, the bad ones, and backups."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from bot.settings import Settings


def register(
    app: typer.Typer, settings_of: Callable[[], Settings], say: Callable[[str], None]
) -> None:
    """Add the operator's commands."""

    @app.command()
    def doctor(
        *, as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False
    ) -> None:
        """Check everything Drumbeat needs and say how to mend it; exit code 1 where it must be."""
        _doctor(as_json=as_json)

    @app.command()
    def init() -> None:
        """Ask for tokens, channel and administrators; write .env and an example; end in doctor."""
        from bot.first_day import first_day

        first_day(Path.cwd(), say)
        say("Now the doctor:")
        _doctor(as_json=False)
        say("All is well. Start it: drumbeat serve")

    @app.command()
    def manifest() -> None:
        """Print the manifest of the Slack app, to be pasted at api.slack.com/apps."""
        from bot.manifest import manifest_text

        sys.stdout.write(manifest_text())

    @app.command()
    def backup(file: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
        """Copy the database to a file, also while it is served."""
        from storage import SystemClock
        from storage import backup as run

        run(settings_of().database_url, file, now=SystemClock().now())
        say(f"The backup is {file}. Keep the folder of runs ({settings_of().runs}) with it.")

    @app.command()
    def restore(file: Annotated[Path, typer.Argument(help="What `backup` wrote.")]) -> None:
        """Put a backup in the database's place; it starts held, until `drumbeat resume`."""
        from storage import SystemClock
        from storage import restore as run

        settings = settings_of()
        run(settings.database_url, file, now=SystemClock().now(), say=say)
        say(f"{file} is restored, and held: people can click, and nothing is posted or started.")
        if not settings.runs.exists():
            say(
                f"There is no folder {settings.runs}. Bring it from the old machine first: it "
                "alone knows which programs ran since the backup."
            )
        say("Start `drumbeat serve`, look around, then: drumbeat resume")

    @app.command()
    def resume() -> None:
        """End the hold of a restored database: what is owed is looked for, then done."""
        from bot.resuming import resume as run

        say(run(settings_of().database_url))


def _doctor(*, as_json: bool) -> None:
    from bot.doctor import Finding, Verdict, examine, print_finding, settings_finding
    from bot.doctor import as_json as document_of
    from storage import SystemClock

    out = Console()
    found: list[Finding] = []

    def heard(finding: Finding) -> None:
        found.append(finding)
        if not as_json:
            print_finding(out, finding)

    async def run(settings: Settings) -> None:
        async for finding in examine(settings, SystemClock()):
            heard(finding)

    try:
        settings = Settings()
    except ValidationError as invalid:
        heard(settings_finding(invalid))
    else:
        asyncio.run(run(settings))
    if as_json:
        sys.stdout.write(document_of(found) + "\n")
    if any(each.verdict is Verdict.FAILED for each in found):
        raise SystemExit(1)
