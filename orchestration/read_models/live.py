"""What runs where, for people who may look at the processes that put it there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from difflib import get_close_matches

from orchestration import words
from orchestration.errors import Rejected
from orchestration.ports import Live, Transaction
from orchestration.values import Frozen, ProcessId, name_key


class LiveLine(Frozen):
    """One service in one environment."""

    service: str
    environment: str = ""
    version: str
    since: datetime
    reference: str
    """Of the release that put it there."""


def live_in(
    tx: Transaction, service: str = "", *, sees: Callable[[ProcessId], bool] = lambda _: True
) -> tuple[LiveLine, ...]:
    """Everything that is live, or one service; raises `Rejected` for one that nobody recorded."""
    seen = [each for each in tx.live.now() if sees(each.process_id)]
    wanted = name_key(service)
    found = [each for each in seen if not wanted or name_key(each.service) == wanted]
    if wanted and not found:
        raise Rejected(_unknown(service, seen))
    return tuple(_line(tx, each) for each in found)


def _line(tx: Transaction, each: Live) -> LiveLine:
    release = tx.releases.find(each.release_id)
    return LiveLine(
        service=each.service,
        environment=each.environment,
        version=each.version,
        since=each.at,
        reference=release.reference if release else "",
    )


def _unknown(service: str, seen: list[Live]) -> str:
    names = {name_key(each.service): each.service for each in seen}
    near = get_close_matches(name_key(service), names, n=1)
    said = f"Nothing is recorded of “{words.quote(service, 60)}”."
    if near:
        return f"{said} Did you mean `/release live {words.quote(names[near[0]], 60)}`?"
    if names:
        known = words.listed(words.quote(each, 60) for each in list(names.values())[:8])
        return f"{said} Recorded are {known}."
    return f"{said} An activity that says `marks: live` records it when it succeeds."
