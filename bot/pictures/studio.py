"""Drawing outside of this process: seconds of work, and native libraries, must not touch a click.

The layout library ends its whole process on a fault of its own (seen: a circle), rendering holds
Python's lock, and both stay in memory; so each picture has a child process that ends with it.
"""

from __future__ import annotations

import asyncio
import sys

from orchestration.errors import Permanent, Transient
from orchestration.read_models.pages import Page, written

PATIENCE = 30.0
"""Seconds for one picture; a quiet machine takes less than one."""
_PNG = b"\x89PNG\r\n\x1a\n"


async def draw(page: Page) -> bytes:
    """The page as PNG; raises `Permanent`, or `Transient` where it was only slow."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.pictures",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            png, said = await child.communicate(written(page))
    except TimeoutError as slow:
        raise Transient("the picture took too long to draw") from slow
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode or not png.startswith(_PNG):
        last = said.decode(errors="replace").strip().rpartition("\n")[2]
        raise Permanent(f"the picture could not be drawn: {last[:200] or child.returncode}")
    return png
