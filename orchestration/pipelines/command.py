"""The `command` provider: programs the operator listed, each run detached from Drumbeat.

No text from Slack is ever part of an argument vector: inputs travel as `DRUMBEAT_INPUT_<NAME>` and
in the JSON file that `DRUMBEAT_INPUTS` names. A run's folder (`run_folder.py`) is its whole state;
`command_runner.py` keeps the run going when Drumbeat is killed.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, ParamSpec, TypeVar

from pydantic import Field

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.entry_fields import Described
from orchestration.pipelines.model import Pipeline, RunReport, RunRequest
from orchestration.pipelines.references import REFERENCE, resolved_value
from orchestration.pipelines.run_folder import KEY, RunFolder
from orchestration.pipelines.secret_inputs import secret_values

P = ParamSpec("P")
T = TypeVar("T")
RUNNER: Final = Path(__file__).with_name("command_runner.py")
PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
"""All that a program inherits of Drumbeat's own environment: never a token of ours."""
INPUT_BYTES: Final = 100_000
"""Linux refuses a single environment variable of 128 KiB; this leaves room."""


class CommandPipeline(Described):
    """A program as the operator listed it; paths are absolute, secrets still references."""

    name: str
    provider: Literal["command"] = "command"
    argv: Annotated[tuple[str, ...], Field(min_length=1)]
    cwd: Path
    env: dict[str, str] = Field(default_factory=dict)
    """Literal values, or `env:NAME` and `file:PATH`: read when a run starts, never written."""
    timeout: timedelta = timedelta(hours=1)
    inputs: tuple[str, ...] = ()
    secrets: dict[str, str] = Field(default_factory=dict)
    """References that its inputs may hold, each with where it leads."""
    outputs: tuple[str, ...] = ()

    def pipeline(self) -> Pipeline:
        return Pipeline(
            name=self.name,
            provider=self.provider,
            description=self.description,
            inputs=self.inputs,
            outputs=self.outputs,
            tags=self.tags,
            expected=self.expected,
        )


class CommandProvider:
    """Runs the listed programs on this machine; `runs` must be on a local disk.

    `environ` is where `env:NAME` is looked up; `grace` is the time between TERM and KILL.
    """

    def __init__(
        self,
        commands: Iterable[CommandPipeline],
        runs: Path,
        *,
        environ: Mapping[str, str] | None = None,
        grace: timedelta = timedelta(seconds=5),
    ) -> None:
        self._commands = {command.name: command for command in commands}
        self._runs = runs.absolute()
        self._environ = os.environ if environ is None else environ
        self._grace = grace

    async def trigger(self, request: RunRequest) -> RunReport:
        """Start the run of this key; one that was started before is reported, not started."""
        return await self._aside(self._trigger, request)

    async def find(self, request: RunRequest) -> RunReport | None:
        """What the run's folder says; None also for one that was taken and never started.

        Such a run may be triggered again: it starts once, whoever else tries.
        """
        return await self._aside(RunFolder(self._runs, request.key).report)

    async def cancel(self, request: RunRequest) -> None:
        """Ask the run to stop: within a moment its whole process group gets TERM, then KILL.

        One that ends by itself in that moment is reported as it ended.
        """
        await self._aside(RunFolder(self._runs, request.key).ask_to_stop)

    async def prune(self, older_than: datetime) -> int:
        """Delete the folders of runs that ended before; how many.

        A pruned key would start again if it were triggered: keep runs longer than owed work.
        """
        return await self._aside(self._prune, older_than)

    async def unready(self, pipeline: str) -> tuple[str, ...]:
        return await self._aside(self.problems, pipeline)

    def problems(self, name: str) -> tuple[str, ...]:
        """What keeps this pipeline from starting on this machine, and how to mend it."""
        command = self._command(name)
        return tuple(_problems(command, *self._environment(command)))

    async def _aside(self, what: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do file work in a thread; a full disk or a lost mount may come right again."""
        try:
            return await asyncio.to_thread(what, *given, **named)
        except OSError as error:
            raise Transient(f"the runs folder {self._runs} cannot be used: {error}") from error

    def _trigger(self, request: RunRequest) -> RunReport:
        folder = RunFolder(self._runs, request.key)
        if known := folder.report():
            return known
        command = self._command(request.pipeline)
        environment, missing = self._environment(command)
        secrets, unread = secret_values(request.secrets, command.secrets, self._environ)
        problems = [
            *_problems(command, environment, missing),
            *_input_problems(command, request.inputs | request.secrets),
            *unread,
        ]
        if problems:
            raise Permanent(f"{command.name} cannot start: " + "; ".join(problems))
        with folder.taken() as lock:
            if lock is not None:
                self._start(folder, lock, command, request, environment, secrets)
        report = folder.report()
        if report is None:
            raise Transient(f"{command.name} did not start; see {folder.path / 'runner.log'}")
        return report

    def _start(
        self,
        folder: RunFolder,
        lock: int,
        command: CommandPipeline,
        request: RunRequest,
        environment: dict[str, str],
        secrets: dict[str, str],
    ) -> None:
        """Leave the runner behind, in a session of its own and holding the folder's lock.

        Secrets are in its environment only: no file of the folder holds one.
        """
        folder.write("inputs.json", request.inputs)
        folder.write("request.json", self._order(command, environment, secrets))
        environment |= {
            "DRUMBEAT_KEY": request.key,
            "DRUMBEAT_PIPELINE": command.name,
            "DRUMBEAT_INPUTS": str(folder.path / "inputs.json"),
            "DRUMBEAT_OUTPUT": str(folder.path / "output"),
            **{input_variable(n): value for n, value in (request.inputs | secrets).items()},
        }
        with (folder.path / "runner.log").open("ab") as said:
            subprocess.run(  # noqa: S603 - our own program; returns when the runner has detached
                [sys.executable, "-I", "-S", str(RUNNER), str(folder.path), str(lock)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                pass_fds=(lock,),
                start_new_session=True,
                check=False,
            )

    def _order(
        self, command: CommandPipeline, environment: dict[str, str], secrets: Iterable[str]
    ) -> dict[str, object]:
        references = [name for name, value in command.env.items() if REFERENCE.fullmatch(value)]
        return {
            "argv": [_program(command, environment), *command.argv[1:]],
            "cwd": str(command.cwd),
            "timeout": command.timeout.total_seconds(),
            "grace": self._grace.total_seconds(),
            "outputs": command.outputs,
            "secrets": [*references, *map(input_variable, secrets)],
        }

    def _command(self, name: str) -> CommandPipeline:
        if command := self._commands.get(name):
            return command
        raise Permanent(f"No command pipeline is named “{name}” in the pipelines file")

    def _environment(self, command: CommandPipeline) -> tuple[dict[str, str], list[str]]:
        """What the program gets, and which references lead nowhere."""
        environment = {name: self._environ[name] for name in PASSED_ON if name in self._environ}
        environment.setdefault("PATH", os.defpath)
        missing: list[str] = []
        for name, value in command.env.items():
            resolved = resolved_value(value, self._environ)
            if resolved is None:
                missing.append(f"{name} refers to {value}, which is missing or cannot be read")
            else:
                environment[name] = resolved
        return environment, missing

    def _prune(self, older_than: datetime) -> int:
        if not self._runs.is_dir():
            return 0
        for half_gone in self._runs.glob(".*.gone"):
            shutil.rmtree(half_gone)
        keys = [path.name for path in self._runs.iterdir() if KEY.fullmatch(path.name)]
        return sum(RunFolder(self._runs, key).remove_if_older(older_than) for key in keys)


def input_variable(name: str) -> str:
    """`release-notes` → `DRUMBEAT_INPUT_RELEASE_NOTES`."""
    return "DRUMBEAT_INPUT_" + re.sub(r"[^A-Z0-9]", "_", name.upper())


def _program(command: CommandPipeline, environment: Mapping[str, str]) -> str | None:
    """The program's full path, found as a shell would find it from the working folder."""
    program = command.argv[0]
    if "/" not in program:
        return shutil.which(program, path=environment["PATH"])
    path = command.cwd / program
    return str(path) if path.is_file() and os.access(path, os.X_OK) else None


def _problems(
    command: CommandPipeline, environment: Mapping[str, str], missing: list[str]
) -> Iterable[str]:
    yield from missing
    program = command.argv[0]
    if not command.cwd.is_dir():
        yield f"its folder {command.cwd} does not exist; make it or mend `cwd`"
    elif _program(command, environment) is None:
        path = command.cwd / program
        if "/" not in program:
            yield f"the program {program} was not found on PATH; install it or mend `argv`"
        elif path.is_file():
            yield f"{program} is not executable; run: chmod +x {path}"
        else:
            yield f"the program {path} was not found; install it or mend `argv`"


def _input_problems(command: CommandPipeline, inputs: Mapping[str, str]) -> Iterable[str]:
    for name in inputs.keys() - set(command.inputs):
        yield f"it takes no input {name}; declare it under `inputs`"
    if any("\0" in value for value in inputs.values()):
        yield "an input holds a NUL character"
    if len(json.dumps(dict(inputs))) > INPUT_BYTES:
        yield f"its inputs are longer than {INPUT_BYTES:,} bytes together"
