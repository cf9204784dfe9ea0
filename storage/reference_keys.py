"""The letters of references, `WEB` of `WEB-12`: one key for each process and each group."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select

from storage.group_tables import reference_keys

if TYPE_CHECKING:
    from sqlalchemy import Connection

SAYS_NOTHING: Final = frozenset({"A", "AN", "THE", "OUR", "MY", "RELEASE", "PROCESS"})
_TAKEN: Final = select(reference_keys.c.key)


def unused_key(connection: Connection, name: str) -> str:
    """`WEB`, or `WEB2` where another process or group has that."""
    taken = set(connection.execute(_TAKEN).scalars())
    base = reference_key(name)
    numbered = (f"{base}{n}" if n > 1 else base for n in count(1))
    return next(each for each in numbered if each not in taken)


def take_key(connection: Connection, key: str) -> None:
    """It is nobody else's from now on.

    Of two who take one key in the same moment the database refuses the later: its transaction runs
    again, and finds the key taken.
    """
    connection.execute(insert(reference_keys).values(key=key))


def reference_key(name: str) -> str:
    """`Web release` → `WEB`: two to four letters from the first words that say something."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z]+", plain)
    letters = ""
    for word in [each for each in words if each not in SAYS_NOTHING]:
        letters += word
        if len(letters) > 1:
            break
    return letters[:4] if len(letters) > 1 else "REL"
