"""A made-up newer Drumbeat: this one's source, one migration and one kind of effect further.

The migration only adds (a nullable column, a table), as every migration has to: replicas of the
version before go on working until they are replaced.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from storage.tables import SCHEMA
from tests.playground_client import ROOT

NEWER = "0777"
MIGRATION = f'''\
"""Only adds: older replicas go on working."""

import sqlalchemy as sa
from alembic import op

revision = "{NEWER}"
down_revision = "{SCHEMA}"


def upgrade() -> None:
    for table in ("owed", "releases", "executions", "activity_executions", "tasks", "verdicts"):
        op.add_column(table, sa.Column("mood", sa.Text, nullable=True))
    op.create_table("gongs", sa.Column("id", sa.Text, primary_key=True))
'''
KIND = '''\
@dataclass(frozen=True, slots=True, kw_only=True)
class RingGong(Tell):
    """What only the newer version can do."""

    kind: Literal["ring_gong"] = "ring_gong"


Effect = (
    RingGong
    | ShowRelease
'''
OWING = """\
import asyncio, sys
from datetime import UTC, datetime
from orchestration.effects import RingGong
from storage import SystemClock, open_database

database = open_database(sys.argv[1], clock=SystemClock())
gong = RingGong(chain=(sys.argv[2],), text="Gong!", subject="gong", occasion="1")
asyncio.run(database.transact(lambda tx: tx.owed.owe([gong], at=datetime.now(UTC))))
database.close()
"""


def newer_version(directory: Path) -> Path:
    """Make it; the folder to be first in PYTHONPATH."""
    home = directory / "newer"
    for package in ("bot", "orchestration", "prompts", "storage"):
        shutil.copytree(ROOT / package, home / package)
    _edit(home / "storage/tables.py", f'SCHEMA = "{SCHEMA}"', f'SCHEMA = "{NEWER}"')
    _edit(home / "orchestration/effects/__init__.py", "Effect = (\n    ShowRelease\n", KIND)
    (home / f"storage/migrations/versions/{NEWER}_newer.py").write_text(MIGRATION)
    return home


def owe_a_gong(home: Path, url: str, channel: str) -> None:
    """As the newer version would, in a transaction of its own."""
    owed = subprocess.run(
        [sys.executable, "-c", OWING, url, channel],
        env={"PYTHONPATH": str(home)},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert owed.returncode == 0, owed.stderr


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1, f"{file} has changed: {old!r}"
    file.write_text(text.replace(old, new))
