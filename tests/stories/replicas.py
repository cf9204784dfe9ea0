"""A Town with several Drumbeats on one PostgreSQL, each of which can die and come back alone."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tests.stories.balancer import Balancer
from tests.stories.member import Member
from tests.stories.town import Town

LEASE = "4"
"""Seconds: what somebody who died held is taken up after it. In earnest it is 20."""


class Replicas(Town):
    """`serving` replicas, by HTTP behind a balancer or by a socket each, and `workers` more."""

    def __init__(
        self, directory: Path, *, serving: int = 3, workers: int = 2, **options: str | bool
    ) -> None:
        named = [("serve", f"replica{n}") for n in range(1, serving + 1)]
        named += [("worker", f"worker{n}") for n in range(1, workers + 1)]
        self.members = [Member(role, name, directory, self.environment) for role, name in named]
        self.serving, self.workers = self.members[:serving], self.members[serving:]
        self.balancer = Balancer([each.port for each in self.serving])
        self._front = ExitStack()
        url = self._front.enter_context(self.balancer.open())
        options = {"transport": "http", "unlimited": True, "LEASE": LEASE, **options}
        super().__init__(directory, database="postgresql", bot_url=f"{url}/slack/events", **options)

    def start_bot(self, **more: str) -> None:
        """One first, which migrates; then the others together."""
        self.members[0].start(**more)
        self.members[0].wait_ready()
        for each in self.members[1:]:
            each.start(**more)
        self.wait_ready()

    def wait_ready(self, timeout: float = 120) -> None:
        for each in self.members:
            each.wait_ready(timeout)
        if self.transport == "socket":
            sockets = len(self.serving)
            self.slack.wait_for(
                lambda: self.slack.state()["app"]["connections"] >= sockets, timeout
            )

    @property
    def crashed(self) -> bool:
        return False

    def revive(self) -> None:
        """Whoever killed one of them starts it again."""

    def stop_bot(self) -> None:
        for each in self.members:
            each.stop()

    def logged(self) -> str:
        logs = [each.log for each in self.members if each.log.exists()]
        return "\n".join(f"== {each.name}\n{each.read_text()}" for each in logs)

    def close(self) -> None:
        super().close()
        self._front.close()
