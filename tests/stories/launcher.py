"""Drumbeat as `serve` or (when told so) `worker` runs it, with an observer: it writes down every
commit and outside call, and may end the process at one of them, as a power cut would.

    TRACE=FILE            append each point as `when what name`
    CRASH="WHEN WHAT NAME [N]"   exit without cleaning up at the N-th time this point is reached
    CRASH_ONCE=FILE       only if FILE does not exist; it is made first
    SLEEP, SLEEP_ONCE     the same, but there it is suspended (SIGSTOP) until somebody wakes it
    LEASE=SECONDS         how long what a dead worker held is left to it, on PostgreSQL
    AHEAD=SECONDS         this machine's clock is so far ahead of what time it is
    UNLIMITED=1           Slack counts no calls here, so neither do we
"""

import os
import signal
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


class Point:
    """A point that is reached for the N-th time; what happens there happens once."""

    def __init__(self, name: str) -> None:
        self.point, _, number = os.environ.get(name, "").partition("#")
        self.left = int(number or 1)
        self.once = Path(os.environ.get(f"{name}_ONCE", "/nonexistent/never"))

    def is_it(self, reached: str) -> bool:
        if reached != self.point or self.once.exists():
            return False
        self.left -= 1
        if self.left == 0:
            self.once.touch()
        return self.left == 0


class Observing:
    def __init__(self) -> None:
        self.trace = os.environ.get("TRACE")
        self.crash, self.sleep = Point("CRASH"), Point("SLEEP")

    def __call__(self, when: str, what: str, name: str) -> None:
        reached = f"{when} {what} {name}"
        if self.trace:
            with Path(self.trace).open("a") as file:
                file.write(reached + "\n")
        if self.crash.is_it(reached):
            os._exit(137)
        if self.sleep.is_it(reached):
            os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    if ahead := float(os.environ.get("AHEAD", "0")):
        travel(datetime.now(UTC) + timedelta(seconds=ahead)).start()
    settings = Settings()
    configure_logs(settings.log_level)
    told = {
        "say": lambda line: print(line, file=sys.stderr, flush=True),
        "observer": Observing(),
        "budget": LocalBudget(NO_LIMITS) if os.environ.get("UNLIMITED") else None,
        "lease": timedelta(seconds=float(os.environ.get("LEASE", LEASE.total_seconds()))),
    }
    if sys.argv[1:] == ["worker"]:
        work(settings, **told)
    else:
        serve(settings, in_doubt=timedelta(seconds=1), **told)
