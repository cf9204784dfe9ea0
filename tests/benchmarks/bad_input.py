"""Files that nobody should send: how long until the answer, in processor time.

Each is as large as a file may be, or larger, and wrong in its own way: what costs the reader of our
files, the import of Harness', or the check of what could be read the most.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from orchestration.processes.checks.check import check_process
from orchestration.processes.files import read_any
from tests.benchmarks.measuring import Extent, Sheet, say

AIM_SECONDS = 2.0
IN_A_PHASE = 50
OURS = "process:\n  id: web\n  name: Web\n  phases:\n"
HARNESS = "process:\n  id: web\n  name: Web\n  phases:\n    - phase: {id: p, name: P, owners: [a], "


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("bad-input")
    files = cases()
    for what, text in files.items():
        rounds = 1 if extent.quick else extent.rounds
        seconds = [_seconds(text) for _ in range(rounds)]
        met = max(seconds) < AIM_SECONDS
        sheet.add(
            f"{what}, {len(text) / 1e6:.1f} MB",
            "s",
            seconds,
            **extent.aimed(f"< {AIM_SECONDS:.0f}", met),
        )
    say(f"bad-input: {len(files)} files")
    return sheet


def _seconds(text: str) -> float:
    begun = time.process_time()
    read = read_any(text)
    found = (
        check_process(read.process, members_of=lambda _: (), pipelines=("deploy",))
        if read.process
        else ()
    )
    taken = time.process_time() - begun
    assert read.faults or read.report or found, "it is bad input"
    return taken


def cases() -> dict[str, str]:
    """The files by what is wrong with them."""
    return {
        "5 MB of text": _phases(100, lambda _: f"{{name: {'x' * 50_000}}}"),
        "10,000 activities": _phases(10_000, lambda n: f"{{id: a{n}, name: A}}"),
        "5,000 activities of unknown keys": _phases(
            5_000, lambda n: f"{{id: a{n}, nmae: A, tpye: manual, x{n}: 1, tasks: [{{idd: t}}]}}"
        ),
        "5,000 activities of wrong types": _phases(
            5_000, lambda n: f"{{id: 'a {n}', name: [1], type: 3, timeout: soon, optional: maybe}}"
        ),
        "activities that wait for nothing known": _phases(
            4_900, lambda n: f"{{id: a{n}, name: A, type: manual, depends-on: [z{n}, p1.q, q.b]}}"
        ),
        "expressions that read nothing known": _phases(
            3_500,
            lambda n: (
                f"{{id: a{n}, name: A, type: automated, pipeline: z{n}, if: 'inputs.x{n} == 1', "
                "inputs: {x: '{{ phases.p3.activities.a9.outputs.zz }}'}}"
            ),
        ),
        "expressions that cannot be read": _phases(
            4_500,
            lambda n: (
                f"{{id: a{n}, name: A, type: automated, if: '(((inputs.x', inputs: "
                "{x: '{{ 1 + }}', y: '{{ foo( }}'}}"
            ),
        ),
        "a circle of 4,900": OURS
        + "    - {id: p, name: P, activities: ["
        + ", ".join(f"{{id: a{n}, name: A, depends-on: [a{(n + 1) % 4900}]}}" for n in range(4_900))
        + "]}\n",
        "450,000 numbers": f"process: [{'1,' * 450_000}]\n",
        "450,000 levels": f"process: {'[' * 450_000}{']' * 450_000}\n",
        "100,000 empty phases": OURS + "    - {}\n" * 100_000,
        "64,000 inputs without a name": OURS.replace("phases", "inputs")
        + "    - {x: 1}\n" * 64_000,
        "65,000 unknown keys": "process:\n" + "".join(f"  k{n}: 1\n" for n in range(65_000)),
        "of Harness: 190,000 empty activities": _harness("{}" for _ in range(190_000)),
        "of Harness: 24,000 activities of unknown keys": _harness(
            "{activity: {a: {b: {c: <+x.y>}}}}" for _ in range(24_000)
        ),
        "of Harness: 47,000 expressions": _harness(
            [f"{{id: a, ifCondition: x, inputs: {{{_EXPRESSIONS}}}}}"]
        ),
        "of Harness: long conditions": _harness(
            f"{{id: a{n}, ifCondition: '{'<+a.b.c> == 1 && ' * 50}'}}" for n in range(1_100)
        ),
    }


_EXPRESSIONS = ", ".join(f"k{n}: <+a.b.c>" for n in range(47_000))


def _phases(count: int, activity: Callable[[int], str]) -> str:
    """`count` activities in phases of fifty."""
    lines = [OURS]
    for n in range(count):
        if n % IN_A_PHASE == 0:
            phase = n // IN_A_PHASE
            lines.append(f"    - id: p{phase}\n      name: P{phase}\n      activities:\n")
        lines.append(f"        - {activity(n)}\n")
    return "".join(lines)


def _harness(activities: Iterable[str]) -> str:
    return f"{HARNESS}activities: [{', '.join(activities)}]}}\n"
