"""What the README says, done as written: its commands, its folders, its links, its words."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import httpx
import pytest

from bot.grammar import VERBS
from bot.settings import Settings
from tests.playground_client import APP_TOKEN, BOT_TOKEN, playground

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
CHANGELOG = (ROOT / "CHANGELOG.md").read_text()
BINARY = ".venv/bin/drumbeat"


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language, without the indent of a list item."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(body) for _, body in found]


def lines_of(text: str) -> list[str]:
    return [line for block in blocks(text, "sh") for line in block.splitlines() if line]


SERVING = next(block for block in blocks(README, "sh") if f"{BINARY} serve" in block)
COMMANDS = [
    line for line in lines_of(README) if BINARY in line and line not in SERVING.splitlines()
]


def as_installed_here(command: str) -> str:
    """The same command, whichever environment runs these tests."""
    return command.replace(BINARY, f"{shlex.quote(sys.executable)} -m bot.cli")


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    ours = ("SLACK_", "DRUMBEAT_", "DATABASE_URL", "OPENAI_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    return {**kept, "PYTHONPATH": str(ROOT), "DATABASE_URL": url, **more}


def test_the_commands_for_the_operator_run_in_the_order_given(tmp_path: Path) -> None:
    assert len(COMMANDS) >= 7
    said = {}
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    for command in COMMANDS:
        done = subprocess.run(
            ["bash", "-c", as_installed_here(command)],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        said[command.replace(BINARY, "drumbeat")] = done.stdout
    assert "Sign off the release notes" in said["drumbeat draft docs/examples/web-release.md"]
    assert said["drumbeat audit verify"] == "Every chain of the audit holds.\n"
    assert said["drumbeat owed list"] == "Nothing is owed.\n"


@pytest.mark.story
def test_the_lines_that_connect_a_workspace_connect_one(tmp_path: Path) -> None:
    """The block as written, with the playground's tokens in place of one's own."""
    (pipelines,) = blocks(README, "yaml")
    (tmp_path / "pipelines.yaml").write_text(pipelines)
    (tmp_path / "deploy.sh").write_text("#!/bin/sh\n")
    (tmp_path / "deploy.sh").chmod(0o755)
    script = as_installed_here(SERVING)
    script = script.replace("xoxb-your-bot-token", BOT_TOKEN)
    script = script.replace("xapp-your-app-level-token", APP_TOKEN)
    assert BOT_TOKEN in script
    assert APP_TOKEN in script
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with playground() as slack, (tmp_path / "serve.log").open("w") as log:
        bot = subprocess.Popen(
            ["bash", "-c", script],
            cwd=tmp_path,
            env=environment(
                tmp_path, SLACK_API_URL=slack.api_url, HOST="127.0.0.1", PORT=str(port)
            ),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            slack.wait_connected(40)
            assert httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == 200
            answer = slack.command("rosa", "#releases", "help")
            assert answer["status"] == "ok", (tmp_path / "serve.log").read_text()
        except AssertionError:
            raise AssertionError((tmp_path / "serve.log").read_text()) from None
        finally:
            os.killpg(bot.pid, signal.SIGTERM)
            bot.wait(20)


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_make_target_named_exists(text: str) -> None:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", text))
    named |= {line.split()[1] for line in lines_of(text) if line.startswith("make ")}
    assert named
    assert named <= made


def test_every_command_block_is_one_that_is_tested() -> None:
    tested = {*COMMANDS, *SERVING.splitlines(), "make demo", "make test"}
    assert set(lines_of(README)) == tested


@pytest.mark.parametrize(
    "text", [README, CONTRIBUTING, CHANGELOG], ids=["README", "CONTRIBUTING", "CHANGELOG"]
)
def test_every_file_and_folder_named_exists(text: str) -> None:
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#]+)\)", prose)
    named = [each for each in links if "://" not in each]
    named += re.findall(r"`((?:bot|docs|orchestration|prompts|storage|tests|\.ci)/[^`*]*)`", prose)
    named += re.findall(r"`((?:pyproject|requirements-lock|docs)[\w/.-]*\.\w+)`", prose)
    missing = [each for each in named if not (ROOT / each).exists()]
    assert not missing


def test_the_table_of_verbs_is_the_grammar() -> None:
    shown = re.findall(r"^\| `/release ?(\w*)[^`]*` \|", README, re.MULTILINE)
    assert sorted(shown) == sorted(["", *VERBS])


def test_the_table_of_settings_is_every_setting_with_its_default() -> None:
    section = README.partition("| variable |")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| (`[^|]*`) \| [^|]* \| ([^|]*) \|$", section, re.MULTILINE))
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    fields = {str(each.alias): each for each in Settings.model_fields.values()}
    assert names == set(fields)
    for name in ("DATABASE_URL", "DRUMBEAT_RUNS", "DRUMBEAT_COMMAND", "LOG_LEVEL"):
        assert rows[f"`{name}`"].strip() == f"`{fields[name].default}`"
