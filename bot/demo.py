"""`drumbeat playground`: the simulated workspace and Drumbeat, two processes beside each other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bot.playground.config import DEMO_APP_TOKEN, DEMO_BOT_TOKEN
from orchestration.errors import Rejected

_READY_WITHIN = 30.0


def run_demo(
    *, port: int, bot_port: int, directory: Path, fresh: bool, say: Callable[[str], None]
) -> None:
    """Start both, print the page's address, and stop both on Ctrl-C.

    They share nothing but Slack's wire protocol: killing one leaves the other standing.
    """
    directory = directory.resolve()
    if fresh and directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True, exist_ok=True)
    slack = _started(
        [
            *(sys.executable, "-m", "bot.playground", "--port", str(port)),
            *("--file", str(directory / "slack.db")),
        ],
        directory,
        os.environ.copy(),
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_workspace/state", slack, f"Is port {port} taken? --port chooses.")
        bot = _started(
            [sys.executable, "-m", "bot.cli", "serve"],
            directory,
            _environment(address, bot_port, directory),
        )
        try:
            say(f"Drumbeat's playground is at {address}")
            say(f"Its files are in {directory}. Ctrl-C stops it; --fresh begins anew.")
            _until_stopped(slack, bot)
        finally:
            _stop(bot)
    finally:
        _stop(slack)


def _environment(address: str, bot_port: int, directory: Path) -> dict[str, str]:
    demo = Path(__file__).parent / "playground" / "demo" / "pipelines.yaml"
    return {
        **os.environ,
        "SLACK_BOT_TOKEN": DEMO_BOT_TOKEN,
        "SLACK_APP_TOKEN": DEMO_APP_TOKEN,
        "SLACK_SIGNING_SECRET": "",
        "SLACK_API_URL": f"{address}/api/",
        "DATABASE_URL": f"sqlite:///{directory / 'drumbeat.db'}",
        "DRUMBEAT_PIPELINES": str(demo),
        "DRUMBEAT_RUNS": str(directory / "runs"),
        "DRUMBEAT_ADMINS": "",
        "DRUMBEAT_COMMAND": "/release",
        "HOST": "127.0.0.1",
        "PORT": str(bot_port),
    }


def _started(argv: list[str], directory: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Run beside us in its own folder; it finds Drumbeat's packages as we did."""
    here = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, [here, env.get("PYTHONPATH", "")]))
    return subprocess.Popen(argv, cwd=directory, env={**env, "PYTHONPATH": path})  # noqa: S603 - our own modules


def _wait_for(url: str, process: subprocess.Popen[bytes], hint: str) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Rejected(f"The simulated workspace could not start. {hint}")
        try:
            httpx.get(url, timeout=1).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise Rejected(f"The simulated workspace did not answer within {_READY_WITHIN:.0f} s. {hint}")


def _until_stopped(*processes: subprocess.Popen[bytes]) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(each.poll() is None for each in processes):
            time.sleep(0.2)
    except KeyboardInterrupt:
        return
    raise Rejected("One of the two processes ended by itself; what it said is above.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
