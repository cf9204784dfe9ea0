"""What every provider on a connection is, and the part of it that is the same on every server."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final, Generic, Protocol, TypeVar

from orchestration.errors import Permanent
from orchestration.execution.state.keys import place_of_run
from orchestration.pipelines.connection import Connection
from orchestration.pipelines.http_reaching import silence_of
from orchestration.pipelines.model import PipelineProvider, RunReport, RunRequest, RunStatus
from orchestration.pipelines.references import resolved_value
from orchestration.pipelines.server_entry import ServerEntry
from orchestration.values import Frozen

C = TypeVar("C", bound=Connection)
E = TypeVar("E", bound=ServerEntry)
WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,299}")


class NotOurs(Exception):  # noqa: N818 - a claim about what came
    """A webhook that is not signed with the connection's secret."""


class Tested(Frozen):
    """What a test of the connection showed, in lines for people; `bad` ones say how to mend it."""

    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


class ServerProvider(PipelineProvider, Protocol):
    """A provider of one connection."""

    def problems(self, name: str) -> tuple[str, ...]:
        """What keeps this pipeline from starting, as far as this machine can tell."""
        ...

    async def tested(self) -> Tested:
        """Ask the server about the connection and each pipeline on it; starts nothing."""
        ...

    def heard(self, headers: Mapping[str, str], body: bytes) -> tuple[str, ...]:
        """The keys of runs that a webhook speaks of; raises `NotOurs`, or ValueError."""
        ...


class OnServer(Generic[C, E]):
    """The part of a provider that is the same on every server."""

    def __init__(
        self, connection: C, pipelines: tuple[E, ...], *, environ: Mapping[str, str] | None = None
    ) -> None:
        self.connection = connection
        self.pipelines = {each.name: each for each in pipelines}
        self._environ = os.environ if environ is None else environ

    async def unready(self, pipeline: str) -> tuple[str, ...]:
        """Its settings, and whether its server takes a connection; sends nothing."""
        silent = await silence_of(self.connection.url)
        return (*self.problems(pipeline), *([silent] if silent else []))

    def problems(self, name: str) -> tuple[str, ...]:
        """References of its connection that lead nowhere."""
        self.entry(name)
        return tuple(
            f"{self.connection.name} refers to {each}, which is missing or cannot be read"
            for each in self.references()
            if resolved_value(each, self._environ) is None
        )

    def references(self) -> tuple[str, ...]:
        """The secrets that the connection needs."""
        return (self.connection.webhook_secret,) if self.connection.webhook_secret else ()

    def secret(self, reference: str) -> str:
        """What it refers to now; raises `Permanent` where it leads nowhere."""
        value = resolved_value(reference, self._environ)
        if not value:
            raise Permanent(
                f"{self.connection.name} refers to {reference}, which is missing or cannot be read"
            )
        return value

    def webhook_secret(self) -> bytes:
        """Raises `NotOurs` where the connection takes no webhooks."""
        reference = self.connection.webhook_secret
        value = resolved_value(reference, self._environ) if reference else None
        if not value:
            raise NotOurs
        return value.encode()

    def entry(self, name: str) -> E:
        if entry := self.pipelines.get(name):
            return entry
        raise Permanent(f"No pipeline “{name}” is listed on {self.connection.name}")


def keys_in(text: str) -> tuple[str, ...]:
    """Every word of the text that can be a key of a run of ours."""
    return tuple(each for each in WORD.findall(text) if place_of_run(each.rstrip(".")))


def begun(request: RunRequest, run_id: str = "", link: str = "") -> RunReport:
    """It has started; more is known at the next look."""
    return RunReport(key=request.key, status=RunStatus.RUNNING, run_id=run_id, link=link)


def in_doubt(request: RunRequest, why: str) -> RunReport:
    """It cannot be looked for: a person finds out whether it started."""
    return RunReport(
        key=request.key,
        status=RunStatus.UNKNOWN,
        reason=f"we asked and did not hear whether it started ({why}); look there before you"
        " start it again",
    )
