"""A team whose database is in trouble: what they see, what `/readyz` and the log say."""

from __future__ import annotations

import time
from typing import Any

import httpx

from tests.playground_client import Json
from tests.stories.team import Made, Team, said


class Troubled:
    """One team, one process with a sign-off of Dana's, and the log read piece by piece."""

    TEXT = "- The QA lead signs off the regression results.\n"
    NOT_DONE = "That could not be done just now. Nothing was changed; please try again."

    def __init__(self, team: Team) -> None:
        self.team = team
        self.slack = team.slack
        self.town = team.town
        self.shop = team.process("Shop", self.TEXT, qa_lead="dana")
        self._number = 0
        self._read = 0

    def release(self) -> Made:
        """One that waits for Dana's approval, and owes nothing."""
        self._number += 1
        made = self.team.release(self.shop, version=f"1.{self._number}")
        self.team.card(made, "regression", offering="task.approve")
        self.settled()
        self._read = len(self.town.log.read_text())
        return made

    def approve(self, made: Made) -> Json:
        return self.team.click("dana", made, "regression", "task.approve")

    def ended(self, made: Made, *, but: int = 0) -> None:
        """Approved once, shown, and nothing is owed any more `but` what another version owes."""
        self.team.reads(made, "1 of 1", timeout=25)
        self.settled(but)
        record = self.team.told(
            "rosa", lambda: self.slack.command("rosa", "#releases", f"audit {made.reference}")
        )
        assert "Verified: 3 entries" in record, record  # created, started, approved

    def settled(self, but: int = 0) -> None:
        """Nothing is due any more."""
        due = f"drumbeat_owed_due {but}.0"
        self.slack.wait_for(lambda: due in self.asked("/metrics").text, 25)

    def told(self, made: Made, timeout: float = 12) -> str:
        return self.team.told("dana", lambda: self.approve(made), made, timeout)

    # --- what an operator sees ----------------------------------------------------------------

    def asked(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.town.port}{path}", timeout=10, trust_env=False)

    def not_ready(self, why: str, timeout: float = 10) -> None:
        """`/readyz` says no and why; `/healthz` says that the process lives."""

        def look() -> Any:
            answer = self.asked("/readyz")
            return answer.status_code == 503 and why in answer.json()["reason"]

        try:
            self.slack.wait_for(look, timeout)
        except AssertionError:
            raise AssertionError(self.asked("/readyz").text) from None
        assert self.asked("/healthz").status_code == 200

    def ready(self, timeout: float = 20) -> None:
        self.slack.wait_for(lambda: self.asked("/readyz").status_code == 200, timeout)

    def logged(self) -> list[str]:
        """Lines since the release was made."""
        return self.town.log.read_text()[self._read :].splitlines()

    def logged_once(self, event: str, why: str = "") -> None:
        found = [each for each in self.logged() if event in each and why in each]
        assert len(found) == 1, self.logged()


def wait_until(found, timeout: float = 10) -> None:
    until = time.monotonic() + timeout
    while not found():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)


__all__ = ["Troubled", "said", "wait_until"]
