"""`drumbeat serve` at rest: how long from exec to ready, and how much memory when idle.

Against the playground, in Socket Mode and by HTTP; each on a new database (which it migrates) and
then again on the same one. Beside it a bare Bolt app over HTTP, whose imports nobody can avoid.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import httpx

from tests.benchmarks.measuring import ROOT, Extent, Sheet, memory_of, say
from tests.playground_client import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Workspace, playground

IDLE = 5.0
"""Seconds of nothing before memory is read."""
PATIENCE = 60.0
SERVE = (sys.executable, "-m", "bot.cli", "serve")
BARE = (sys.executable, "-m", "tests.benchmarks.bare_app")


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("serve")
    rounds, idle = (1, 1.0) if extent.quick else (extent.rounds, IDLE)
    found: dict[str, list[float]] = {}
    with playground() as slack:
        for number in range(rounds):
            _measure_serve(slack, "Socket Mode", idle, found)
            _measure_serve(slack, "HTTP", idle, found)
            _measure_bare(slack, idle, found)
            say(f"serve: round {number + 1} of {rounds}")
    for what, values in found.items():
        sheet.add(what, "s" if "ready" in what or "connected" in what else "MiB", values)
    _compare(sheet, "ready on a known database (HTTP)", "bare Bolt app: ready")
    memory = "idle resident memory"
    for transport in ("Socket Mode", "HTTP"):
        _compare(sheet, f"{memory} ({transport})", f"bare Bolt app: {memory}")
    return sheet


def _compare(sheet: Sheet, what: str, bare: str) -> None:
    by_name = {each.what: n for n, each in enumerate(sheet.figures)}
    ours, theirs = sheet.figures[by_name[what]], sheet.figures[by_name[bare]]
    sheet.figures[by_name[what]] = replace(
        ours, ratio=ours.median / theirs.median, beside="bare Bolt app"
    )


def _measure_serve(
    slack: Workspace, transport: str, idle: float, found: dict[str, list[float]]
) -> None:
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        environment = settings(Path(folder), slack.api_url)
        if transport == "Socket Mode":
            environment["SLACK_APP_TOKEN"] = APP_TOKEN
        for database in ("a new", "a known"):
            with process(SERVE, environment) as (running, url, begun):
                ready = wait_ready(running, url, begun)
                _keep(found, f"ready on {database} database ({transport})", ready)
                if transport == "Socket Mode":
                    slack.wait_connected(PATIENCE)
                    _keep(found, f"connected, {database} database", time.monotonic() - begun)
                if database == "a known":
                    time.sleep(idle)
                    _keep_memory(found, running.pid, "", f" ({transport})")


def _measure_bare(slack: Workspace, idle: float, found: dict[str, list[float]]) -> None:
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        environment = settings(Path(folder), slack.api_url)
        with process(BARE, environment) as (running, url, begun):
            _keep(found, "bare Bolt app: ready", wait_ready(running, url, begun))
            time.sleep(idle)
            _keep_memory(found, running.pid, "bare Bolt app: ", "")


def _keep_memory(found: dict[str, list[float]], pid: int, before: str, after: str) -> None:
    memory = memory_of(pid)
    _keep(found, f"{before}idle resident memory{after}", memory["rss"])
    if "pss" in memory:
        _keep(found, f"{before}idle proportional memory{after}", memory["pss"])


def _keep(found: dict[str, list[float]], what: str, value: float) -> None:
    found.setdefault(what, []).append(value)


# --- processes, for other benchmarks too --------------------------------------------------------


def settings(folder: Path, api_url: str) -> dict[str, str]:
    """Of a Drumbeat over HTTP on its own database; nothing comes from a `.env` file."""
    return {
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_APP_TOKEN": "",
        "DATABASE_URL": f"sqlite:///{folder}/drumbeat.db",
        "DRUMBEAT_RUNS": f"{folder}/runs",
        "DRUMBEAT_PIPELINES": "",
        "HOST": "127.0.0.1",
        "LOG_LEVEL": "ERROR",
    }


@contextlib.contextmanager
def process(
    command: tuple[str, ...], environment: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], str, float]]:
    """A server on a free port: itself, its address, and when it was started."""
    port = free_port()
    whole = {**os.environ, **environment, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as said, tempfile.TemporaryDirectory() as nowhere:
        begun = time.monotonic()
        running = subprocess.Popen(command, cwd=nowhere, env=whole, stdout=said, stderr=said)
        try:
            yield running, f"http://127.0.0.1:{port}", begun
        except BaseException:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace")[-4000:])
            raise
        finally:
            running.terminate()
            try:
                running.wait(15)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait(5)


def wait_ready(running: subprocess.Popen[bytes], url: str, begun: float) -> float:
    """Seconds from exec until `/readyz` answered 200."""
    with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
        while time.monotonic() - begun < PATIENCE:
            if running.poll() is not None:
                raise RuntimeError(f"the server ended with {running.returncode}")
            with contextlib.suppress(httpx.TransportError):
                if client.get(f"{url}/readyz").status_code == 200:
                    return time.monotonic() - begun
            time.sleep(0.005)
    raise RuntimeError(f"not ready within {PATIENCE} s")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
