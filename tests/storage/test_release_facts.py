"""What a release was given has a row of its own; where an older Drumbeat kept it, it is found."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import delete, event, select, update

from orchestration.execution.engine import advance
from orchestration.execution.events import ExecutionAborted, MembersChanged
from orchestration.values import ExecutionId
from storage import formats
from storage.tables import execution_facts, executions
from tests.storage.building import ANA, DAN, NOON, WEB, started

EX = ExecutionId("ex_1")
FACTS = started().facts


def begin(tx):
    tx.processes.publish(WEB, by=DAN, at=NOON)
    tx.executions.add(started())


def changed_head(tx):
    """Another wording of who QA is: the head is written again."""
    event_ = MembersChanged(at=NOON + timedelta(hours=1), members={"qa": (ANA,)})
    tx.executions.save(advance(tx.executions.get(EX), event_).execution)


def as_an_older_drumbeat_left_it(tx):
    connection = tx.executions._connection
    head = json.loads(connection.execute(select(executions.c.document)).scalar_one())
    head["facts"] = json.loads(formats.FACTS.dump(FACTS))
    del head["facts"]["format"]
    connection.execute(delete(execution_facts))
    connection.execute(update(executions).values(document=json.dumps(head)))


def kept(tx):
    return tx.executions._connection.execute(select(execution_facts.c.document)).scalar_one()


async def test_the_head_is_written_without_what_the_release_was_given(database):
    await database.transact(begin)
    written = []

    @event.listens_for(database._writing, "before_cursor_execute")
    def listen(_connection, _cursor, statement, parameters, _context, _many):
        written.append((statement, str(parameters)))

    await database.transact(changed_head)
    assert any("executions SET" in statement for statement, _ in written)
    assert not any("region" in parameters for _, parameters in written)


async def test_a_release_of_an_older_drumbeat_goes_on_with_what_it_was_given(database):
    await database.transact(begin)
    await database.transact(as_an_older_drumbeat_left_it)
    database._caches.executions.drop(EX)
    found = await database.read(lambda tx: tx.executions.get(EX))
    assert found.facts == FACTS


async def test_what_an_older_drumbeat_kept_in_the_head_moves_when_the_head_is_written(database):
    await database.transact(begin)
    await database.transact(as_an_older_drumbeat_left_it)
    database._caches.executions.drop(EX)
    await database.transact(changed_head)
    assert formats.FACTS.load(await database.read(kept)) == FACTS
    database._caches.executions.drop(EX)
    ended = ExecutionAborted(at=NOON, by=DAN, reason_id="")
    after = await database.transact(lambda tx: advance(tx.executions.get(EX), ended).execution)
    assert after.facts == FACTS
