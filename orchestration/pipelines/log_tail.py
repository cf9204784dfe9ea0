"""The end of a log, readable: no colours, no control characters, at most 2,000 characters."""

from __future__ import annotations

import re
from typing import Final

ESCAPES: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0e-\x1f\x7f]")
TAIL_LINES: Final = 20
TAIL_LENGTH: Final = 2_000


def tail_of(text: str) -> str:
    lines = ESCAPES.sub("", text).splitlines()
    return "\n".join(lines[-TAIL_LINES:])[-TAIL_LENGTH:]
