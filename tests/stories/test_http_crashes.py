"""The main story on another server's pipelines, with kill -9 around what is asked of it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.pipelines.ci_server import serving
from tests.stories.main_story import Story, check_outside
from tests.stories.test_crashes import LEASE
from tests.stories.town import DATABASE, Town

pytestmark = [pytest.mark.story, pytest.mark.crash]

POINTS = [
    "before call trigger_pipeline",
    "after call trigger_pipeline",
    "before commit settle_trigger_pipeline",
    "after call watch_pipeline",
]


class Server:
    """Starts whatever it is asked to, every time; it can only be asked what it knows."""

    def __init__(self, executed: Path) -> None:
        self.executed = executed
        self.runs: list[dict] = []

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/runs", self.start, methods=["POST"]),
                Route("/runs", self.look),
                Route("/runs/{number:int}", self.status),
            ]
        )

    async def start(self, request: Request) -> Response:
        run = {**await request.json(), "begun": time.monotonic()}
        self.runs.append(run)
        with self.executed.open("a") as file:
            file.write(f"{run['job']} {run['key']}\n")
        return JSONResponse({"id": len(self.runs)}, 201)

    async def look(self, request: Request) -> Response:
        key = request.query_params["key"]
        return JSONResponse([{"id": n} for n, run in enumerate(self.runs, 1) if run["key"] == key])

    async def status(self, request: Request) -> Response:
        run = self.runs[request.path_params["number"] - 1]
        if time.monotonic() - run["begun"] < 0.05:
            return JSONResponse({"state": "going"})
        broken = run["job"] == "deploy" and run["key"].endswith(".1")
        results = {"commit": "3f9c2e1", "url": "https://northwind.example"}
        return JSONResponse({"state": "red" if broken else "green", "results": results})


def catalogue(url: str) -> str:
    def pipeline(job: str, output: str) -> dict:
        return {
            "provider": "http",
            "url": f"{url}/runs",
            "body": {"job": job, "key": "{{ key }}"},
            "run-id": "$.id",
            "find": {"url": f"{url}/runs?key={{{{ key }}}}", "run-id": "$[0].id"},
            "status": {
                "url": f"{url}/runs/{{{{ run_id }}}}",
                "path": "$.state",
                "succeeded": ["green"],
                "failed": ["red"],
            },
            "outputs": {output: f"$.results.{output}"},
        }

    listed = {
        "build-and-test": pipeline("build", "commit"),
        "deploy-production": pipeline("deploy", "url"),
    }
    return yaml.safe_dump({"pipelines": listed})


def chosen() -> list[tuple[str, str]]:
    whole = os.environ.get("DRUMBEAT_CRASH") == "all"
    databases = ("sqlite", "postgresql") if whole else (DATABASE,)
    return [(each, point) for each in databases for point in (POINTS if whole else POINTS[2:3])]


@pytest.mark.parametrize(("database", "point"), chosen())
@pytest.mark.timeout(180)
def test_a_release_on_another_server_survives_a_crash(database: str, point: str, tmp_path: Path):
    town = Town(tmp_path, database=database, LEASE=LEASE)
    try:
        with serving(Server(town.executed).app()) as url:
            town.catalogue.write_text(catalogue(url))
            town.start_bot(CRASH=point, CRASH_ONCE=str(tmp_path / "crashed"))
            Story(town).whole()
            assert (tmp_path / "crashed").exists(), f"the story never reached {point}"
            check_outside(town)
    finally:
        town.close()
