"""The workspace's own file: one SQLite table of JSON documents, written as they change."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.playground.shapes import Json


class Journal:
    """Keeps the latest body of each (kind, key); one small write a change.

    WAL with `synchronous=NORMAL` survives a killed process and costs no fsync a write.
    """

    def __init__(self, file: Path | None) -> None:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(
            str(file) if file else ":memory:", isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS documents ("
            "kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID"
        )

    def put(self, kind: str, key: str, body: Json) -> None:
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?) "
            "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
            (kind, key, json.dumps(body, separators=(",", ":"))),
        )

    def drop(self, kind: str, key: str) -> None:
        self._connection.execute("DELETE FROM documents WHERE kind = ? AND key = ?", (kind, key))

    def read(self, kind: str) -> Iterator[Json]:
        rows = self._connection.execute(
            "SELECT body FROM documents WHERE kind = ? ORDER BY key", (kind,)
        )
        for (body,) in rows.fetchall():
            yield json.loads(body)

    def clear(self) -> None:
        self._connection.execute("DELETE FROM documents")

    def close(self) -> None:
        self._connection.close()
