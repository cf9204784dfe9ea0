"""What a Town's database keeps, for what no message shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from typing import Any

from orchestration.execution.state.model import ProcessExecution
from storage import open_database
from tests.stories.town import Town


def change(town: Town, work: Callable[[Any, Any], Any]) -> Any:
    """Run `work(tx, now)` and commit."""
    with closing(open_database(town.database_url)) as database:

        async def changed() -> Any:
            return await database.transact(lambda tx: work(tx, database.clock.now()))

        return asyncio.run(changed())


def executions(town: Town) -> list[tuple[str, ProcessExecution]]:
    """Every release's status and execution, the unfinished ones first."""

    def look(tx: Any, _now: Any) -> list[tuple[str, ProcessExecution]]:
        releases = [*tx.releases.unfinished(), *tx.releases.recent(limit=100)]
        return [
            (each.status.value, tx.executions.get(each.execution_id))
            for each in releases
            if each.execution_id
        ]

    return change(town, look)
