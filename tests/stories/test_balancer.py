"""The balancer that compose.yaml brings, as it is written, before two replicas on PostgreSQL.

It needs Caddy (Debian's package `caddy`; .ci/run fetches it where apt can).
"""

import os
import shutil
import subprocess
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from tests.playground_client import ROOT
from tests.stories.main_story import Story
from tests.stories.member import Member
from tests.stories.town import Town

CADDYFILE = ROOT / "deploy" / "Caddyfile"
CADDY = shutil.which("caddy")
pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(CADDY is None, reason="no Caddy is installed"),
]


@contextmanager
def balancing(town: Town, *ports: int):
    """Caddy where Slack calls, in front of replicas at these ports."""
    more = {
        "DRUMBEAT_URL": f"http://127.0.0.1:{town.port}",
        "REPLICAS": " ".join(f"127.0.0.1:{port}" for port in ports),
        "XDG_DATA_HOME": str(town.directory / "caddy"),
        "XDG_CONFIG_HOME": str(town.directory / "caddy"),
    }
    with (town.directory / "caddy.log").open("wb") as log:
        caddy = subprocess.Popen(
            [CADDY, "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
            env={**os.environ, **more},
            stdout=log,
            stderr=log,
        )
        try:
            town.slack.wait_for(lambda: reached(town, "/slack/events"), 15)
            yield
        finally:
            caddy.terminate()
            caddy.wait(15)


def reached(town: Town, path: str) -> int:
    """How an unsigned POST is answered; 0 where nobody does."""
    try:
        return httpx.post(f"http://127.0.0.1:{town.port}{path}", timeout=5).status_code
    except httpx.HTTPError:
        return 0


def test_a_release_goes_on_through_the_balancer_when_a_replica_dies(tmp_path):
    town = Town(tmp_path, transport="http", database="postgresql", unlimited=True, LEASE="3")
    replicas = [Member("serve", f"replica{n}", tmp_path, town.environment) for n in (1, 2)]
    with ExitStack() as stack:
        stack.callback(town.close)
        for each in replicas:
            stack.callback(each.stop)
            each.start()
        for each in replicas:
            each.wait_ready()
        stack.enter_context(balancing(town, *(each.port for each in replicas)))
        assert reached(town, "/slack/events") == 401
        for hidden in ("/metrics", "/readyz", "/healthz", "/", "/pipelines", "/slack/events/x"):
            assert reached(town, hidden) == 404
        assert httpx.get(f"http://127.0.0.1:{town.port}/metrics").text == ""
        raw = f"http://127.0.0.1:{town.port}/pipelines/%2e%2e/metrics"
        assert httpx.get(raw).status_code == 404

        story = Story(town)
        story.draft()
        story.bind()
        story.publish()
        assert all(each.metric("drumbeat_ack_seconds_count") for each in replicas)
        replicas[0].kill()
        story.make_release()
        story.until(story.nothing, town.runs)
        keys = town.keys_posted()
        assert len(keys) == len(set(keys))
