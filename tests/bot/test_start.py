"""What a start does without, so that it is quick and small: told by what is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WIRED = """
import asyncio, sys
from bot.cli import app
from bot.serving import wire
from bot.settings import Settings
from storage import migrate

async def start():
    settings = Settings(_env_file=None, slack_bot_token="xoxb-1", slack_signing_secret="s",
                        database_url="sqlite:///" + sys.argv[1] + "/drumbeat.db",
                        runs=sys.argv[1] + "/runs", openai_base_url=sys.argv[2],
                        openai_model="m" if sys.argv[2] else "")
    migrate(settings.database_url, print)
    await wire(settings, name="w").close()

asyncio.run(start())
print(*sorted({each.partition(".")[0] for each in sys.modules}))
"""


def imported(folder: Path, model: str = "") -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", WIRED, str(folder), model],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    return set(told.stdout.splitlines()[-1].split())


@pytest.fixture
def parts(tmp_path) -> set[str]:
    return imported(tmp_path)


def test_a_start_on_sqlite_without_a_model_loads_neither_the_models_client_nor_postgresqls(parts):
    assert {"sqlalchemy", "slack_bolt", "httpx"} <= parts
    assert not parts & {"openai", "psycopg", "procrastinate"}


def test_the_models_client_is_loaded_where_a_model_is_set(tmp_path):
    assert "openai" in imported(tmp_path, "http://127.0.0.1:9/v1")
