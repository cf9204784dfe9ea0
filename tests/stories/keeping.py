"""Databases that are kept for ever, each with a half-done release of the version that made it.

`python -m tests.stories.keeping NAME` makes `tests/kept/NAME` with the version at hand: do it once
a version is out that writes another schema or other documents, and never change one that is there.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.stories.half_done import LEFT, HalfDone
from tests.stories.town import Town

KEPT = Path(__file__).parents[1] / "kept"
DATABASES = ("drumbeat.db", "slack.db")
"""Drumbeat's own, and the simulated workspace's: what people saw when it died."""
PLAIN = ("executed.txt",)
"""What the pipelines' program was asked to do until then."""


def unpack(kept: Path, directory: Path) -> None:
    """Lay its files where a town looks for them."""
    for name in DATABASES:
        dump = gzip.decompress((kept / f"{name}.sql.gz").read_bytes()).decode()
        with closing(sqlite3.connect(directory / name)) as connection:
            connection.executescript(dump)
    for name in PLAIN:
        shutil.copy(kept / name, directory / name)


def pack(directory: Path, kept: Path) -> None:
    kept.mkdir(parents=True)
    for name in DATABASES:
        with closing(sqlite3.connect(directory / name)) as connection:
            dump = "\n".join(connection.iterdump())
        (kept / f"{name}.sql.gz").write_bytes(gzip.compress(dump.encode(), mtime=0))
    for name in PLAIN:
        shutil.copy(directory / name, kept / name)


class Mortal(Town):
    def revive(self) -> None:
        """It stays where it fell."""


def make(kept: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        town = Mortal(Path(folder), unlimited=True, database="sqlite")
        try:
            story = HalfDone(town)
            town.start_bot()
            story.begin()
            town.stop_bot()
            town.start_bot(CRASH=LEFT, CRASH_ONCE=f"{folder}/crashed")
            story.leave()
            story.until(story.nothing, lambda: town.crashed)
        finally:
            town.close()
        pack(Path(folder), kept)


if __name__ == "__main__":
    make(KEPT / sys.argv[1])
