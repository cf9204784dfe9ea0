"""A person pastes how they release; a language model reads it, is slow, fails, and is killed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.stories.team import Team, offers, said
from tests.stories.town import Town

pytestmark = pytest.mark.story

TEXT = "In our shop the QA lead signs off what CI built, and then the Engineer tells everybody."


def step(n: int, name: str, evidence: str, **more: Any) -> dict[str, Any]:
    blank = {"owner": "", "command": "", "description": "", "when": ""}
    facts = {"type": "manual", "approval": False, "needed": 1, "after": [], "optional": False}
    return {"n": n, "phase": 1, "name": name, "evidence": evidence, **blank, **facts, **more}


ANSWER = {
    "process_name": "Shop release",
    "schedule": "",
    "phases": [{"n": 1, "name": "Ship", "owner": "", "when": "", "after": []}],
    "activities": [
        step(1, "Build it <!channel>", "what CI built", type="automated"),
        step(2, "Sign off", "the QA lead signs off", owner="QA lead", approval=True, after=[1]),
        step(3, "Tell everybody", "the Engineer tells everybody", owner="Engineer", after=[2]),
    ],
    "inputs": [],
    "questions": ["How is everybody told?"],
}


def change(do: str, target: str, **more: Any) -> dict[str, Any]:
    blank = {"where": "", "place": "", "name": "", "type": "", "owner": "", "needed": ""}
    facts = {"approval": False, "signers": [], "optional": False, "on_failure": "", "text": ""}
    return {"do": do, "target": target, **blank, **facts, "waits_for": [], **more}


REVISION = {
    "changes": [
        change("add_activity", "N1", where="before", place="A3", name="Write the notes"),
        change("owner", "N1", owner="Engineer"),
        change("optional", "A2", optional=True),
    ],
    "unclear": [],
}


class Script(ThreadingHTTPServer):
    """An OpenAI-compatible endpoint that does what a test says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Endpoint)
        self.status = 200
        self.asked: list[dict[str, Any]] = []
        self.keys: set[str] = set()
        self.go = threading.Event()
        self.go.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Endpoint(BaseHTTPRequestHandler):
    server: Script

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(body)
        self.server.keys.add(self.headers["authorization"])
        self.server.go.wait(60)
        revises = "process_revision" in json.dumps(body.get("response_format"))
        said = json.dumps(REVISION if revises else ANSWER)
        message = {"role": "assistant", "content": said}
        answer: dict[str, Any] = {"choices": [{"message": message, "finish_reason": "stop"}]}
        if self.server.status != 200:
            answer = {"error": {"message": "sk-story is broken", "code": None}}
        raw = json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    with Script() as script:
        yield script
        script.shutdown()


@pytest.fixture(scope="module")
def team(tmp_path_factory, script: Script) -> Iterator[Team]:
    town = Town(tmp_path_factory.mktemp("model"), unlimited=True)
    town.start = lambda: town.start_bot(
        OPENAI_BASE_URL=script.address, OPENAI_API_KEY="sk-story", OPENAI_MODEL="scripted"
    )
    try:
        town.start()
        yield Team(town)
        log = town.log.read_text()
        assert "sk-story" not in log
        assert "signs off" not in log
        assert "Traceback" not in log, log[-5000:]
    finally:
        script.go.set()
        town.close()


@pytest.fixture(autouse=True)
def willing(script: Script) -> Iterator[None]:
    script.status = 200
    script.go.set()
    yield
    script.go.set()


def test_what_the_model_read_is_reviewed_published_and_run(team: Team, script: Script):
    card = team.draft(TEXT, title="Shop")
    shown = said(card)
    assert "drafted by scripted" in shown
    assert "Drafted by a language model from the text: check" in shown
    assert "How is everybody told?" in shown
    assert "<!channel>" not in shown
    assert script.keys == {"Bearer sk-story"}
    assert script.asked[-1]["response_format"]["json_schema"]["strict"] is True
    team.bind(card, qa_lead="dana", engineer="kenji")
    team.publish(card)
    made = team.release("Shop")
    team.card(made, "Build it")
    logged = "outcome=answered calls=1 tokens_in="  # estimated: this endpoint does not count
    assert logged in team.town.log.read_text()


def revised(team: Team, card: Any, words: str) -> Any:
    """What is proposed under the draft's card when this is asked in its form."""
    view = team.open("rosa", card, "draft.revise", "revision.asked")
    team.send("rosa", view, {"What shall be changed?": words})
    return team.slack.wait_for(lambda: proposed(team, card), 20)


def proposed(team: Team, card: Any) -> Any:
    thread = team.slack.messages("rosa", "#releases", card["ts"], limit=100)
    return next((each for each in thread if offers(each, "revision.choose")), None)


def accept(team: Team, card: Any, proposal: Any, *numbers: str) -> None:
    team.close_views("rosa")
    team.slack.click("rosa", "#releases", proposal["ts"], "revision.choose")
    view = team.slack.wait_for_view("rosa", "revision.chosen")
    team.send("rosa", view, {"Accept": list(numbers)})
    team.slack.wait_for(lambda: proposed(team, card) is None)


def test_a_draft_is_revised_by_the_model_partly_accepted_and_published(team: Team, script: Script):
    card = team.draft(TEXT, title="Revised shop")
    proposal = revised(team, card, "notes before telling, by the Engineer; sign-off optional")
    shown = said(proposal)
    assert "proposed by scripted" in shown
    assert shown.index("becomes optional") < shown.index("3 changes proposed")
    accept(team, card, proposal, "1", "2")
    team.bind(team.again(card), qa_lead="dana", engineer="kenji")
    published = said(team.publish(team.again(card)))
    assert "Write the notes" in published
    assert "optional" not in published


def test_without_a_model_plain_sentences_revise_the_same_draft(team: Team, script: Script):
    card = team.draft(TEXT, title="Plain shop")
    script.status = 401
    proposal = revised(team, card, "add Write the notes before Tell everybody; remove Sign off")
    assert "only plain sentences were read" in said(proposal)
    assert "*the sign-off “Sign off”" in said(proposal)
    accept(team, card, proposal, "1")
    team.bind(team.again(card), qa_lead="dana", engineer="kenji")
    assert "Write the notes" in said(team.publish(team.again(card)))


def test_when_the_model_fails_the_text_is_read_by_its_form_and_the_card_says_so(
    team: Team, script: Script
):
    script.status = 401
    shown = said(team.draft("1. The QA lead signs off\n2. The Engineer ships it", title="Failing"))
    assert "read without a language model" in shown
    assert "The language model did not accept our key" in shown
    assert "so this was read from the text's own form" in shown
    assert "sk-story" not in shown


def test_drafts_that_take_long_keep_nobody_waiting(team: Team, script: Script):
    quick = "Patient shop"
    team.process(quick, TEXT, qa_lead="dana", engineer="kenji")
    script.go.clear()
    before = len(team.cards("rosa", "#releases", "draft.edit"))
    for n in range(9):  # one more than are paid at once
        assert team.paste(TEXT, title=f"Slow {n}")["status"] == "ok"
    team.slack.wait_for(lambda: "Slow 8" in str(team.slack.messages("rosa", "#releases")))
    began = time.monotonic()
    made = team.release(quick, version="2.0")
    team.card(made, "Build it")
    assert time.monotonic() - began < 10
    script.go.set()
    team.slack.wait_for(
        lambda: len(team.cards("rosa", "#releases", "draft.edit")) == before + 9, 30
    )


def test_a_drumbeat_killed_while_the_model_reads_drafts_once_when_it_is_back(
    team: Team, script: Script
):
    before = len(team.cards("rosa", "#releases", "draft.edit"))
    script.go.clear()
    calls = len(script.asked)
    team.paste(TEXT, title="Cut off")
    team.slack.wait_for(lambda: len(script.asked) > calls)
    team.town.kill()
    script.go.set()
    team.town.start()
    team.slack.wait_for(
        lambda: len(team.cards("rosa", "#releases", "draft.edit")) == before + 1, 30
    )
    time.sleep(1)
    assert len(team.cards("rosa", "#releases", "draft.edit")) == before + 1


def test_the_command_line_asks_the_same_model(team: Team, script: Script, tmp_path):
    import subprocess
    import sys

    file = tmp_path / "release.txt"
    file.write_text(TEXT)

    def run(*options: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", "draft", str(file), "--json", *options],
            env=team.town.environment(**more),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    asked = run(OPENAI_BASE_URL=script.address)
    assert json.loads(asked.stdout)["process_name"] == "Shop release"
    assert "Drafted by a language model" in asked.stderr
    assert script.asked[-1]["model"] == "gpt-4.1-mini"
    calls = len(script.asked)
    outline = run("--drafter", "outline", OPENAI_BASE_URL=script.address)
    assert outline.stdout, outline.stderr
    assert json.loads(outline.stdout)["process_name"] != "Shop release"
    refused = run("--drafter", "openai")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "OPENAI_API_KEY" in refused.stderr
    assert run("--drafter", "oracle").returncode == 1
    assert run("--drafter", "openai", OPENAI_BASE_URL="model.test").returncode == 1
    assert len(script.asked) == calls
