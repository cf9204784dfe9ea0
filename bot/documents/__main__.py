"""Convert one document: its kind as argument, its bytes on standard input, JSON on the output.

A refusal for people is `{"unreadable": …}`; whatever else goes wrong ends with an error.
"""

from __future__ import annotations

import json
import sys

from bot.documents.converting import convert
from bot.documents.kinds import KINDS, Unreadable

MEMORY = 1_000_000_000
"""Bytes of address space: a document of 4 MB takes a tenth of it."""
PROCESSOR = 25
"""Seconds of processor time, where nobody is left to end us."""


def limit() -> None:
    """What a document can take of this machine; where the system knows such limits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    kind = KINDS[[str(each) for each in KINDS].index(sys.argv[1])]
    content = sys.stdin.buffer.read()
    limit()
    try:
        answer = json.dumps(convert(kind, content))
    except Unreadable as refused:
        answer = json.dumps({"unreadable": str(refused)})
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
