"""What is told after the acknowledgement, however much is being told at the same time."""

import asyncio
import copy
import logging

from bot.listeners.telling import Telling


async def test_a_request_that_reaches_the_telling_can_be_copied_while_something_is_told():
    async def no_fault(*_):
        raise AssertionError("nothing failed")

    telling = Telling(logging.getLogger(), no_fault)
    waiting = asyncio.Event()

    async def tell():
        await waiting.wait()

    telling.soon(tell())
    assert copy.deepcopy({"runner": telling.start})["runner"].__self__ is telling
    waiting.set()
    await telling.finish()
