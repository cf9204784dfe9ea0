"""Input sets as people use them: listed, made, edited, copied, removed; late and double clicks."""

import pytest_asyncio

from bot.playground.seed import DANA, ROSA
from bot.views.inputs import carried, name_form, set_form
from bot.views.store import carried as store
from orchestration.people.model import Right
from orchestration.values import UserId
from tests.bot.rig import rigged
from tests.bot.shop import kept, published, shared_set, shop_set

OF_SHOP = carried.SetsButton(kind="process", of="shop")


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await published(made)
        yield made


def button(revision=1, set_id="eu", **of):
    return carried.SetButton(
        **{"kind": "process", "of": "shop", **of}, set_id=set_id, revision=revision
    )


async def submit(rig, values, who=ROSA):
    view = rig.modals(who)[-1]
    return await rig.act("view/submit", who=who, view_id=view.id, values=values)


def labels(view):
    return [b["label"]["text"] for b in view.content["blocks"] if b["type"] == "input"]


async def test_without_a_name_inputs_says_whose_sets_there_are(rig):
    await shop_set(rig)
    await rig.command("inputs")
    assert "Shop: 1 input set" in rig.private().text
    assert "Deploy a service (of the store): 0 input sets" in rig.private().text
    await rig.click(carried.SHOW, OF_SHOP)
    assert "EU: incomplete" in rig.private().text


async def test_each_set_says_what_is_open_in_it_and_who_changed_it_last(rig):
    await shop_set(rig, inputs={"ticket": "T-1"})
    await rig.command("inputs shop")
    said = rig.private().text
    assert "EU: incomplete: 2 open" in said
    assert "Deploy › Deploy EU: “region” is open" in said
    assert f"Changed by <@{ROSA}>" in said
    assert "Not in use" in said


async def test_a_set_of_a_store_activity_says_where_it_is_linked(rig):
    await shared_set(rig, region="eu")
    phases = [
        {"id": "deploy", "activities": [{"id": each, "linked": "prod"} for each in ("eu", "us")]}
    ]
    await shop_set(rig, inputs={"ticket": "T-1"}, phases=phases)
    await rig.mention("inputs deploy-service")
    assert "Used by “EU” of “Shop” (deploy.eu and deploy.us)" in rig.private().text
    await rig.command("inputs shop")
    assert "EU: complete" in rig.private().text


async def test_the_card_of_a_store_activity_leads_to_its_sets(rig):
    await shared_set(rig, region="eu")
    await rig.click(store.SHOW, store.StoreButton(activity_id="deploy-service"))
    (row,) = [b for b in rig.private().blocks if b.get("block_id") == "store.actions"]
    (leads,) = [each for each in row["elements"] if each["action_id"] == carried.SHOW]
    await rig.click(carried.SHOW, leads["value"])
    assert "Production: complete" in rig.private().text


async def test_a_new_set_is_made_page_by_page_and_each_page_is_kept(rig):
    await shared_set(rig, region="us")
    await rig.click(carried.NEW, OF_SHOP)
    [first] = rig.modals()
    assert labels(first)[:3] == ["Name of the set", "What it is for", "version"]
    values = {set_form.NAME: "EU", "set.0.1": "T-1", "set.1.0": "0", "set.1.1": "3"}
    assert (await submit(rig, values))["status"] == "ok"
    made = await kept(rig)
    assert made.set.inputs == {"ticket": "T-1"}
    assert made.set.phases[0].activities[0].inputs == {"region": "eu", "replicas": 3}
    [second] = rig.modals()
    view = rig.slack.appearance.view(second)
    assert labels(second)[0] == "Linked input set" or "token" in labels(second)
    link = next(
        b["block_id"]
        for b in view["blocks"]
        if b.get("label", {}).get("text") == "Linked input set"
    )
    body = {"as": ROSA, "view_id": second.id, "values": {link: {carried.LINK: "prod"}}}
    await rig.http.post("/_workspace/view/submit", json=body)
    after = await kept(rig)
    assert after.set.phases[0].activities[1].linked == "prod"
    assert after.revision == 2
    assert rig.modals() == []


async def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_saved(rig):
    await rig.click(carried.NEW, OF_SHOP)
    sent = await submit(rig, {set_form.NAME: " ", "set.1.2": "hunter2"})
    assert set(sent["errors"]) == {set_form.NAME, "set.1.2"}
    assert "hunter2" not in str(sent["errors"])
    assert await kept(rig) is None


async def test_an_edit_of_what_somebody_else_changed_meanwhile_is_refused_and_says_who(rig):
    made = await shop_set(rig)
    await rig.click(carried.EDIT, button())
    changed = made.set.model_copy(update={"inputs": {"ticket": "T-2"}})
    await rig.doors.inputs.save(changed, was=1, by=UserId(ROSA))
    await submit(rig, {"set.0.1": "T-3"})
    told = str(rig.modals()[-1].content)
    assert f"<@{ROSA}> set ticket" in told
    assert "Nothing of yours was saved" in told
    assert (await kept(rig)).set.inputs == {"ticket": "T-2"}


async def test_a_page_sent_twice_is_saved_once(rig):
    await rig.click(carried.NEW, OF_SHOP)
    [modal] = rig.modals()
    view = rig.slack.appearance.view(modal)
    view["state"]["values"][set_form.NAME][set_form.NAME]["value"] = "EU"
    body = {
        "type": "view_submission",
        "user": {"id": ROSA, "team_id": "T0DRUMBEAT"},
        "team": {"id": "T0DRUMBEAT"},
        "trigger_id": rig.slack.trigger(ROSA),
        "view": view,
    }
    for _ in range(2):
        answer = await rig.dispatch(body)
        assert "update" in answer.body
    assert (await kept(rig)).revision == 1


async def test_whoever_may_not_publish_is_told_who_can(rig):
    await shop_set(rig)
    await rig.click(carried.EDIT, button(), by=DANA)
    await submit(rig, {"set.0.1": "T-3"}, who=DANA)
    assert f"can: <@{ROSA}>" in str(rig.modals(DANA)[-1].content)
    assert (await kept(rig)).revision == 1


async def test_expressions_are_typed_where_every_field_is_text(rig):
    await shop_set(rig)
    await rig.click(carried.EDIT, button())
    [modal] = rig.modals()
    await rig.act("click", view_id=modal.id, action_id=carried.AS_TEXT, block_id="set.as_text")
    await submit(rig, {"set.1.1.text": "{{ inputs.ticket }}"})
    made = await kept(rig)
    assert made.set.phases[0].activities[0].inputs == {"replicas": "{{ inputs.ticket }}"}


async def test_a_copy_has_the_values_and_a_name_of_its_own(rig):
    await shop_set(rig, inputs={"ticket": "T-1"})
    await rig.click(carried.COPY, button())
    assert (await submit(rig, {name_form.NAME: "US"}))["status"] == "ok"
    assert (await kept(rig, "us")).set.inputs == {"ticket": "T-1"}
    await rig.click(carried.COPY, button())
    sent = await submit(rig, {name_form.NAME: "us"})
    assert "already" in str(sent["errors"])


async def test_a_set_in_use_is_not_removed_and_its_users_are_named(rig):
    await shared_set(rig, region="eu")
    await shop_set(rig, phases=[{"id": "deploy", "activities": [{"id": "eu", "linked": "prod"}]}])
    await rig.click(carried.REMOVE, button(kind="activity", of="deploy-service", set_id="prod"))
    assert "in use by “EU” of “Shop” (deploy.eu)" in rig.private().text
    await rig.click(carried.REMOVE, button())
    assert "“EU” is removed" in rig.private().text
    assert await kept(rig) is None


async def test_editing_a_shared_set_says_first_where_it_is_used(rig):
    await shared_set(rig, region="eu")
    await shop_set(rig, phases=[{"id": "deploy", "activities": [{"id": "eu", "linked": "prod"}]}])
    await rig.click(carried.EDIT, button(kind="activity", of="deploy-service", set_id="prod"))
    [modal] = rig.modals()
    assert "A change reaches everything that uses it: “EU” of “Shop”" in str(modal.content)
    assert (await submit(rig, {"set.0.0": "1"}))["status"] == "ok"
    shared = await rig.storage.read(lambda tx: tx.input_sets.find_activity_set("prod"))
    assert shared.set.inputs == {"region": "us"}


async def test_sets_of_a_process_that_somebody_may_not_look_at_are_not_shown(rig):
    await shop_set(rig, inputs={"ticket": "T-1"})
    await rig.people.bind({"Web team": (ROSA,)}, by=UserId(ROSA))
    await rig.storage.transact(lambda tx: tx.roles.grant("web team", [Right.VIEW], "shop"))
    await rig.command("inputs", by=DANA)
    assert "Shop" not in rig.private(DANA).text
    for ask in (rig.command("inputs shop", by=DANA), rig.click(carried.EXPORT, button(), by=DANA)):
        await ask
        assert "You cannot look at “Shop”" in rig.private(DANA).text
    await rig.command("inputs shop")
    assert "EU: incomplete" in rig.private().text
