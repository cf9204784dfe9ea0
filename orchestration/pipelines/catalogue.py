"""The pipelines an operator listed, each with who runs it: one provider for each connection."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from orchestration.errors import Permanent
from orchestration.pipelines.catalogue_reading import AnyPipeline
from orchestration.pipelines.catalogue_saying import nearest
from orchestration.pipelines.command import CommandPipeline, CommandProvider
from orchestration.pipelines.connection import Connection
from orchestration.pipelines.http import HttpProvider
from orchestration.pipelines.http_entry import HttpPipeline
from orchestration.pipelines.model import Pipeline, PipelineProvider
from orchestration.pipelines.server_entry import ServerEntry
from orchestration.pipelines.server_provider import ServerProvider
from orchestration.pipelines.servers import SERVERS


class FilePipelineCatalogue:
    """What one reading of the file lists."""

    def __init__(
        self,
        listed: tuple[AnyPipeline, ...],
        runs: Path,
        public_url: str = "",
        connections: Iterable[Connection] = (),
    ) -> None:
        self._pipelines = {each.name: each.pipeline() for each in listed}
        commands = [each for each in listed if isinstance(each, CommandPipeline)]
        self.command = CommandProvider(commands, runs)
        requests = [each for each in listed if isinstance(each, HttpPipeline)]
        self._http = HttpProvider(requests, public_url=public_url)
        self._servers: dict[str, ServerProvider] = {}
        for connection in connections:
            if connection.webhook_secret is not None:
                self._pipelines |= {
                    name: each.model_copy(update={"told": True})
                    for name, each in self._pipelines.items()
                    if each.connection == connection.name
                }
            here = (
                each
                for each in listed
                if isinstance(each, ServerEntry) and each.connection == connection.name
            )
            make = SERVERS[connection.provider].provider
            self._servers[connection.name] = make(connection, tuple(here))

    @property
    def http(self) -> HttpProvider:
        return self._http

    def names(self) -> tuple[str, ...]:
        return tuple(self._pipelines)

    def find(self, name: str) -> Pipeline | None:
        return self._pipelines.get(name)

    @property
    def connections(self) -> tuple[str, ...]:
        return tuple(self._servers)

    def server(self, connection: str) -> ServerProvider | None:
        """Who runs what is listed on this connection."""
        return self._servers.get(connection)

    def provider_of(self, name: str) -> PipelineProvider:
        """Who runs it; raises `Permanent` for a name that is not in the catalogue."""
        return self._runner(name)

    def problems(self, name: str) -> tuple[str, ...]:
        """What keeps this pipeline from starting, as far as this machine can tell."""
        return self._runner(name).problems(name)

    def _runner(self, name: str) -> CommandProvider | HttpProvider | ServerProvider:
        if pipeline := self._pipelines.get(name):
            if pipeline.connection:
                return self._servers[pipeline.connection]
            return self.http if pipeline.provider == "http" else self.command
        known = ", ".join(self._pipelines) or "none"
        raise Permanent(
            f"No pipeline is named “{name}”.{nearest(name, self._pipelines)}"
            f" The pipelines file lists: {known}"
        )
