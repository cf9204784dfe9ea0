"""Who may say who is who."""

import asyncio
from collections.abc import Iterator

import pytest

from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.people.service import PeopleService
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import ProcessId, UserId
from storage import SqlDatabase, migrate, open_database
from tests.storage.building import SettableClock

OWNER, ADMIN, STRANGER = UserId("U0OWNER001"), UserId("U0ADMIN001"), UserId("U0STRANGER")
SIGNED = Process(
    id=ProcessId("web"),
    name="Web",
    owners=(OWNER,),
    phases=(
        Phase(
            id="go",
            name="Go",
            activities=(
                Activity(
                    id="sign",
                    name="Sign",
                    type=ActivityType.MANUAL,
                    tasks=(
                        TaskSpec(
                            id="sign-off",
                            name="Sign",
                            kind=TaskKind.SIGN_OFF,
                            approvals=Approvals(from_=("QA lead",)),
                        ),
                    ),
                ),
            ),
        ),
    ),
)


@pytest.fixture
def database(tmp_path) -> Iterator[SqlDatabase]:
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _line: None)
    database = open_database(url, clock=SettableClock())
    yield database
    database.close()


def bind(database: SqlDatabase, by: UserId, member: UserId = STRANGER) -> str:
    people = PeopleService(database, SettableClock(), Administrators([ADMIN]))
    try:
        asyncio.run(people.bind({"QA lead": [member]}, by=by))
    except Rejected as refused:
        return refused.text
    return "bound"


def publish(database: SqlDatabase) -> None:
    now = SettableClock().now()
    asyncio.run(database.transact(lambda tx: tx.processes.publish(SIGNED, by=OWNER, at=now)))


def test_anyone_may_say_who_a_role_is_while_only_drafts_name_it(database):
    assert bind(database, STRANGER) == "bound"


def test_nobody_makes_himself_the_signer_of_a_published_process(database):
    publish(database)
    refused = bind(database, STRANGER)
    assert "QA lead" in refused
    assert OWNER in refused


@pytest.mark.parametrize("by", [OWNER, ADMIN])
def test_its_owners_and_administrators_may_change_who_signs(database, by):
    publish(database)
    assert bind(database, by) == "bound"


def test_saving_the_form_unchanged_is_nobodys_offence(database):
    assert bind(database, OWNER) == "bound"
    publish(database)
    assert bind(database, STRANGER) == "bound"
