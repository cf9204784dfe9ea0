"""A release left in the middle, as an upgrade finds it; and how people bring it to its end."""

from __future__ import annotations

from typing import Any

from tests.playground_client import action_ids
from tests.stories.main_story import Story

TEXT = """\
# Northwind web

Every release has a version, for example 4.12.0.

## Build
1. Build and test

## Rollout
2. After build and test, deploy to production
3. In parallel, the QA lead signs off the regression results
4. In parallel, the Product owner signs off the release notes
5. In parallel, the QA lead updates the status page

## Afterwards
6. The QA lead writes the announcement
7. The Product owner closes the tickets
"""
LEFT = "after commit sign_off_approved"
"""Where Drumbeat dies: the approval is in the database, and what follows from it is owed."""


class HalfDone(Story):
    text = TEXT

    def begin(self) -> None:
        """Up to a deploy on hold, an open sign-off, an open to-do, and others still to come."""
        self.draft()
        self.bind()
        self.publish()
        self.make_release()
        self.until(
            self.nothing,
            lambda: self.town.card_with("rosa", self.channel, "hold.retry", "", self.thread()),
        )
        for action, text in (
            ("task.approve", "regression"),
            ("task.approve", "release notes"),
            ("task.done", "status page"),
        ):
            self.until(self.nothing, lambda a=action, t=text: self.card("dana", a, t))
        self.settle()

    def leave(self) -> None:
        """One more approval, and Drumbeat dies of it."""
        card = self.card("priya", "task.approve", "release notes")
        assert card
        self.slack.click("priya", self.channel, card["ts"], "task.approve")

    def finish(self) -> None:
        self.approve("priya", "release notes")  # it was: the card only has to say so
        self.approve("dana", "regression")
        self.done("dana", "status page")
        self.retry()
        self.done("dana", "announcement")
        self.done("priya", "tickets")
        self.succeeded()
        self.settle()

    def card(self, who: str, action: str, text: str):
        return self.town.card_with(who, self.channel, action, text, self.thread())

    def done(self, who: str, text: str) -> None:
        def act() -> None:
            card = next(each for each in self._to_dos(who, text) if "task.done" in action_ids(each))
            row = self.town.button(card, "task.done")
            assert row
            self.slack.click(who, self.channel, card["ts"], "task.done", block_id=row["block_id"])

        def seen() -> bool:
            cards = self._to_dos(who, text)
            return bool(cards) and not any("task.done" in action_ids(each) for each in cards)

        self.until(act, seen)

    def _to_dos(self, who: str, text: str) -> list[dict[str, Any]]:
        """By their first line: a later one names what it rests on further down."""
        thread = self.slack.messages(who, self.channel, self.thread())
        return [
            each
            for each in thread
            if each["text"].startswith("To do:") and text in each["text"].partition("\n")[0]
        ]
