"""`drumbeat inputs`: the input store on the command line."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.given_files import kind_of, person, read_file
from bot.process_cli import Reads, Writes
from orchestration.errors import Rejected
from orchestration.inputs.changes import InputSet, what_changed
from orchestration.inputs.keeping import find_kept, keep_set
from orchestration.inputs.resolved import Resolved, ResolvedInput
from orchestration.inputs.service import kept_set
from orchestration.inputs.sound import resolved_activity_set, resolved_process_set
from orchestration.inputs.states import SetState, state_of, states_of
from orchestration.ports import Transaction
from orchestration.processes.code.documents import document_yaml
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.processes.input_values import as_text
from orchestration.processes.lookup import process_named

NAMED = Annotated[str, typer.Argument(help="PROCESS/SET, or SET of a store activity.")]
FILE = Annotated[str, typer.Argument(help="A set as YAML, or - for standard input.")]


def register(app: typer.Typer, read_only: Reads, write: Writes) -> None:
    """Add the group."""
    inputs = typer.Typer(help="Named values for processes and activities.", no_args_is_help=True)
    app.add_typer(inputs, name="inputs")

    @inputs.command("list")
    def list_sets(
        process: Annotated[str, typer.Argument(help="A process; without one everything.")] = "",
    ) -> None:
        """Name the sets, and whether each is complete."""
        for line in read_only(lambda tx: _listed(tx, process)):
            typer.echo(line)

    @inputs.command()
    def show(name: NAMED) -> None:
        """Say every input of a set with its value and who says it; secrets are references."""
        for line in read_only(lambda tx: _shown(_state(tx, name))):
            typer.echo(line)

    @inputs.command()
    def export(name: NAMED) -> None:
        """Print a set as YAML."""
        sys.stdout.write(read_only(lambda tx: document_yaml(_state(tx, name).kept.set)))

    @inputs.command()
    def check(file: FILE) -> None:
        """Say what is open or wrong in a file's set, by what is published; exit code 1 if so."""
        said = _set_in(file)
        wrong = read_only(lambda tx: _wrong(_resolved(tx, said)))
        for each in wrong:
            typer.echo(each)
        if wrong:
            raise SystemExit(1)
        typer.echo(f"“{said.name}” is complete.")

    @inputs.command("import")
    def bring_in(
        file: FILE,
        *,
        by: Annotated[
            str, typer.Option("--as", help="The Slack id of whoever saves it, such as U012AB3CD.")
        ],
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask before saving.")] = False,
    ) -> None:
        """Save a file's set, after showing what changes; what is open may stay open."""
        saver = person(by)
        said = _set_in(file)
        known = read_only(lambda tx: find_kept(tx, said))
        if known is not None and known.set == said:
            typer.echo(f"“{said.name}” says the same already; nothing is saved.")
            return
        if not yes:
            typer.echo(what_changed(known.set if known else None, said))
            if not typer.confirm("Save it?"):
                typer.echo("Nothing is saved.")
                return
        kept = write(
            lambda tx, now: keep_set(
                tx,
                said,
                was=known.revision if known else 0,
                by=saver,
                at=now,
                door="command line",
                through="whoever runs Drumbeat",
            )
        )
        typer.echo(f"“{said.name}” is saved as revision {kept.revision}.")


def _set_in(file: str) -> InputSet:
    read = read_file(file)
    match read.value:
        case ProcessInputSet() | ActivityInputSet() as said:
            return said
        case None:
            lines = "\n".join(str(each) for each in read.faults)
            raise Rejected(f"{file} cannot be read as an input set:\n{lines}")
        case _:
            raise Rejected(f"{file} holds {kind_of(read)}, not an input set.")


def _state(tx: Transaction, name: str) -> SetState:
    of, slash, set_id = name.rpartition("/")
    if not slash:
        return state_of(tx, kept_set(tx, "activity", "", name))
    process = process_named(tx, of).process
    return state_of(tx, kept_set(tx, "process", process.id, set_id))


def _resolved(tx: Transaction, said: InputSet) -> Resolved:
    if isinstance(said, ProcessInputSet):
        return resolved_process_set(tx, said)
    return resolved_activity_set(tx, said)


def _listed(tx: Transaction, name: str) -> list[str]:
    if name:
        found = states_of(tx, "process", process_named(tx, name).process.id)
        return [_line(each) for each in found] or ["It has no input sets."]
    processes = [each.id for each in tx.processes.list()]
    found = [each for of in processes for each in states_of(tx, "process", of)]
    found += [state_of(tx, each) for each in tx.input_sets.activity_sets()]
    return [_line(each) for each in found] or ["There are no input sets."]


def _line(state: SetState) -> str:
    said = state.kept.set
    of = f"{said.process}/{said.id}" if isinstance(said, ProcessInputSet) else said.id
    used = f", used by {', '.join(state.used_by)}" if state.used_by else ""
    return f"{of}: {said.name}, revision {state.kept.revision}, {_how(state)}{used}"


def _how(state: SetState) -> str:
    """An activity's set may leave inputs to the processes that link it."""
    wrong, opened = len(state.resolved.unfit), len(state.resolved.open)
    if state.complete:
        return "complete"
    if isinstance(state.kept.set, ActivityInputSet) and not wrong:
        return f"leaves {opened} open"
    return f"incomplete ({wrong + opened})"


def _shown(state: SetState) -> list[str]:
    lines = [_line(state), *map(_value, state.resolved.lines)]
    return [*lines, *(str(each) for each in (*state.resolved.astray, *state.resolved.gone))]


def _value(each: ResolvedInput) -> str:
    name = f"{each.place}: {each.spec.name}"
    if each.why:
        return f"{name} {each.why}"
    if each.source is None:
        return f"{name} is {'open' if each.open else 'not said'}"
    return f"{name} = {as_text(each.value)} ({each.source.value})"


def _wrong(resolved: Resolved) -> list[str]:
    return [str(each) for each in (*resolved.unfit, *resolved.open, *resolved.gone)]
