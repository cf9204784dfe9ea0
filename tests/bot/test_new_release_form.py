"""The form of a new release: typed fields, several pages, one release however often it is sent."""

import pytest_asyncio

from bot.playground.seed import DANA, RELEASES, ROSA
from bot.views.modals import new_release
from orchestration.processes.inputs import InputSpec, InputType
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
