"""Reading every audit chain again: what was changed, removed, reordered or cut off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.audit_tables import audit_entries, audit_heads, texts
from storage.texts import salted_hash

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

Hash = Callable[[Mapping[str, Any]], str]
AT_ONCE = 1000
ANCHORS = "anchors"
"""The chain whose entries hold where every other chain ended."""


def faults_of(
    connection: Connection, entry_hash: Hash, chains: Sequence[str] | None = None
) -> Iterator[str]:
    """Every break in words, chain by chain; reads in batches, since the table only grows."""
    ends = select(audit_heads)
    query = (
        select(audit_entries, texts.c.salt, texts.c.body)
        .join(texts, texts.c.id == audit_entries.c.text_id, isouter=True)
        .order_by(audit_entries.c.chain, audit_entries.c.number)
    )
    anchored = _anchored(connection)
    if chains is not None:
        ends = ends.where(audit_heads.c.chain.in_(chains))
        query = query.where(audit_entries.c.chain.in_(chains))
        anchored = {chain: heads for chain, heads in anchored.items() if chain in chains}
    heads = {row.chain: row for row in connection.execute(ends)}
    rows = connection.execute(query, execution_options={"yield_per": AT_ONCE}).mappings()
    for chain, entries in groupby(rows, key=lambda row: str(row["chain"])):
        number, previous = 0, ""
        expected = anchored.pop(chain, {})
        for row in entries:
            entry = {str(name): value for name, value in row.items()}
            yield from _of_entry(entry, number, previous, entry_hash)
            number, previous = entry["number"], entry["hash"]
            if expected.pop(number, previous) != previous:
                yield f"{chain}: entry {number} is not the one that was anchored"
        yield from _of_end(chain, number, previous, heads.pop(chain, None))
        if expected and max(expected) > number:
            yield f"{chain}: entry {max(expected)} was anchored and is missing"
    for chain in sorted({*heads, *anchored}):
        yield f"{chain}: all entries are missing"


def _anchored(connection: Connection) -> dict[str, dict[int, str]]:
    """Per chain, the hashes that anchors hold of some of its entries."""
    query = select(audit_entries.c.after).where(audit_entries.c.chain == ANCHORS)
    found: dict[str, dict[int, str]] = {}
    for after in connection.execute(query).scalars():
        try:
            heads: dict[str, tuple[int, str]] = json.loads(after)
        except ValueError:  # a changed entry, which its own hash shows
            continue
        for chain, (number, anchored_hash) in heads.items():
            found.setdefault(chain, {})[number] = anchored_hash
    return found


def _of_end(chain: str, number: int, last_hash: str, head: Row[Any] | None) -> Iterator[str]:
    if head is None:
        yield f"{chain}: nothing says where this chain ends; its head was removed"
    elif head.number > number:
        yield f"{chain}: {_entries(number + 1, head.number)} missing at the end"
    elif (head.number, head.hash) != (number, last_hash):
        yield f"{chain}: the last entry is {number}, but the chain was left at {head.number}"


def _of_entry(
    entry: Mapping[str, Any], last_number: int, last_hash: str, entry_hash: Hash
) -> Iterator[str]:
    chain, number = entry["chain"], entry["number"]
    if number != last_number + 1:
        yield f"{chain}: {_entries(last_number + 1, number - 1)} missing"
    elif entry["previous"] != last_hash:
        yield f"{chain}: entry {number} does not follow the one before it; changed or moved"
    if entry_hash(entry) != entry["hash"]:
        yield f"{chain}: entry {number} was changed after it was written, or moved"
    body, salt = entry["body"], entry["salt"]
    if body is not None and salted_hash(salt or "", body) != entry["text_hash"]:
        yield f"{chain}: the text of entry {number} was changed after it was written"


def _entries(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"
