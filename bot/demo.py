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

from bot.playground.config import DEMO_APP_TOKEN, DEMO_BOT_TOKEN
from orchestration.errors import Rejected


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
    argv = [sys.executable, "-m", "bot.playground", "--port", str(port)]
    argv += ["--file", str(directory / "slack.db")]
    slack = _started(argv, directory, os.environ.copy(), stdout=subprocess.PIPE)
    try:
        address = _address_of(slack)
        environment = _environment(address, bot_port, directory)
        bot = _started([sys.executable, "-m", "bot.cli", "serve"], directory, environment)
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


def _started(
    argv: list[str], directory: Path, env: dict[str, str], *, stdout: int | None = None
) -> subprocess.Popen[bytes]:
    """Run beside us in its own folder; it finds Drumbeat's packages as we did."""
    here = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, [here, env.get("PYTHONPATH", "")]))
    return subprocess.Popen(  # noqa: S603 - our own modules
        argv, cwd=directory, env={**env, "PYTHONPATH": path}, stdout=stdout
    )


def _address_of(slack: subprocess.Popen[bytes]) -> str:
    """Where the simulated workspace listens: it says so in its first line."""
    line = slack.stdout.readline().decode() if slack.stdout else ""
    if "listening on" not in line:
        raise Rejected(
            "The simulated workspace could not start. Where its port is taken, "
            "`make demo PORT=3200` or `drumbeat playground --port 3200` takes another."
        )
    return line.rpartition(" ")[2].strip()


def _until_stopped(*processes: subprocess.Popen[bytes]) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for each in (signal.SIGINT, signal.SIGTERM):  # in the background of a shell SIGINT is ignored
        signal.signal(each, stop)
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
