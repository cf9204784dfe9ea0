"""Finding a process by what a person typed, and what checks look up beside it."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from orchestration import words
from orchestration.errors import Rejected
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.model import Process, ProcessVersion
from orchestration.values import ProcessId, name_key


def process_named(
    tx: Transaction, name: str, *, sees: Callable[[ProcessId], bool] = lambda _: True
) -> ProcessVersion:
    """By id or name, in any case; raises `Rejected` naming the nearest ones.

    One that `sees` says no of does not exist for who asks.
    """
    listed = [each for each in tx.processes.list() if sees(each.id)]
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


def other_process(tx: Transaction) -> Callable[[ProcessId, int | None], Process | None]:
    """Published ones, by id and version; the latest without one."""

    def find(wanted: ProcessId, version: int | None) -> Process | None:
        try:
            if version is not None:
                return tx.processes.version(wanted, version).process
            return tx.processes.latest(wanted).process
        except Rejected:
            return None

    return find


def inputs_of(catalogue: PipelineCatalogue) -> Callable[[str], tuple[str, ...] | None]:
    """What a pipeline takes, by its name; None for one that does not exist."""

    def find(name: str) -> tuple[str, ...] | None:
        pipeline = catalogue.find(name)
        return None if pipeline is None else tuple(pipeline.inputs)

    return find
