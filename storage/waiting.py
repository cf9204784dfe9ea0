"""A database that cannot be used, in words; and waiting for one that is only being started."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from storage import connecting
from storage.trouble import Unusable, trouble_of

PATIENCE = 60.0
"""Seconds for a server that starts beside us, as in a compose file."""
AGAIN = 0.5


@contextmanager
def in_words(url: str) -> Iterator[None]:
    """Whatever ails the database is raised as `Unusable`; what ails a statement stays as it is."""
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise Unusable(connecting.named(url), trouble) from error


def await_database(url: str, say: Callable[[str], None], patience: float = PATIENCE) -> None:
    """Wait for a server that does not answer yet; raises `Unusable` for what waiting cannot mend.

    Said once: whoever mistyped an address reads at once what it is.
    """
    if connecting.dialect_of(url) == "sqlite":
        return
    until = time.monotonic() + patience
    waiting = False
    while True:
        try:
            _connect(url)
        except Unusable as error:
            if not error.trouble.passing or time.monotonic() > until:
                raise
            if not waiting:
                say(f"{error.reason} Waiting for it, up to {patience:g} s.")
            waiting = True
            time.sleep(AGAIN)
        else:
            return


def _connect(url: str) -> None:
    engine = connecting.postgres_engine(url, connections=1)
    try:
        with in_words(url), engine.connect():
            pass
    finally:
        engine.dispose()
