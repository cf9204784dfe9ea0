"""GitLab CI: a pipeline is created with our key as a variable, found by it, asked and cancelled.

GitLab tells a pipeline's variables again, so a start in doubt is always looked for; nothing in
`.gitlab-ci.yml` needs to know of us.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import JsonValue

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.gitlab.connection import GitLabConnection
from orchestration.pipelines.gitlab.entry import KEY, GitLabPipeline
from orchestration.pipelines.gitlab.meanings import ANSWERS
from orchestration.pipelines.gitlab.runs import report_of
from orchestration.pipelines.gitlab.testing import tested
from orchestration.pipelines.gitlab.webhook import keys_of
from orchestration.pipelines.http_answers import web_address
from orchestration.pipelines.http_calls import Answer
from orchestration.pipelines.http_template import filled
from orchestration.pipelines.model import RunReport, RunRequest
from orchestration.pipelines.references import resolved_value
from orchestration.pipelines.server import Server
from orchestration.pipelines.server_provider import OnServer, Tested, begun

NEWEST: Final = 40
"""Pipelines whose variables are looked at for our key."""


class GitLabProvider(OnServer[GitLabConnection, GitLabPipeline]):
    """Runs the pipelines listed on one connection."""

    def __init__(
        self,
        connection: GitLabConnection,
        pipelines: tuple[GitLabPipeline, ...],
        *,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(connection, pipelines, environ=environ)
        self._server = Server(connection, self._headers, ANSWERS)

    async def trigger(self, request: RunRequest) -> RunReport:
        entry = self.entry(request.pipeline)
        inputs = {name: _text(value) for name, value in entry.given(request).items()}
        if request.in_doubt and (run := await self._by_key(entry, request.key)):
            return await report_of(self._server, entry, request.key, run)
        values = {"version": request.version, "release": request.release}
        values |= {f"inputs.{name}": value for name, value in inputs.items()}
        ref = str(filled(entry.ref, values))
        answer = await self._created(entry, ref, {**inputs, KEY: request.key})
        run = _object(self._server.read(answer))
        return begun(request, str(run.get("id", "")), web_address(str(run.get("web_url") or "")))

    async def find(self, request: RunRequest) -> RunReport | None:
        """The pipeline by its id or our key; one known to have started is never none."""
        entry = self.entry(request.pipeline)
        if request.run_id:
            known = await self._by_id(entry, request.run_id)
            return await report_of(self._server, entry, request.key, known)
        found = await self._by_key(entry, request.key)
        if found is None:
            return begun(request) if request.started else None
        return await report_of(self._server, entry, request.key, found)

    async def cancel(self, request: RunRequest) -> None:
        entry = self.entry(request.pipeline)
        run_id = request.run_id
        if not run_id:
            run = await self._by_key(entry, request.key)
            run_id = str(run["id"]) if run else ""
        if run_id:
            path = f"{entry.path}/pipelines/{run_id}/cancel"
            await self._server.ask("POST", path, also=(400, 404))

    async def tested(self) -> Tested:
        return await tested(self._server, tuple(self.pipelines.values()))

    def heard(self, headers: Mapping[str, str], body: bytes) -> tuple[str, ...]:
        return keys_of(headers, body, self.webhook_secret())

    def references(self) -> tuple[str, ...]:
        return (self.connection.token, *super().references())

    def problems(self, name: str) -> tuple[str, ...]:
        token = self.entry(name).trigger_token
        wrong = [] if token is None or resolved_value(token, self._environ) else [token]
        said = tuple(f"trigger-token refers to {each}, which is missing" for each in wrong)
        return (*super().problems(name), *said)

    async def _headers(self) -> Mapping[str, str]:
        return {"PRIVATE-TOKEN": self.secret(self.connection.token)}

    async def _created(self, entry: GitLabPipeline, ref: str, variables: dict[str, str]) -> Answer:
        if entry.trigger_token is not None:
            token = self.secret(entry.trigger_token)
            form = {f"variables[{name}]": value for name, value in variables.items()}
            path = f"{entry.path}/trigger/pipeline"
            return await self._server.ask("POST", path, form={"token": token, "ref": ref, **form})
        listed: list[JsonValue] = [{"key": name, "value": v} for name, v in variables.items()]
        return await self._server.ask(
            "POST", f"{entry.path}/pipeline", {"ref": ref, "variables": listed}
        )

    async def _by_id(self, entry: GitLabPipeline, run_id: str) -> dict[str, Any]:
        if not run_id.isascii() or not run_id.isdigit():
            raise Permanent(f"“{run_id}” is no id of a pipeline; it is the number in its link")
        answer = await self._server.look(f"{entry.path}/pipelines/{run_id}", also=(404,))
        if answer.status == 404:
            raise Permanent(
                f"{self.connection.name}: the pipeline {run_id} is not there any more: somebody"
                " deleted it, or the token cannot see it"
            )
        return _object(self._server.read(answer))

    async def _by_key(self, entry: GitLabPipeline, key: str) -> dict[str, Any] | None:
        """Among the newest that were started as we start them, the one with our variable."""
        source = "trigger" if entry.trigger_token else "api"
        query = {"source": source, "order_by": "id", "sort": "desc", "per_page": str(NEWEST)}
        for run in await self._server.json(f"{entry.path}/pipelines", query):
            path = f"{entry.path}/pipelines/{run['id']}/variables"
            answer = await self._server.look(path, also=(403, 404))
            variables = self._server.read(answer) if answer.good else []
            if any(each.get("key") == KEY and each.get("value") == key for each in variables):
                return _object(run)
        return None


def _object(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise Transient("GitLab answered with something that is no pipeline")
    return document


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
