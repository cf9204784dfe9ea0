"""What administrators may ask of a connection: whether it works. Nothing is started."""

from __future__ import annotations

import asyncio
from typing import Final, Protocol

from orchestration.errors import Permanent, Transient
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, sources_of
from orchestration.pipelines.model import Pipeline
from orchestration.pipelines.server_provider import ServerProvider, Tested
from orchestration.ports import Database
from orchestration.values import UserId

PATIENCE: Final = 15.0
"""Seconds for a whole test."""


class Connections(Protocol):
    """The catalogue as far as connections are concerned."""

    @property
    def connections(self) -> tuple[str, ...]: ...

    def find(self, name: str) -> Pipeline | None: ...

    def server(self, connection: str) -> ServerProvider | None: ...


class ConnectionService:
    def __init__(
        self, database: Database, catalogue: Connections, administrators: Administrators
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._administrators = administrators

    async def testable(self, *, by: UserId) -> tuple[str, ...]:
        """The connections that this person may test."""
        sources = await self._database.read(
            lambda tx: sources_of(tx, Right.ADMINISTER, self._administrators)
        )
        allowed = any(by in source.members for source in sources)
        return self._catalogue.connections if allowed else ()

    async def test(self, connection: str, *, by: UserId) -> Tested:
        """Ask its server about each pipeline on it; only administrators."""
        administrators, right = self._administrators, Right.ADMINISTER
        await self._database.read(
            lambda tx: demand(tx, right, administrators, by, to="test a connection")
        )
        server = self._catalogue.server(connection)
        if server is None:
            return Tested(bad=(f"the pipelines file declares no connection “{connection}”",))
        try:
            async with asyncio.timeout(PATIENCE):
                return await server.tested()
        except (Transient, Permanent) as error:
            return Tested(bad=(error.reason,))
        except TimeoutError:
            return Tested(bad=(f"{connection} did not answer within {PATIENCE:g} s",))
