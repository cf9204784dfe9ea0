"""How our own sentences name people and times without knowing who draws them.

`{@U012AB3CD}` is a person or group, `{#C012AB3CD}` a channel and `{t:1790000000}` a moment; the
adapter that draws a sentence turns them into mentions and local times. Text that people wrote
passes through `quote` first, so that it can be none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from orchestration.values import plain_line


def person(member: str) -> str:
    return f"{{@{member}}}"


def channel(where: str) -> str:
    return f"{{#{where}}}"


def people(members: Iterable[str], *, most: int = 6) -> str:
    """`A, B and C`; beyond `most` the rest are counted."""
    named = [person(each) for each in members]
    if len(named) > most:
        named = [*named[:most], f"{len(named) - most} more"]
    return listed(named)


def listed(items: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    every = list(items)
    return " and ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else "".join(every)


def moment(at: datetime) -> str:
    return f"{{t:{int(at.timestamp())}}}"


def quote(text: str, longest: int = 150) -> str:
    """What a person wrote, on one line, unable to name anybody or any time."""
    return plain_line(text, longest).replace("{", "(").replace("}", ")")


def count(number: int, one: str, many: str = "") -> str:
    """`1 phase`, `2 phases`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def lasting(time: timedelta) -> str:
    """`within a minute`, `after 3 minutes`, `after 2 hours 5 minutes`, `after 3 days 4 hours`."""
    return f"after {length(time)}" if round(time.total_seconds() / 60) else "within a minute"


def length(time: timedelta) -> str:
    """`3 minutes`, `2 hours 5 minutes`, `3 days 4 hours`; to the minute, or of days to the hour."""
    minutes = round(time.total_seconds() / 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        parts = [count(days, "day"), count(hours, "hour") if hours else ""]
    else:
        minutes %= 60
        parts = [
            count(hours, "hour") if hours else "",
            count(minutes, "minute") if minutes else "",
        ]
    return " ".join(each for each in parts if each) or "less than a minute"
