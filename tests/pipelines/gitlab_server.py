"""A GitLab of our own on 127.0.0.1, in the shapes that its REST API (v4) documents.

Its one project `acme/shop` runs what the variable `JOB` says: `succeeds` leaves `build.env`,
`fails` fails in its job `build`, `waits` goes on, `manual` waits for its manual job `go`.
"""

from __future__ import annotations

import time
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from orchestration.pipelines.gitlab.connection import GitLabConnection
from orchestration.pipelines.gitlab.entry import GitLabPipeline
from orchestration.pipelines.gitlab.provider import GitLabProvider
from tests.pipelines.ci_server import serving

TOKEN = "glpat-of-the-tests"
TRIGGER = "glptt-of-the-tests"
PROJECT = "/projects/acme%2Fshop"


class GitLab:
    def __init__(self) -> None:
        self.runs: dict[int, dict] = {}
        self.played: list[int] = []
        self.failure_reason = "script_failure"
        self.url = ""

    def starts(self, key: str) -> int:
        return sum(each["variables"].get("DRUMBEAT_KEY") == key for each in self.runs.values())

    def app(self) -> Starlette:
        at = "/projects/{project:path}"
        return Starlette(
            routes=[
                Route(f"{at}/trigger/pipeline", self.triggered, methods=["POST"]),
                Route(f"{at}/pipeline", self.create, methods=["POST"]),
                Route(f"{at}/pipelines", self.list),
                Route(f"{at}/pipelines/{{id:int}}", self.run),
                Route(f"{at}/pipelines/{{id:int}}/variables", self.variables),
                Route(f"{at}/pipelines/{{id:int}}/jobs", self.jobs),
                Route(f"{at}/pipelines/{{id:int}}/cancel", self.cancel, methods=["POST"]),
                Route(f"{at}/jobs/{{id:int}}/trace", self.trace),
                Route(f"{at}/jobs/{{id:int}}/play", self.play, methods=["POST"]),
                Route(f"{at}/jobs/{{id:int}}/artifacts/build.env", self.file),
                Route(f"{at}/repository/commits/{{ref}}", self.commit),
                Route(at, self.project),
            ]
        )

    def _refusal(self, request: Request) -> Response | None:
        if request.headers.get("private-token") == TOKEN:
            return None
        return JSONResponse({"message": "401 Unauthorized"}, 401)

    async def project(self, request: Request) -> Response:
        said = {"id": 1, "path_with_namespace": "acme/shop", "builds_access_level": "enabled"}
        return self._refusal(request) or JSONResponse(said)

    async def commit(self, request: Request) -> Response:
        there = request.path_params["ref"] == "main"
        return JSONResponse(
            {"id": "c0ffee"} if there else {"message": "404"}, 200 if there else 404
        )

    async def create(self, request: Request) -> Response:
        if refused := self._refusal(request):
            return refused
        body = await request.json()
        variables = {each["key"]: each["value"] for each in body["variables"]}
        return self._created(body["ref"], variables, "api")

    async def triggered(self, request: Request) -> Response:
        form = await request.form()
        if form["token"] != TRIGGER:
            return JSONResponse({"message": "404 Not Found"}, 404)
        variables = {
            name[len("variables[") : -1]: value
            for name, value in form.items()
            if name.startswith("variables[")
        }
        return self._created(str(form["ref"]), variables, "trigger")

    def _created(self, ref: str, variables: dict, source: str) -> Response:
        if ref != "main":
            return JSONResponse({"message": {"base": ["Reference not found"]}}, 400)
        number = 500 + len(self.runs)
        self.runs[number] = {
            "variables": variables,
            "source": source,
            "begun": time.monotonic(),
            "state": "",
        }
        return JSONResponse(self.told(number), 201)

    async def list(self, request: Request) -> Response:
        newest = sorted(self.runs, reverse=True)
        source = request.query_params["source"]
        runs = [self.told(each) for each in newest if self.runs[each]["source"] == source]
        return self._refusal(request) or JSONResponse(runs)

    async def run(self, request: Request) -> Response:
        if refused := self._refusal(request):
            return refused
        if request.path_params["id"] not in self.runs:
            return JSONResponse({"message": "404 Not found"}, 404)
        return JSONResponse(self.told(request.path_params["id"]))

    async def variables(self, request: Request) -> Response:
        variables = self.runs[request.path_params["id"]]["variables"]
        listed = [{"key": k, "value": v, "variable_type": "env_var"} for k, v in variables.items()]
        return self._refusal(request) or JSONResponse(listed)

    async def jobs(self, request: Request) -> Response:
        number = request.path_params["id"]
        job = self.runs[number]["variables"].get("JOB")
        told, scope = self.told(number), request.query_params["scope[]"]
        every = [{"id": number + 1000, "name": "build", "status": told["status"]}]
        if told["status"] == "failed":
            every[0]["failure_reason"] = self.failure_reason
        if job == "manual":
            waits = "manual" if number not in self.played else "success"
            every = [{"id": number + 1000, "name": "go", "status": waits}]
        return self._refusal(request) or JSONResponse([e for e in every if e["status"] == scope])

    async def cancel(self, request: Request) -> Response:
        number = request.path_params["id"]
        if self.told(number)["status"] == "running":
            self.runs[number]["state"] = "canceled"
        return self._refusal(request) or JSONResponse(self.told(number))

    async def trace(self, request: Request) -> Response:
        job = self.runs[request.path_params["id"] - 1000]["variables"]["JOB"]
        return self._refusal(request) or PlainTextResponse(f"\x1b[0Ksection\nhello from {job}\n")

    async def play(self, request: Request) -> Response:
        number = request.path_params["id"] - 1000
        if number in self.played:
            return JSONResponse({"message": "400 Bad request - Unplayable Job"}, 400)
        self.played.append(number)
        return self._refusal(request) or JSONResponse({"id": request.path_params["id"]})

    async def file(self, request: Request) -> Response:
        version = self.runs[request.path_params["id"] - 1000]["variables"].get("version", "")
        return self._refusal(request) or PlainTextResponse(f"artifact=shop-{version}\n")

    def told(self, number: int) -> dict:
        run = self.runs[number]
        job = run["variables"].get("JOB")
        state = run["state"] or "running"
        if not run["state"] and job != "waits" and time.monotonic() - run["begun"] > 0.05:
            state = "failed" if job == "fails" else "success"
            if job == "manual" and number not in self.played:
                state = "manual"
        return {
            "id": number,
            "iid": number - 499,
            "status": state,
            "source": run["source"],
            "ref": "main",
            "sha": "c0ffee",
            "web_url": f"https://gitlab.example/acme/shop/-/pipelines/{number}",
        }


@contextmanager
def gitlab_server():
    server = GitLab()
    with serving(server.app()) as url:
        server.url = url
        yield server


def pipeline(name: str = "succeeds", **changes) -> GitLabPipeline:
    written = {
        "name": name,
        "provider": "gitlab",
        "connection": "gitlab",
        "project": "acme/shop",
        "inputs": ["version"],
        "with": {"JOB": name},
        "outputs": ["artifact"],
        "dotenv": {"job": "build", "file": "build.env"},
    }
    given = {key: value for key, value in {**written, **changes}.items() if value is not None}
    return GitLabPipeline.model_validate(given)


def provider(url: str, *pipelines: GitLabPipeline) -> GitLabProvider:
    connection = GitLabConnection(
        name="gitlab", provider="gitlab", url=url, token="env:GL", webhook_secret="env:HOOK"
    )
    environ = {"GL": TOKEN, "HOOK": "a secret of the webhook", "TRIGGER": TRIGGER}
    return GitLabProvider(connection, pipelines, environ=environ)
