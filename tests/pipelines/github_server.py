"""A GitHub of our own on 127.0.0.1, in the shapes that its REST API documents (version 2022-11-28).

Its one workflow `ci.yml` takes `job`, `version` and `key`; its `run-name` shows the key. The job
`succeeds` leaves the artifact `drumbeat-outputs`, `fails` fails in a step, `waits` goes on.
"""

from __future__ import annotations

import base64
import hashlib
import io
import time
import zipfile
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from orchestration.pipelines.github.connection import GitHubConnection
from orchestration.pipelines.github.entry import GitHubPipeline
from orchestration.pipelines.github.provider import GitHubProvider
from tests.pipelines.ci_server import serving

TOKEN = "github_pat_of_the_tests"
REPO = "/repos/acme/shop"
FILE = """run-name: Ship ${{ inputs.version }} (${{ inputs.key }})
on: {workflow_dispatch: {inputs: {job: {}, version: {}, key: {}}}}
"""
DECLARED = {"job", "version", "key"}


class GitHub:
    def __init__(self) -> None:
        self.runs: dict[int, dict] = {}
        self.asked: list[tuple[str, str]] = []
        self.unchanged = 0
        self.tells_run_ids = True
        self.url = ""

    def starts(self, key: str) -> int:
        return sum(each["inputs"].get("key") == key for each in self.runs.values())

    def app(self) -> Starlette:
        actions = f"{REPO}/actions"
        return Starlette(
            routes=[
                Route(f"{actions}/workflows/ci.yml", self.workflow),
                Route(f"{REPO}/contents/.github/workflows/ci.yml", self.file),
                Route(f"{actions}/workflows/ci.yml/dispatches", self.dispatch, methods=["POST"]),
                Route(f"{actions}/workflows/ci.yml/runs", self.list),
                Route(f"{actions}/runs/{{id:int}}", self.run),
                Route(f"{actions}/runs/{{id:int}}/cancel", self.cancel, methods=["POST"]),
                Route(f"{actions}/runs/{{id:int}}/jobs", self.jobs),
                Route(f"{actions}/runs/{{id:int}}/artifacts", self.artifacts),
                Route(f"{actions}/jobs/{{id:int}}/logs", self.logs),
                Route(f"{actions}/artifacts/{{id:int}}/zip", self.zip),
                Route("/storage/{name}", self.storage),
            ]
        )

    def _refusal(self, request: Request) -> Response | None:
        self.asked.append((request.method, request.url.path))
        if request.headers.get("authorization") == f"Bearer {TOKEN}":
            return None
        return JSONResponse({"message": "Bad credentials", "status": "401"}, 401)

    async def workflow(self, request: Request) -> Response:
        return self._refusal(request) or JSONResponse(
            {"id": 7, "name": "CI", "path": ".github/workflows/ci.yml", "state": "active"}
        )

    async def file(self, request: Request) -> Response:
        content = base64.b64encode(FILE.encode()).decode()
        return self._refusal(request) or JSONResponse({"content": content, "encoding": "base64"})

    async def dispatch(self, request: Request) -> Response:
        if refused := self._refusal(request):
            return refused
        body = await request.json()
        inputs = body.get("inputs", {})
        if body["ref"] != "main":
            said = {"message": f"No ref found for: {body['ref']}"}
            return JSONResponse(said, 422)
        if unknown := set(inputs) - DECLARED:
            return JSONResponse({"message": f"Unexpected inputs provided: {sorted(unknown)}"}, 422)
        number = 9_000 + len(self.runs)
        self.runs[number] = {"inputs": inputs, "begun": time.monotonic(), "cancelled": False}
        if not (self.tells_run_ids and body.get("return_run_details")):
            return Response(status_code=204)
        return JSONResponse(
            {
                "workflow_run_id": number,
                "run_url": f"{self.url}{REPO}/actions/runs/{number}",
                "html_url": f"https://github.example{REPO}/actions/runs/{number}",
            }
        )

    async def list(self, request: Request) -> Response:
        newest = sorted(self.runs, reverse=True)
        runs = [self.told(each) for each in newest]
        return self._refusal(request) or JSONResponse(
            {"total_count": len(runs), "workflow_runs": runs}
        )

    async def run(self, request: Request) -> Response:
        if refused := self._refusal(request):
            return refused
        if request.path_params["id"] not in self.runs:
            return JSONResponse({"message": "Not Found", "status": "404"}, 404)
        told = self.told(request.path_params["id"])
        tag = f'W/"{hashlib.sha256(str(told).encode()).hexdigest()}"'
        if request.headers.get("if-none-match") == tag:
            self.unchanged += 1
            return Response(status_code=304, headers={"ETag": tag})
        return JSONResponse(told, headers={"ETag": tag})

    async def cancel(self, request: Request) -> Response:
        number = request.path_params["id"]
        if self._refusal(request) or self.told(number)["status"] == "completed":
            return JSONResponse({"message": "Cannot cancel a workflow run that is completed."}, 409)
        self.runs[number]["cancelled"] = True
        return JSONResponse({}, 202)

    async def jobs(self, request: Request) -> Response:
        number = request.path_params["id"]
        job = {
            "id": number + 100,
            "name": "build",
            "conclusion": self.told(number)["conclusion"],
            "steps": [
                {"name": "Set up job", "conclusion": "success", "number": 1},
                {"name": "Run it", "conclusion": "failure", "number": 2},
            ],
        }
        return self._refusal(request) or JSONResponse({"total_count": 1, "jobs": [job]})

    async def artifacts(self, request: Request) -> Response:
        number = request.path_params["id"]
        kept = [{"id": number + 500, "name": "drumbeat-outputs"}, {"id": 77, "name": "shop.tar"}]
        return self._refusal(request) or JSONResponse({"total_count": 2, "artifacts": kept})

    async def logs(self, request: Request) -> Response:
        place = f"{self.url}/storage/{request.path_params['id'] - 100}.log"
        return self._refusal(request) or RedirectResponse(place, 302)

    async def zip(self, request: Request) -> Response:
        place = f"{self.url}/storage/{request.path_params['id'] - 500}.zip"
        return self._refusal(request) or RedirectResponse(place, 302)

    async def storage(self, request: Request) -> Response:
        number, _, kind = request.path_params["name"].partition(".")
        inputs = self.runs[int(number)]["inputs"]
        if kind == "log":
            return Response(f"2026-11-23T09:00:00Z hello from {inputs['job']}\n")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("outputs.env", f"artifact=shop-{inputs.get('version', '')}\n")
        return Response(packed.getvalue())

    def told(self, number: int) -> dict:
        run = self.runs[number]
        job = run["inputs"].get("job")
        over = run["cancelled"] or (job != "waits" and time.monotonic() - run["begun"] > 0.05)
        ended = {"fails": "failure"}.get(job, "success")
        return {
            "id": number,
            "name": "CI",
            "display_title": f"Ship {run['inputs'].get('version', '')} ({run['inputs']['key']})",
            "event": "workflow_dispatch",
            "head_sha": "c0ffee",
            "status": "completed" if over else "in_progress",
            "conclusion": ("cancelled" if run["cancelled"] else ended) if over else None,
            "html_url": f"https://github.example{REPO}/actions/runs/{number}",
        }


@contextmanager
def github_server():
    server = GitHub()
    with serving(server.app()) as url:
        server.url = url
        yield server


def pipeline(name: str = "succeeds", **changes) -> GitHubPipeline:
    written = {
        "name": name,
        "provider": "github",
        "connection": "github",
        "repository": "acme/shop",
        "workflow": "ci.yml",
        "key-input": "key",
        "inputs": ["version"],
        "with": {"job": name},
        "outputs": ["artifact"],
    }
    given = {key: value for key, value in {**written, **changes}.items() if value is not None}
    return GitHubPipeline.model_validate(given)


def provider(url: str, *pipelines: GitHubPipeline, **changes) -> GitHubProvider:
    written = {"name": "github", "provider": "github", "url": url, "token": "env:GH"}
    connection = GitHubConnection.model_validate({**written, **changes})
    environ = {"GH": TOKEN, "HOOK": "a secret of the webhook"}
    return GitHubProvider(connection, pipelines, environ=environ)
