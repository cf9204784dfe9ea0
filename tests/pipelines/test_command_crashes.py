"""Drumbeat, a run's runner, or both are killed with SIGKILL at every step they take.

The steps are Python's own audit events (PEP 578): opening a file, making a folder, renaming,
locking, forking, starting a program. The process kills itself at its n-th; n goes up until it
gets through.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.pipelines import command_runner
from orchestration.pipelines.command import CommandPipeline, CommandProvider
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus

pytestmark = pytest.mark.crash

KEY = "x-1.ship.deploy.1"
REQUEST = RunRequest(key=KEY, pipeline="p")
THE_START = frozenset({"subprocess.Popen"})
STEPS = frozenset({"open", "os.mkdir", "os.rename", "fcntl.flock", "os.fork"}) | THE_START
PROGRAM = "import sys, time; open(sys.argv[1], 'a').write('x'); time.sleep(float(sys.argv[2]))"


class Machine:
    def __init__(self, folder: Path, seconds: float = 0.0) -> None:
        folder.mkdir(exist_ok=True)
        self.started = folder / "started"
        self.run = folder / "runs" / KEY
        argv = (sys.executable, "-I", "-S", "-c", PROGRAM, str(self.started), str(seconds))
        command = CommandPipeline(name="p", argv=argv, cwd=folder)
        self.drumbeat = CommandProvider([command], folder / "runs", grace=timedelta(seconds=1))

    def starts(self) -> int:
        return len(self.started.read_text()) if self.started.exists() else 0

    def trigger(self) -> RunReport:
        return asyncio.run(self.drumbeat.trigger(REQUEST))

    def find(self) -> RunReport | None:
        return asyncio.run(self.drumbeat.find(REQUEST))

    def end(self) -> RunReport:
        for _ in range(500):
            report = self.find()
            if report and report.status.ended:
                return report
            time.sleep(0.01)
        raise AssertionError("it did not end")


def die_at(step: int, what: Callable[[], object], steps: frozenset[str] = STEPS) -> bool:
    """Do `what` in a process of its own that is killed at its `step`-th step; True if it was.

    Processes that it forks count on.
    """
    if (child := os.fork()) == 0:
        passed = 0

        def count(event: str, _args: object) -> None:
            nonlocal passed
            passed += event in steps
            if passed == step and event in steps:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            what()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_drumbeat_killed_at_any_step_of_a_trigger_leaves_a_run_that_starts_once(tmp_path):
    for step in range(1, 100):
        machine = Machine(tmp_path / str(step))
        killed = die_at(step, lambda machine=machine: machine.drumbeat._trigger(REQUEST))
        before = machine.find()
        assert killed or before, "what was asked and answered is known"
        machine.trigger()
        assert machine.end().status is RunStatus.SUCCEEDED
        assert machine.starts() == 1
        if not killed:
            assert step > 8, "it took steps"
            return
    raise AssertionError("it never got through")


def test_a_runner_killed_at_any_step_never_starts_its_program_twice(tmp_path):
    seen = set()
    for step in range(1, 31):
        machine = Machine(tmp_path / str(step))
        assert die_at(1, lambda machine=machine: machine.drumbeat._trigger(REQUEST), THE_START)
        lock = os.open(machine.run / "lock", os.O_RDWR)
        fcntl.flock(lock, fcntl.LOCK_EX)
        die_at(step, lambda machine=machine, lock=lock: command_runner.main(str(machine.run), lock))
        os.close(lock)
        while (report := machine.find()) and not report.status.ended:
            time.sleep(0.01)
        machine.trigger()
        report = machine.end()
        time.sleep(0.05)  # a program whose runner died right after starting it may just begin
        assert machine.starts() <= 1
        if report.status is RunStatus.SUCCEEDED:
            assert machine.starts() == 1
        else:
            assert "nothing is known of what it did" in report.reason
        seen.add(report.status)
    assert (machine.run / "exit.json").exists(), "it got through in the end"
    assert seen == {RunStatus.SUCCEEDED, RunStatus.FAILED}


def test_a_run_outlives_drumbeat(tmp_path):
    machine = Machine(tmp_path, seconds=0.5)

    def trigger_and_die() -> None:
        machine.drumbeat._trigger(REQUEST)
        os.kill(os.getpid(), signal.SIGKILL)

    assert die_at(0, trigger_and_die)
    report = machine.find()
    assert report
    assert report.status is RunStatus.RUNNING
    assert machine.end().status is RunStatus.SUCCEEDED
    assert machine.starts() == 1


def test_a_run_whose_runner_is_killed_is_lost_and_says_so(tmp_path):
    machine = Machine(tmp_path, seconds=60)
    machine.trigger()
    pids = machine.run / "pid.json"
    while not pids.exists() or not machine.starts():
        time.sleep(0.01)
    os.kill(json.loads(pids.read_text())["runner"], signal.SIGKILL)
    report = machine.end()
    assert report.status is RunStatus.FAILED
    assert "look before you start it again" in report.reason
    assert machine.trigger() == report, "a lost run is not started again by itself"
    assert machine.starts() == 1
    os.killpg(json.loads(pids.read_text())["program"], signal.SIGKILL)


def test_a_machine_that_restarts_takes_its_runs_with_it(tmp_path):
    """After a restart the folder is there and no process holds its lock."""
    machine = Machine(tmp_path)
    machine.run.mkdir(parents=True)
    (machine.run / "lock").touch()
    (machine.run / "started.json").write_text("{}")
    (machine.run / "pid.json").write_text(f'{{"runner": {os.getpid()}, "program": 1}}')
    assert machine.end().status is RunStatus.FAILED
    assert machine.trigger().status is RunStatus.FAILED
    assert machine.starts() == 0


def test_a_runner_told_to_end_says_so(tmp_path):
    machine = Machine(tmp_path, seconds=60)
    machine.trigger()
    while not (machine.run / "pid.json").exists():
        time.sleep(0.01)
    os.kill(json.loads((machine.run / "pid.json").read_text())["runner"], signal.SIGTERM)
    report = machine.end()
    assert (report.status, report.reason.split(" because")[0]) == (RunStatus.FAILED, "stopped")


def test_a_cancel_that_comes_before_the_start_prevents_it(tmp_path):
    machine = Machine(tmp_path)
    assert die_at(1, lambda: machine.drumbeat._trigger(REQUEST), THE_START)
    assert machine.find() is None
    asyncio.run(machine.drumbeat.cancel(REQUEST))
    assert machine.trigger().status is RunStatus.CANCELLED
    assert machine.starts() == 0
