"""`drumbeat draft`: a document becomes the draft of a process on the terminal, without Slack."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console

from bot.settings import Settings
from orchestration.errors import Rejected
from orchestration.ports import Drafted, DraftRequest
from orchestration.processes.proposal import ProcessDraft


def register(
    app: typer.Typer, settings_of: Callable[[], Settings], out: Console, err: Console
) -> None:
    """Add it; `err` hears all that is to be known about a draft, so that `out` stays the draft."""

    @app.command()
    def draft(
        file: Annotated[
            str,
            typer.Argument(
                help="A document (.md, .txt, .docx, .pdf, .html, .xlsx, .csv), "
                "or - for text on standard input."
            ),
        ],
        *,
        as_json: Annotated[bool, typer.Option("--json", help="The draft as JSON.")] = False,
        as_yaml: Annotated[bool, typer.Option("--yaml", help="The draft as YAML.")] = False,
        drafter: Annotated[
            str,
            typer.Option(
                help="Who reads it: openai (a language model) or outline (none). Not given: openai "
                "where OPENAI_API_KEY or OPENAI_BASE_URL is set, else outline."
            ),
        ] = "",
    ) -> None:
        """Draft a process from a document and print it, without Slack."""
        from orchestration.processes.texts import readable
        from prompts.outline import read_outline, to_json

        if drafter not in ("", "openai", "outline"):
            raise Rejected(f"There is no drafter “{drafter}”. There are: openai, outline.")
        text = readable(_read(file, err))
        settings = None if drafter == "outline" else settings_of()
        if settings and settings.with_model:
            proposal = _drafted_by_model(settings, text, err)
        elif drafter == "openai":
            raise Rejected("No language model is set: give OPENAI_API_KEY, or OPENAI_BASE_URL.")
        else:
            proposal = read_outline(text)
        _tell_what_is_missing(text, proposal, err)
        document = to_json(proposal)
        if as_json:
            sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        elif as_yaml:
            sys.stdout.write(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
        else:
            from bot.outline_print import print_draft

            print_draft(proposal, out)


def _read(file: str, err: Console) -> str:
    if file == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise Rejected(f"{file} cannot be read: {error.strerror}.") from error
    from bot.documents.words import words_of

    words, told = asyncio.run(words_of(Path(file).name, content))
    for each in told:
        err.print(each, markup=False, highlight=False, soft_wrap=True)
    return words


def _drafted_by_model(settings: Settings, text: str, err: Console) -> ProcessDraft:
    """Through the same drafter as in Slack."""
    import httpx

    from bot.drafters import drafter_of
    from bot.logs import configure_logs
    from bot.outline_print import AsItComes

    async def ask() -> Drafted:
        async with httpx.AsyncClient() as http:
            request = DraftRequest(text=text)
            return await drafter_of(settings, http).draft(request, AsItComes(err))

    configure_logs("WARNING")
    drafted = asyncio.run(ask())
    err.print(drafted.note, markup=False, highlight=False, soft_wrap=True)
    return drafted.proposal


def _tell_what_is_missing(text: str, proposal: ProcessDraft, err: Console) -> None:
    from prompts.covering import not_covered

    missing = not_covered(text, proposal) if proposal.activities() else ()
    if missing:
        err.print("Became no step:", markup=False)
    for each in missing:
        err.print(f"  • {each}", markup=False, highlight=False, soft_wrap=True)
