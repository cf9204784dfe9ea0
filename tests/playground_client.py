"""A client of the playground's control API, and a playground process to drive it against.

    from tests.playground_client import playground

    with playground() as slack:                    # a subprocess on a free port
        slack.command("rosa", "#releases", "help")
        slack.wait_for(lambda: slack.find("rosa", "#releases", "eight verbs"))

People are named by handle ("rosa") or id, channels by name ("#releases") or id.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx

ROOT = Path(__file__).resolve().parents[1]
BOT_TOKEN = "xoxb-playground-0001-drumbeat"
APP_TOKEN = "xapp-1-A0DRUMBEAT1-playground"
SIGNING_SECRET = "playground-signing-secret"
ROSA, DANA, KENJI, PRIYA = "U0ROSADELG", "U0DANAWHIT", "U0KENJIMOR", "U0PRIYANAT"
BOT_USER, QA_TEAM = "U0DRUMBEAT", "S0QATEAM01"
RELEASES, WEB_TEAM, GENERAL = "C0RELEASES", "C0WEBTEAM1", "C0GENERAL1"
IDS = {
    "rosa": ROSA, "dana": DANA, "kenji": KENJI, "priya": PRIYA, "drumbeat": BOT_USER,
    "#releases": RELEASES, "#web-team": WEB_TEAM, "#general": GENERAL, "@qa-team": QA_TEAM,
}  # fmt: skip

Json = dict[str, Any]
Found = TypeVar("Found")


class RefusedError(AssertionError):
    """The control API refused an act: a person could not have done that."""


class Workspace:
    """People in the simulated workspace, and what they see."""

    def __init__(self, url: str, process: subprocess.Popen[str] | None = None) -> None:
        self.url = url
        self.process = process
        self._http = httpx.Client(base_url=url, timeout=40.0, trust_env=False)

    @property
    def api_url(self) -> str:
        """For SLACK_API_URL, with the slash the SDK wants."""
        return f"{self.url}/api/"

    def close(self) -> None:
        self._http.close()

    # --- wire ---------------------------------------------------------------------------

    def post(self, act: str, **body: Any) -> Json:
        response = self._http.post(f"/_workspace/{act}", json=body)
        if response.status_code != 200:
            raise RefusedError(f"{act}: {response.status_code} {response.text}")
        return response.json()

    def get(self, what: str, **query: Any) -> Json:
        asked = {name: value for name, value in query.items() if value is not None}
        response = self._http.get(f"/_workspace/{what}", params=asked)
        if response.status_code != 200:
            raise RefusedError(f"{what}: {response.status_code} {response.text}")
        return response.json()

    # --- acting -------------------------------------------------------------------------

    def say(self, who: str, channel: str, text: str, **more: Any) -> Json:
        """Type into the message box; `thread_ts`, `files=[{name, content}]` as needed."""
        return self.post("say", **{"as": _id(who)}, channel=_id(channel), text=text, **more)

    def command(self, who: str, channel: str, text: str = "", command: str = "/release") -> Json:
        """Run the slash command and wait for its acknowledgement."""
        where = {"as": _id(who), "channel": _id(channel)}
        return self.post("command", **where, command=command, text=text)

    def click(
        self, who: str, channel: str | None, ts: str | None, action_id: str, **more: Any
    ) -> Json:
        """Click or choose; for a modal's or Home's element pass `view_id=`, channel and ts None."""
        body: Json = {"as": _id(who), "action_id": action_id, **more}
        if channel is not None:
            body |= {"channel": _id(channel), "ts": ts}
        return self.post("click", **body)

    def submit(self, who: str, view_id: str, values: Json | None = None) -> Json:
        return self.post("view/submit", **{"as": _id(who)}, view_id=view_id, values=values or {})

    def close_view(self, who: str, view_id: str, **more: Any) -> Json:
        return self.post("view/close", **{"as": _id(who)}, view_id=view_id, **more)

    def open_home(self, who: str) -> Json:
        return self.post("home", **{"as": _id(who)})

    def open_dm(self, who: str) -> str:
        """Open the direct messages with the app; the channel's id."""
        return str(self.post("dm", **{"as": _id(who)})["channel"])

    def shortcut(self, who: str, callback_id: str, **more: Any) -> Json:
        if "channel" in more:
            more["channel"] = _id(more["channel"])
        return self.post("shortcut", **{"as": _id(who)}, callback_id=callback_id, **more)

    def suggest(self, who: str, action_id: str, value: str, **more: Any) -> Json:
        return self.post("suggest", **{"as": _id(who)}, action_id=action_id, value=value, **more)

    # --- seeing -------------------------------------------------------------------------

    def state(self, who: str | None = None) -> Json:
        return self.get("state", **({"as": _id(who)} if who else {}))

    def views(self, who: str) -> list[Json]:
        """The modals open for `who`, the root first."""
        return list(self.state(who)["views"])

    def home(self, who: str) -> Json | None:
        return self.state(who)["home"]

    def messages(
        self, who: str, channel: str, thread_ts: str | None = None, limit: int | None = None
    ) -> list[Json]:
        """What `who` sees in the channel (or the thread), oldest first."""
        query = {"as": _id(who), "channel": _id(channel), "thread_ts": thread_ts, "limit": limit}
        return list(self.get("messages", **query)["messages"])

    def find(self, who: str, channel: str, text: str, thread_ts: str | None = None) -> Json | None:
        """The newest message whose text or blocks contain `text`."""
        for message in reversed(self.messages(who, channel, thread_ts)):
            if text in message["text"] or text in str(message["blocks"]):
                return message
        return None

    def wait_for(self, predicate: Callable[[], Found | None], timeout: float = 10.0) -> Found:
        """What `predicate` returns as soon as it is true."""
        until = time.monotonic() + timeout
        while True:
            found = predicate()
            if found:
                return found
            if time.monotonic() > until:
                raise AssertionError(f"not within {timeout} s: {_source(predicate)}")
            time.sleep(0.02)

    def wait_for_message(
        self,
        who: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        timeout: float = 10,
    ) -> Json:
        try:
            return self.wait_for(lambda: self.find(who, channel, text, thread_ts), timeout)
        except AssertionError:
            seen = [message["text"] for message in self.messages(who, channel, thread_ts)]
            raise AssertionError(f"{who} never saw {text!r}; saw {seen}") from None

    def wait_for_view(self, who: str, callback_id: str | None = None, timeout: float = 10) -> Json:
        """The topmost modal of `who` once one (with `callback_id`) is open."""

        def top() -> Json | None:
            views = self.views(who)
            fits = views and callback_id in (None, views[-1]["callback_id"])
            return views[-1] if fits else None

        return self.wait_for(top, timeout)

    # --- Slack behind the scenes ----------------------------------------------------------

    def calls(self, method: str | None = None, since: int = 0) -> list[Json]:
        """Every Web API call the app made: {seq, method, args, ok, error, status, at}."""
        return list(self.get("calls", method=method, since=since)["calls"])

    def fault(self, method: str, kind: str, **more: Any) -> Json:
        """Make the next calls of `method` ("*": any, "delivery": to the app) suffer `kind`."""
        return self.post("faults", method=method, kind=kind, **more)

    def clear_faults(self) -> None:
        self._http.delete("/_workspace/faults")

    def rate_limits(self, on: bool) -> None:
        self.post("rate-limits", on=on)

    def drop_sockets(self, abrupt: bool = True, **more: Any) -> Json:
        return self.post("socket/drop", abrupt=abrupt, **more)

    def connect_http(self, bot_url: str | None) -> None:
        """Say where signed HTTP deliveries go (used when no socket is connected)."""
        self.post("app", bot_url=bot_url)

    def wait_connected(self, timeout: float = 20.0) -> None:
        """Wait until the app holds a Socket Mode connection."""
        self.wait_for(lambda: self.state()["app"]["connections"] > 0, timeout)

    def reset(self) -> None:
        self.post("reset")


def action_ids(message_or_view: Json) -> list[str]:
    """Every action_id shown, in reading order."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("action_id"), str):
                found.append(value["action_id"])
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(message_or_view.get("blocks"))
    return found


def _id(name: str) -> str:
    return IDS.get(name, name)


def _source(predicate: Callable[[], Any]) -> str:
    code = getattr(predicate, "__code__", None)
    return f"{code.co_filename}:{code.co_firstlineno}" if code else repr(predicate)


def start(*options: str, port: int = 0) -> Workspace:
    """Start `python -m bot.playground` and wait until it listens; end it with `stop`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.playground", "--port", str(port), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if "listening on" not in line:
        process.wait(5)
        raise AssertionError(f"the playground did not start: {line!r}")
    return Workspace(line.rpartition(" ")[2].strip(), process)


def stop(workspace: Workspace) -> None:
    workspace.close()
    process = workspace.process
    if process is None:
        return
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
    if process.stdout:
        process.stdout.close()


@contextlib.contextmanager
def playground(
    *options: str, file: Path | None = None, port: int = 0, rate_limits: bool = False
) -> Iterator[Workspace]:
    """A playground subprocess; rate limits are off unless asked for, to keep stories quick."""
    chosen = list(options)
    if file is not None:
        chosen += ["--file", str(file)]
    if not rate_limits:
        chosen.append("--no-rate-limits")
    workspace = start(*chosen, port=port)
    try:
        yield workspace
    finally:
        stop(workspace)
