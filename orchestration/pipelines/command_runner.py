"""The program that stays beside one command run: starts it, bounds it, writes down how it ended.

Started by `command.py` as `python -I -S command_runner.py FOLDER LOCK_FD` with the environment
that the operator's program is to have. Standard library only, so that it starts in milliseconds.

`LOCK_FD` is the folder's lock, taken by whoever started us and inherited: it is free only when we
are dead. That is how others know, on Linux and macOS alike and after a reboot, whether a run goes
on; a process id could meanwhile belong to somebody else. Nobody needs to signal us either: we look
for the file `cancel`.

Files written: `started.json` before anything happens that cannot be done twice, `pid.json` for the
operator's eyes, `log` and `log.1` (the older half), and by rename `exit.json`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

LOG_BYTES: Final = 1_000_000
"""What is kept of a run's output; of more, the last half to whole of it."""
OUTPUT_BYTES: Final = 64_000
VALUE_LENGTH: Final = 4_000
SHORTEST_SECRET: Final = 4
"""A shorter one would blank out half the log; it is no secret anyway."""
LOOK_EVERY: Final = 0.1
"""Seconds between two looks for `cancel` and the timeout."""
SHUT_DOWN: Final = ("failed", "stopped because the machine or the service was shutting down")
REASON: Final = "reason"
"""The one output every program may write: why it failed, in words for people."""


def main(folder: str, lock: int) -> None:
    """Run the folder's request. Returns twice: at once in our caller's child, later in its child.

    The second process is nobody's child, so no zombie waits for a Drumbeat that is gone.
    """
    os.chdir(folder)
    os.set_inheritable(lock, False)
    request = json.loads(Path("request.json").read_bytes())
    write_whole("started.json", {"started_at": now()})
    if os.fork() == 0:
        write_whole("exit.json", run(request))


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Start the program, wait for its end or make it end; what `exit.json` is to say."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: told.append(number))
    log = Log(os.environ[name] for name in request["secrets"])
    argv = request["argv"]
    if Path("cancel").exists():
        return ended("cancelled", "cancelled before it started")
    try:
        program = subprocess.Popen(  # noqa: S603 - the operator's own list, no shell
            argv,
            cwd=request["cwd"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its own group, so that a timeout reaches its children too
        )
    except OSError as error:
        return ended("failed", f"{argv[0]} could not be started: {error.strerror}")
    write_whole("pid.json", {"runner": os.getpid(), "program": program.pid, "at": now()})
    assert program.stdout  # noqa: S101 - we asked for a pipe
    reader = threading.Thread(target=log.copy, args=(program.stdout,), daemon=True)
    reader.start()
    stopped = watch(program, request["timeout"], request["grace"], told)
    reader.join(timeout=2)  # what the program left behind may keep the pipe open for ever
    outputs = read_outputs(request["outputs"], log)
    why = outputs.pop(REASON, "")
    if stopped:
        return ended(*stopped, program.returncode, outputs)
    if program.returncode == 0:
        return ended("succeeded", "", 0, outputs)
    how = manner_of(program.returncode)
    return ended("failed", f"{why} ({how})" if why else how, program.returncode, outputs)


def watch(
    program: subprocess.Popen[bytes], timeout: float, grace: float, told: list[int]
) -> tuple[str, str] | None:
    """Wait for the program; when it must stop: TERM its group, then KILL. Status and why, if so."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            program.wait(LOOK_EVERY)
        except subprocess.TimeoutExpired:
            pass
        else:  # a service manager tells the program and us in the same moment
            return SHUT_DOWN if told and program.returncode == -signal.SIGTERM else None
        if Path("cancel").exists():
            verdict = ("cancelled", "cancelled")
        elif time.monotonic() >= deadline:
            verdict = ("failed", f"stopped after {timeout:g} s (timeout)")
        elif told:
            verdict = SHUT_DOWN
        else:
            continue
        stop(program, grace)
        return verdict


def stop(program: subprocess.Popen[bytes], grace: float) -> None:
    """Ask the whole group to end; after `grace` seconds make it."""
    give_up_at = time.monotonic() + grace
    alive = signal_group(program.pid, signal.SIGTERM)
    while alive and time.monotonic() < give_up_at:
        time.sleep(LOOK_EVERY / 4)
        program.poll()
        alive = signal_group(program.pid, 0)
    signal_group(program.pid, signal.SIGKILL)
    program.wait()


def signal_group(group: int, number: int) -> bool:
    """False when nobody is left in the group (macOS says 'not permitted' of dead members)."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


class Log:
    """The program's output as it comes, bounded, with the values of its secrets blanked."""

    def __init__(self, secrets: Any) -> None:
        lines = {line for secret in secrets for line in secret.splitlines()}
        self._secrets = sorted((s for s in lines if len(s) >= SHORTEST_SECRET), key=len)[::-1]
        self._begin()

    def _begin(self) -> None:
        self._file = Path("log").open("ab", buffering=0)  # noqa: SIM115 - closed by our exit
        self._written = 0

    def copy(self, pipe: IO[bytes]) -> None:
        while line := pipe.readline(8192):
            self.write(line)

    def write(self, line: bytes) -> None:
        line = self.blanked(line.decode(errors="surrogateescape")).encode(errors="surrogateescape")
        if self._written + len(line) > LOG_BYTES // 2:
            self._file.close()
            Path("log").replace("log.1")
            self._begin()
        self._file.write(line)
        self._written += len(line)

    def say(self, text: str) -> None:
        self.write(f"drumbeat: {text}\n".encode())

    def blanked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def read_outputs(declared: list[str], log: Log) -> dict[str, str]:
    """The `key=value` lines of the output file; what cannot be taken is named in the log."""
    try:
        with Path("output").open("rb") as file:
            text = file.read(OUTPUT_BYTES + 1)
        Path("output").unlink()  # it may hold a secret; `exit.json` does not
    except OSError:
        return {}
    if len(text) > OUTPUT_BYTES:
        log.say(f"more than {OUTPUT_BYTES} bytes of outputs: none of them was taken")
        return {}
    outputs: dict[str, str] = {}
    for line in text.decode(errors="replace").splitlines():
        name, equals, value = line.partition("=")
        name, value = name.strip(), log.blanked(value.strip())
        if not name or name.startswith("#"):
            continue
        if not equals:
            log.say(f"an output line without '=' was left out: {name[:60]}")
        elif name != REASON and name not in declared:
            log.say(f"output {name[:60]} is not declared in the pipelines file; left out")
        elif len(value) > VALUE_LENGTH:
            log.say(f"output {name} is longer than {VALUE_LENGTH} characters; left out")
        else:
            outputs[name] = value
    return outputs


def manner_of(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"ended by signal {signal.Signals(-code).name}"
    except ValueError:
        return f"ended by signal {-code}"


def ended(
    status: str, reason: str, code: int | None = None, outputs: dict[str, str] | None = None
) -> dict[str, Any]:
    return {
        "status": status,
        "reason": reason,
        "exit_code": code,
        "outputs": outputs or {},
        "ended_at": now(),
    }


def write_whole(name: str, content: dict[str, Any]) -> None:
    """All of it or nothing, and still there after the power failed."""
    part = f".{name}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    Path(part).replace(name)
    for path in (".", ".."):
        folder = os.open(path, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
