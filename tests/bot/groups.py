"""Steps with release groups that people take in Slack, for tests of them."""

from bot.playground.seed import DANA, RELEASES, ROSA, TEAM
from bot.views.groups import carried
from tests.bot.rig import WEB

CADENCE = "every second Tuesday at 10:00 Europe/Berlin"
FIRST = {
    "name": "Web weekly",
    "process_id": WEB.id,
    "cadence": CADENCE,
    "zone": "UTC",
    "owners": [ROSA, DANA],
    "channel": RELEASES,
}


async def groups(rig):
    return await rig.storage.read(lambda tx: list(tx.groups.list()))


def top(rig, who=ROSA):
    return rig.modals(who)[-1]


async def submit(rig, values=(), who=ROSA):
    return await rig.act("view/submit", who=who, view_id=top(rig, who).id, values=dict(values))


async def press(rig, about, who=ROSA):
    """The button of the form on top beside or under what says `about`."""
    view = top(rig, who)
    for block in view.content["blocks"]:
        for each in [block.get("accessory"), *block.get("elements", ())]:
            if each and each.get("type") == "button" and about in str([block.get("text"), each]):
                found = {"action_id": each["action_id"], "block_id": block["block_id"]}
                return await rig.act("click", who=who, view_id=view.id, **found)
    raise AssertionError(about)


async def begin(rig, who=ROSA, **given):
    await rig.command("groups", by=who)
    await rig.click(carried.NEW, by=who)
    return await submit(rig, {**FIRST, **given}, who)


def says(view):
    return str(view.content["blocks"])


async def made(rig, who=ROSA, **given):
    await begin(rig, who, **given)
    await submit(rig, (), who)
    return (await groups(rig))[-1]


async def edit(rig, group, who=ROSA):
    await rig.click(carried.EDIT, carried.GroupButton(group_id=group.id), by=who)


def payload(rig, values=(), who=ROSA):
    """The form on top as Slack sends it, however often it does."""
    view = rig.slack.appearance.view(top(rig, who))
    for block_id, value in dict(values).items():
        (element,) = view["state"]["values"][block_id].values()
        key = {"owners": "selected_users", "channel": "selected_conversation"}.get(block_id)
        chosen = {"value": value}
        element[key or ("selected_option" if block_id == "process_id" else "value")] = (
            chosen if block_id == "process_id" else value
        )
    return {
        "type": "view_submission",
        "user": {"id": who, "team_id": TEAM["id"]},
        "team": {"id": TEAM["id"]},
        "trigger_id": rig.slack.trigger(who),
        "view": view,
    }


async def button(rig, action_id, group, who=ROSA):
    await rig.click(action_id, carried.GroupButton(group_id=group.id), by=who)


async def releases(rig, group):
    return await rig.storage.read(
        lambda tx: list(tx.releases.of_group(group.id, after=rig.clock.now(), limit=20))
    )


def current(view, block_id):
    block = next(b for b in view.content["blocks"] if b.get("block_id") == block_id)
    return block["element"].get("initial_value", "")
