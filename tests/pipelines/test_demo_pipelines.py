"""The catalogue of the guided example: two pipelines of a few seconds, one failing at first."""

from __future__ import annotations

import asyncio
from pathlib import Path

from orchestration.pipelines.catalogue import FilePipelineCatalogue
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus

DEMO = Path(__file__).parents[2] / "bot/playground/demo/pipelines.yaml"


async def run(catalogue: FilePipelineCatalogue, name: str, key: str) -> RunReport:
    provider = catalogue.provider_of(name)
    request = RunRequest(key=key, pipeline=name, inputs={"version": "1.42"})
    await provider.trigger(request)
    while (report := await provider.find(request)) and not report.status.ended:
        await asyncio.sleep(0.05)
    assert report
    return report


async def test_the_build_succeeds_and_the_deployment_fails_only_the_first_time(tmp_path):
    catalogue = load_catalogue(DEMO, tmp_path)
    build, first, second = await asyncio.gather(
        run(catalogue, "build-and-test", "web-1.build.build.1"),
        run(catalogue, "deploy-production", "web-1.deploy.deploy.1"),
        run(catalogue, "deploy-production", "web-1.deploy.deploy.2"),
    )
    assert build.outputs.keys() == {"artifact", "commit"}
    assert (first.status, first.reason) == (
        RunStatus.FAILED,
        "health check of web-2 failed (exit code 1)",
    )
    assert second.outputs == {"url": "https://shop.example/"}
