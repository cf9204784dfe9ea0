"""The client that clicks and the Slack that is called, each a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from tests.benchmarks.measuring import ROOT, percentile, processor_seconds_of
from tests.playground_client import SIGNING_SECRET

WARM_UP = 50


def percentiles(rounds: Sequence[Any], share: float) -> list[float]:
    """In milliseconds, one a round."""
    return [percentile(each["seconds"], share) * 1000 for each in rounds]


def clicked(urls: Sequence[str], pids: Sequence[int], payloads: Sequence[str], at_once: int) -> Any:
    """What the client measured, and the processor time that the servers used for one click."""
    used_before = _used(pids)
    job = {
        "urls": list(urls),
        "secret": SIGNING_SECRET,
        "at_once": at_once,
        "warm_up": payloads[:WARM_UP],
        "clicks": payloads[WARM_UP:],
    }
    client = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.clicking"],
        cwd=ROOT,
        input=json.dumps(job).encode(),
        capture_output=True,
        check=False,
        timeout=300,
    )
    if client.returncode:
        raise RuntimeError(client.stderr.decode(errors="replace")[-2000:])
    found = json.loads(client.stdout)
    assert set(found["statuses"]) == {"200"}, found["statuses"]
    if used_before is not None and (used := _used(pids)) is not None:
        found["server_cpu"] = (used - used_before) / len(payloads)
    return found


@contextlib.contextmanager
def slack_stand_in() -> Iterator[str]:
    """The address of one that says yes at once, a process of its own."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.slack_stand_in"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ},
    )
    try:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
    finally:
        running.terminate()
        running.wait(10)
        if running.stdout:
            running.stdout.close()


def _used(pids: Sequence[int]) -> float | None:
    used = [processor_seconds_of(each) for each in pids]
    return None if None in used else sum(each for each in used if each is not None)
