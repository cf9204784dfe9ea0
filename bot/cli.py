"""`drumbeat`: the commands of whoever hosts it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from bot import (
    cadence_cli,
    draft_cli,
    groups_cli,
    inputs_cli,
    keeping,
    operating,
    process_cli,
    store_cli,
)
from bot.settings import Settings
from orchestration.errors import Permanent, Rejected, Transient
from orchestration.ports import Transaction

if TYPE_CHECKING:
    from orchestration.pipelines.model import PipelineCatalogue
    from storage import SqlDatabase

app = typer.Typer(
    help="Drumbeat runs software releases from Slack.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
audit = typer.Typer(help="The record of every decision.", no_args_is_help=True)
owed = typer.Typer(help="What is owed to Slack and to pipelines.", no_args_is_help=True)
app.add_typer(audit, name="audit")
app.add_typer(owed, name="owed")

T = TypeVar("T")
_out = Console()
_err = Console(stderr=True)


def main() -> None:
    """Run the command; a refusal is one calm line on stderr and exit code 1."""
    try:
        app()
    except Rejected as error:
        _fail(error.text)
    except Permanent as error:
        _fail(error.reason)
    except Transient as error:
        _fail(f"Not done: {error.reason}. Try again; `drumbeat doctor` says more.")


def _fail(text: str) -> None:
    _err.print(text, markup=False, highlight=False, soft_wrap=True)
    raise SystemExit(1)


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise Rejected("These settings cannot be used:\n" + "\n".join(lines)) from error


@app.command()
def serve() -> None:
    """Serve Slack: web server, worker and clock in one process."""
    from bot.logs import configure_logs
    from bot.serving import serve as run

    settings = _settings()
    missing = settings.missing()
    if missing:
        raise Rejected("Drumbeat cannot start without:\n" + "\n".join(f"• {m}" for m in missing))
    configure_logs(settings.log_level)
    run(settings, say=_say)


@app.command()
def worker() -> None:
    """Pay what is owed beside the replicas that serve: PostgreSQL only."""
    from bot.logs import configure_logs
    from bot.serving import work

    settings = _settings()
    if not settings.slack_bot_token.get_secret_value():
        raise Rejected("Drumbeat cannot work without SLACK_BOT_TOKEN.")
    configure_logs(settings.log_level)
    work(settings, say=_say)


@app.command()
def migrate() -> None:
    """Bring the database up to this version's schema."""
    from storage import migrate as run

    run(_settings().database_url, _say)


@audit.command("verify")
def audit_verify() -> None:
    """Follow every chain and name each break; exit code 1 where there is one."""
    faults = _read_only(lambda tx: tx.audit.faults())
    for fault in faults:
        _say(fault)
    if faults:
        raise SystemExit(1)
    _say("Every chain of the audit holds.")


@owed.command("list")
def owed_list(
    state: Annotated[str, typer.Option(help="due, held, stuck, done or dropped.")] = "",
) -> None:
    """What is owed and not paid yet; what is stuck says why."""
    rows = _read_only(lambda tx: tx.owed.rows(state=state or None))
    if not rows:
        _say("Nothing is owed.")
        return
    table = Table("id", "state", "what", "tries", "due", "reason")
    for row in rows:
        due = row.due_at.isoformat(timespec="seconds")
        table.add_row(str(row.id), row.state, row.key, str(row.tries), due, row.reason)
    _out.print(table)


@owed.command("retry")
def owed_retry(row_id: int) -> None:
    """Try again what is stuck, once its cause is mended."""
    if not _write(lambda tx, now: tx.owed.retry(row_id, now=now)):
        raise Rejected(f"{row_id} is not stuck. `drumbeat owed list` shows what is.")
    _say(f"{row_id} is due again.")


@owed.command("drop")
def owed_drop(row_id: int) -> None:
    """Give up what is stuck, for good."""
    if not _write(lambda tx, _now: tx.owed.drop(row_id)):
        raise Rejected(f"{row_id} is not stuck. `drumbeat owed list` shows what is.")
    _say(f"{row_id} is dropped: it will not be done.")


@app.command()
def playground(
    *,
    port: Annotated[int, typer.Option(help="The page's port.")] = 3100,
    bot_port: Annotated[int, typer.Option(help="Drumbeat's own port; 0 takes a free one.")] = 0,
    directory: Annotated[Path, typer.Option(help="Where it keeps its files.")] = Path("var/demo"),
    fresh: Annotated[bool, typer.Option(help="Begin with an empty workspace.")] = False,
) -> None:
    """Start Drumbeat beside a simulated Slack workspace in the browser."""
    from bot.demo import run_demo

    run_demo(port=port, bot_port=bot_port, directory=directory, fresh=fresh, say=_say)


def _say(text: str) -> None:
    _out.print(text, markup=False, highlight=False, soft_wrap=True)


def _read_only(work: Callable[[Transaction], T]) -> T:
    with _opened() as database:
        return asyncio.run(database.read(work))


def _write(work: Callable[[Transaction, datetime], T]) -> T:
    with _opened() as database:
        return asyncio.run(database.transact(lambda tx: work(tx, database.clock.now())))


def _catalogue() -> PipelineCatalogue:
    from orchestration.pipelines.catalogue_file import load_catalogue

    settings = _settings()
    return load_catalogue(settings.pipelines, settings.runs, settings.url)


def _opened() -> closing[SqlDatabase]:
    from storage import open_database

    return closing(open_database(_settings().database_url))


draft_cli.register(app, _settings, _out, _err)
operating.register(app, _say)
keeping.register(app, _settings, _say)
process_cli.register(app, _read_only, _write, _catalogue, _say)
inputs_cli.register(app, _read_only, _write)
store_cli.register(app, _read_only, _write, _catalogue, _say)
cadence_cli.register(app, _say)
groups_cli.register(app, _read_only, _say)

if __name__ == "__main__":
    main()
