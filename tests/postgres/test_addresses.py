"""A DATABASE_URL that is wrong: every command and the doctor say what it is and what to do."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from bot.doctor import Verdict
from bot.doctor.database import database_findings
from orchestration.errors import Permanent
from storage import await_database, check_schema, migrate
from tests.playground_client import ROOT
from tests.postgres.own_server import OWNER, PASSWORD, OwnServer, own_server
from tests.stories.member import free_port

SECRET = "hunter2"
ANOTHER = "not-" + SECRET


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        with server.connected() as connection:
            connection.execute(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
            connection.execute(f"CREATE ROLE nobody NOLOGIN PASSWORD '{PASSWORD}'")
        yield server


@contextlib.contextmanager
def starting_up() -> Iterator[int]:
    """A server that lets nobody in yet."""
    fields = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"
    refusal = b"E" + (len(fields) + 4).to_bytes(4, "big") + fields
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listening.accept()
                with client:
                    while len(client.recv(4096)) == 8:  # asks for encryption
                        client.sendall(b"N")
                    client.sendall(refusal)

    threading.Thread(target=answer, daemon=True).start()
    yield listening.getsockname()[1]
    listening.close()


def refusal_of(work, url: str) -> str:
    with pytest.raises(Permanent) as refused:
        work(url)
    return refused.value.reason


async def said_of(url: str, clock) -> tuple[str, str]:
    """What the doctor found, and how to mend it."""
    (found,) = [each async for each in database_findings(url, clock)]
    assert found.verdict is Verdict.FAILED
    return found.said, found.mend


WRONG = {
    "unknown host": ({"host": "nowhere.invalid"}, "host that nobody knows", "Mend the name"),
    "nothing listens": ({"port": 1}, "nothing listens there", "Start the server"),
    "wrong password": ({"password": ANOTHER}, "does not let this user in", "password"),
    "unknown user": ({"user": "bob"}, "does not let this user in", "Mend the user"),
    "may not log in": ({"user": "nobody"}, "does not know this user", "Mend it"),
    "unknown database": ({"database": "nix"}, "does not exist on that server", "CREATE DATABASE"),
    "port of no kind": ({"port": 99999}, "address that cannot be used", "DATABASE_URL"),
    "unknown option": ({"database": "drumbeat?colour=red"}, "cannot be used", "DATABASE_URL"),
    "no encryption": ({"database": "drumbeat?sslmode=require"}, "encryption", "sslmode"),
}


@pytest.mark.parametrize("what", WRONG)
async def test_what_is_wrong_with_an_address_is_said_with_how_to_mend_it(server, clock, what):
    changed, said, mend = WRONG[what]
    url = server.address(**changed)
    for work in (check_schema, lambda url: migrate(url, lambda _line: None)):
        reason = refusal_of(work, url)
        assert said in reason
        assert mend in reason
        assert SECRET not in reason
    found = await said_of(url, clock)
    assert said in found[0]
    assert mend in found[1]
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"postgresql//ada:{SECRET}@db/drumbeat", "not the address of a database"),
        (f"postgresql://ada:{SECRET}@db:port/drumbeat", "not the address of a database"),
        (f"mysql://ada:{SECRET}@db/drumbeat", "mysql is not supported"),
        (f"ada:{SECRET}", "not the address of a database"),
    ],
)
async def test_an_address_of_nothing_we_know_is_refused_without_repeating_it(url, said, clock):
    reason = refusal_of(check_schema, url)
    assert said in reason
    assert SECRET not in reason
    assert SECRET not in str(await said_of(url, clock))


async def test_a_user_who_may_not_make_tables_is_told_whose_database_it_must_be(server, clock):
    url = server.address(user="guest")
    reason = refusal_of(lambda url: migrate(url, lambda _line: None), url)
    assert "denies what Drumbeat needs" in reason
    assert "OWNER TO" in reason
    migrate(server.address(), lambda _line: None)
    assert "denies what Drumbeat needs" in (await said_of(url, clock))[0]


async def test_a_server_that_is_starting_is_waited_for_and_said_once(server, clock):
    with starting_up() as port:
        url = server.address(port=port)
        assert "is starting or stopping" in (await said_of(url, clock))[0]
        lines: list[str] = []
        reason = refusal_of(lambda url: await_database(url, lines.append, 1.2), url)
    assert "is starting or stopping" in reason
    (line,) = lines
    assert "Waiting for it" in line
    assert SECRET not in line + reason


def test_what_waiting_cannot_mend_is_not_waited_for(server):
    lines: list[str] = []
    refusal_of(lambda url: await_database(url, lines.append), server.address(password=ANOTHER))
    assert not lines


@pytest.mark.parametrize(
    "command",
    [["serve"], ["worker"], ["migrate"], ["audit", "verify"], ["owed", "list"], ["resume"]],
    ids=" ".join,
)
def test_every_command_says_it_in_a_line(server, tmp_path, command):
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli", *command],
        cwd=tmp_path,
        env={
            **{name: each for name, each in os.environ.items() if not name.startswith("OPENAI_")},
            "DATABASE_URL": server.address(password=ANOTHER),
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "PORT": str(free_port()),
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    (line,) = (ran.stdout + ran.stderr).strip().splitlines()
    assert line.startswith("The database drumbeat on 127.0.0.1 does not let this user in.")
    assert OWNER not in line
    assert SECRET not in line
