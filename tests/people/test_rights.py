"""Every verb against every right: who may do what (docs/rights.md has the table)."""

import pytest

from orchestration.people.model import Right
from tests.people.office import (
    ADMIN,
    BY_OWNERS,
    MEMBER,
    OF_NO_PROCESS,
    OF_THE_WORKSPACE,
    OWNER,
    SHOP,
    STRANGER,
    VERBS,
    WEB,
    given,
    may,
    ready,
)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
async def test_each_verb_asks_for_its_right(office, verb):
    right, office = VERBS[verb], await ready(office)
    open_to_all = right in {Right.VIEW, Right.DRAFT}
    assert await may(office, verb, STRANGER) is open_to_all
    assert await may(office, verb, ADMIN)
    assert await may(office, verb, OWNER) is (right in BY_OWNERS)

    await given(office, right)
    assert await may(office, verb, MEMBER), "granted for the workspace"
    assert not await may(office, verb, STRANGER), "others have it no longer, or never had"
    assert await may(office, verb, ADMIN)
    assert await may(office, verb, OWNER) is (right in BY_OWNERS and verb not in OF_NO_PROCESS)

    await given(office, right, process=SHOP)
    await given(office)
    elsewhere = await may(office, verb, MEMBER)
    assert elsewhere is open_to_all, "granted for another process"

    await given(office, process=SHOP)
    await given(office, right, process=WEB.id)
    here = await may(office, verb, MEMBER)
    assert here is (verb not in OF_THE_WORKSPACE), "granted for this process"

    await given(office, process=WEB.id)
    await given(office, right, to="others")
    others = set(Right) - {right, Right.ADMINISTER}
    await given(office, *others)
    assert await may(office, verb, MEMBER) is (right is Right.VIEW), "another right is not this one"

    await given(office, Right.ADMINISTER)
    assert await may(office, verb, MEMBER), "who administers may do all"
