"""The words that the workspace's processes use for teams, services and environments already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from orchestration.ports import ProcessSummary, Transaction
from orchestration.values import Frozen


class Vocabulary(Frozen):
    """Suggested where a process is edited, so that one thing has one name; the most used first."""

    tags: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    processes: tuple[ProcessSummary, ...] = ()
    """Those that are in use."""


def vocabulary_in(tx: Transaction) -> Vocabulary:
    summaries = [each for each in tx.processes.list() if each.archived_by is None]
    latest = [tx.processes.latest(each.id).process for each in summaries]
    return Vocabulary(
        tags=_most_used(tag for each in latest for tag in each.tags),
        teams=_most_used(each.team for each in latest if each.team),
        services=_most_used(service for each in latest for service in each.services),
        environments=_most_used(
            place
            for each in latest
            for place in (*each.environments, *(a.environment for _, a in each.activities()))
            if place
        ),
        processes=tuple(summaries),
    )


def _most_used(said: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word, _ in Counter(said).most_common(20))
