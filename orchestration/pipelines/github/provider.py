"""GitHub Actions: a workflow is dispatched with our key, found by it, asked after and cancelled.

GitHub promises nothing about a dispatch that is sent twice, so one that is in doubt is looked for
by our key, which the workflow shows in its `run-name`; where it does not, a person finds out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import JsonValue

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.github.connection import GitHubConnection
from orchestration.pipelines.github.credential import GitHubCredential
from orchestration.pipelines.github.entry import GitHubPipeline
from orchestration.pipelines.github.meanings import ANSWERS
from orchestration.pipelines.github.runs import report_of
from orchestration.pipelines.github.testing import tested
from orchestration.pipelines.github.webhook import keys_of
from orchestration.pipelines.http_answers import web_address
from orchestration.pipelines.http_calls import Answer
from orchestration.pipelines.http_template import filled
from orchestration.pipelines.model import RunReport, RunRequest
from orchestration.pipelines.server import Server
from orchestration.pipelines.server_provider import OnServer, Tested, begun, in_doubt, keys_in

PAGES: Final = 3
"""Of a hundred runs each: how far back a run in doubt is looked for."""


class GitHubProvider(OnServer[GitHubConnection, GitHubPipeline]):
    """Runs the workflows listed on one connection."""

    def __init__(
        self,
        connection: GitHubConnection,
        pipelines: tuple[GitHubPipeline, ...],
        *,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(connection, pipelines, environ=environ)
        credential = GitHubCredential(connection, self.secret)
        self._server = Server(connection, credential.headers, ANSWERS, credential.forget)

    async def trigger(self, request: RunRequest) -> RunReport:
        entry = self.entry(request.pipeline)
        inputs = {name: _text(value) for name, value in entry.given(request).items()}
        if request.in_doubt:
            if entry.key_input is None:
                return in_doubt(request, "an earlier try was cut off")
            if run := await self._by_key(entry, request.key):
                return await report_of(self._server, entry, request.key, run)
        if entry.key_input is not None:
            inputs[entry.key_input] = request.key
        answer = await self._dispatched(entry, request, inputs)
        run_id, link = _told(answer)
        if not run_id and entry.key_input is None:
            return in_doubt(request, "GitHub took it and told no run id")
        return begun(request, run_id, link)

    async def find(self, request: RunRequest) -> RunReport | None:
        """The run by its id or our key; one that is known to have started is never none."""
        entry = self.entry(request.pipeline)
        if request.run_id:
            known = await self._by_id(entry, request.run_id)
            return await report_of(self._server, entry, request.key, known)
        found = await self._by_key(entry, request.key) if entry.key_input else None
        if found is None:
            return begun(request) if request.started else None
        return await report_of(self._server, entry, request.key, found)

    async def cancel(self, request: RunRequest) -> None:
        entry = self.entry(request.pipeline)
        run_id = request.run_id
        if not run_id and entry.key_input:
            run = await self._by_key(entry, request.key)
            run_id = str(run["id"]) if run else ""
        if run_id:
            path = f"/repos/{entry.repository}/actions/runs/{run_id}/cancel"
            await self._server.ask("POST", path, also=(404, 409))

    async def tested(self) -> Tested:
        return await tested(self._server, tuple(self.pipelines.values()))

    def heard(self, headers: Mapping[str, str], body: bytes) -> tuple[str, ...]:
        return keys_of(headers, body, self.webhook_secret())

    def references(self) -> tuple[str, ...]:
        app, token = self.connection.app, self.connection.token
        own = (app.key,) if app else (token,) if token else ()
        return (*own, *super().references())

    async def _dispatched(
        self, entry: GitHubPipeline, request: RunRequest, inputs: dict[str, str]
    ) -> Answer:
        """Ask for the run and its id; servers older than the question are asked without it."""
        path = f"/repos/{entry.repository}/actions/workflows/{entry.workflow}/dispatches"
        values = {"version": request.version, "release": request.release}
        values |= {f"inputs.{name}": value for name, value in inputs.items()}
        body: dict[str, JsonValue] = {"ref": filled(entry.ref, values), "inputs": {**inputs}}
        asks: JsonValue = {**body, "return_run_details": True}
        answer = await self._server.ask("POST", path, asks, also=(400, 422))
        if not answer.good and b"return_run_details" in answer.body:
            answer = await self._server.ask("POST", path, body)
        self._server.demand_good(answer)
        return answer

    async def _by_id(self, entry: GitHubPipeline, run_id: str) -> dict[str, Any]:
        if not run_id.isascii() or not run_id.isdigit():
            raise Permanent(f"“{run_id}” is no id of a run on GitHub; it is the number in its link")
        path = f"/repos/{entry.repository}/actions/runs/{run_id}"
        answer = await self._server.look(path, also=(404,))
        if answer.status == 404:
            raise Permanent(
                f"{self.connection.name}: the run {run_id} is not there any more: somebody deleted"
                " it, or the credential cannot see it"
            )
        return _object(self._server.read(answer))

    async def _by_key(self, entry: GitHubPipeline, key: str) -> dict[str, Any] | None:
        path = f"/repos/{entry.repository}/actions/workflows/{entry.workflow}/runs"
        for page in range(1, PAGES + 1):
            query = {"event": "workflow_dispatch", "per_page": "100", "page": str(page)}
            runs = _object(await self._server.json(path, query)).get("workflow_runs", [])
            for run in runs:
                if key in keys_in(str(run.get("display_title", ""))):
                    return _object(run)
            if len(runs) < 100:
                break
        return None


def _told(answer: Answer) -> tuple[str, str]:
    """The run's id and link, where the answer to the dispatch has them."""
    try:
        document = answer.json() if answer.body else {}
        run_id = document.get("workflow_run_id")
        return (str(run_id) if run_id else "", web_address(str(document.get("html_url") or "")))
    except (ValueError, AttributeError):
        return "", ""


def _object(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise Transient("GitHub answered with something that is no run")
    return document


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
