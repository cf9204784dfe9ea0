"""Faults on request: what the next calls or deliveries suffer, and how often."""

from dataclasses import asdict, dataclass
from itertools import count

from bot.playground.shapes import Json, Refused

KINDS = ("429", "500", "hang", "dropped", "redeliver", "expired_trigger")
DELIVERY = "delivery"


@dataclass
class Fault:
    """`after` calls pass first, then `times` suffer; seconds mean the hang or the Retry-After."""

    id: int
    method: str
    kind: str
    times: int = 1
    after: int = 0
    retry_after: int = 1
    seconds: float = 30.0
    struck: int = 0


class Faults:
    """The faults waiting to strike, in the order they were asked for."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._waiting: list[Fault] = []

    def add(self, body: Json) -> Fault:
        kind = str(body.get("kind", ""))
        if kind not in KINDS and not kind.startswith("error:"):
            raise Refused(f"unknown kind of fault {kind!r}; known: {', '.join(KINDS)}, error:CODE")
        fault = Fault(
            id=next(self._ids),
            method=str(body.get("method", "*")),
            kind=kind,
            times=int(body.get("times", 1)),
            after=int(body.get("after") or 0),
            retry_after=int(body.get("retry_after") or 1),
            seconds=float(body.get("seconds") or 30.0),
        )
        self._waiting.append(fault)
        return fault

    def strike(self, method: str, *kinds: str) -> Fault | None:
        """The fault this call suffers, counted as struck; "*" means every Web API method.

        With `kinds`, only faults of those kinds are considered (and counted).
        """
        for fault in self._waiting:
            named = fault.method == method or (fault.method == "*" and method != DELIVERY)
            if not named or fault.times <= 0 or (kinds and fault.kind not in kinds):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            fault.struck += 1
            return fault
        return None

    def listing(self) -> list[Json]:
        return [asdict(fault) for fault in self._waiting]

    def clear(self) -> None:
        self._waiting.clear()
