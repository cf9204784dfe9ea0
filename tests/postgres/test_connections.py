"""Connections that are lost: at a commit, in silence, and a server of another age."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from orchestration.errors import Transient, Unsure
from storage import Unusable, check_schema, migrate, open_database
from tests.postgres.own_server import OwnServer, own_server
from tests.postgres.proxy import Proxy, proxy
from tests.postgres.test_clicks import ONE, PEOPLE, approved, begin, clicked, signed_by_all


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        migrate(server.address(), lambda _line: None)
        yield server


@pytest.fixture
def network(server: OwnServer) -> Iterator[Proxy]:
    with proxy(server.port) as network:
        yield network


@pytest.fixture
def database(server: OwnServer, network: Proxy, clock):
    with server.connected() as connection:
        tables = connection.execute(
            "SELECT string_agg(tablename, ', ') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchone()
        connection.execute(f"TRUNCATE {tables[0]}")
    database = open_database(server.address(port=network.port), clock=clock)
    yield database
    network.drop()
    database.close()


@pytest.mark.parametrize("arrives", [True, False], ids=["written", "not written"])
async def test_a_click_whose_commit_was_not_answered_may_be_repeated(database, network, arrives):
    await begin(database, signed_by_all("go", needed=2))
    await clicked(database, approved("go", PEOPLE[0], 0))
    network.cut_at_commit("verdicts", arrives=arrives)
    with pytest.raises(Unsure):
        await clicked(database, approved("go", PEOPLE[1], 1))
    known = await database.read(lambda tx: tx.executions.get(ONE))
    assert known.status.ended == arrives, "what is remembered is what was written"
    await clicked(database, approved("go", PEOPLE[1], 1))
    known = await database.read(lambda tx: tx.executions.get(ONE))
    assert known.status.value == "succeeded"
    assert len(await database.read(lambda tx: tx.audit.entries([ONE]))) == 2
    assert not await database.read(lambda tx: tx.audit.faults())


async def test_connections_that_were_cut_are_replaced_unseen(database, server):
    await database.read(lambda tx: tx.roles.all())
    assert server.cut() > 0
    await asyncio.gather(*(database.read(lambda tx: tx.roles.all()) for _ in range(4)))
    await database.transact(lambda tx: tx.roles.all())
    assert not database.health.reason


async def test_a_server_that_hangs_is_given_up(server, network, clock):
    """Its machine answers every probe of TCP, so nothing but our own patience ends it."""
    database = open_database(server.address(port=network.port), clock=clock, patience=1)
    await database.read(lambda tx: tx.roles.all())
    network.swallow()
    waiting = asyncio.ensure_future(database.read(lambda tx: tx.roles.all()))
    with pytest.raises(Transient):
        await asyncio.wait_for(waiting, 30)
    assert "does not answer" in database.health.reason or "no answer" in database.health.reason
    network.deliver()
    await database.answers()
    assert not database.health.reason
    database.close()


def test_a_server_that_is_too_old_is_refused(server, network):
    with server.connected() as connection:
        version = str(connection.execute("SHOW server_version").fetchone()[0])
    older = "9.6" + version[3:]
    network.replace = (f"server_version\0{version}".encode(), f"server_version\0{older}".encode())
    for work in (check_schema, lambda url: migrate(url, lambda _line: None)):
        with pytest.raises(Unusable, match="PostgreSQL 9, and Drumbeat needs 13 or newer"):
            work(server.address(port=network.port))
