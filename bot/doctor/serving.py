"""The Drumbeat that serves on this machine, asked over its own port; and Slack's connections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import httpx

from bot.doctor.finding import Finding, left_open, well, wrong
from bot.settings import Settings

CONNECTIONS: Final = "drumbeat_slack_connections"
"""Of `/metrics`: what Slack's hello said when `serve` connected."""
FOREIGN: Final = "drumbeat_slack_foreign_connections"
"""Of those, more than Drumbeats served its database at that moment."""


async def serving_findings(settings: Settings) -> AsyncIterator[Finding]:
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    try:
        async with httpx.AsyncClient(base_url=address, timeout=5, trust_env=False) as http:
            ready = await http.get("/readyz")
            metrics = await http.get("/metrics")
            reason = "" if ready.status_code == 200 else str(ready.json().get("reason", ""))
    except (httpx.HTTPError, ValueError, AttributeError):
        yield left_open("serve", f"nothing of Drumbeat answers at {address}")
        if settings.by_socket:
            yield left_open(
                "connections",
                "how many Socket Mode connections this app has is told only to a connection, "
                "and a connection of the doctor's would take people's clicks",
                "Start `drumbeat serve`, then ask again.",
            )
        return
    if ready.status_code != 200:
        yield wrong("serve", f"not ready at {address}: {reason}", "Its log says more.")
    else:
        yield well("serve", f"ready at {address}")
    if settings.by_socket:
        yield _connections(_numbers(metrics.text))


def _numbers(metrics: str) -> dict[str, int]:
    """The values without labels, by name."""
    return {
        name: int(float(value))
        for name, _, value in (line.partition(" ") for line in metrics.splitlines())
        if name in {CONNECTIONS, FOREIGN}
    }


def _connections(numbers: dict[str, int]) -> Finding:
    if CONNECTIONS not in numbers:
        return left_open("connections", "serve does not tell; is it of another version?")
    number, foreign = numbers[CONNECTIONS], numbers.get(FOREIGN, 0)
    if number == 0:
        return wrong(
            "connections",
            "serve is not connected to Slack",
            "Its log says why; the app token above must be valid and Socket Mode on.",
        )
    if foreign:
        return wrong(
            "connections",
            f"Slack counted {number} connections of this app when serve last connected, "
            f"and {number - foreign} of them served this database",
            "Another program uses the same app and is given a share of the clicks: stop it, or "
            "give it a Slack app of its own. Just after a reconnection an old one may be counted.",
        )
    return well("connections", f"{number} when serve connected, all of this database's")
