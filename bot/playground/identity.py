"""Ids, timestamps and hashes of the forms Slack gives them."""

import secrets
import time

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def new_id(letter: str) -> str:
    """An id such as `V0AB12CD34E`: a letter for the kind, then ten characters."""
    return letter + "0" + "".join(secrets.choice(ALPHABET) for _ in range(9))


def new_hash() -> str:
    """A view's hash, as in Slack's examples: `1569362015.55b5e41b`."""
    return f"{int(time.time())}.{secrets.token_hex(4)}"


class Timestamps:
    """Message timestamps, "seconds.micros": unique in the workspace and always increasing."""

    def __init__(self) -> None:
        self._last = 0

    def following(self, ts: str) -> None:
        """Never issue anything at or before `ts` (used when a file is read back)."""
        seconds, _, micros = ts.partition(".")
        self._last = max(self._last, int(seconds) * 1_000_000 + int(micros))

    def issue(self) -> str:
        self._last = max(time.time_ns() // 1000, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
