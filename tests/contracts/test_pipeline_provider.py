"""What every `PipelineProvider` promises. A further provider joins with a bench of its own.

A bench offers three pipelines: `succeeds` (takes the input `version`, answers the output `artifact`
= `shop-<version>`), `fails`, and `waits` (runs until it is cancelled); `provider`; `reborn()`, the
provider as a new process would build it; and `starts(key)`, how often the run was really started.
`once_at_once` says that its server sees to it that many who ask at once start one run.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from orchestration.errors import Permanent
from orchestration.pipelines.command import CommandPipeline, CommandProvider
from orchestration.pipelines.http import HttpProvider
from orchestration.pipelines.http_entry import HttpPipeline
from orchestration.pipelines.model import PipelineProvider, RunReport, RunRequest, RunStatus
from tests.pipelines import github_server, gitlab_server
from tests.pipelines.ci_server import TOKEN, BuildServer, build_server, entry

PROGRAM = """
import os, sys, time
open(sys.argv[2], "a").write(os.environ["DRUMBEAT_KEY"] + "\\n")
print("hello from", sys.argv[1], flush=True)
if sys.argv[1] == "waits":
    time.sleep(60)
version = os.environ.get("DRUMBEAT_INPUT_VERSION", "")
open(os.environ["DRUMBEAT_OUTPUT"], "w").write(f"artifact=shop-{version}")
sys.exit(3 if sys.argv[1] == "fails" else 0)
"""


class Bench(Protocol):
    provider: PipelineProvider
    once_at_once: bool
    why: str

    def reborn(self) -> PipelineProvider: ...

    def starts(self, key: str) -> int: ...


class CommandBench:
    once_at_once, why = True, "exit code 3"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._starts = folder / "starts"
        self.provider = self.reborn()

    def reborn(self) -> CommandProvider:
        commands = [
            CommandPipeline(
                name=name,
                argv=(sys.executable, "-I", "-S", "-c", PROGRAM, name, str(self._starts)),
                cwd=self._folder,
                inputs=("version",),
                outputs=("artifact",),
            )
            for name in ("succeeds", "fails", "waits")
        ]
        return CommandProvider(commands, self._folder / "runs", grace=timedelta(seconds=1))

    def starts(self, key: str) -> int:
        return self._starts.read_text().split().count(key) if self._starts.exists() else 0


class HttpBench:
    """A real server that finds runs by our key and starts one per `Idempotency-Key`."""

    once_at_once, why = True, "exit code 3"

    def __init__(self, server: BuildServer) -> None:
        self._server = server
        self.provider = self.reborn()

    def reborn(self) -> HttpProvider:
        pipelines = [
            HttpPipeline.model_validate(
                entry(
                    self._server.url,
                    name,
                    body={"job": name, "key": "{{ key }}", "inputs": {"version": VERSION[name]}},
                )
            )
            for name in ("succeeds", "fails", "waits")
        ]
        return HttpProvider(pipelines, environ={"BUILD_TOKEN": TOKEN})

    def starts(self, key: str) -> int:
        return self._server.starts(key)


class GitHubBench:
    """Shapes as GitHub documents them; a dispatch that is sent twice starts two runs there."""

    once_at_once, why = False, "it failed: job “build”, step “Run it”"

    def __init__(self, server: github_server.GitHub | gitlab_server.GitLab) -> None:
        self._server = server
        self.provider = self.reborn()
        self.starts = server.starts

    def reborn(self) -> PipelineProvider:
        names = ("succeeds", "fails", "waits")
        return github_server.provider(self._server.url, *map(github_server.pipeline, names))


class GitLabBench(GitHubBench):
    """Shapes as GitLab documents them."""

    why = "it failed: job “build” (script failure)"

    def reborn(self) -> PipelineProvider:
        names = ("succeeds", "fails", "waits")
        return gitlab_server.provider(self._server.url, *map(gitlab_server.pipeline, names))


VERSION = {"succeeds": "{{ inputs.version }}", "fails": "", "waits": ""}


@pytest.fixture(params=["command", "http", "github", "gitlab"])
def bench(request, tmp_path: Path) -> Iterator[Bench]:
    match request.param:
        case "command":
            yield CommandBench(tmp_path)
        case "http":
            with build_server() as server:
                yield HttpBench(server)
        case "github":
            with github_server.github_server() as github:
                yield GitHubBench(github)
        case "gitlab":
            with gitlab_server.gitlab_server() as gitlab:
                yield GitLabBench(gitlab)


def known(key: str) -> RunRequest:
    """The run as one knows it who never heard an answer; `waits` is any pipeline of the bench."""
    return RunRequest(key=key, pipeline="waits")


async def end_of(provider: PipelineProvider, key: str) -> RunReport:
    for _ in range(400):
        report = await provider.find(known(key))
        assert report, "a run that was triggered is always found"
        if report.status.ended:
            return report
        await asyncio.sleep(0.02)
    raise AssertionError(f"{key} did not end")


def ask(pipeline: str, key: str = "x-1.ship.deploy.1", **inputs: str) -> RunRequest:
    return RunRequest(key=key, pipeline=pipeline, inputs=inputs)


async def test_a_run_takes_its_inputs_and_reports_its_outputs(bench: Bench):
    begun = await bench.provider.trigger(ask("succeeds", version="1.42"))
    assert begun.key == "x-1.ship.deploy.1"
    report = await end_of(bench.provider, begun.key)
    assert (report.status, report.reason) == (RunStatus.SUCCEEDED, "")
    assert report.outputs == {"artifact": "shop-1.42"}


async def test_inputs_are_text_and_never_commands(bench: Bench):
    nasty = "$(touch /tmp/x); `id`\n\"'\\ 🚀 \u202e"
    await bench.provider.trigger(ask("succeeds", version=nasty))
    report = await end_of(bench.provider, "x-1.ship.deploy.1")
    assert report.outputs["artifact"].startswith("shop-$(touch /tmp/x); `id`")


async def test_a_failed_run_says_why_and_shows_its_last_lines(bench: Bench):
    await bench.provider.trigger(ask("fails"))
    report = await end_of(bench.provider, "x-1.ship.deploy.1")
    assert report.status is RunStatus.FAILED
    assert report.reason == bench.why
    assert "hello from fails" in report.log_tail


async def test_a_key_triggered_again_is_the_run_that_exists(bench: Bench):
    """After the first try each says that one went before it, as the worker does."""
    await bench.provider.trigger(ask("succeeds", version="1"))
    again = ask("succeeds", version="1").model_copy(update={"in_doubt": True})
    for _ in range(2):
        await bench.provider.trigger(again)
    await end_of(bench.provider, "x-1.ship.deploy.1")
    after = await bench.reborn().trigger(again)
    assert after.status is RunStatus.SUCCEEDED
    assert bench.starts("x-1.ship.deploy.1") == 1


async def test_a_key_triggered_by_many_at_once_runs_once(bench: Bench):
    if not bench.once_at_once:
        pytest.skip("its server starts each; that one of us asks at a time is the worker's claim")
    many = [bench.provider, *(bench.reborn() for _ in range(7))]
    reports = await asyncio.gather(*(one.trigger(ask("waits")) for one in many))
    assert {report.status for report in reports} == {RunStatus.RUNNING}
    await asyncio.sleep(0.2)
    assert bench.starts("x-1.ship.deploy.1") == 1
    await bench.provider.cancel(known("x-1.ship.deploy.1"))


async def test_different_keys_are_different_runs(bench: Bench):
    for key in ("x-1.ship.deploy.1", "x-1.ship.deploy.2"):
        await bench.provider.trigger(ask("succeeds", key, version="1"))
        await end_of(bench.provider, key)
        assert bench.starts(key) == 1


async def test_a_run_is_found_by_a_provider_built_anew(bench: Bench):
    await bench.provider.trigger(ask("waits"))
    report = await bench.reborn().find(known("x-1.ship.deploy.1"))
    assert report
    assert report.status is RunStatus.RUNNING
    await bench.reborn().cancel(known("x-1.ship.deploy.1"))


async def test_a_key_nobody_triggered_is_not_found(bench: Bench):
    assert await bench.provider.find(known("x-9.never.1")) is None


async def test_a_cancelled_run_ends_as_cancelled(bench: Bench):
    await bench.provider.trigger(ask("waits"))
    await bench.provider.cancel(known("x-1.ship.deploy.1"))
    await bench.provider.cancel(known("x-1.ship.deploy.1"))
    report = await end_of(bench.provider, "x-1.ship.deploy.1")
    assert report.status is RunStatus.CANCELLED


async def test_cancelling_an_ended_or_unknown_run_does_nothing(bench: Bench):
    await bench.provider.cancel(known("x-9.never.1"))
    assert await bench.provider.find(known("x-9.never.1")) is None
    await bench.provider.trigger(ask("succeeds", version="1"))
    before = await end_of(bench.provider, "x-1.ship.deploy.1")
    await bench.provider.cancel(known("x-1.ship.deploy.1"))
    assert await bench.provider.find(known("x-1.ship.deploy.1")) == before


async def test_a_pipeline_that_is_not_listed_can_never_start(bench: Bench):
    with pytest.raises(Permanent, match="nowhere"):
        await bench.provider.trigger(ask("nowhere"))
    assert await bench.provider.find(known("x-1.ship.deploy.1")) is None


async def test_whether_a_run_could_start_is_told_without_starting_one(bench: Bench):
    assert await bench.provider.unready("succeeds") == ()
    with pytest.raises(Permanent):
        await bench.provider.unready("never listed")
