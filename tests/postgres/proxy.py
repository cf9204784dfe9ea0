"""A network between Drumbeat and its database, which fails as it is told to."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(eq=False)
class _Connection:
    client: socket.socket
    server: socket.socket
    said: bytearray = field(default_factory=bytearray)
    """What the client sent since its last commit."""
    deaf: bool = False
    """What the server answers is lost."""

    def end(self) -> None:
        for each in (self.client, self.server):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class Proxy:
    def __init__(self, port: int) -> None:
        self._behind = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._open: set[_Connection] = set()
        self._lock = threading.Lock()
        self._silent = False
        self._held: threading.Event = threading.Event()
        self._held.set()
        self._at_commit: tuple[bytes, bool] | None = None
        self.cuts = 0
        self.replace: tuple[bytes, bytes] = (b"", b"")
        """In what the server says; both of the same length."""
        self._run(self._accept)

    # --- failing ----------------------------------------------------------------------------

    def drop(self) -> None:
        """End every connection."""
        with self._lock:
            for each in self._open:
                each.end()

    def swallow(self) -> None:
        """Take whatever is sent, and bring neither it nor an answer anywhere."""
        self._held.clear()

    def deliver(self) -> None:
        """Be well again; what was swallowed arrives now."""
        self._held.set()

    def cut_at_commit(self, of: str, *, arrives: bool) -> None:
        """Cut the next transaction that says `of` at its COMMIT: it arrives, or it does not."""
        self._at_commit = (of.encode(), arrives)

    def close(self) -> None:
        self._listening.close()
        self._held.set()
        self.drop()

    # --- carrying ---------------------------------------------------------------------------

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._behind))
                except OSError:
                    client.close()
                    continue
                connection = _Connection(client, server)
                with self._lock:
                    self._open.add(connection)
                self._run(lambda each=connection: self._carry(each, forth=True))
                self._run(lambda each=connection: self._carry(each, forth=False))

    def _carry(self, connection: _Connection, *, forth: bool) -> None:
        here, there = connection.client, connection.server
        if not forth:
            here, there = there, here
        with contextlib.suppress(OSError):
            while said := here.recv(65536):
                self._held.wait()
                if forth and self._cut(connection, said):
                    break
                if not forth:
                    said = said.replace(*self.replace) if self.replace[0] else said
                    if connection.deaf:
                        break  # the commit has arrived and is answered; nobody hears it
                there.sendall(said)
        connection.end()
        with self._lock:
            self._open.discard(connection)

    def _cut(self, connection: _Connection, said: bytes) -> bool:
        """True where it must not arrive."""
        connection.said += said
        if b"COMMIT" not in said:
            return False
        meant, self_said = self._at_commit, bytes(connection.said)
        connection.said.clear()
        if meant is None or meant[0] not in self_said:
            return False
        self._at_commit = None
        self.cuts += 1
        connection.deaf = True
        return not meant[1]

    @staticmethod
    def _run(work) -> None:
        threading.Thread(target=work, daemon=True).start()


@contextlib.contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    between = Proxy(port)
    try:
        yield between
    finally:
        between.close()
