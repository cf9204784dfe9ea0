"""`python -m tests.benchmarks`: measure everything in one run; a table and a JSON file.

--quick        fewer and smaller rounds: does it run, not how fast is it
--long         five rounds of everything, also of releases of 10,000; takes about an hour
--only NAME    one of them, such as ack or engine; may be given several times
--json FILE    where the figures go (bench.json)
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.measuring import LONG, QUICK, USUAL, Figure, as_document, hush, machine, say

BENCHMARKS = {
    "engine": "tests.benchmarks.engine",
    "checking": "tests.benchmarks.checking",
    "bad-input": "tests.benchmarks.bad_input",
    "expressions": "tests.benchmarks.expressions",
    "pictures": "tests.benchmarks.pictures",
    "groups": "tests.benchmarks.ticking",
    "calendar": "tests.benchmarks.calendar",
    "worker": "tests.benchmarks.paying",
    "many-releases": "tests.benchmarks.many",
    "replicas": "tests.benchmarks.replicas",
    "ack": "tests.benchmarks.ack",
    "ack-replicas": "tests.benchmarks.ack_replicas",
    "serve": "tests.benchmarks.serving",
}
PEERS = {"peers": "tests.benchmarks.peers"}
"""Need what `make bench-peers` installs."""


def main() -> None:
    given = _arguments()
    extent = QUICK if given.quick else LONG if given.long else USUAL
    hush()
    begun, figures = time.monotonic(), []
    for name in given.only or BENCHMARKS:
        say(f"{name} …")
        figures += import_module((BENCHMARKS | PEERS)[name]).run(extent=extent).figures
    seconds = time.monotonic() - begun
    _print(figures, quick=given.quick)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    document = as_document(figures, quick=given.quick, seconds=seconds)
    given.json.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    Console().print(f"{seconds:.0f} s; the figures are in {given.json}", highlight=False)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", action="append", choices=sorted(BENCHMARKS | PEERS))
    parser.add_argument("--json", type=Path, default=Path("bench.json"))
    return parser.parse_args()


def _print(figures: Sequence[Figure], *, quick: bool) -> None:
    told = machine()
    console = Console(highlight=False, width=max(110, Console().width))
    title = f"{told['processor']}, {told['cores']} cores, Python {told['python']}"
    if quick:
        title += " (quick: says that it runs, not how fast)"
    table = Table(title=title, title_justify="left", show_edge=False)
    table.add_column("what")
    for each in ("median", "least", "most"):
        table.add_column(each, justify="right")
    table.add_column("unit")
    table.add_column("beside")
    table.add_column("aim")
    last = ""
    for each in figures:
        if each.benchmark != last:
            table.add_section()
            table.add_row(f"[bold]{each.benchmark}")
        last = each.benchmark
        numbers = [_number(n) for n in (each.median, each.least, each.most)]
        beside = f"{each.ratio:.1f} × {each.beside}" if each.ratio is not None else ""
        verdict = {True: " met", False: " [bold red]missed[/]", None: ""}[each.met]
        table.add_row(each.what, *numbers, each.unit, beside, each.aim + verdict)
    console.print(table)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


if __name__ == "__main__":
    main()
