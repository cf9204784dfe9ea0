"""What a connection's server tells us of a run: verified, and then the run is asked after.

A webhook is a reason to look, never an answer: what came of the run is read from the server by our
own credential. So one that is late, doubled or out of order does no harm, and one that comes again
byte by byte is the same owed look.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from orchestration.effects.run import LookAtRun
from orchestration.errors import Rejected
from orchestration.execution.state.keys import place_of_run
from orchestration.pipelines.connection_service import Connections
from orchestration.pipelines.http_callback import Taken
from orchestration.pipelines.server_provider import NotOurs
from orchestration.ports import Clock, Database, Transaction

MOST_KEYS = 20
"""Keys of ours that one webhook may speak of."""


class Webhooks:
    """The door for webhooks of every connection that has a secret for them."""

    def __init__(self, catalogue: Connections, database: Database, clock: Clock) -> None:
        self._catalogue = catalogue
        self._database = database
        self._clock = clock

    async def take(self, connection: str, headers: Mapping[str, str], body: bytes) -> Taken:
        """One transaction, before it is acknowledged; nothing is parsed that nobody signed."""
        server = self._catalogue.server(connection)
        if server is None:
            return Taken.UNSIGNED
        try:
            keys = server.heard(headers, body)
        except NotOurs:
            return Taken.UNSIGNED
        except (ValueError, RecursionError):
            return Taken.MALFORMED
        heard = blake2b(body, digest_size=12).hexdigest()
        taken = [await self._look(connection, key, heard) for key in keys[:MOST_KEYS]]
        return Taken.RECORDED if Taken.RECORDED in taken else Taken.UNKNOWN

    async def _look(self, connection: str, key: str, heard: str) -> Taken:
        place = place_of_run(key)
        if place is None:
            return Taken.UNKNOWN
        execution_id, ref, attempt = place

        def work(tx: Transaction) -> Taken:
            execution = tx.executions.get(execution_id)
            activity = execution.activities.get(ref)
            if activity is None or not 1 <= attempt <= activity.attempt:
                return Taken.UNKNOWN
            pipeline = self._catalogue.find(execution.plan.activities[ref].pipeline or "")
            if pipeline is None or pipeline.connection != connection:
                return Taken.UNKNOWN
            look = LookAtRun(execution_id=execution_id, ref=ref, attempt=attempt, heard=heard)
            tx.owed.owe([look], at=self._clock.now())
            return Taken.RECORDED

        try:
            return await self._database.transact(work, urgent=True, name="webhook")
        except Rejected:
            return Taken.UNKNOWN
