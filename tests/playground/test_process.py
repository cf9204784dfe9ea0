import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.playground_client import BOT_TOKEN, RefusedError, Workspace, playground, start, stop

ROOT = Path(__file__).parents[2]


def post_as_app(slack: Workspace, text: str) -> dict:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    body = {"channel": "C0RELEASES", "text": text}
    return httpx.post(f"{slack.api_url}chat.postMessage", json=body, headers=headers).json()


def test_a_killed_playground_comes_back_with_its_messages(tmp_path):
    file = ("--file", str(tmp_path / "var" / "slack.db"))
    first = start(*file)
    kept = post_as_app(first, "kept")
    first.say("rosa", "#releases", "kept too")
    first.process.send_signal(signal.SIGKILL)
    first.process.wait(5)
    stop(first)
    second = start(*file, port=int(first.url.rpartition(":")[2]))
    try:
        assert [m["text"] for m in second.messages("dana", "#releases")] == ["kept", "kept too"]
        assert post_as_app(second, "new")["ts"] > kept["ts"]
    finally:
        stop(second)


def test_the_client_acts_sees_and_waits():
    with playground() as slack:
        slack.say("rosa", "#releases", "hello")
        assert slack.wait_for_message("dana", "#releases", "hello")["user"] == "U0ROSADELG"
        told = slack.command("rosa", "#releases", "help")
        assert told["status"] == "app_not_connected"
        failed = slack.messages("rosa", "#releases")[-1]
        assert failed["text"] == "/release failed because the app did not respond"
        assert slack.open_dm("rosa").startswith("D")
        assert slack.state("rosa")["rate_limits"] is False
        slack.fault("chat.postMessage", "error:is_archived")
        assert post_as_app(slack, "x")["error"] == "is_archived"
        (call,) = slack.calls("chat.postMessage")
        assert call["error"] == "is_archived"
        with pytest.raises(RefusedError, match="nothing to send"):
            slack.say("rosa", "#releases", " ")
        with pytest.raises(AssertionError, match="never saw"):
            slack.wait_for_message("dana", "#releases", "goodbye", timeout=0.1)
        slack.reset()
        assert slack.messages("dana", "#releases") == []


def test_it_knows_nothing_of_drumbeat():
    code = """
import sys
import bot.playground.server
drumbeat = ("orchestration", "storage", "prompts")
print([name for name in sys.modules if name.split(".")[0] in drumbeat
       or (name.startswith("bot.") and not name.startswith("bot.playground"))])
"""
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
