"""Checking and compiling a process of 100, 1,000 and 10,000 activities, and reading it from YAML.

Phases of fifty activities, each phase after the one before, every activity after its neighbour and
reading an output of the phase before: as much to look up as a process can give.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from orchestration.execution.state.plan import compile_plan
from orchestration.processes.checks.check import check_process
from orchestration.processes.code.reading import MOST_ACTIVITIES, read_process
from orchestration.processes.code.writing import process_yaml
from orchestration.processes.model import Activity, ActivityType, Phase, Process, ProcessVersion
from orchestration.values import ProcessId
from tests.benchmarks.measuring import Extent, Sheet, say

SIZES = (100, 1_000, 10_000)
IN_A_PHASE = 50
AIM_MILLISECONDS = 300.0
AIM_GROWTH = 12.0


def run(*, extent: Extent) -> Sheet:
    quick = extent.quick
    sheet = Sheet("checking")
    rounds, sizes = (1, SIZES[:1]) if quick else (5, SIZES)
    taken: dict[int, list[float]] = {each: [] for each in sizes}
    busy: dict[int, list[float]] = {each: [] for each in sizes}
    reading: dict[int, list[float]] = {each: [] for each in sizes if each <= MOST_ACTIVITIES}
    made = {each: process_of(each) for each in sizes}
    texts = {each: process_yaml(made[each]) for each in reading}
    for n in range(rounds):
        for size in sizes:
            begun = time.process_time()
            taken[size].append(_milliseconds(lambda of=made[size]: _checked(of)))
            busy[size].append((time.process_time() - begun) * 1000)
            if size in reading:
                reading[size].append(_milliseconds(lambda of=texts[size]: _read(of)))
        say(f"checking: round {n + 1} of {rounds}")
    for size in sizes:
        aim = size == 1_000
        middle = sorted(taken[size])[rounds // 2]
        sheet.add(
            f"{size:,} activities checked and compiled",
            "ms",
            taken[size],
            aim=f"≤ {AIM_MILLISECONDS:.0f}" if aim else "",
            met=middle <= AIM_MILLISECONDS if aim else None,
        )
        if size in reading:
            sheet.add(f"{size:,} activities read from YAML", "ms", reading[size])
    if not quick:
        for how, of in (("elapsed", taken), ("processor time", busy)):
            growth = [large / small for large, small in zip(of[10_000], of[1_000], strict=True)]
            met = sorted(growth)[rounds // 2] <= AIM_GROWTH
            sheet.add(f"10,000 over 1,000, {how}", "×", growth, aim=f"≤ {AIM_GROWTH:.0f}", met=met)
    return sheet


def process_of(size: int) -> Process:
    phases = [
        Phase(
            id=f"p{at}",
            name=f"Phase {at}",
            depends_on=(f"p{at - 1}",) if at else (),
            activities=tuple(
                _activity(at, n) for n in range(min(IN_A_PHASE, size - at * IN_A_PHASE))
            ),
        )
        for at in range((size + IN_A_PHASE - 1) // IN_A_PHASE)
    ]
    return Process(id=ProcessId("large"), name="Large", phases=tuple(phases))


def _activity(phase: int, n: int) -> Activity:
    before = f"phases.p{phase - 1}.activities.a{n}.outputs.digest"
    return Activity(
        id=f"a{n}",
        name=f"Activity {n}",
        type=ActivityType.AUTOMATED,
        depends_on=(f"a{n - 1}",) if n else (),
        inputs={"digest": f"{{{{ {before} }}}}"} if phase else {},
        outputs=("digest",),
    )


def _checked(process: Process) -> None:
    found = check_process(process, members_of=lambda _: (), pipelines=())
    assert found == (), found[:3]
    compile_plan(ProcessVersion(process=process, version=1))


def _read(text: str) -> None:
    assert read_process(text).process is not None


def _milliseconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
