"""What people of a team do in Slack, a line a step, for stories that share one Town.

`Story` of main_story.py is patient with a Drumbeat that dies; here it lives, so every step acts
once and says what came of it.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.playground_client import DANA, KENJI, PRIYA, ROSA, Json, action_ids
from tests.stories.town import Town, inputs_of

PEOPLE = ("rosa", "dana", "kenji", "priya")
IDS = {"rosa": ROSA, "dana": DANA, "kenji": KENJI, "priya": PRIYA}


@contextlib.contextmanager
def working(directory: Path, *, senseless: bool = False, **options: Any) -> Iterator[Team]:
    """A Town in which Drumbeat runs, and its people; when they are done, its books are right.

    `senseless`: payloads are sent that Slack never would, so that a fault in the log is right.
    """
    town = Town(directory, unlimited=True, **options)
    try:
        town.start_bot()
        yield Team(town)
        keys = town.keys_posted()
        assert len(keys) == len(set(keys)), "a message was posted twice"
        verified = town.drumbeat("audit", "verify")
        assert verified.returncode == 0, verified.stdout
        log = town.logged()
        assert senseless or "Traceback" not in log, log[-5000:]
    finally:
        town.close()


@dataclass
class Made:
    """A release as its channel shows it."""

    reference: str
    channel: str
    ts: str


class Team:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.slack = town.slack

    # --- drafting -------------------------------------------------------------------------

    def draft(
        self, text: str, *, title: str = "", who: str = "rosa", channel: str = "#releases"
    ) -> Json:
        """Paste into the form of a bare `draft`; the review card."""
        before = self.cards(who, channel, "draft.edit")
        answer = self.paste(text, title=title, who=who, channel=channel)
        assert answer["status"] == "ok", answer
        assert not answer.get("errors"), answer
        return self.slack.wait_for(
            lambda: self._new(before, self.cards(who, channel, "draft.edit"))
        )

    def paste(
        self, text: str, *, title: str = "", who: str = "rosa", channel: str = "#releases"
    ) -> Json:
        self.close_views(who)
        self.slack.command(who, channel, "draft")
        view = self.slack.wait_for_view(who, "draft.new")
        return self.send(who, view, {"Name of the process": title, "How you release": text})

    def bind(
        self, card: Json, who: str = "rosa", channel: str = "#releases", **people: str
    ) -> None:
        """Say who is who: `qa_lead="dana kenji"`."""
        view = self.open(who, card, "draft.roles", "roles", channel=channel)
        wanted = {role.replace("_", " "): names.split() for role, names in people.items()}
        given = {
            label: [IDS.get(each, each) for each in wanted[label.lower()]]
            for label in inputs_of(view)
            if label.lower() in wanted
        }
        assert len(given) == len(wanted), (wanted, list(inputs_of(view)))
        answer = self.send(who, view, given)
        assert answer["status"] == "ok", answer

    def publish(self, card: Json, who: str = "rosa", channel: str = "#releases") -> Json:
        """Press *Publish* once it is offered; the card as it stands then."""
        offered = self.slack.wait_for(
            lambda: (now := self.again(card, who, channel)) and offers(now, "draft.publish") and now
        )
        self.slack.click(who, channel, offered["ts"], "draft.publish")
        return self.slack.wait_for(
            lambda: "was published" in said(now := self.again(card, who, channel)) and now
        )

    def process(self, title: str, text: str, channel: str = "#releases", **people: str) -> str:
        """From a text to a published process; its name."""
        card = self.draft(text, title=title, channel=channel)
        if people:
            self.bind(card, channel=channel, **people)
        self.publish(card, channel=channel)
        return title

    # --- releases -------------------------------------------------------------------------

    def release(
        self,
        process: str,
        *,
        version: str = "1.0",
        who: str = "rosa",
        channel: str = "#releases",
        later: bool = False,
        **inputs: str,
    ) -> Made:
        before = self.living(channel)
        answer = self.make(process, version, who=who, channel=channel, later=later, **inputs)
        assert answer["status"] == "ok", answer
        assert not answer.get("errors"), answer
        message = self.slack.wait_for(lambda: self._new(before, self.living(channel)))
        found = re.search(r"[A-Z]+-[0-9]+", message["text"])
        assert found, message["text"]
        return Made(found.group(), channel, message["ts"])

    def make(
        self,
        process: str,
        version: str = "1.0",
        *,
        who: str = "rosa",
        channel: str = "#releases",
        later: bool = False,
        **inputs: str,
    ) -> Json:
        """Fill in the form of `new` and send it."""
        self.close_views(who)
        self.slack.command(who, channel, f"new {process}")
        view = self.slack.wait_for_view(who, "release.new")
        values = {"Version": version, "When": "later" if later else "now", **inputs}
        for label, block in inputs_of(view).items():
            if label.lower() == "version" and label != "Version":
                values[label] = version
            elif block["element"]["type"] == "plain_text_input":
                values.setdefault(label, block["element"].get("initial_value") or "x")
        return self.send(who, view, values)

    def living(self, channel: str = "#releases") -> list[Json]:
        return [
            each
            for each in self.slack.messages("rosa", channel, limit=1000)
            if key_of(each).startswith("show_release:")
        ]

    def message(self, made: Made) -> Json:
        """The living message as it is now."""
        return next(each for each in self.living(made.channel) if each["ts"] == made.ts)

    def reads(self, made: Made, text: str, timeout: float = 15) -> Json:
        """Wait until the living message says this."""
        return self._until(lambda: self.message(made), text, timeout)

    # --- tasks ----------------------------------------------------------------------------

    def thread(self, made: Made, who: str = "rosa") -> list[Json]:
        return self.slack.messages(who, made.channel, made.ts, limit=1000)[1:]

    def card(
        self, made: Made, text: str, *, offering: str = "", who: str = "rosa", of: str = ""
    ) -> Json:
        """Wait for the newest card in the release's thread that says this and offers that.

        `of` is what it is about: `show_task` or `show_hold`.
        """

        def look() -> list[Json]:
            return [each for each in self.thread(made, who) if key_of(each).startswith(of)]

        return self._newest(look, text, offering)

    def copy(self, who: str, text: str, *, offering: str = "") -> Json:
        """Wait for the newest such card in the person's direct messages."""
        dm = self.slack.open_dm(who)
        return self._newest(lambda: self.slack.messages(who, dm, limit=1000), text, offering)

    def click(self, who: str, made: Made, text: str, action_id: str, **more: Any) -> Json:
        """Press a button of a task's or a hold's card in the thread."""
        card = self.card(made, text, offering=action_id)
        return self.slack.click(who, made.channel, card["ts"], action_id, **more)

    def reason(self, who: str, why: str) -> Json:
        """Fill in the form that asks why."""
        view = self.slack.wait_for_view(who, "reason")
        return self.send(who, view, {view["blocks"][-1]["label"]["text"]: why})

    # --- hearing --------------------------------------------------------------------------

    def told(
        self, who: str, act: Callable[[], Any], where: str | Made = "#releases", timeout: float = 10
    ) -> str:
        """What only this person sees after `act`: a private message, or words over a form."""
        return said(self.private(who, act, where, timeout))

    def private(
        self,
        who: str,
        act: Callable[[], Any],
        where: str | Made = "#releases",
        timeout: float = 10,
        *,
        offering: str = "",
    ) -> Json:
        """The same as the message (with its place as `channel`) or the view.

        Where an earlier act may still be answered, `offering` tells this answer by its button.
        """
        before = {each["ts"]: said(each) for each in self._private(who, where)}
        views = {each["id"] for each in self.slack.views(who)}
        act()

        def new() -> Json | None:
            for each in self._private(who, where):
                if offering and not offers(each, offering):
                    continue
                if before.get(each["ts"]) != said(each):  # new, or drawn anew in its place
                    return each
            for each in self.slack.views(who):
                if each["id"] not in views and each["callback_id"] == "loading":
                    return each
            return None

        return self.slack.wait_for(new, timeout)

    def hears_nothing(self, who: str, act: Callable[[], Any], seconds: float = 1.0) -> None:
        """Nothing private comes of `act`."""
        try:
            heard = self.told(who, act, timeout=seconds)
        except AssertionError:
            return
        raise AssertionError(f"{who} was told {heard!r}")

    def _private(self, who: str, where: str | Made) -> list[Json]:
        channel = where.channel if isinstance(where, Made) else where
        found = [
            {**each, "channel": channel}
            for each in self.slack.messages(who, channel, limit=1000)
            if each["ephemeral"]
        ]
        if isinstance(where, Made):
            thread = self.slack.messages(who, channel, where.ts, limit=1000)
            found += [{**each, "channel": channel} for each in thread if each["ephemeral"]]
        dm = self.slack.open_dm(who)
        found += [
            {**each, "channel": dm}
            for each in self.slack.messages(who, dm, limit=1000)
            if each["user"] not in IDS.values() and not key_of(each)
        ]
        return found

    # --- forms ----------------------------------------------------------------------------

    def open(
        self,
        who: str,
        message: Json,
        action_id: str,
        callback_id: str,
        *,
        channel: str = "#releases",
        **more: Any,
    ) -> Json:
        """Press a button that opens a form; the form."""
        self.close_views(who)
        self.slack.click(who, channel, message["ts"], action_id, **more)
        return self.slack.wait_for_view(who, callback_id)

    def send(self, who: str, view: Json, values: Json) -> Json:
        """Send a form, its fields named by (the beginning of) their labels."""
        blocks = inputs_of(view)
        given: Json = {}
        for label, value in values.items():
            named = [each for each in blocks if each == label or each.startswith(label)]
            assert named or not value, f"no field {label!r} among {list(blocks)}"
            if named:
                block = blocks[named[0]]
                given[block["block_id"]] = {block["element"]["action_id"]: value}
        return self.slack.submit(who, view["id"], given)

    def menu(self, who: str, view: Json, row: str, entry: str) -> None:
        """Choose an entry of the menu beside a row of the outline."""
        for block in view["blocks"]:
            menu = block.get("accessory") or {}
            for option in menu.get("options") or ():
                if row in said({"blocks": [block["text"]]}) and option["text"]["text"] == entry:
                    self.slack.click(
                        who,
                        None,
                        None,
                        menu["action_id"],
                        view_id=view["id"],
                        block_id=block["block_id"],
                        selected_option=option,
                    )
                    return
        raise AssertionError(f"no row {row!r} with {entry!r} in:\n{said(view)}")

    def edit(
        self, card: Json, row: str, values: Json, *, who: str = "rosa", channel: str = "#releases"
    ) -> Json:
        """Open the outline, edit one row's form (*Edit* or *Edit phase*), close the outline."""
        before = revision_of(self.again(card, who, channel))
        outline = self.open(who, card, "draft.edit", "outline", channel=channel)
        phase = any(
            row in said({"blocks": [b]}) and "Edit phase" in str(b) for b in outline["blocks"]
        )
        self.menu(who, outline, row, "Edit phase" if phase else "Edit")
        view = self.slack.wait_for_view(who, "outline.phase" if phase else "outline.activity")
        answer = self.send(who, view, values)
        self.close_views(who)
        # A click on the card of an older revision would be refused.
        self.slack.wait_for(lambda: revision_of(self.again(card, who, channel)) > before)
        return answer

    def close_views(self, who: str) -> None:
        if self.slack.views(who):
            self.slack.close_view(who, self.slack.views(who)[0]["id"], clear=True)

    # --- looking --------------------------------------------------------------------------

    def cards(self, who: str, channel: str, action_id: str) -> list[Json]:
        """Every message that offers this, oldest first."""
        messages = self.slack.messages(who, channel, limit=1000)
        return [each for each in messages if offers(each, action_id)]

    def again(self, message: Json, who: str = "rosa", channel: str = "#releases") -> Json:
        """A message as it is now."""
        every = self.slack.messages(who, channel, message.get("thread_ts") or None, limit=1000)
        return next(each for each in every if each["ts"] == message["ts"])

    def settled(self, timeout: float = 20) -> None:
        """Wait until nothing is owed any more but the times of deadlines."""
        until = time.monotonic() + timeout
        while rows := self._owed():
            assert time.monotonic() < until, rows
            time.sleep(0.2)

    def _owed(self) -> list[str]:
        listed = self.town.drumbeat("owed", "list").stdout.splitlines()
        return [each for each in listed if each.startswith("│") and "wake_up:" not in each]

    def _until(self, look: Callable[[], Json], text: str, timeout: float) -> Json:
        try:
            return self.slack.wait_for(lambda: text in said(found := look()) and found, timeout)
        except AssertionError:
            raise AssertionError(f"never {text!r} in:\n{said(look())}") from None

    def _newest(self, look: Callable[[], list[Json]], text: str, offering: str) -> Json:
        def find() -> Json | None:
            for each in reversed(look()):
                if text.lower() in said(each).lower() and (not offering or offers(each, offering)):
                    return each
            return None

        try:
            return self.slack.wait_for(find, 15)
        except AssertionError:
            seen = "\n---\n".join(f"{action_ids(each)} {said(each)}" for each in look())
            raise AssertionError(f"never {text!r} offering {offering!r} in:\n{seen}") from None

    def _new(self, before: list[Json], now: list[Json]) -> Json | None:
        known = {each["ts"] for each in before}
        return next((each for each in now if each["ts"] not in known), None)


def said(shown: Json | None) -> str:
    """Everything a message or a view says, its text and its blocks."""
    if shown is None:
        return ""
    words: list[str] = [shown.get("text") or ""] if isinstance(shown.get("text"), str) else []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            text = value.get("text")
            if isinstance(text, str):
                words.append(text)
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(shown.get("blocks"))
    return "\n".join(words)


def offers(message: Json, action_id: str) -> bool:
    return action_id in action_ids(message)


def key_of(message: Json) -> str:
    return str(((message.get("metadata") or {}).get("event_payload") or {}).get("key", ""))


def revision_of(card: Json) -> int:
    """Which revision of its draft a review card shows."""
    values = [
        each["value"]
        for block in card["blocks"]
        for each in block.get("elements", ())
        if each.get("action_id") == "draft.edit"
    ]
    return int(json.loads(values[0])["revision"])


def pings(shown: Json) -> list[str]:
    """Whatever would notify a channel or a group; plain text never does."""
    marked = [shown.get("text") or ""] if isinstance(shown.get("text"), str) else []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("type") in {"mrkdwn", "markdown"}:
                marked.append(value["text"])
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(shown.get("blocks"))
    return re.findall(r"<!(?!date)[^>]*>", "\n".join(marked))
