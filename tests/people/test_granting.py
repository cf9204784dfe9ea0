"""Granting rights, and what nobody comes to a right by."""

import pytest

from orchestration.errors import Rejected
from orchestration.people.granting import rights_in
from orchestration.people.model import Grant, Right
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.values import DraftId, ProcessId
from tests.people.office import ADMIN, HERE, MEMBER, SHOP, STRANGER, WEB, given, ready
from tests.storage.building import NOON


async def test_rights_are_granted_by_name_and_written_down(office):
    office = await ready(office)
    assert await office.grants.grant("Team", {Right.START, Right.VIEW}, process_id=None, by=ADMIN)
    assert not await office.grants.grant(
        "team", {Right.VIEW, Right.START}, process_id=None, by=ADMIN
    )
    await office.grants.grant("Team", {Right.PUBLISH}, process_id=SHOP, by=ADMIN)
    (workspace, shop) = await office.database.read(rights_in)
    assert (workspace.role, workspace.rights) == ("Team", (Right.VIEW, Right.START))
    assert (shop.process_name, shop.rights) == ("Shop", (Right.PUBLISH,))
    await office.grants.grant("Team", (), process_id=None, by=ADMIN)
    entries = await office.database.read(lambda tx: tx.audit.entries(["roles"]))
    assert [(each.action, each.before, each.after) for each in entries[-3:]] == [
        ("granted", "nothing", "view start"),
        ("granted", "nothing (shop)", "publish (shop)"),
        ("took every right from", "view start", "nothing"),
    ]


async def test_a_role_that_means_nobody_is_granted_nothing(office):
    office = await ready(office)
    with pytest.raises(Rejected, match=r"Nobody is “Ghosts” yet\. Say who it is"):
        await office.grants.grant("Ghosts", {Right.VIEW}, process_id=None, by=ADMIN)


async def test_nobody_comes_to_a_right_by_taking_the_role(office):
    office = await ready(office)
    await office.grants.grant("Team", {Right.START}, process_id=None, by=ADMIN)
    with pytest.raises(Rejected, match="You cannot change who “Team” is: it may start"):
        await office.people.bind({"Team": [STRANGER]}, by=STRANGER)
    await office.people.bind({"Team": [STRANGER]}, by=ADMIN)


async def test_nobody_comes_to_publishing_by_naming_themselves_an_owner(office):
    office = await ready(office)
    await given(office, Right.PUBLISH)
    mine = WEB.model_copy(update={"id": ProcessId("mine"), "owners": (STRANGER,)})
    draft = Draft(
        id=DraftId("d"),
        channel=HERE,
        by=STRANGER,
        created_at=NOON,
        text_id="t",
        status=DraftStatus.READY,
        process=mine,
    )
    await office.database.transact(lambda tx: tx.drafts.add(draft))
    with pytest.raises(
        Rejected, match=r"You cannot publish “Web”\. Administrators and “Team” can: "
    ):
        await office.processes.publish(draft.id, 0, by=STRANGER)


async def test_who_administers_one_process_grants_rights_in_it_alone(office):
    office = await ready(office)
    await given(office, Right.ADMINISTER, process=WEB.id)
    await office.grants.demand_any(by=MEMBER)
    await office.grants.grant("Others", {Right.START}, process_id=WEB.id, by=MEMBER)
    for place in (None, SHOP):
        with pytest.raises(Rejected, match="You cannot change what “Others” may do"):
            await office.grants.grant("Others", {Right.START}, process_id=place, by=MEMBER)
    with pytest.raises(Rejected, match="You cannot grant rights"):
        await office.grants.demand_any(by=STRANGER)


async def test_what_somebody_may_not_look_at_is_not_listed_for_them(office):
    office = await ready(office)
    await given(office, Right.VIEW, process=SHOP)
    seen = {
        by: [each.id for each in await office.processes.list(by=by)] for by in (STRANGER, MEMBER)
    }
    assert seen == {STRANGER: ["web"], MEMBER: ["shop", "web"]}


async def test_a_refusal_names_who_can_and_why(office):
    office = await ready(office)
    await given(office, Right.START)
    with pytest.raises(Rejected) as refused:
        await office.release(by=STRANGER, now=True)
    assert refused.value.text == (
        "You cannot start Web 1. Owners of the process, administrators and “Team” can: "
        "{@U0OWNER001}, {@U0ADMIN001} and {@U0MEMBER01}."
    )


async def test_a_grant_is_kept_once_for_each_place(office):
    await given(office, Right.START, Right.VIEW)
    await given(office, Right.START, process=SHOP)
    await given(office, Right.START)
    assert await office.database.read(lambda tx: tx.roles.grants()) == [
        Grant(role="team", right=Right.START),
        Grant(role="team", right=Right.START, process=SHOP),
    ]
