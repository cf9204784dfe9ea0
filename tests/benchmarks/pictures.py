"""Pictures: from the read model to the PNG, as the bot draws one, in a process of its own.

100 activities are drawn as one phase, the largest picture there is, as the overview of eight
phases, and as a difference. Both the time that passes and the processor's are measured.
"""

from __future__ import annotations

import asyncio
import resource
import time

from bot.pictures.studio import draw
from orchestration.processes.model import Process
from orchestration.read_models.difference_picture import difference_picture
from orchestration.read_models.process_picture import process_picture
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.pictures.gallery import BETWEEN, large, with_activities

AIM_SECONDS = 1.0


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("pictures")
    pages = {
        "10 activities": process_picture(large(2, 5))[0],
        "60 activities": process_picture(large(5, 12))[0],
        "104 activities, their overview": process_picture(large(8, 13))[0],
        "100 activities in one phase": process_picture(large(1, 100))[1],
        "a difference of 60 activities": difference_picture(
            large(5, 12), fewer(large(5, 12)), between=BETWEEN
        )[0],
        "a difference of 100 activities in one phase": difference_picture(
            large(1, 100), fewer(large(1, 100)), between=BETWEEN
        )[1],
    }
    for what, page in pages.items():
        seconds: list[float] = []
        busy: list[float] = []
        for _ in range(2 * extent.rounds):
            begun, before = time.perf_counter(), _children()
            asyncio.run(draw(page))
            seconds.append(time.perf_counter() - begun)
            busy.append(_children() - before)
        say(f"pictures: {what}")
        met = sorted(seconds)[len(seconds) // 2] < AIM_SECONDS
        sheet.add(what, "s", seconds, **extent.aimed(f"< {AIM_SECONDS:.0f}", met))
        sheet.add(f"{what}, processor time", "s", busy)
    return sheet


def _children() -> float:
    """Processor time of the processes that have ended, which draw one picture each."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fewer(made: Process) -> Process:
    """A tenth of its activities changed, and one of each phase gone."""
    for n, phase in enumerate(made.phases):
        changed = {each.id: {"owner": "Dana"} for each in phase.activities[::10]}
        made = with_activities(made, n, without=["a5"], **changed)
    return made
