"""Looks up what a person's draft may refer to: what is in use here, and what they may see."""

from __future__ import annotations

from orchestration.people.rights import Administrators, seen_by
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.grounding.known import Known, KnownActivity, entry
from orchestration.values import UserId

_LONGEST_ID = 200
"""A longer one cannot be referred to by a draft."""


def known_to(
    tx: Transaction, catalogue: PipelineCatalogue, administrators: Administrators, by: UserId
) -> Known:
    sees = seen_by(tx, administrators, by)
    pipelines = (catalogue.find(each) for each in catalogue.names() if len(each) <= _LONGEST_ID)
    return Known(
        activities=tuple(
            KnownActivity(
                **entry(each.id, each.name, each.description).model_dump(), type=each.type
            )
            for each in tx.store.list()
            if each.deprecated_by is None and len(each.id) <= _LONGEST_ID
        ),
        pipelines=tuple(
            entry(each.name, description=each.description) for each in pipelines if each
        ),
        roles=tuple(
            entry(each.name) for each in tx.roles.all().values() if len(each.name) <= _LONGEST_ID
        ),
        processes=tuple(
            entry(each.id, each.name)
            for each in tx.processes.list()
            if each.archived_by is None and len(each.id) <= _LONGEST_ID and sees(each.id)
        ),
    )
