"""A simulated workspace, a database and a Drumbeat that can be killed and started again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.playground_client import (
    APP_TOKEN,
    BOT_TOKEN,
    ROOT,
    SIGNING_SECRET,
    Workspace,
    action_ids,
    start,
    stop,
)
from tests.postgres.server import fresh_database
from tests.stories.member import Member

PROGRAM = """\
import os, pathlib, sys, time
key = os.environ["DRUMBEAT_KEY"]
with open({done!r}, "a") as file:
    file.write(f"{{sys.argv[1]}} {{key}}\\n")
time.sleep(0.05)
if sys.argv[1] == "deploy" and key.endswith(".1"):
    print("health check of web-2 failed")
    raise SystemExit(3)
output = pathlib.Path(os.environ["DRUMBEAT_OUTPUT"])
output.write_text("commit=3f9c2e1\\n" if sys.argv[1] == "build" else "url=https://northwind.example\\n")
"""
CATALOGUE = """\
pipelines:
  build-and-test:
    provider: command
    argv: ["{{python}}", "{program}", build]
    inputs: [version]
    outputs: [commit]
    timeout: 30 s
  deploy-production:
    provider: command
    argv: ["{{python}}", "{program}", deploy]
    inputs: [version]
    outputs: [url]
    timeout: 30 s
"""

DATABASE = os.environ.get("DRUMBEAT_DATABASE", "sqlite")
"""On which the stories run that do not say it themselves: `sqlite` or `postgresql`."""


class Town:
    """Slack stands while Drumbeat comes and goes."""

    def __init__(
        self,
        directory: Path,
        *,
        transport: str = "socket",
        rate_limits: bool = False,
        unlimited: bool = False,
        database: str = DATABASE,
        bot_url: str = "",
        **settings: str,
    ) -> None:
        """`unlimited`: Drumbeat counts no calls either, so that a story need not wait its turn."""
        self.directory = directory
        self._opened = ExitStack()
        self.database_url = f"sqlite:///{directory}/drumbeat.db"
        if database == "postgresql":
            self.database_url = self._opened.enter_context(fresh_database(migrated=False))
        self.settings = settings
        self.transport = transport
        self.unlimited = unlimited
        self.executed = directory / "executed.txt"
        program = directory / "pipeline.py"
        program.write_text(PROGRAM.format(done=str(self.executed)))
        self.catalogue = directory / "pipelines.yaml"
        self.catalogue.write_text(CATALOGUE.format(program=program))
        self.bot = Member("serve", "bot", directory, self.environment)
        self.port = self.bot.port
        self.log = self.bot.log
        options = ["--file", str(directory / "slack.db")]
        options += [] if rate_limits else ["--no-rate-limits"]
        if transport == "http":
            options += ["--bot-url", bot_url or f"http://127.0.0.1:{self.port}/slack/events"]
        self.slack: Workspace = start(*options)

    # --- Drumbeat -----------------------------------------------------------------------

    def environment(self, **more: str) -> dict[str, str]:
        by_socket = self.transport == "socket"
        return {
            **{
                k: v
                for k, v in os.environ.items()
                if not k.startswith(("SLACK_", "DRUMBEAT_", "OPENAI_"))
            },
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN if by_socket else "",
            "SLACK_SIGNING_SECRET": "" if by_socket else SIGNING_SECRET,
            "SLACK_API_URL": self.slack.api_url,
            "DATABASE_URL": self.database_url,
            "DRUMBEAT_PIPELINES": str(self.catalogue),
            "DRUMBEAT_PICTURES": "no",  # each is a second of processor time
            "DRUMBEAT_RUNS": str(self.directory / "runs"),
            "DRUMBEAT_UNDO": "0.5",  # ten seconds for each gate that opens
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
            "UNLIMITED": "1" if self.unlimited else "",
            **self.settings,
            **more,
        }

    def start_bot(self, **more: str) -> None:
        self.bot.start(**more)
        self.wait_ready()

    def wait_ready(self, timeout: float = 120) -> None:
        self.slack.wait_for(lambda: self.crashed or self.bot.ready, timeout)
        if self.transport == "socket":
            self.slack.wait_for(
                lambda: self.crashed or self.slack.state()["app"]["connections"] > 0, timeout
            )

    @property
    def crashed(self) -> bool:
        return self.bot.dead

    def kill(self) -> None:
        self.bot.kill()

    def stop_bot(self) -> None:
        self.bot.stop()

    def revive(self) -> None:
        """Start Drumbeat again if it has died; the crash it was told to have happens once."""
        if self.crashed:
            self.start_bot()

    def logged(self) -> str:
        return self.log.read_text()

    def close(self) -> None:
        self.stop_bot()
        stop(self.slack)
        self._opened.close()

    def drumbeat(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One of the operator's commands on this database."""
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=self.directory,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    # --- what was done outside --------------------------------------------------------------

    def keys_posted(self) -> list[str]:
        """The keys of every message of ours that Slack accepted, oldest first."""
        places: dict[tuple[str, str], str] = {}
        for channel in ("#releases", "#web-team"):
            self._gather(places, "rosa", channel)
        for who in ("rosa", "dana", "kenji", "priya"):
            self._gather(places, who, self.slack.open_dm(who))
        return list(places.values())

    def _gather(self, places: dict[tuple[str, str], str], who: str, channel: str) -> None:
        """A broadcast reply is seen twice and is one message: its place tells."""
        for message in self.slack.messages(who, channel, limit=500):
            replies = (
                self.slack.messages(who, channel, message["ts"], limit=500)
                if message.get("reply_count")
                else []
            )
            for each in (message, *replies):
                for key in _key_of(each):
                    places[channel, each["ts"]] = key

    def runs(self) -> list[str]:
        """What the pipelines' program was really asked to do, in order."""
        return self.executed.read_text().splitlines() if self.executed.exists() else []

    # --- helpers for stories ------------------------------------------------------------------

    def button(self, message: dict[str, Any], action_id: str) -> dict[str, Any] | None:
        """The block holding a button, where the message still shows it."""
        for block in message["blocks"] or []:
            elements = [*block.get("elements", ()), block.get("accessory") or {}]
            if any(each.get("action_id") == action_id for each in elements):
                return block
        return None

    def card_with(
        self, who: str, channel: str, action_id: str, text: str = "", thread_ts: str | None = None
    ) -> dict[str, Any] | None:
        """The newest message that offers this action and says this."""
        for message in reversed(self.slack.messages(who, channel, thread_ts)):
            said = message["text"] + str(message["blocks"])
            if action_id in action_ids(message) and text in said:
                return message
        return None


def _key_of(message: dict[str, Any]) -> list[str]:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return [payload["key"]] if "key" in payload else []


def inputs_of(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A modal's input blocks by their label."""
    return {
        block["label"]["text"]: block for block in view["blocks"] if block.get("type") == "input"
    }


def wait(seconds: float) -> None:
    time.sleep(seconds)
