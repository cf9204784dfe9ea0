"""Running `tell` after the acknowledgement, so that none of them is lost or fails silently."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from slack_bolt.kwargs_injection.async_utils import build_async_required_kwargs
from slack_bolt.lazy_listener.async_runner import AsyncLazyListenerRunner
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.util.utils import get_arg_names_of_callable

OnFault = Callable[[Exception, AsyncBoltRequest], Awaitable[None]]
log = structlog.get_logger()


class Telling(AsyncLazyListenerRunner):
    """Bolt's lazy listeners as tasks that are kept, and whose faults are told."""

    def __init__(self, logger: Any, on_fault: OnFault) -> None:
        self.logger = logger
        self._on_fault = on_fault
        self._under_way: set[asyncio.Task[None]] = set()

    def __deepcopy__(self, memo: dict[int, Any]) -> Telling:
        """Bolt copies a request for each lazy listener, and in a thread reaches us through it.

        There is one of us for all; a task under way cannot be copied.
        """
        return self

    def start(self, function: Callable[..., Awaitable[None]], request: AsyncBoltRequest) -> None:
        self.soon(self._told(function, request))

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it after what is being done now, and keep hold of it until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def finish(self, patience: float = 5.0) -> None:
        """Let what is being told be told; what takes longer is given up."""
        while self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=patience)
            if late:
                for task in late:
                    task.cancel()
                return

    async def _told(
        self, function: Callable[..., Awaitable[None]], request: AsyncBoltRequest
    ) -> None:
        arguments = build_async_required_kwargs(
            logger=self.logger,
            required_arg_names=get_arg_names_of_callable(function),
            request=request,
            response=None,
            this_func=function,
        )
        try:
            await function(**arguments)
        except Exception as fault:  # noqa: BLE001 - this is Bolt's error handler for `tell`
            await self._on_fault(fault, request)
