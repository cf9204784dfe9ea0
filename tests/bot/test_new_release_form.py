"""The form of a new release: typed fields, several pages, one release however often it is sent."""

import pytest_asyncio

from bot.playground.seed import DANA, RELEASES, ROSA
from bot.views import buttons
from bot.views.inputs import carried
from bot.views.modals import new_release
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.read_models.lookup import release_card_in
from orchestration.values import UserId
from tests.bot import shop
from tests.bot.rig import WEB, rigged

TYPED = (
    InputSpec(name="version"),
    InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us")),
    InputSpec(name="replicas", type=InputType.NUMBER, default=2, max=9),
    InputSpec(name="dry run", type=InputType.BOOLEAN, default=False),
    InputSpec(name="on", type=InputType.DATE),
    InputSpec(name="approver", type=InputType.USER),
    InputSpec(name="token", type=InputType.SECRET, required=False),
)
MORE = (InputSpec(name="notes", required=False), InputSpec(name="flags", type=InputType.LIST))
FIRST = {new_release.VERSION: "4.2"}
VALUES = {
    "input.1": "0",
    "input.2": "3",
    "input.3": "yes",
    "input.4": "2026-12-01",
    "input.5": DANA,
    "input.6": "env:TOKEN",
}


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def opened(rig, specs):
    await rig.publish(WEB.model_copy(update={"inputs": specs}))
    await rig.command("new web release")
    [modal] = rig.modals()
    return modal


async def releases(rig):
    return await rig.storage.read(lambda tx: tx.releases.unfinished(channel=RELEASES))


async def submit(rig, modal, values):
    return await rig.act("view/submit", view_id=modal.id, values=values)


def kinds(modal):
    blocks = [each for each in modal.content["blocks"] if each["type"] == "input"]
    return {each["label"]["text"]: each["element"]["type"] for each in blocks}


async def test_every_input_has_the_field_of_its_type_and_the_release_its_values(rig):
    modal = await opened(rig, TYPED)
    drawn = kinds(modal)
    assert drawn["region"] == "static_select"
    assert drawn["replicas"] == "number_input"
    assert drawn["dry run"] == "radio_buttons"
    assert drawn["on"] == "datepicker"
    assert drawn["approver"] == "users_select"
    assert await submit(rig, modal, {**FIRST, **VALUES})
    [made] = await releases(rig)
    assert made.inputs == {
        "version": "4.2",
        "region": "eu",
        "replicas": "3",
        "dry run": "true",
        "on": "2026-12-01",
        "approver": DANA,
        "token": "env:TOKEN",
    }


async def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_made(rig):
    modal = await opened(rig, TYPED)
    wrong = {**FIRST, **VALUES, "input.6": "hunter2"}
    sent = await submit(rig, modal, wrong)
    assert set(sent["errors"]) == {"input.6"}
    assert "never the secret" in sent["errors"]["input.6"]
    assert await releases(rig) == []


async def test_more_than_six_inputs_follow_on_pages_that_keep_what_was_typed(rig):
    modal = await opened(rig, TYPED + MORE)
    assert "region" not in kinds(modal)
    assert modal.content["submit"]["text"] == "Next"
    await submit(rig, modal, FIRST)
    [second] = rig.modals()
    assert list(kinds(second)) == ["region", "replicas", "dry run", "on", "approver", "token"]
    long = "n" * 2900  # with it, the form's own metadata would be too long
    await submit(rig, second, VALUES)
    [third] = rig.modals()
    assert list(kinds(third)) == ["notes", "flags"]
    assert await releases(rig) == []
    sent = await submit(rig, third, {"input.7": long, "input.8": "a, b"})
    assert sent["status"] == "ok"
    [made] = await releases(rig)
    assert (made.version, made.inputs["region"], made.inputs["flags"]) == ("4.2", "eu", "a, b")
    assert made.inputs["notes"] == long
    assert rig.modals() == []


async def test_a_page_turned_twice_and_a_form_sent_twice_make_one_release(rig):
    modal = await opened(rig, TYPED + MORE)
    first = payload(rig, modal, FIRST)
    for _ in range(2):
        assert (await rig.dispatch(first)).status == 200
    await submit(rig, modal, FIRST)
    [second] = rig.modals()
    await submit(rig, second, VALUES)
    [third] = rig.modals()
    last = payload(rig, third, {"input.7": "n", "input.8": "a"})
    for _ in range(2):
        assert (await rig.dispatch(last)).status == 200
    [made] = await releases(rig)
    assert made.inputs["notes"] == "n"


def payload(rig, modal, values):
    """A form as Slack sends it, however often it does."""
    view = rig.slack.appearance.view(modal)
    for block_id, value in values.items():
        (element,) = view["state"]["values"][block_id].values()
        element["value"] = value
    return {
        "type": "view_submission",
        "user": {"id": ROSA, "team_id": "T0DRUMBEAT"},
        "team": {"id": "T0DRUMBEAT"},
        "trigger_id": rig.slack.trigger(ROSA),
        "view": view,
    }


# --- input sets ------------------------------------------------------------------------------


async def with_sets(rig):
    """A shop with a complete set and one in which its ticket and a phase's window are open."""
    await rig.publish(shop.BY_HAND)
    window = [{"id": "deploy", "inputs": {"window": "night"}}]
    await shop.shop_set(rig, "EU", inputs={"ticket": "T-1"}, phases=window)
    await shop.shop_set(rig, "Half")
    await rig.command("new shop")
    [modal] = rig.modals()
    return modal


async def choose(rig, modal, set_id):
    """Choose the set as a person does: the form is drawn anew."""
    block = new_release.SET
    option = {"selected_option": set_id}
    await rig.act("click", view_id=modal.id, action_id=block, block_id=block, **option)
    return rig.modals()[-1]


def hints(modal):
    blocks = [each for each in modal.content["blocks"] if each["type"] == "input"]
    return {each["label"]["text"]: (each.get("hint") or {}).get("text", "") for each in blocks}


async def test_a_release_follows_the_chosen_set_and_the_form_says_what_that_gives(rig):
    modal = await choose(rig, await with_sets(rig), "eu")
    assert "T-1, as “EU” says" in hints(modal)["ticket"]
    sent = await submit(rig, modal, {**FIRST, new_release.WHEN: "later"})
    assert sent["status"] == "ok", sent
    [made] = await releases(rig)
    assert (made.input_set, made.inputs) == ("eu", {"version": "4.2"})


async def test_an_incomplete_set_says_so_where_it_is_chosen(rig):
    modal = await with_sets(rig)
    (menu,) = [b["element"] for b in modal.content["blocks"] if b["block_id"] == new_release.SET]
    said = [each.get("description", {}).get("text") for each in menu["options"]]
    assert said == [None, "complete", "incomplete: 2 open"]


async def test_what_is_typed_wins_over_the_set(rig):
    modal = await choose(rig, await with_sets(rig), "eu")
    values = {**FIRST, new_release.WHEN: "later", "input.1.said": "T-7"}
    await submit(rig, modal, values)
    [made] = await releases(rig)
    assert made.inputs == {"version": "4.2", "ticket": "T-7"}


async def test_a_set_chosen_at_the_last_moment_is_shown_before_anything_is_made(rig):
    modal = await with_sets(rig)
    values = {**FIRST, "input.1": "T-7", new_release.SET: "eu"}
    await submit(rig, modal, values)
    assert await releases(rig) == []
    [again] = rig.modals()
    assert "as “EU” says" in hints(again)["ticket"]
    await submit(rig, again, {})
    [made] = await releases(rig)
    assert (made.input_set, made.inputs["ticket"]) == ("eu", "T-7")


async def test_a_planned_release_says_what_is_open_and_is_filled_in_and_started(rig):
    modal = await choose(rig, await with_sets(rig), "half")
    assert (await submit(rig, modal, {**FIRST, new_release.WHEN: "later"}))["ok"]
    [made] = await releases(rig)
    card = await rig.storage.read(lambda tx: release_card_in(tx, made.id))
    assert card.input_set == "Half"
    assert len(card.open_inputs) == 2
    await rig.command(f"status {made.reference}")
    assert "It cannot start yet: 2 inputs to fill in" in rig.private().text
    assert "input set Half" in rig.private().text

    await rig.command(f"start {made.reference}")
    assert "“ticket” has no value" in rig.private().text
    about = buttons.ReleaseButton(release_id=made.id)
    await rig.click(carried.FILL_IN, about)
    [form] = rig.modals()
    block = carried.FILL_IN_SET
    where = {"view_id": form.id, "action_id": block, "block_id": block}
    await rig.act("click", **where, selected_option="eu")
    assert (await submit(rig, rig.modals()[-1], {}))["status"] == "ok"
    assert "has all its inputs and can be started" in rig.private().text
    await rig.command(f"start {made.reference}")
    [started] = await releases(rig)
    assert started.status == "running"
    assert started.inputs == {"version": "4.2", "ticket": "T-1"}
    assert started.phase_inputs == {"deploy": {"window": "night"}}


async def test_filling_in_what_somebody_else_filled_in_meanwhile_is_refused(rig):
    modal = await choose(rig, await with_sets(rig), "half")
    assert (await submit(rig, modal, {**FIRST, new_release.WHEN: "later"}))["ok"]
    [made] = await releases(rig)
    await rig.click(carried.FILL_IN, buttons.ReleaseButton(release_id=made.id))
    [form] = rig.modals()
    other = rig.doors.filling_in.fill_in
    await other(made.id, made.revision, {"ticket": "T-2"}, "half", by=UserId(ROSA))
    await submit(rig, form, {"input.1.said": "T-3"})
    assert "changed while you had the form open" in str(rig.modals()[-1].content)
    [now] = await releases(rig)
    assert now.inputs["ticket"] == "T-2"
