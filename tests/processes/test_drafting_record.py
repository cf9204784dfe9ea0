"""What a reading may take, and what of it is kept, as the operator set it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from orchestration.ports import Allowance, ModelCall
from orchestration.processes.drafting_record import DraftingRules, allowance_now, keep_calls
from storage import migrate, open_database
from tests.storage.building import ANA

EVENING = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)
CALL = ModelCall(
    purpose="draft", template="t", model="m", tokens_in=900, tokens_out=100, outcome="answered",
    asked="the text", answered="{}",
)  # fmt: skip


class Evening:
    def now(self):
        return EVENING


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _: None)
    opened = open_database(url, clock=Evening())
    yield opened
    opened.close()


async def keep(database, rules, n=1):
    def work(tx):
        keep_calls(tx, rules, [CALL], subject=f"dr_{n}", occasion="draft", by=ANA, at=EVENING)

    await database.transact(work)


async def allowed(database, at=EVENING, **rules):
    return await database.read(lambda tx: allowance_now(tx, DraftingRules(**rules), at))


async def test_without_a_budget_a_draft_takes_what_it_takes(database):
    assert await allowed(database) == Allowance()


async def test_a_day_is_spent_by_all_drafts_together_and_begins_anew_at_midnight(database):
    rules = {"tokens": 1500, "tokens_a_day": 2000}
    assert await allowed(database, **rules) == Allowance(tokens=1500)
    await keep(database, DraftingRules())
    assert await allowed(database, **rules) == Allowance(tokens=1000, of="day")
    await keep(database, DraftingRules(), n=2)
    await keep(database, DraftingRules(), n=3)
    assert await allowed(database, **rules) == Allowance(tokens=0, of="day")
    midnight = EVENING + timedelta(minutes=1)
    assert await allowed(database, at=midnight, **rules) == Allowance(tokens=1500)


@pytest.mark.parametrize(("keeps", "said"), [(True, "the text"), (False, "")])
async def test_texts_are_kept_only_where_the_operator_wants_it(database, keeps, said):
    await keep(database, DraftingRules(keeps_texts=keeps))
    (kept,) = await database.read(lambda tx: tx.model_calls.of("dr_1"))
    assert (kept.call.asked, kept.call.tokens_in) == (said, 900)
