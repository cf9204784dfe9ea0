"""Who serves a database is counted, so that somebody else on the same Slack app is noticed."""

from pathlib import Path

import pytest

from storage.connecting import libpq_url
from storage.replicas import SERVES, application_name
from tests.stories.member import Member
from tests.stories.replicas import Replicas


@pytest.mark.story
def test_replicas_and_extra_workers_are_counted_and_a_stranger_is_noticed(tmp_path: Path):
    town = Replicas(tmp_path, serving=2, workers=1, transport="socket")
    first, second = town.serving
    (worker,) = town.workers
    foreign = "drumbeat_slack_foreign_connections"
    elsewhere = f"sqlite:///{tmp_path}/other.db"
    stranger = Member("serve", "stranger", tmp_path, town.environment)
    try:
        town.start_bot()
        for each in town.members:
            town.slack.wait_for(lambda each=each: each.metric("drumbeat_extra_workers") == 1)
            assert each.metric("drumbeat_replicas") == 2
        assert worker.get("/healthz").status_code == 200
        assert worker.get("/slack/events").status_code == 404
        assert second.metric("drumbeat_slack_connections") == 2
        told = town.drumbeat("doctor", PORT=str(second.port)).stdout
        assert "✓ replicas      2 serve this database, and 1 extra worker" in told
        assert "✓ connections   2 when serve connected" in told

        stranger.start(DATABASE_URL=elsewhere)
        stranger.wait_ready()
        town.slack.wait_for(lambda: stranger.metric(foreign) == 2, 20)
        assert second.metric(foreign) == 0

        first.kill()
        town.slack.wait_for(lambda: worker.metric("drumbeat_replicas") == 1)
        assert "✓ replicas      1 serves this database" in town.drumbeat("doctor").stdout
    finally:
        stranger.stop()
        town.close()


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
