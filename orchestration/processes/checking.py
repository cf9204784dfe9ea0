"""`problems_in`: all that is wrong with a process, by everything known in a transaction."""

from __future__ import annotations

from orchestration.catalogue.expanding import Store, expanded
from orchestration.catalogue.taking import store_now, store_then
from orchestration.people.rights import roster_for
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.checks.check import check_process
from orchestration.processes.checks.problems import Problem
from orchestration.processes.lookup import inputs_of, other_process
from orchestration.processes.model import Process, ProcessVersion


def problems_in(
    tx: Transaction,
    process: Process,
    catalogue: PipelineCatalogue,
    store: Store | None = None,
) -> tuple[Problem, ...]:
    """Of a process that is to be published: who people are, pipelines, the store, processes.

    `store` is given by whoever has looked it up already.
    """
    return _problems(tx, process, catalogue, store or store_now(tx.store, process))


def problems_of_version(
    tx: Transaction, version: ProcessVersion, catalogue: PipelineCatalogue
) -> tuple[Problem, ...]:
    """Of a published version that is to run, with what it took from the store then."""
    return _problems(tx, version.process, catalogue, store_then(tx.store, version))


def _problems(
    tx: Transaction, process: Process, catalogue: PipelineCatalogue, store: Store
) -> tuple[Problem, ...]:
    roster = roster_for(tx, expanded(process, store).roles())
    return check_process(
        process,
        members_of=roster.members_of,
        pipelines=catalogue.names(),
        inputs_of=inputs_of(catalogue),
        other=other_process(tx),
        store=store,
    )
