"""More processes of Drumbeat beside the town's own: replicas, extra workers, strangers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.stories.town import Town, _free_port

SERVE = ("-m", "bot.cli", "serve")
WORK = ("-m", "bot.cli", "worker")
LAUNCH = ("-m", "tests.stories.launcher")
"""`serve` as stories have it: Slack counts no calls, so it does not either."""


class Beside:
    def __init__(self, town: Town, arguments: tuple[str, ...], log: Path, **more: str) -> None:
        self.port = _free_port()
        self._log = log.open("wb")
        self.running = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=town.directory,
            env=town.environment(PORT=str(self.port), **more),
            stdout=self._log,
            stderr=self._log,
        )

    def get(self, path: str) -> httpx.Response | None:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=5)
        except httpx.HTTPError:
            return None

    def metric(self, name: str) -> float | None:
        answer = self.get("/metrics")
        families = text_string_to_metric_families(answer.text if answer else "")
        return next((s.value for f in families for s in f.samples if s.name == name), None)

    def kill(self) -> None:
        self.running.kill()
        self.running.wait(10)

    def close(self) -> None:
        self.kill()
        self._log.close()


@contextmanager
def beside(town: Town, arguments: tuple[str, ...], **more: str) -> Iterator[Beside]:
    """A process that has said it is ready; killed at the end."""
    log = town.directory / f"beside-{_free_port()}.log"
    process = Beside(town, arguments, log, **more)
    try:
        town.slack.wait_for(
            lambda: process.running.poll() is not None or process.get("/readyz"), 30
        )
        assert process.running.poll() is None, log.read_text()
        yield process
    finally:
        process.close()
