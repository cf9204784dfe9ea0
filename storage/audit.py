"""The audit: a chain of hashed entries per aggregate, and the heads that say where each ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from orchestration.ports import AuditEntry, Decision
from storage import formats
from storage.audit_check import ANCHORS, faults_of
from storage.audit_tables import audit_entries, audit_heads, texts
from storage.people_tables import people

if TYPE_CHECKING:
    from storage.scope import Scope

# Every decision sends these: making a statement costs more than running it.
_OF = audit_heads.c.chain == bindparam("of")
_BY = people.c.id == bindparam("by")
_BEFORE = select(
    select(audit_heads.c.number).where(_OF).scalar_subquery().label("number"),
    select(audit_heads.c.hash).where(_OF).scalar_subquery().label("hash"),
    select(people.c.document)
    .where(people.c.id == bindparam("by"))
    .scalar_subquery()
    .label("actor"),
)
"""Where the chain ends, and who acts. No lock: of two who add the same number one is refused."""
_ENTRY = insert(audit_entries)
_FIRST = insert(audit_heads)
_NEXT = update(audit_heads).where(_OF)
_TOLD = tuple(each.name for each in fields(Decision))
_AS_HASHED = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


class SqlAuditLog:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def append(self, decision: Decision) -> None:
        """Add to the end of its chain; raises KeyError for a text that was never kept."""
        self._scope.locks(decision.chain)
        before = self._scope.send(_BEFORE, {"of": decision.chain, "by": decision.actor}).one()
        entry: dict[str, Any] = {each: getattr(decision, each) for each in _TOLD}
        entry |= {
            "number": (before.number or 0) + 1,
            "actor_name": formats.PERSON.load(before.actor).name if before.actor else "",
            "text_hash": self._hash_of(decision.text_id),
            "previous": before.hash or "",
        }
        entry["hash"] = entry_hash(entry)
        self._scope.send(_ENTRY, entry)
        after = {"number": entry["number"], "hash": entry["hash"]}
        if before.number is None:
            self._scope.send(_FIRST, {"chain": decision.chain, **after})
        else:
            self._scope.send(_NEXT, {"of": decision.chain, **after})

    def anchor(self, *, at: datetime) -> None:
        moved = audit_heads.c.number > audit_heads.c.anchored
        ours = audit_heads.c.chain != ANCHORS
        query = select(audit_heads).where(moved, ours).order_by(audit_heads.c.chain)
        heads = self._connection.execute(query).all()
        if not heads:
            return
        anchored = {row.chain: [row.number, row.hash] for row in heads}
        self.append(
            Decision(
                chain=ANCHORS,
                at=at,
                actor="drumbeat",
                door="clock",
                action="anchored",
                after=json.dumps(anchored, separators=(",", ":")),
            )
        )
        self._connection.execute(
            update(audit_heads).where(moved, ours).values(anchored=audit_heads.c.number)
        )

    def _hash_of(self, text_id: str) -> str:
        if not text_id:
            return ""
        query = select(texts.c.hash).where(texts.c.id == text_id)
        found = self._connection.execute(query).scalar_one_or_none()
        if found is None:
            raise KeyError(text_id)
        return str(found)

    def entries(self, chains: Sequence[str]) -> Sequence[AuditEntry]:
        query = (
            select(audit_entries)
            .where(audit_entries.c.chain.in_(chains))
            .order_by(audit_entries.c.at, audit_entries.c.chain, audit_entries.c.number)
        )
        found = self._connection.execute(query).mappings()
        return [AuditEntry.model_validate(dict(row)) for row in found]

    def faults(self, chains: Sequence[str] | None = None) -> Sequence[str]:
        return list(faults_of(self._connection, entry_hash, chains))


def entry_hash(entry: Mapping[str, Any]) -> str:
    """SHA-256 over every field of the entry and the hash of the one before it."""
    parts = [
        "drumbeat audit 1",
        entry["chain"],
        entry["number"],
        entry["at"].isoformat(),
        entry["actor"],
        entry["actor_name"],
        entry["through"],
        entry["door"],
        entry["action"],
        entry["subject"],
        entry["before"],
        entry["after"],
        entry["text_id"],
        entry["text_hash"],
        entry["previous"],
    ]
    return hashlib.sha256(_AS_HASHED.encode(parts).encode()).hexdigest()
