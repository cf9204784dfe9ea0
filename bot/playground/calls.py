"""The record of every Web API call, for tests and for the curious."""

import time
from collections import deque
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from bot.playground.shapes import Json

KEPT = 5000


@dataclass
class Call:
    """One call; `args` never hold the token. `status` 0 means it was left unanswered."""

    seq: int
    method: str
    args: dict[str, Any]
    at: float
    ok: bool = False
    error: str | None = None
    status: int = 0


class Calls:
    """The last few thousand calls, oldest first."""

    def __init__(self) -> None:
        self._sequence = count(1)
        self._kept: deque[Call] = deque(maxlen=KEPT)

    def begin(self, method: str, args: dict[str, Any]) -> Call:
        shown = {name: value for name, value in args.items() if name != "token"}
        call = Call(next(self._sequence), method, shown, time.time())
        self._kept.append(call)
        return call

    def listing(self, method: str | None, since: int) -> list[Json]:
        return [
            asdict(call)
            for call in self._kept
            if call.seq > since and method in (None, call.method)
        ]

    def clear(self) -> None:
        self._kept.clear()
