"""PostgreSQL stopped, cut off, silent, locked: nobody is misled, nothing is lost, all resumes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres.own_server import OwnServer, own_server
from tests.postgres.proxy import Proxy, proxy
from tests.stories.team import Team, working
from tests.stories.trouble import Troubled

pytestmark = pytest.mark.story


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        yield server


@pytest.fixture(scope="module")
def network(server: OwnServer) -> Iterator[Proxy]:
    with proxy(server.port) as network:
        yield network


@pytest.fixture(scope="module")
def team(server: OwnServer, network: Proxy, tmp_path_factory) -> Iterator[Team]:
    url = server.address(port=network.port)
    with working(tmp_path_factory.mktemp("postgres"), DATABASE_URL=url) as team:
        yield team
        assert "hunter2" not in team.town.log.read_text()


@pytest.fixture(scope="module")
def shop(team: Team) -> Troubled:
    return Troubled(team)


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_server_that_stops_is_said_and_all_goes_on_when_it_is_back(shop, server, how):
    made, other = shop.release(), shop.release()
    server.stop(how)
    try:
        assert shop.NOT_DONE in shop.told(made)
        shop.not_ready("does not answer")
        assert "drumbeat_database_up 0.0" in shop.asked("/metrics").text
        assert shop.NOT_DONE in shop.told(other)
    finally:
        server.start()
    shop.ready()
    for each in (made, other):
        shop.approve(each)
        shop.ended(each)
    shop.logged_once("database in trouble", "does not answer")
    shop.logged_once("database well again")
    assert len(shop.logged()) < 20, shop.logged()


def test_a_click_while_the_server_restarts_counts(shop, server):
    made = shop.release()
    server.restart("immediate")
    shop.approve(made)
    shop.ended(made)


def test_a_click_counts_although_every_connection_was_cut(shop, server):
    made = shop.release()
    assert server.cut() > 0
    shop.approve(made)
    shop.ended(made)


@pytest.mark.parametrize("arrives", [True, False], ids=["written", "not written"])
def test_a_commit_whose_answer_is_lost_is_told_as_unknown_and_counts_once(shop, network, arrives):
    made = shop.release()
    network.cut_at_commit("verdicts", arrives=arrives)
    assert "We did not hear whether that was recorded" in shop.told(made)
    if not arrives:
        shop.approve(made)
    shop.ended(made)


def test_a_network_that_swallows_everything_is_said_in_time(shop, network):
    made = shop.release()
    network.swallow()
    try:
        assert "longer than Slack waits for" in shop.told(made)
        shop.not_ready("does not answer within 2 s")
    finally:
        network.deliver()
    shop.ready()
    shop.ended(made)  # what was swallowed arrived late, and counts


def test_a_click_that_waits_for_a_lock_is_said_and_counts_when_it_comes(shop, server):
    made = shop.release()
    with server.connected() as other, other.transaction():
        other.execute("LOCK TABLE verdicts IN ACCESS EXCLUSIVE MODE")
        assert "longer than Slack waits for" in shop.told(made)
    shop.ended(made)
    shop.logged_once("not written in time")


def test_a_server_that_answers_nothing_is_not_ready(shop, server):
    shop.release()
    with server.connected() as other, other.transaction():
        other.execute("LOCK TABLE owed IN ACCESS EXCLUSIVE MODE")
        shop.not_ready("does not answer within 2 s")
    shop.ready()
