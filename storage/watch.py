"""Giving up connections on which nothing is heard: no driver's call ends by itself then.

`statement_timeout` is the server's, and TCP's keepalives are answered by a machine whose server
hangs; whoever waits there would wait for ever.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Iterator
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

PATIENCE = 45.0
"""Seconds for one transaction; the server ends any statement, and any idleness, after 30."""


class Watch:
    """Ends the connection of a transaction that takes longer than anything may."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._under_way: dict[int, float] = {}
        """Until when, by the socket."""
        self._lock = Lock()
        self._closed = Event()
        Thread(target=self._look, name="drumbeat-watch", daemon=True).start()

    @contextlib.contextmanager
    def over(self, connection: Connection) -> Iterator[None]:
        socket_of: int = connection.connection.driver_connection.pgconn.socket  # type: ignore[union-attr]
        with self._lock:
            self._under_way[socket_of] = time.monotonic() + self._patience
        try:
            yield
        finally:
            with self._lock:
                self._under_way.pop(socket_of, None)

    def close(self) -> None:
        self._closed.set()

    def _look(self) -> None:
        while not self._closed.wait(self._patience / 10):
            now = time.monotonic()
            with self._lock:
                late = [each for each, until in self._under_way.items() if until < now]
                for each in late:
                    del self._under_way[each]
                    _shut(each)


def _shut(number: int) -> None:
    """The thread that waits on it is woken, and told that the connection is lost."""
    with contextlib.suppress(OSError):
        copy = socket.socket(fileno=os.dup(number))
        with contextlib.closing(copy), contextlib.suppress(OSError):
            copy.shutdown(socket.SHUT_RDWR)
