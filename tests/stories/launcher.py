"""Drumbeat as `serve` or (when told so) `worker` runs it, with an observer: it writes down every
commit and outside call, and may end the process at one of them, as a power cut would.

    TRACE=FILE            append each point as `when what name`
    CRASH="WHEN WHAT NAME [N]"   exit without cleaning up at the N-th time this point is reached
    CRASH_ONCE=FILE       only if FILE does not exist; it is made first
    LEASE=SECONDS         how long what a dead worker held is left to it, on PostgreSQL
    AHEAD=SECONDS         this machine's clock is so far ahead of what time it is
    UNLIMITED=1           Slack counts no calls here, so neither do we
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from time_machine import travel

from bot.budget import RATES, LocalBudget, Rate
from bot.logs import configure_logs
from bot.serving import serve, work
from bot.settings import Settings
from orchestration.lease import LEASE

NO_LIMITS = {method: Rate(60_000, 1000) for method in RATES}


class Crash:
    def __init__(self) -> None:
        self.trace = os.environ.get("TRACE")
        self.point, _, number = os.environ.get("CRASH", "").partition("#")
        self.left = int(number or 1)
        self.once = Path(os.environ.get("CRASH_ONCE", "/nonexistent/never"))

    def __call__(self, when: str, what: str, name: str) -> None:
        reached = f"{when} {what} {name}"
        if self.trace:
            with Path(self.trace).open("a") as file:
                file.write(reached + "\n")
        if reached == self.point and not self.once.exists():
            self.left -= 1
            if self.left == 0:
                self.once.touch()
                os._exit(137)


if __name__ == "__main__":
    if ahead := float(os.environ.get("AHEAD", "0")):
        travel(datetime.now(UTC) + timedelta(seconds=ahead)).start()
    settings = Settings()
    configure_logs(settings.log_level)
    told = {
        "say": lambda line: print(line, file=sys.stderr, flush=True),
        "observer": Crash(),
        "budget": LocalBudget(NO_LIMITS) if os.environ.get("UNLIMITED") else None,
        "lease": timedelta(seconds=float(os.environ.get("LEASE", LEASE.total_seconds()))),
    }
    if sys.argv[1:] == ["worker"]:
        work(settings, **told)
    else:
        serve(settings, in_doubt=timedelta(seconds=1), **told)
