"""The main job, as people do it: paste, bind, publish, start, sign, see it fail, retry, see it end.

Each step waits for what the person would wait for, and clicks again after a crash as a person
would, so that the crash campaign can run the same story with Drumbeat dying anywhere in it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from tests.playground_client import DANA, PRIYA, RefusedError, action_ids
from tests.stories.town import Town, inputs_of

TEXT = """\
# Northwind web

Every release has a version, for example 4.12.0.

## Build
1. Build and test

## Sign-offs
2. After build and test, the QA lead signs off the regression results
3. In parallel, the Product owner signs off the release notes

## Production
4. After both sign-offs, deploy to production
"""
PATIENCE = 60.0


class Story:
    title = "Northwind web"
    text = TEXT
    people: ClassVar[Mapping[str, Sequence[str]]] = {"qa lead": (DANA,), "product owner": (PRIYA,)}

    def __init__(self, town: Town, channel: str = "#releases") -> None:
        self.town = town
        self.slack = town.slack
        self.channel = channel

    def until(self, act: Callable[[], Any], seen: Callable[[], Any], *, again: float = 4.0) -> Any:
        """Act, wait until it is seen, and act again after a while, as an impatient person would."""
        deadline = time.monotonic() + PATIENCE
        acted = 0.0
        while time.monotonic() < deadline:
            self.town.revive()
            found = seen()
            if found:
                return found
            if time.monotonic() - acted > again:
                with contextlib.suppress(RefusedError, AssertionError, StopIteration):
                    act()
                acted = time.monotonic()
            time.sleep(0.05)
        log = self.town.logged()[-3000:]
        raise AssertionError(f"it was never seen; {self.said()}\n{log}")

    def said(self) -> list[str]:
        return [m["text"][:200] for m in self.slack.messages("rosa", self.channel)]

    def nothing(self) -> None:
        return None

    # --- steps ---------------------------------------------------------------------------------

    def draft(self) -> dict[str, Any]:
        return self.until(
            lambda: self.slack.command("rosa", self.channel, f"draft {self.text}"),
            lambda: self.town.card_with("rosa", self.channel, "draft.roles"),
            again=10,
        )

    def bind(self) -> None:
        def act() -> None:
            card = self.town.card_with("rosa", self.channel, "draft.roles")
            assert card
            for view in self.slack.views("rosa"):
                self.slack.close_view("rosa", view["id"])
            self.slack.click("rosa", self.channel, card["ts"], "draft.roles")
            view = self.slack.wait_for_view("rosa", "roles", timeout=3)
            values = {}
            for label, block in inputs_of(view).items():
                people = self.people.get(label.lower())
                if people and block["element"]["type"] == "multi_users_select":
                    values[block["block_id"]] = {
                        block["element"]["action_id"]: {
                            "type": "multi_users_select",
                            "selected_users": list(people),
                        }
                    }
            assert values, inputs_of(view)
            self.slack.submit("rosa", view["id"], values)

        self.until(act, lambda: self.town.card_with("rosa", self.channel, "draft.publish"), again=5)

    def publish(self) -> None:
        def act() -> None:
            card = self.town.card_with("rosa", self.channel, "draft.publish")
            assert card
            self.slack.click("rosa", self.channel, card["ts"], "draft.publish")

        self.until(
            act,
            lambda: (
                (card := self.slack.find("rosa", self.channel, self.title))
                and "ublished" in card["text"] + str(card["blocks"])
                and "draft.publish" not in action_ids(card)
            ),
        )

    def make_release(self) -> None:
        def act() -> None:
            for view in self.slack.views("rosa"):
                self.slack.close_view("rosa", view["id"])
            self.slack.command("rosa", self.channel, f"new {self.title}")
            view = self.slack.wait_for_view("rosa", "release.new", timeout=3)
            self.slack.submit("rosa", view["id"], self._release_values(view))

        self.until(act, self.living_message, again=15)

    def _release_values(self, view: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for block in (each for each in view["blocks"] if each.get("type") == "input"):
            element = block["element"]
            if element["type"] == "plain_text_input":
                typed = element.get("initial_value") or "4.12.0"
                values[block["block_id"]] = {element["action_id"]: typed}
        return values

    def living_message(self) -> dict[str, Any] | None:
        for message in self.slack.messages("rosa", self.channel):
            keys = ((message.get("metadata") or {}).get("event_payload") or {}).get("key", "")
            if keys.startswith("show_release:"):
                return message
        return None

    def thread(self) -> str:
        return self.until(self.nothing, self.living_message)["ts"]

    def asked(self, who: str, text: str) -> None:
        """Wait until the card asks; after a restore it first shows what was clicked since."""
        self.until(
            self.nothing,
            lambda: self.town.card_with(who, self.channel, "task.approve", text, self.thread()),
        )

    def approve(self, who: str, text: str) -> None:
        thread = self.thread()

        def act() -> None:
            card = self.town.card_with(who, self.channel, "task.approve", text, thread)
            assert card
            self.slack.click(who, self.channel, card["ts"], "task.approve")

        def approved() -> bool:
            cards = [
                m
                for m in self.slack.messages(who, self.channel, thread)
                if text in m["text"] + str(m["blocks"]) and "task.approve" not in action_ids(m)
            ]
            return any("pproved" in m["text"] + str(m["blocks"]) for m in cards)

        self.until(act, approved)

    def retry(self) -> None:
        thread = self.thread()

        def act() -> None:
            card = self.town.card_with("rosa", self.channel, "hold.retry", "", thread)
            assert card
            self.slack.click("rosa", self.channel, card["ts"], "hold.retry")

        self.until(
            act,
            lambda: any(
                "tarted again" in m["text"] + str(m["blocks"]) and "hold.retry" not in action_ids(m)
                for m in self.slack.messages("rosa", self.channel, thread)
            ),
        )

    def succeeded(self) -> dict[str, Any]:
        def seen() -> Any:
            living = self.living_message()
            return living and "succeeded" in living["text"] and living

        self.until(self.nothing, seen)
        thread = self.thread()
        return self.until(
            self.nothing,
            lambda: next(
                (
                    m
                    for m in self.slack.messages("rosa", self.channel, thread)
                    if str(key_of(m)).startswith("announce_release:")
                ),
                None,
            ),
        )

    def whole(self) -> None:
        self.draft()
        self.bind()
        self.publish()
        self.make_release()
        self.approve("dana", "regression")
        self.approve("priya", "release notes")
        self.retry()
        self.succeeded()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is owed any more; a deadline's time may still come, to no effect."""

        def paid() -> bool:
            listed = self.town.drumbeat("owed", "list")
            rows = [row for row in listed.stdout.splitlines() if row.startswith("│")]
            return listed.returncode == 0 and all("wake_up:" in row for row in rows)

        self.until(self.nothing, paid)


def key_of(message: dict[str, Any]) -> str:
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("key", "")


def check_outside(town: Town) -> None:
    """Each outside effect once: no message twice, no pipeline run twice; the audit holds."""
    check_posted(town)
    runs = town.runs()
    assert len(runs) == len(set(runs)), runs
    assert [each.split()[0] for each in runs] == ["build", "deploy", "deploy"], runs


def check_posted(town: Town) -> None:
    """No message twice, and the record of every decision holds."""
    keys = town.keys_posted()
    twice = {each for each in keys if keys.count(each) > 1}
    assert not twice, twice
    verified = town.drumbeat("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
