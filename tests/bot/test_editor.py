"""The editor in Slack: an outline, a sheet over it, a form over that; each form is one edit."""

from datetime import timedelta

import pytest_asyncio

from bot.playground.seed import DANA, RELEASES, ROSA
from bot.views import buttons, sheet_buttons
from bot.views.modals import outline, outline_activity
from orchestration.processes.model import ActivityType, OnFailure
from orchestration.processes.tasks import TaskKind
from tests.bot.rig import WEB, rigged
from tests.bot.test_listeners import _draft_card, _draft_of, ready_draft


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


TEXT = "# Shop\n\n1. Build the app\n2. QA lead approves the build\n3. Deploy to production\n"


async def open_outline(rig, who=ROSA):
    card = await ready_draft(rig, TEXT)
    await rig.act("click", who=who, channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_EDIT)
    return card


async def process_of(rig, card):
    return (await _draft_of(rig, card)).process


def chooses(view, label):
    """Of all menus of a view, the first entry with this label: its block and value."""
    for block in view.content["blocks"]:
        for option in (block.get("accessory") or {}).get("options", ()):
            if option["text"]["text"] == label:
                action = block["accessory"]["action_id"]
                return block["block_id"], action, option["value"]
    raise AssertionError(label)


async def choose(rig, label, who=ROSA):
    view = rig.modals(who)[-1]
    block, action, value = chooses(view, label)
    chosen = {"action_id": action, "block_id": block, "selected_option": value}
    return await rig.act("click", who=who, view_id=view.id, **chosen)


async def press(rig, about, who=ROSA):
    """The button beside or under what says `about`."""
    view = rig.modals(who)[-1]
    for block in view.content["blocks"]:
        for each in [block.get("accessory"), *block.get("elements", ())]:
            if each and each.get("type") == "button" and about in str([block.get("text"), each]):
                found = {"action_id": each["action_id"], "block_id": block["block_id"]}
                return await rig.act("click", who=who, view_id=view.id, **found)
    raise AssertionError(about)


async def send(rig, who=ROSA, **values):
    return await rig.act("view/submit", who=who, view_id=rig.modals(who)[-1].id, values=values)


async def test_conditions_and_times_of_an_activity_are_said_by_forms_over_its_sheet(rig):
    card = await open_outline(rig)
    await choose(rig, "More…")  # of the phase
    assert "Outputs and variables" in str(rig.modals()[-1].content)
    await rig.act("view/close", view_id=rig.modals()[-1].id)
    row = next(b for b in rig.modals()[0].content["blocks"] if b["block_id"].startswith("row."))
    value = next(o["value"] for o in row["accessory"]["options"] if o["text"]["text"] == "More…")
    await rig.act(
        "click",
        view_id=rig.modals()[0].id,
        action_id=buttons.OUTLINE_MENU,
        block_id=row["block_id"],
        selected_option=value,
    )
    await press(rig, "Time and failure")
    assert len(rig.modals()) == 3
    sent = await send(rig, timeout="soon", attempts="200")
    assert "must be a length of time" in sent["errors"]["timeout"]
    assert "from 1 to 20" in sent["errors"]["attempts"]
    sent = await send(rig, timeout="90 min", attempts="5", on_failure="retry")
    assert sent["ok"], sent
    sheet, below = rig.modals()[-1], rig.modals()[0]
    assert "At most: 1h 30 min" in str(sheet.content)
    assert "at most 1h 30 min" in str(below.content)
    await press(rig, "Conditions")
    sent = await send(rig, if_="inputs.region ==")
    assert "if_" in sent["errors"], sent
    sent = await send(rig, if_="inputs.region == 'eu'", activity_is=["optional"])
    assert sent["ok"], sent
    first = (await process_of(rig, card)).phases[0].activities[0]
    assert (first.timeout, first.on_failure) == (timedelta(minutes=90), OnFailure.RETRY)
    assert (first.if_, first.optional, first.retry.attempts) == ("inputs.region == 'eu'", True, 5)
    assert "only if `inputs.region == 'eu'`" in str(rig.modals()[0].content)
    assert "reads inputs.region, an input that is not declared" in str(rig.modals()[-1].content)


async def test_inputs_of_the_process_are_added_changed_moved_and_removed(rig):
    card = await open_outline(rig)
    await press(rig, "Process…")
    before = len((await process_of(rig, card)).inputs)
    for _ in range(before):
        await choose(rig, "Remove")
    for name in ("region", "ticket"):
        await press(rig, "Add an input")
        sent = await send(rig, name=name)
        assert sent["ok"], sent
    await press(rig, "Add an input")
    sent = await send(rig, name="region")
    assert "already" in str(sent)
    await rig.act("view/close", view_id=rig.modals()[-1].id)
    await choose(rig, "Edit")
    sent = await send(rig, type="choice")
    assert "choice of nothing" in sent["errors"]["allowed_values"]
    sent = await send(rig, type="choice", allowed_values="eu\nus", default="ap")
    assert "must be one of eu, us" in sent["errors"]["default"]
    sent = await send(rig, type="choice", allowed_values="eu\nus", default="eu")
    assert sent["ok"], sent
    await choose(rig, "Limits…")
    sent = await send(rig, pattern="(", min="1")
    assert "cannot be read" in sent["errors"]["pattern"]
    await rig.act("view/close", view_id=rig.modals()[-1].id)
    await choose(rig, "Move down")
    inputs = (await process_of(rig, card)).inputs
    assert [each.name for each in inputs] == ["ticket", "region"]
    assert inputs[1].allowed_values == ("eu", "us")
    await choose(rig, "Remove")
    assert [each.name for each in (await process_of(rig, card)).inputs] == ["region"]
    assert len(rig.modals()) == 2


async def test_a_form_task_is_made_with_its_questions(rig):
    card = await open_outline(rig)
    await rig.act("click", view_id=rig.modals()[0].id, action_id=buttons.OUTLINE_ADD_ACTIVITY)
    form = rig.modals()[-1]
    kind = {"action_id": buttons.OUTLINE_KIND, "selected_option": "form"}
    await rig.act("click", view_id=form.id, **kind)
    values = {outline_activity.NAME: "Look at it", outline_activity.PLACE: "beginning"}
    sent = await rig.act("view/submit", view_id=form.id, values=values)
    assert sent["ok"], sent
    await choose_first(rig, "More…")
    await press(rig, "Add a question")
    assert "choices" in (await send(rig, label="How bad?", type="choice"))["errors"]
    sent = await send(rig, label="How bad?", type="choice", choices="low\nhigh")
    assert sent["ok"], sent
    await press(rig, "Add a task")
    form = rig.modals()[-1]
    kind = {"action_id": sheet_buttons.KIND, "selected_option": "sign_off"}
    await rig.act("click", view_id=form.id, **kind)
    sent = await send(rig, name="Legal agrees", signers="Legal, QA lead")
    assert sent["ok"], sent
    first = (await process_of(rig, card)).phases[0].activities[0]
    assert [each.kind for each in first.tasks] == [TaskKind.FORM, TaskKind.SIGN_OFF]
    assert first.tasks[0].fields[0].choices == ("low", "high")
    assert first.tasks[1].people() == ("Legal", "QA lead")
    assert "2 tasks" in str(rig.modals()[0].content)


async def choose_first(rig, label):
    """In the menu of the first activity."""
    view = rig.modals()[-1]
    row = next(b for b in view.content["blocks"] if b["block_id"].startswith("row."))
    value = next(o["value"] for o in row["accessory"]["options"] if o["text"]["text"] == label)
    chosen = {"block_id": row["block_id"], "selected_option": value}
    await rig.act("click", view_id=view.id, action_id=buttons.OUTLINE_MENU, **chosen)


async def test_an_activity_runs_another_process(rig):
    card = await open_outline(rig)
    await rig.act("click", view_id=rig.modals()[0].id, action_id=buttons.OUTLINE_ADD_ACTIVITY)
    form = rig.modals()[-1]
    values = {outline_activity.NAME: "The web"}
    kind = {"action_id": buttons.OUTLINE_KIND, "selected_option": "subprocess"}
    await rig.act("click", view_id=form.id, **kind)
    assert WEB.name in str(rig.modals()[-1].content)
    values |= {outline_activity.RUNS: WEB.id, outline_activity.VERSION: "0"}
    sent = await rig.act("view/submit", view_id=form.id, values=values)
    assert "whole number" in sent["errors"][outline_activity.VERSION]
    values[outline_activity.VERSION] = "1"
    sent = await rig.act("view/submit", view_id=form.id, values=values)
    assert sent["ok"], sent
    made = (await process_of(rig, card)).phases[0].activities[-1]
    assert (made.type, made.process.id, made.process.version) == (
        ActivityType.SUBPROCESS,
        WEB.id,
        1,
    )


async def test_work_with_several_tasks_does_not_lose_them_when_it_is_edited(rig):
    card = await open_outline(rig)
    await choose_first(rig, "Edit")
    form = rig.modals()[-1]
    kind = {"action_id": buttons.OUTLINE_KIND, "selected_option": "todo"}
    await rig.act("click", view_id=form.id, **kind)
    await rig.act("view/submit", view_id=form.id, values={outline_activity.NAME: "Build"})
    await choose_first(rig, "More…")
    await choose(rig, "Deadline and gate…")
    sent = await send(rig, deadline="1d", remind="50%, 75%", escalate_to="QA lead")
    assert sent["ok"], sent
    await rig.act("view/close", view_id=rig.modals()[-1].id)
    await choose_first(rig, "Edit")
    form = rig.modals()[-1]
    kind["selected_option"] = "automated"
    await rig.act("click", view_id=form.id, **kind)
    sent = await rig.act("view/submit", view_id=form.id, values={outline_activity.NAME: "Build"})
    assert "would lose its deadline" in str(sent)
    first = (await process_of(rig, card)).phases[0].activities[0]
    assert first.tasks[0].deadline == timedelta(days=1)


async def test_a_third_form_sent_over_a_changed_draft_says_what_was_missed_and_keeps_what_was_typed(
    rig,
):
    card = await open_outline(rig)
    other = {"who": DANA, "channel": RELEASES, "ts": card.ts}
    await rig.act("click", **other, action_id=buttons.DRAFT_EDIT)
    await press(rig, "Process…")
    await press(rig, "About")
    theirs = rig.modals(DANA)[-1]
    await rig.act("view/submit", who=DANA, view_id=theirs.id, values={outline.NAME: "Dana's"})
    sent = await send(rig, team="Payments", services="api, web")
    assert sent["response_action"] == "update", sent
    form = rig.modals()[-1]
    assert "renamed the process" in str(form.content["blocks"][0])
    assert form.state["team"]["team"]["value"] == "Payments"
    assert len(rig.modals()) == 3
    assert (await process_of(rig, card)).team is None


async def test_what_is_published_is_edited_as_a_draft_and_keeps_its_id_under_another_name(rig):
    await rig.publish()
    await rig.command("process web-release")
    about = buttons.ProcessButton(process_id=WEB.id)
    async with rig.working():
        await rig.click(buttons.PROCESS_EDIT, about)
        assert "until you publish it" in rig.private().text
        card = await rig.until(lambda: _draft_card(rig, RELEASES))
    assert "It begins with version 1, as it is published." in card.text
    assert "from the file" not in card.text
    await rig.act("click", channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_EDIT)
    [view] = rig.modals()
    await rig.act("view/submit", view_id=view.id, values={outline.NAME: "Web, renamed"})
    review = await _draft_of(rig, card)
    assert (review.process.id, review.process.name) == (WEB.id, "Web, renamed")
    assert review.process.model_copy(update={"name": WEB.name}) == WEB
    assert review.next_version == 2


async def test_each_step_shows_the_words_it_came_from_and_what_became_nothing_is_listed(rig):
    card = await ready_draft(rig, f"{TEXT}\n## Background\n\n- the old servers in the cellar\n")
    assert "1 line of the text became no step" in str(card.blocks)
    words = buttons.DRAFT_WORDS
    await rig.act("click", who=ROSA, channel=RELEASES, ts=card.ts, action_id=words)
    shown = str(rig.modals()[-1].content)
    assert "“QA lead approves the build”" in shown
    assert "*Became no step*" in shown
    assert "the old servers in the cellar" in shown
