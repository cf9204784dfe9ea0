"""Pictures: from the read model to the PNG, as the bot draws one, in a process of its own.

100 activities are drawn twice: as one phase, the largest picture there is, and as the overview of
eight phases.
"""

from __future__ import annotations

import asyncio
import time

from bot.pictures.studio import draw
from orchestration.read_models.process_picture import process_picture
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.pictures.gallery import large

AIM_SECONDS = 1.0


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("pictures")
    pages = {
        "10 activities": process_picture(large(2, 5))[0],
        "60 activities": process_picture(large(5, 12))[0],
        "104 activities, their overview": process_picture(large(8, 13))[0],
        "100 activities in one phase": process_picture(large(1, 100))[1],
    }
    for what, page in pages.items():
        seconds: list[float] = []
        for _ in range(2 * extent.rounds):
            begun = time.perf_counter()
            asyncio.run(draw(page))
            seconds.append(time.perf_counter() - begun)
        say(f"pictures: {what}")
        met = sorted(seconds)[len(seconds) // 2] < AIM_SECONDS
        sheet.add(what, "s", seconds, **extent.aimed(f"< {AIM_SECONDS:.0f}", met))
    return sheet
