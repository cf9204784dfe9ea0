"""Who serves a database is counted, so that somebody else on the same Slack app is noticed."""

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from storage.connecting import libpq_url
from storage.replicas import SERVES, application_name
from tests.bot.test_doctor import free_port
from tests.stories.town import Town


class Process:
    """One more `drumbeat serve` or `drumbeat worker` beside the town's own."""

    def __init__(self, town: Town, command: str, log: Path, **more: str) -> None:
        self.port = free_port()
        environment = town.environment(PORT=str(self.port), **more)
        self._log = log.open("wb")
        self.running = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", command],
            cwd=town.directory,
            env=environment,
            stdout=self._log,
            stderr=self._log,
        )

    def get(self, path: str) -> httpx.Response | None:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=5)
        except httpx.HTTPError:
            return None

    def metric(self, name: str) -> float | None:
        answer = self.get("/metrics")
        families = text_string_to_metric_families(answer.text if answer else "")
        return next((s.value for f in families for s in f.samples if s.name == name), None)

    def close(self) -> None:
        self.running.kill()
        self.running.wait(10)
        self._log.close()


@contextmanager
def beside(town: Town, command: str, **more: str):
    name = f"{command}-{free_port()}.log"
    process = Process(town, command, town.directory / name, **more)
    try:
        town.slack.wait_for(lambda: process.get("/readyz"), 30)
        yield process
    finally:
        process.close()


@pytest.mark.story
def test_replicas_and_extra_workers_are_counted_and_a_stranger_is_noticed(tmp_path: Path):
    town = Town(tmp_path, database="postgresql")
    with ExitStack() as stack:
        stack.callback(town.close)
        town.start_bot()
        second = stack.enter_context(beside(town, "serve"))
        worker = stack.enter_context(beside(town, "worker"))
        for each in (second, worker):
            town.slack.wait_for(lambda each=each: each.metric("drumbeat_extra_workers") == 1)
            assert each.metric("drumbeat_replicas") == 2
        assert worker.get("/healthz").status_code == 200
        assert worker.get("/readyz").json() == {"ready": True, "reason": ""}
        assert worker.get("/slack/events").status_code == 404
        town.slack.wait_for(lambda: second.metric("drumbeat_slack_connections") == 2)
        told = town.drumbeat("doctor").stdout
        assert "✓ replicas      2 serve this database, and 1 extra worker" in told
        assert "✓ connections" in told

        elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path}/other.db"}
        stranger = stack.enter_context(beside(town, "serve", **elsewhere))
        foreign = "drumbeat_slack_foreign_connections"
        town.slack.wait_for(lambda: stranger.metric(foreign) == 2, 20)
        assert second.metric(foreign) == 0

        second.running.kill()
        town.slack.wait_for(lambda: worker.metric("drumbeat_replicas") == 1)
        assert "✓ replicas      1 serves this database" in town.drumbeat("doctor").stdout


def test_a_long_name_of_a_host_keeps_the_part_that_tells_processes_apart():
    name = application_name(SERVES, f"{'a' * 60}.example.7.1f2e3d")
    assert len(name.encode()) == 63
    assert name.startswith("drumbeat serve a")
    assert name.endswith(".example.7.1f2e3d")


def test_the_name_and_ones_own_options_reach_libpq_as_they_were_written():
    from psycopg.conninfo import conninfo_to_dict

    url = libpq_url(
        "postgresql://u:p%2Bw@h/d?options=-c%20work_mem%3D8MB", application_name="drumbeat serve a"
    )
    read = conninfo_to_dict(url)
    assert read["application_name"] == "drumbeat serve a"
    assert read["options"] == "-c work_mem=8MB"
    assert read["password"] == "p+w"
