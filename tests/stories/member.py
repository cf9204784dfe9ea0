"""One process of Drumbeat, as an operator would see it: started, killed, suspended, revived."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families


class Member:
    """`serve` or `worker`; `settings` are its environment, asked for whenever it is started."""

    def __init__(
        self, role: str, name: str, directory: Path, settings: Callable[[], dict[str, str]]
    ) -> None:
        self.role = role
        self.name = name
        self.port = free_port()
        self.log = directory / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._directory = directory
        self._settings = settings

    def start(self, **more: str) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.stories.launcher", self.role],
                cwd=self._directory,
                env={**self._settings(), "PORT": str(self.port), **more},
                stdout=log,
                stderr=log,
            )

    @property
    def ready(self) -> bool:
        """It says so itself."""
        try:
            answer = httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=15)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    def wait_ready(self, timeout: float = 120) -> None:
        until = time.monotonic() + timeout
        while not self.ready:
            assert not self.dead, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=5)

    def metric(self, name: str) -> float | None:
        """The first sample of this name, whatever its labels."""
        families = text_string_to_metric_families(self.get("/metrics").text)
        return next((s.value for f in families for s in f.samples if s.name == name), None)

    @property
    def dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        self._signal(signal.SIGKILL).wait(10)

    def suspend(self) -> None:
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.process is None or self.dead:
            return
        self.wake()
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)

    def _signal(self, number: int) -> subprocess.Popen[bytes]:
        assert self.process is not None
        os.kill(self.process.pid, number)
        return self.process


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
