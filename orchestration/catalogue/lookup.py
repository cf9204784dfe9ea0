"""Finding an activity of the store by what a person typed."""

from __future__ import annotations

from orchestration import words
from orchestration.catalogue.model import StoreSummary
from orchestration.catalogue.searching import search
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.values import name_key


def activity_named(tx: Transaction, name: str) -> StoreSummary:
    """By id or name, in any case; raises `Rejected` naming the nearest ones."""
    listed = tx.store.list()
    wanted = name_key(name)
    for each in listed:
        if wanted in {name_key(each.id), name_key(each.name)}:
            return each
    near = [f"`{each.id}`" for each in search(listed, name)[:3]]
    meant = f" Did you mean {words.listed(near)}?" if near else ""
    raise Rejected(f"There is no activity “{words.quote(name, 60)}” in the store.{meant}")
