"""What every benchmark shares: medians of rounds, percentiles, and what they were measured on."""

from __future__ import annotations

import contextlib
import logging
import math
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import structlog

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = (
    "slack-bolt",
    "sqlalchemy",
    "psycopg",
    "procrastinate",
    "uvicorn",
    "pydantic",
    "aiohttp",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured."""

    rounds: int
    large_rounds: int
    """Of releases of 10,000 activities."""
    sizes: tuple[int, ...]
    base: int = 100
    """The size that the largest is compared with."""
    quick: bool = False
    """Says that it runs, not how fast: nothing is held against an aim."""

    def aimed(self, aim: str, met: bool) -> dict[str, Any]:
        """What a figure says of its aim."""
        return {} if self.quick else {"aim": aim, "met": met}


_SIZES = (10, 100, 1_000, 10_000)
QUICK = Extent(rounds=1, large_rounds=1, sizes=(5, 20), base=5, quick=True)
USUAL = Extent(rounds=3, large_rounds=1, sizes=_SIZES)
LONG = Extent(rounds=5, large_rounds=5, sizes=_SIZES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured thing: the median of its rounds, and how far they lie apart."""

    benchmark: str
    what: str
    unit: str
    median: float
    least: float
    most: float
    rounds: int
    beside: str = ""
    """What `ratio` is a multiple of."""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None
    note: str = ""


@dataclass(slots=True)
class Sheet:
    """The figures of one benchmark, in the order they were taken."""

    benchmark: str
    figures: list[Figure] = field(default_factory=list)

    def add(self, what: str, unit: str, rounds: Sequence[float], **more: Any) -> Figure:
        figure = Figure(
            benchmark=self.benchmark,
            what=what,
            unit=unit,
            median=statistics.median(rounds),
            least=min(rounds),
            most=max(rounds),
            rounds=len(rounds),
            **more,
        )
        self.figures.append(figure)
        return figure


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of them does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def as_document(figures: Sequence[Figure], *, quick: bool, seconds: float) -> dict[str, Any]:
    return {
        "machine": machine(),
        "quick": quick,
        "seconds": round(seconds, 1),
        "figures": [asdict(each) for each in figures],
    }


def machine() -> dict[str, Any]:
    """What the figures were taken on, and how busy it was with other things."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": _cores(),
        "load": [round(each, 2) for each in os.getloadavg()],
        "python": platform.python_version(),
        "commit": _commit(),
        "libraries": {each: version(each) for each in LIBRARIES},
        "sqlite": sqlite3.sqlite_version,
    }


def _cores() -> int:
    """Those that we may use, where the system says so."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _commit() -> str:
    git = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return git.stdout.strip()


def memory_of(pid: int) -> dict[str, float]:
    """Resident and, where the system says it, proportional memory of a process, in MiB."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True
        )
        return {"rss": int(told.stdout) / 1024}
    found = {"rss": _kibibytes(status.read_text(), "VmRSS:") / 1024}
    with contextlib.suppress(OSError):
        found["pss"] = _kibibytes(Path(f"/proc/{pid}/smaps_rollup").read_text(), "Pss:") / 1024
    return found


def _kibibytes(text: str, name: str) -> int:
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith(name))


def processor_seconds_of(pid: int) -> float | None:
    """Processor time that a process has used, in all its threads; None where nobody says."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def hush() -> None:
    """Only errors are logged: writing thousands of lines would be measured too."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def say(line: str) -> None:
    """Progress, apart from the table on standard output."""
    print(f"  {line}", file=sys.stderr, flush=True)
