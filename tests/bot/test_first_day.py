"""`drumbeat init`, typed as an operator would, through a pipe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.first_day import EXAMPLE, write_env
from orchestration.pipelines.catalogue_file import load_catalogue
from tests.bot.test_doctor import free_port
from tests.playground_client import APP_TOKEN, BOT_TOKEN, RELEASES, ROOT, ROSA, playground


@pytest.fixture(scope="module")
def slack():
    with playground() as workspace:
        yield workspace


def init(directory: Path, slack, *typed: str) -> subprocess.CompletedProcess[str]:
    ours = ("SLACK_", "DRUMBEAT_", "OPENAI_", "DATABASE_URL")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    more = {"PYTHONPATH": str(ROOT), "PORT": str(free_port()), "SLACK_API_URL": slack.api_url}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "init"],
        cwd=directory,
        env={**kept, **more},
        input="".join(f"{line}\n" for line in typed),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_first_day_ends_with_a_doctor_who_is_content(tmp_path, slack):
    done = init(tmp_path, slack, BOT_TOKEN, "y", APP_TOKEN, RELEASES, ROSA)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All is well" in done.stdout
    assert "✓ channel       Drumbeat is in #releases" in done.stdout
    assert "✓ pipelines     pipelines.yaml: 1, each can start" in done.stdout
    assert BOT_TOKEN not in done.stdout + done.stderr
    env = tmp_path / ".env"
    assert env.stat().st_mode & 0o777 == 0o600
    assert f"SLACK_BOT_TOKEN={BOT_TOKEN}\n" in env.read_text()
    assert f"DRUMBEAT_ADMINS={ROSA}\n" in env.read_text()


def test_what_has_not_the_right_shape_is_asked_again(tmp_path, slack):
    done = init(
        tmp_path, slack,
        APP_TOKEN, BOT_TOKEN, "y", "xapp", APP_TOKEN, "#releases", RELEASES, "rosa", "",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    for fault in ("it begins with xoxb-", "it begins with xapp-", "no channel ID", "no Slack ID"):
        assert fault in done.stderr
    assert "DRUMBEAT_ADMINS" not in (tmp_path / ".env").read_text()


def test_by_http_the_signing_secret_is_asked_for(tmp_path, slack):
    secret = "0123456789abcdef" * 2
    done = init(tmp_path, slack, BOT_TOKEN, "n", "short", secret, "", "")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"SLACK_SIGNING_SECRET={secret}\n" in (tmp_path / ".env").read_text()
    assert "SLACK_APP_TOKEN" not in (tmp_path / ".env").read_text()


def test_nothing_is_written_over_unasked(tmp_path, slack):
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=mine\n")
    done = init(tmp_path, slack, "n")
    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert (tmp_path / ".env").read_text() == "SLACK_BOT_TOKEN=mine\n"
    assert not (tmp_path / "pipelines.yaml").exists()


def test_other_settings_and_a_pipelines_file_stay(tmp_path, slack):
    (tmp_path / ".env").write_text("# ours\nLOG_LEVEL=DEBUG\nSLACK_BOT_TOKEN=old\n")
    (tmp_path / "pipelines.yaml").write_text("pipelines:\n")
    init(tmp_path, slack, "y", BOT_TOKEN, "y", APP_TOKEN, "", "")
    lines = (tmp_path / ".env").read_text().splitlines()
    assert lines[:2] == ["# ours", "LOG_LEVEL=DEBUG"]
    assert "SLACK_BOT_TOKEN=old" not in lines
    assert (tmp_path / "pipelines.yaml").read_text() == "pipelines:\n"


def test_giving_up_in_the_middle_writes_nothing(tmp_path, slack):
    assert init(tmp_path, slack, BOT_TOKEN).returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_says_what_is_wrong_with_tokens_that_only_look_right(tmp_path, slack):
    done = init(tmp_path, slack, "xoxb-000000-wrong", "y", APP_TOKEN, "", "")
    assert done.returncode == 1
    assert "✗ slack" in done.stdout
    assert "All is well" not in done.stdout


def test_the_file_is_for_its_owner_even_where_it_was_not(tmp_path):
    path = tmp_path / ".env"
    path.write_text("export A=1\nB=2\n")
    path.chmod(0o644)
    write_env(path, {"A": "3"})
    assert path.read_text() == "B=2\nA=3\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_example_is_a_pipelines_file_also_with_its_comments_taken_away(tmp_path):
    file = tmp_path / "pipelines.yaml"
    file.write_text(EXAMPLE)
    assert load_catalogue(file, tmp_path).names() == ("say-hello",)
    file.write_text(EXAMPLE.replace("\n#  ", "\n  "))
    assert load_catalogue(file, tmp_path).names() == ("say-hello", "deploy-to-production")
