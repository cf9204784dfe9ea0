from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from orchestration.people.model import Person
from orchestration.ports import Decision
from storage.audit_tables import audit_entries, audit_heads, texts
from tests.storage.building import ANA, NOON

OF_WEB = audit_entries.c.chain == "re_1"


def decision(action: str, *, chain: str = "re_1", after: int = 0, text_id: str = "") -> Decision:
    return Decision(
        chain=chain,
        at=NOON + timedelta(minutes=after),
        actor=ANA,
        through="qa lead",
        door="slack",
        action=action,
        text_id=text_id,
    )


@pytest.fixture
async def audited(database):
    """Three decisions on one release, the last with a reason, and one on another."""

    def work(tx):
        tx.directory.save_people([Person(id=ANA, name="Ana")], at=NOON)
        tx.texts.keep("tx_1", "the build is red")
        tx.audit.append(decision("started"))
        tx.audit.append(decision("approved", after=1))
        tx.audit.append(decision("rejected", after=2, text_id="tx_1"))
        tx.audit.append(decision("started", chain="re_2", after=1))

    await database.transact(work)
    return database


async def tamper(database, *statements):
    def work(tx):
        for each in statements:
            tx.audit._connection.execute(each)

    await database.transact(work)


async def faults(database):
    return await database.read(lambda tx: tx.audit.faults())


async def test_the_audit_says_who_did_what_by_the_name_they_had_then(audited):
    await audited.transact(
        lambda tx: tx.directory.save_people([Person(id=ANA, name="Ana B.")], at=NOON)
    )
    entries = await audited.read(lambda tx: tx.audit.entries(["re_1", "re_2"]))
    assert [(each.chain, each.number) for each in entries] == [
        ("re_1", 1),
        ("re_1", 2),
        ("re_2", 1),
        ("re_1", 3),
    ]
    assert {each.actor_name for each in entries} == {"Ana"}
    assert entries[1].previous == entries[0].hash


async def test_an_untouched_audit_has_no_faults(audited):
    assert await faults(audited) == []


async def test_a_decision_that_was_rolled_back_is_in_no_chain(audited):
    def refused(tx):
        tx.audit.append(decision("approved"))
        raise LookupError

    with pytest.raises(LookupError):
        await audited.transact(refused)
    assert len(await audited.read(lambda tx: tx.audit.entries(["re_1"]))) == 3
    assert await faults(audited) == []


async def test_erasing_a_text_leaves_the_chain_verifiable(audited):
    await audited.transact(lambda tx: tx.texts.erase("tx_1"))
    assert await audited.read(lambda tx: tx.texts.bodies(["tx_1"])) == {}
    assert await faults(audited) == []
    await audited.transact(lambda tx: tx.audit.append(decision("retried", text_id="tx_1")))
    assert await faults(audited) == []


async def test_an_erased_text_leaves_neither_body_nor_salt(audited):
    await audited.transact(lambda tx: tx.texts.erase("tx_1"))
    row = await audited.read(lambda tx: tx.audit._connection.execute(select(texts)).one())
    assert (row.salt, row.body) == (None, None)


async def test_a_reason_that_was_never_kept_cannot_be_referred_to(audited):
    with pytest.raises(KeyError):
        await audited.transact(lambda tx: tx.audit.append(decision("aborted", text_id="tx_9")))


async def test_a_changed_entry_is_found(audited):
    await tamper(
        audited,
        update(audit_entries).where(OF_WEB, audit_entries.c.number == 2).values(action="ignored"),
    )
    assert await faults(audited) == ["re_1: entry 2 was changed after it was written, or moved"]


async def test_a_changed_reason_is_found(audited):
    await tamper(audited, update(texts).values(body="all is well"))
    assert await faults(audited) == ["re_1: the text of entry 3 was changed after it was written"]


async def test_a_missing_entry_is_found(audited):
    await tamper(audited, delete(audit_entries).where(OF_WEB, audit_entries.c.number == 2))
    assert await faults(audited) == ["re_1: entry 2 is missing"]


async def test_reordered_entries_are_found(audited):
    def numbered(was, now):
        which = (OF_WEB, audit_entries.c.number == was)
        return update(audit_entries).where(*which).values(number=now)

    await tamper(audited, numbered(1, 9), numbered(2, 1), numbered(9, 2))
    found = await faults(audited)
    assert "re_1: entry 1 was changed after it was written, or moved" in found
    assert "re_1: entry 2 was changed after it was written, or moved" in found


async def test_entries_cut_off_the_end_are_found(audited):
    await tamper(audited, delete(audit_entries).where(OF_WEB, audit_entries.c.number > 1))
    assert await faults(audited) == ["re_1: entries 2 to 3 are missing at the end"]


async def test_a_chain_removed_as_a_whole_is_found(audited):
    await tamper(audited, delete(audit_entries).where(OF_WEB))
    assert await faults(audited) == ["re_1: all entries are missing"]


async def test_a_chain_written_anew_does_not_match_where_it_was_left(audited):
    await tamper(audited, delete(audit_heads).where(audit_heads.c.chain == "re_2"))
    (found,) = await faults(audited)
    assert found.startswith("re_2: nothing says where this chain ends")


async def test_what_was_anchored_cannot_be_removed_together_with_its_head(audited):
    await audited.transact(lambda tx: tx.audit.anchor(at=NOON))
    assert await faults(audited) == []
    await tamper(
        audited,
        delete(audit_entries).where(OF_WEB),
        delete(audit_heads).where(audit_heads.c.chain == "re_1"),
    )
    assert await faults(audited) == ["re_1: all entries are missing"]


async def test_a_chain_cut_short_together_with_its_head_is_found_by_its_anchor(audited):
    await audited.transact(lambda tx: tx.audit.anchor(at=NOON))
    second = (await audited.read(lambda tx: tx.audit.entries(["re_1"])))[1]
    await tamper(
        audited,
        delete(audit_entries).where(OF_WEB, audit_entries.c.number == 3),
        update(audit_heads).where(audit_heads.c.chain == "re_1").values(number=2, hash=second.hash),
    )
    assert await faults(audited) == ["re_1: entry 3 was anchored and is missing"]


async def test_only_chains_that_have_grown_are_anchored_again(audited):
    def anchor(tx):
        tx.audit.anchor(at=NOON)
        return tx.audit.entries(["anchors"])

    assert len(await audited.transact(anchor)) == 1
    assert len(await audited.transact(anchor)) == 1
    await audited.transact(lambda tx: tx.audit.append(decision("approved", chain="re_2")))
    *_, latest = await audited.transact(anchor)
    assert '"re_2":[2,' in latest.after
    assert "re_1" not in latest.after
    assert await faults(audited) == []


async def test_one_chain_is_verified_without_reading_the_others(audited):
    both = await audited.read(lambda tx: tx.audit.faults(["re_1"]))
    other = await audited.read(lambda tx: tx.audit.faults(["nothing of the sort"]))
    assert (both, other) == ([], [])
