"""Finding a process by what a person typed."""

from __future__ import annotations

from difflib import get_close_matches

from orchestration import words
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.processes.model import ProcessVersion
from orchestration.values import name_key


def process_named(tx: Transaction, name: str) -> ProcessVersion:
    """By id or name, in any case; raises `Rejected` naming the nearest ones."""
    listed = tx.processes.list()
    wanted = name_key(name)
    for each in listed:
        if wanted in {name_key(each.id), name_key(each.name)}:
            return tx.processes.latest(each.id)
    beginning = [each for each in listed if wanted and name_key(each.name).startswith(wanted)]
    if len(beginning) == 1:
        return tx.processes.latest(beginning[0].id)
    raise Rejected(_unknown(name, [each.name for each in beginning or listed]))


def _unknown(name: str, existing: list[str]) -> str:
    said = f"There is no process “{words.quote(name, 60)}”."
    if not existing:
        return f"{said} There is none at all yet: make one with `/release draft`."
    close = get_close_matches(name, existing, n=3, cutoff=0.4) or existing[:5]
    return f"{said} Did you mean {words.listed(f'“{words.quote(each, 60)}”' for each in close)}?"
