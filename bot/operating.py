"""The commands of an operator's first day: init, the doctor, the manifest."""

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


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add them."""

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
