"""What a server's answers mean for a run: a table of each provider, read here and in the manual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final

from orchestration.pipelines.http_calls import LONGEST_WAIT, Answer

A_MINUTE: Final = timedelta(minutes=1)


class Comes(Enum):
    """What becomes of what was asked."""

    AGAIN = "transient: asked again"
    WAIT = "transient: asked again at the time the server says, or in a minute"
    DOUBT = "transient: asked again; a start is looked for by our key first"
    HOLD = "permanent: on hold with the reason"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row: these statuses, where the answer also says so, come to this."""

    statuses: tuple[int, ...]
    comes: Comes
    means: str
    """What is wrong and what to do, as people read it."""
    limited: bool = False
    """Only where the answer speaks of a rate limit."""

    def fits(self, answer: Answer) -> bool:
        return answer.status in self.statuses and (not self.limited or speaks_of_a_limit(answer))


BROKEN: Final = (408, *range(500, 600))


def meaning_of(answer: Answer, table: Iterable[Meaning]) -> Meaning:
    """The first row that fits; an answer that no row knows is not repeated."""
    for row in table:
        if row.fits(answer):
            return row
    return Meaning((answer.status,), Comes.HOLD, "")


def speaks_of_a_limit(answer: Answer) -> bool:
    spent = answer.headers.get("x-ratelimit-remaining", answer.headers.get("ratelimit-remaining"))
    said = b"rate limit" in answer.body[:4000].lower()
    return answer.retry_after is not None or spent == "0" or said


def wait_of(answer: Answer, now: datetime | None = None) -> timedelta:
    """How long the server wants to be left alone, within a second and an hour."""
    if answer.retry_after is not None:
        return answer.retry_after
    reset = answer.headers.get("x-ratelimit-reset", answer.headers.get("ratelimit-reset", ""))
    if not (reset.isascii() and reset.isdigit() and len(reset) < 12):
        return A_MINUTE
    wait = datetime.fromtimestamp(int(reset), UTC) - (now or datetime.now(UTC))
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def table_in_words(table: Iterable[Meaning]) -> str:
    """The table as the manual shows it."""
    rows = ["| answer | what Drumbeat does | what it says |", "|---|---|---|"]
    for row in table:
        limited = " that speaks of a rate limit" if row.limited else ""
        rows.append(f"| {_spelled(row.statuses)}{limited} | {row.comes.value} | {row.means} |")
    return "\n".join(rows)


def _spelled(statuses: tuple[int, ...]) -> str:
    some = [str(each) for each in statuses if each < 500 or each not in BROKEN]
    if set(range(500, 600)) <= set(statuses):
        return ", ".join([*(each for each in some if int(each) < 500), "5xx"])
    return ", ".join(map(str, statuses))
