"""The benchmarks run; how fast, no test says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_quick_run_of_one_benchmark_prints_its_table_and_writes_its_figures(tmp_path):
    options = ("--quick", "--only", "engine", "--json", str(tmp_path / "bench.json"))
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", *options],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert told.returncode == 0, told.stderr
    written = json.loads((tmp_path / "bench.json").read_text())
    assert written["quick"] is True
    assert written["machine"]["cores"] >= 1
    named = {each["what"]: each for each in written["figures"]}
    assert {"SQLite: chain of 5", "PostgreSQL: fan of 20"} <= set(named)
    assert {"SQLite: same statements replayed", "SQLite: least transition by hand"} <= set(named)
    for figure in named.values():
        assert 0 < figure["least"] <= figure["median"] <= figure["most"]
    assert "chain of 5" in told.stdout
    assert not any(each["aim"] for each in named.values()), "a quick run is held against no aim"
