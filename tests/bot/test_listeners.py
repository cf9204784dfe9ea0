"""What people type and press, from Slack's payload to the database and back to their eyes."""

import asyncio
import time
from urllib.parse import urlencode

import pytest
import pytest_asyncio
import structlog
import structlog.testing

from bot.playground.seed import BOT_USER, DANA, GENERAL, KENJI, PRIYA, RELEASES, ROSA, WEB_TEAM
from bot.views import buttons, outline_buttons
from bot.views.modals import new_release, outline, outline_activity, outline_phase, reason, roles
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from orchestration.read_models.lookup import task_card_in
from orchestration.releases.model import ReleaseStatus
from tests.bot.rig import WEB, rigged

TEXT = (
    "# Web release\n\n1. Build the app\n2. QA lead approves the build\n3. Deploy <to> production\n"
)


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def card_of(rig, release, name):
    """The task as its card carries it in its buttons."""
    task = await rig.task(release, name)
    execution = await rig.execution(release)
    card = await rig.storage.read(
        lambda tx: task_card_in(tx, task.id, execution.id, round_=task.round)
    )
    return buttons.TaskButton(task_id=task.id, round=card.round, shown=card.shown)


# --- commands ---------------------------------------------------------------------------------


async def test_every_command_is_acknowledged_empty_and_answered_privately(rig):
    await rig.publish()
    for typed in ("", "help", "help all", "processes", "process web release", "mine", "roles"):
        answer = await rig.command(typed)
        assert (answer.status, answer.body) == (200, ""), typed
        assert rig.private() is not None, typed
    shown = [m for m in rig.slack.workspace.messages[RELEASES].values() if not m.visible_to]
    assert shown == []


async def test_help_names_eight_verbs_and_help_all_the_rest(rig):
    await rig.command("help")
    assert "audit" not in rig.private().text
    await rig.command("HELP ALL")
    assert "audit REF" in rig.private().text


async def test_an_unknown_verb_is_answered_with_the_nearest_one(rig):
    await rig.command("statsu")
    assert "Did you mean /release status?" in rig.private().text
    await rig.command("<!channel> *x*")
    assert "<!channel>" not in rig.private().text


async def test_an_unknown_process_is_answered_with_those_there_are(rig):
    await rig.publish()
    await rig.command("process wbe release")
    assert "Did you mean “Web release”?" in rig.private().text
    await rig.command("new nothing-like-it")
    assert "There is no process" in rig.private().text


async def test_an_unknown_release_is_answered_with_the_unfinished_ones(rig):
    await rig.publish()
    made = await rig.release()
    await rig.command("status NOPE-9")
    assert "There is no release “NOPE-9”" in rig.private().text
    assert made.reference in rig.private().text


async def test_status_begins_with_the_sentence_for_outsiders(rig):
    await rig.publish()
    made = await rig.release()
    await rig.command(f"status {made.reference.lower()}")
    assert rig.private().text.startswith(f"{made.title}: 0 %")
    assert rig.private().blocks[0]["text"]["text"].startswith(f"{made.title}: 0 %")
    await rig.command("status")
    assert rig.private().text.startswith(f"{made.title}: 0 %")


async def test_status_where_nothing_runs_names_what_runs_elsewhere(rig):
    await rig.publish()
    made = await rig.release(channel=WEB_TEAM)
    await rig.command("status")
    assert f"Unfinished elsewhere: {made.reference}" in rig.private().text


async def test_with_several_releases_a_command_asks_which(rig):
    await rig.publish()
    first, second = await rig.release("1"), await rig.release("2")
    await rig.command("status")
    asked = rig.private()
    assert "2 unfinished releases" in asked.text
    value = buttons.ReleaseChoice(verb="status", release_id=second.id)
    await rig.click(buttons.RELEASE_CHOOSE, value)
    assert rig.private().text.startswith(second.title)
    assert first.reference not in rig.private().text


async def test_start_by_reference_starts_once(rig):
    await rig.publish()
    made = await rig.release(planned=True, at=None)
    await rig.command(f"start {made.reference}")
    assert f"{made.title} is started. It follows version 1" in rig.private().text
    await rig.command(f"start {made.reference}")
    assert "It cannot be started again" in rig.private().text


async def test_start_without_a_reference_asks_by_name_and_version(rig):
    await rig.publish()
    made = await rig.release(planned=True)
    await rig.command("start")
    card = rig.private()
    assert made.title in card.text
    assert "version 1" in card.text
    found = await rig.storage.read(lambda tx: tx.releases.get(made.id))
    assert found.status is ReleaseStatus.SCHEDULED
    press = next(
        e for b in card.blocks if b["type"] == "actions" for e in b["elements"] if "confirm" in e
    )
    assert made.reference in press["confirm"]["title"]["text"]
    await rig.click(press["action_id"], press["value"])
    found = await rig.storage.read(lambda tx: tx.releases.get(made.id))
    assert found.status is ReleaseStatus.RUNNING


async def test_only_managers_start_and_others_learn_who_can(rig):
    await rig.publish()
    made = await rig.release(planned=True)
    await rig.command(f"start {made.reference}", by=KENJI)
    assert f"<@{ROSA}>" in rig.private(KENJI).text
    found = await rig.storage.read(lambda tx: tx.releases.get(made.id))
    assert found.status is ReleaseStatus.SCHEDULED


async def test_abort_opens_a_form_that_names_the_release_and_ends_it_with_the_reason(rig):
    await rig.publish()
    made = await rig.release()
    await rig.command(f"abort {made.reference}")
    [modal] = rig.modals()
    assert made.title in str(modal.content["blocks"])
    sent = await rig.act("view/submit", view_id=modal.id, values={reason.TEXT: "Wrong commit"})
    assert sent["status"] == "ok", sent
    found = await rig.storage.read(lambda tx: tx.releases.get(made.id))
    assert found.status is ReleaseStatus.ABORTED
    await rig.command(f"audit {made.reference}")
    assert "aborted" in rig.private().text
    assert "Wrong commit" in rig.private().text
    assert "Verified:" in rig.private().text


async def test_who_may_not_abort_is_told_before_typing_a_reason(rig):
    await rig.publish()
    made = await rig.release()
    await rig.command(f"abort {made.reference}", by=DANA)
    assert rig.modals(DANA) == []
    assert f"You cannot abort {made.reference}" in rig.private(DANA).text


async def test_the_audit_says_who_what_and_through_what(rig):
    await rig.publish()
    made = await rig.release()
    await rig.click(buttons.TASK_APPROVE, await card_of(rig, made, "Validate build"), by=DANA)
    await rig.command(f"audit {made.reference}")
    said = rig.private().text
    assert f"<@{DANA}> approved “Validate build” as QA lead in Slack" in said
    assert f"<@{ROSA}> started the release as owner of the process in Slack" in said
    assert said.index("started") < said.index("approved")


async def test_a_draft_begins_at_once_and_its_card_comes_to_the_channel(rig):
    await rig.publish()
    async with rig.working():
        answer = await rig.command(f"draft {TEXT.replace('<', '&lt;').replace('>', '&gt;')}")
        assert answer.body == ""
        assert "appears in this channel" in rig.private().text
        card = await rig.until(lambda: _draft_card(rig, RELEASES))
    assert "Deploy &lt;to&gt; production" in card.text


async def test_a_draft_where_the_bot_is_not_comes_by_dm_with_how_to_invite(rig):
    await rig.publish()
    async with rig.working():
        await rig.command(f"draft {TEXT}", channel=GENERAL)
        said = rig.private(channel=GENERAL).text
        assert "/invite @Drumbeat" in said
        dm = rig.slack.workspace.dm_with(ROSA).id
        await rig.until(lambda: _draft_card(rig, dm))


async def test_the_same_draft_command_twice_is_one_draft(rig):
    trigger = rig.slack.trigger(ROSA)
    await rig.command(f"draft {TEXT}", trigger=trigger)
    await rig.command(f"draft {TEXT}", trigger=trigger)
    owed = await rig.storage.read(lambda tx: tx.owed.rows())
    assert len([each for each in owed if each.key.startswith("draft_process:")]) == 1


@pytest.mark.parametrize("text", ["\x00\x01\x02\x03\x04binary", "x" * 200_000])
async def test_what_is_no_document_is_refused_privately(rig, text):
    await rig.command(f"draft {text}")
    assert rig.private() is not None
    owed = await rig.storage.read(lambda tx: tx.owed.rows())
    assert [each for each in owed if each.key.startswith("draft")] == []


async def test_draft_without_text_opens_the_form_and_the_form_drafts(rig):
    await rig.command("draft")
    [modal] = rig.modals()
    empty = await rig.act("view/submit", view_id=modal.id, values={"draft.text": "   "})
    assert empty["response_action"] == "errors"
    assert "nothing to draft from" in empty["errors"]["draft.text"]
    sent = await rig.act(
        "view/submit",
        view_id=modal.id,
        values={"draft.title": "Mobile", "draft.text": TEXT},
    )
    assert sent["status"] == "ok"
    assert rig.modals() == []
    assert "appears in this channel" in rig.private().text


async def test_a_late_trigger_is_answered_in_words(rig):
    await rig.publish()
    rig.slack.faults.add({"method": "delivery", "kind": "expired_trigger"})
    await rig.command("draft")
    assert rig.modals() == []
    assert "press it once more" in rig.private().text


# --- new releases -----------------------------------------------------------------------------


async def test_new_opens_a_form_that_makes_and_starts_a_release(rig):
    await rig.publish()
    await rig.command("new web release")
    [modal] = rig.modals()
    values = {new_release.VERSION: "4.2", new_release.input_block(0): "T-7"}
    sent = await rig.act("view/submit", view_id=modal.id, values=values)
    assert sent["status"] == "ok", sent
    [made] = await rig.storage.read(lambda tx: tx.releases.unfinished(channel=RELEASES))
    assert (made.version, made.inputs, made.status) == (
        "4.2",
        {"Ticket": "T-7"},
        ReleaseStatus.RUNNING,
    )
    assert f"Follow it in <#{RELEASES}>" in rig.private().text


async def test_what_a_release_lacks_is_said_under_its_fields(rig):
    await rig.publish()
    await rig.command("new")
    [modal] = rig.modals()
    values = {
        new_release.VERSION: " ",
        new_release.input_block(0): " ",
        new_release.WHEN: "later",
        new_release.CHANNEL: GENERAL,
    }
    sent = await rig.act("view/submit", view_id=modal.id, values=values)
    assert set(sent["errors"]) == {new_release.VERSION, new_release.input_block(0)}
    right = {new_release.VERSION: "1", new_release.input_block(0): "T", new_release.WHEN: "now"}
    sent = await rig.act("view/submit", view_id=modal.id, values=right)
    assert "/invite @Drumbeat" in sent["errors"][new_release.CHANNEL]
    past = {new_release.CHANNEL: RELEASES, new_release.WHEN: "later", new_release.AT: 1_600_000_000}
    sent = await rig.act("view/submit", view_id=modal.id, values=past)
    assert "passed" in sent["errors"][new_release.AT]
    assert await rig.storage.read(lambda tx: tx.releases.unfinished()) == []


async def test_new_with_several_processes_offers_them(rig):
    await rig.publish()
    await rig.publish(WEB.model_copy(update={"id": "api-release", "name": "API release"}))
    await rig.command("new")
    [modal] = rig.modals()
    sent = await rig.act("view/submit", view_id=modal.id, values={"release.process": "api-release"})
    assert sent["response_action"] == "update", sent
    assert "API release" in str(rig.modals()[0].content)


# --- tasks and holds --------------------------------------------------------------------------


async def test_an_approval_is_committed_before_slack_is_answered(rig):
    await rig.publish()
    made = await rig.release()
    answer = await rig.click(
        buttons.TASK_APPROVE, await card_of(rig, made, "Validate build"), by=DANA
    )
    assert (answer.status, answer.body) == (200, "")
    assert (await rig.task(made, "Validate build")).status is TaskStatus.APPROVED
    assert rig.private(DANA) is None


async def test_a_double_click_counts_once_and_says_so(rig):
    await rig.publish()
    made = await rig.release()
    shown = await card_of(rig, made, "Validate build")
    await asyncio.gather(*(rig.click(buttons.TASK_APPROVE, shown, by=DANA) for _ in range(4)))
    task = await rig.task(made, "Validate build")
    assert len(task.sign_offs) == 1
    assert "was approved" in rig.private(DANA).text


async def test_a_click_by_somebody_not_named_is_refused_with_who_can(rig):
    await rig.publish()
    made = await rig.release()
    await rig.click(buttons.TASK_APPROVE, await card_of(rig, made, "Validate build"), by=KENJI)
    assert f"<@{DANA}>" in rig.private(KENJI).text
    assert "{@" not in rig.private(KENJI).text
    assert (await rig.task(made, "Validate build")).open
    await rig.click(buttons.TASK_REJECT, await card_of(rig, made, "Validate build"), by=PRIYA)
    assert rig.modals(PRIYA) == []
    assert "You are not asked here" in rig.private(PRIYA).text


async def test_a_rejection_asks_why_and_puts_the_activity_on_hold(rig):
    await rig.publish()
    made = await rig.release()
    await rig.click(buttons.TASK_REJECT, await card_of(rig, made, "Validate build"), by=DANA)
    [modal] = rig.modals(DANA)
    blank = await rig.act("view/submit", who=DANA, view_id=modal.id, values={reason.TEXT: "  "})
    assert reason.TEXT in blank["errors"]
    sent = await rig.act("view/submit", who=DANA, view_id=modal.id, values={reason.TEXT: "Crash"})
    assert sent["status"] == "ok"
    execution = await rig.execution(made)
    assert execution.activity("check.validate").status is ActivityStatus.ON_HOLD


async def test_a_form_sent_after_the_decision_stays_open_under_the_refusal(rig):
    await rig.publish()
    made = await rig.release()
    shown = await card_of(rig, made, "Validate build")
    await rig.click(buttons.TASK_REJECT, shown, by=DANA)
    [modal] = rig.modals(DANA)
    await rig.click(buttons.TASK_APPROVE, shown, by=DANA)
    sent = await rig.act("view/submit", who=DANA, view_id=modal.id, values={reason.TEXT: "No"})
    assert sent["response_action"] == "push"
    assert "was approved" in str(sent["view"]["blocks"])
    assert f"<@{DANA}>" in str(sent["view"]["blocks"])


async def test_work_run_by_hand_asks_for_its_outputs(rig):
    await rig.publish()
    made = await rig.release()
    await rig.click(buttons.TASK_DONE, await card_of(rig, made, "Smoke test"))
    [modal] = rig.modals()
    sent = await rig.act("view/submit", view_id=modal.id, values={"output.0": "https://r.example"})
    assert sent["status"] == "ok", sent
    execution = await rig.execution(made)
    assert execution.activity("check.smoke").status is ActivityStatus.SUCCEEDED
    assert execution.activity("check.smoke").outputs == {"report": "https://r.example"}


async def test_failed_then_retry_and_ignore_decide_what_is_on_hold(rig):
    await rig.publish()
    made = await rig.release()
    await rig.click(buttons.TASK_FAILED, await card_of(rig, made, "Smoke test"))
    [modal] = rig.modals()
    await rig.act("view/submit", view_id=modal.id, values={reason.TEXT: "Timeout"})
    execution = await rig.execution(made)
    hold = buttons.HoldButton(execution_id=execution.id, ref="check.smoke", attempt=1)
    await rig.click(buttons.HOLD_RETRY, hold, by=KENJI)
    assert "You cannot retry “Smoke test”" in rig.private(KENJI).text
    await rig.click(buttons.HOLD_RETRY, hold)
    execution = await rig.execution(made)
    assert execution.activity("check.smoke").attempt == 2
    await rig.click(buttons.HOLD_RETRY, hold)
    assert "was retried already" in rig.private().text
    await rig.click(buttons.HOLD_IGNORE, hold)
    assert "was retried already" in rig.private().text
    await rig.click(buttons.TASK_FAILED, await card_of(rig, made, "Smoke test"))
    [modal] = rig.modals()
    await rig.act("view/submit", view_id=modal.id, values={reason.TEXT: "Again"})
    hold = hold.model_copy(update={"attempt": 2})
    await rig.click(buttons.HOLD_IGNORE, hold)
    [modal] = rig.modals()
    await rig.act("view/submit", view_id=modal.id, values={reason.TEXT: "Known flake"})
    execution = await rig.execution(made)
    assert execution.activity("check.smoke").status is ActivityStatus.IGNORED
    await rig.click(buttons.HOLD_ABORT, hold)
    [modal] = rig.modals()
    assert made.title in str(modal.content)


async def test_a_private_list_is_drawn_anew_after_its_button_was_used(rig):
    await rig.publish()
    made = await rig.release()
    await rig.command("mine", by=KENJI)
    listed = rig.private(KENJI)
    assert "1 task for you" in listed.text
    press = next(
        e
        for b in listed.blocks
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == buttons.TASK_DONE
    )
    await rig.act("click", who=KENJI, channel=RELEASES, ts=listed.ts, action_id=press["action_id"])
    assert (await rig.task(made, "Write the notes")).status is TaskStatus.DONE
    assert "Nothing waits for you" in rig.private(KENJI).text
    mine = [m for m in rig.slack.workspace.messages[RELEASES].values() if m.visible_to == KENJI]
    assert len(mine) == 1


async def test_a_button_of_an_older_version_says_so(rig):
    for action_id, value in ((buttons.TASK_APPROVE, "{}"), ("gone.long.ago", "x")):
        answer = await rig.click(action_id, value)
        assert answer.status == 200
        assert "older version" in rig.private().text


# --- mentions, threads, direct messages --------------------------------------------------------


async def test_a_mention_answers_only_the_person_and_in_the_thread(rig):
    await rig.publish()
    made = await rig.release()
    async with rig.working():
        living = await rig.posted(f"show_release:{made.id}:r1")
    other = await rig.release("5.0")
    await rig.mention("status", thread_ts=living.ts)
    said = rig.private()
    assert said.text.startswith(made.title)
    assert other.reference not in said.text
    assert said.thread_ts == living.ts


async def test_a_mention_offers_a_button_where_a_form_is_needed(rig):
    await rig.publish()
    await rig.mention("new web")
    press = next(
        e
        for b in rig.private().blocks
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == buttons.HOME_NEW
    )
    await rig.click(press["action_id"], press["value"])
    assert len(rig.modals()) == 1
    await rig.mention("draft")
    assert buttons.HOME_DRAFT in str(rig.private().blocks)


async def test_a_mention_drafts_once_however_often_it_is_delivered(rig):
    for retry in (None, 1, 2):
        await rig.mention(f"draft {TEXT}", event_id="Ev7", retry=retry)
    owed = await rig.storage.read(lambda tx: tx.owed.rows())
    assert len([each for each in owed if each.key.startswith("draft_process:")]) == 1


async def test_a_redelivered_question_is_answered_once(rig):
    for retry in (None, 1, 2):
        await rig.mention("help", event_id="Ev8", retry=retry)
    answers = [m for m in rig.slack.workspace.messages[RELEASES].values() if m.visible_to == ROSA]
    assert len(answers) == 1


async def test_in_a_dm_no_mention_is_needed(rig):
    await rig.publish()
    made = await rig.release()
    dm = rig.slack.workspace.dm_with(ROSA).id
    await rig.dm(f"status {made.reference}")
    assert rig.seen(channel=dm)[-1].startswith(made.title)
    await rig.dm(f"<@{BOT_USER}> help")
    assert "status [REF]" in rig.seen(channel=dm)[-1]
    before = len(rig.seen(channel=dm))
    await rig.event(
        {
            "type": "message",
            "channel_type": "im",
            "channel": dm,
            "user": BOT_USER,
            "bot_id": "B0DRUMBEAT",
            "text": "help",
            "ts": "2.2",
        }
    )
    assert len(rig.seen(channel=dm)) == before


async def test_a_document_without_a_verb_is_told_how_to_draft(rig):
    await rig.dm(TEXT * 5)
    dm = rig.slack.workspace.dm_with(ROSA).id
    assert "@Drumbeat draft" in rig.seen(channel=dm)[-1]


async def test_a_thread_under_a_dm_card_implies_its_release(rig):
    await rig.publish()
    made = await rig.release()
    dm = rig.slack.workspace.dm_with(KENJI).id
    task = await rig.task(made, "Write the notes")
    async with rig.working():
        card = await rig.posted(f"show_task:{task.id}:{KENJI}.r1")
    await rig.dm("status", by=KENJI, thread_ts=card.ts)
    assert any(text.startswith(made.title) for text in rig.seen(KENJI, dm))


# --- drafts on their cards ----------------------------------------------------------------------


async def ready_draft(rig, text=TEXT):
    """A draft that was read, and its card in the channel."""
    await rig.publish()
    async with rig.working():
        await rig.command(f"draft {text}")
        return await rig.until(lambda: _draft_card(rig, RELEASES))


def _draft_card(rig, channel):
    found = rig.slack.workspace.messages[channel].values()
    return next((m for m in found if buttons.DRAFT_EDIT in str(m.blocks)), None)


def _value(message, action_id):
    return next(
        e["value"]
        for b in message.blocks
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == action_id
    )


async def _draft_of(rig, card):
    about = buttons.DraftButton.model_validate_json(_value(card, buttons.DRAFT_EDIT))
    return await rig.processes.review(about.draft_id)


async def test_the_outline_moves_edits_adds_and_removes_activities(rig):
    card = await ready_draft(rig)
    await rig.act("click", channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_EDIT)
    [editor] = rig.modals()
    before = (await _draft_of(rig, card)).process
    first = before.phases[0].activities[0]

    async def choose(do, phase=0, activity=0):
        rows = rig.modals()[0].content["blocks"]
        row = next(b for b in rows if f".{before.phases[phase].id}.{first.id}" in b["block_id"])
        value = outline_buttons.OutlineChoice(
            do=do, phase=phase, activity=activity
        ).model_dump_json()
        return await rig.act(
            "click",
            view_id=editor.id,
            action_id=buttons.OUTLINE_MENU,
            block_id=row["block_id"],
            selected_option=value,
        )

    await choose("edit")
    form = rig.modals()[-1]
    sent = await rig.act(
        "view/submit",
        view_id=form.id,
        values={outline_activity.NAME: "Build it twice"},
    )
    assert sent["status"] == "ok", sent
    assert "Build it twice" in str(rig.modals()[0].content)
    assert len(rig.modals()) == 1
    await rig.act("click", view_id=editor.id, action_id=buttons.OUTLINE_ADD_ACTIVITY)
    form = rig.modals()[-1]
    blank = await rig.act("view/submit", view_id=form.id, values={outline_activity.NAME: " "})
    assert outline_activity.NAME in blank["errors"]
    await rig.act("view/submit", view_id=form.id, values={outline_activity.NAME: "Tell sales"})
    assert "Tell sales" in str(rig.modals()[0].content)
    await choose("remove")
    after = (await _draft_of(rig, card)).process
    names = [each.name for _, each in after.activities()]
    assert "Build it twice" not in names
    assert "Tell sales" in names
    sent = await rig.act("view/submit", view_id=editor.id, values={outline.NAME: "Web, renamed"})
    assert sent["status"] == "ok", sent
    assert (await _draft_of(rig, card)).process.name == "Web, renamed"
    assert rig.modals() == []


async def test_an_edit_over_a_draft_that_changed_meanwhile_is_refused_with_the_difference(rig):
    card = await ready_draft(rig)
    for who in (ROSA, DANA):
        await rig.act("click", who=who, channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_EDIT)
    [mine], [theirs] = rig.modals(ROSA), rig.modals(DANA)
    await rig.act("view/submit", view_id=mine.id, values={outline.NAME: "Rosa's"})
    sent = await rig.act("view/submit", who=DANA, view_id=theirs.id, values={outline.NAME: "D"})
    assert sent["response_action"] == "push"
    assert "renamed the process" in str(sent["view"]["blocks"])
    assert (await _draft_of(rig, card)).process.name == "Rosa's"


async def test_roles_are_bound_and_the_draft_is_published_by_those_who_may(rig):
    card = await ready_draft(rig, "1. Build\n2. Security lead approves the build\n")
    review = await _draft_of(rig, card)
    names = [each.name for each in review.roles]
    await rig.act("click", channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_ROLES)
    [form] = rig.modals()
    assert form.content["callback_id"] == buttons.ROLES
    values = {roles.people_block(0, n): [DANA] for n in range(len(names))}
    sent = await rig.act("view/submit", view_id=form.id, values=values)
    assert sent["status"] == "ok", sent
    review = await rig.processes.review(review.draft_id)
    assert all(each.members for each in review.roles)
    about = buttons.DraftButton(draft_id=review.draft_id, revision=review.revision)
    await rig.click(buttons.DRAFT_PUBLISH, about, by=KENJI)
    assert "You cannot publish" in rig.private(KENJI).text
    await rig.click(buttons.DRAFT_PUBLISH, about)
    assert "is published as version 1" in rig.private().text
    await rig.click(buttons.DRAFT_EDIT, about)
    assert "was published already" in rig.private().text


async def test_roles_of_the_workspace_are_listed_and_changed(rig):
    await rig.publish()
    await rig.command("roles")
    assert "QA lead" in rig.private().text
    assert f"<@{DANA}>" in rig.private().text
    await rig.click(buttons.ROLES_EDIT)
    [form] = rig.modals()
    assert "qa-team" in str(form.content)
    sent = await rig.act(
        "view/submit", view_id=form.id, values={roles.people_block(0, 0): [KENJI, DANA]}
    )
    assert sent["status"] == "ok", sent
    bound = await rig.people.roles()
    assert set(bound["qa lead"].members) == {KENJI, DANA}


async def test_a_draft_is_discarded_by_its_author_only(rig):
    card = await ready_draft(rig)
    value = _value(card, buttons.DRAFT_DISCARD)
    await rig.click(buttons.DRAFT_DISCARD, value, by=KENJI)
    assert "can discard it" in rig.private(KENJI).text
    await rig.click(buttons.DRAFT_DISCARD, value)
    assert (await _draft_of(rig, card)).status == "discarded"


# --- App Home, people ---------------------------------------------------------------------------


async def test_opening_the_home_owes_its_drawing_and_its_buttons_work_there(rig):
    await rig.publish()
    made = await rig.release()
    async with rig.working():
        await rig.act("home", who=KENJI)
        home = await rig.until(lambda: rig.slack.workspace.home_of(KENJI))
        await rig.until(
            lambda: "Write the notes" in str(rig.slack.workspace.home_of(KENJI).content)
        )
        home = rig.slack.workspace.home_of(KENJI)
        await rig.act("click", who=KENJI, view_id=home.id, action_id=buttons.TASK_DONE)
    assert (await rig.task(made, "Write the notes")).status is TaskStatus.DONE


async def test_a_refusal_on_the_home_is_shown_over_it(rig):
    await rig.publish()
    made = await rig.release()
    view = {"type": "home", "id": "V1"}
    shown = await card_of(rig, made, "Validate build")
    await rig.click(
        buttons.TASK_APPROVE,
        shown,
        by=KENJI,
        view=view,
        channel={},
        response_url="",
        container={"type": "view", "view_id": "V1"},
    )
    [refused] = rig.modals(KENJI)
    assert "You are not asked here" in str(refused.content)


async def test_changed_people_and_groups_are_fetched_again(rig):
    events = [
        {"type": "user_change", "user": {"id": DANA, "name": "dana"}},
        {"type": "team_join", "user": {"id": KENJI}},
        {"type": "subteam_updated", "subteam": {"id": "S0QATEAM01"}},
        {"type": "subteam_created", "subteam": {"id": "S0QATEAM02"}},
        {"type": "subteam_members_changed", "subteam_id": "S0QATEAM03"},
        {"type": "member_joined_channel", "user": BOT_USER, "channel": GENERAL, "inviter": PRIYA},
        {"type": "member_joined_channel", "user": "U0SOMEBODY", "channel": GENERAL},
    ]
    for event in events:
        assert (await rig.event(event)).status == 200
    keys = {each.key for each in await rig.storage.read(lambda tx: tx.owed.rows())}
    assert keys == {
        f"learn_directory:{each}:"
        for each in (
            DANA,
            KENJI,
            "S0QATEAM01",
            "S0QATEAM02",
            "S0QATEAM03",
            ",".join(sorted((BOT_USER, PRIYA))),
        )
    }


# --- faults -------------------------------------------------------------------------------------


async def test_a_fault_of_ours_is_answered_200_with_a_number_and_nothing_changes(rig):
    await rig.publish()
    made = await rig.release(planned=True)
    rig.storage.close()
    answer = await rig.command(f"start {made.reference}")
    assert answer.status == 200
    assert "tell your operator the number" in rig.private().text
    shown = buttons.ReleaseButton(release_id=made.id)
    answer = await rig.click(buttons.RELEASE_START, shown)
    assert answer.status == 200


async def test_where_a_response_url_is_dead_the_answer_comes_another_way(rig):
    await rig.publish()
    body = {
        "command": "/release",
        "text": "help",
        "user_id": ROSA,
        "channel_id": RELEASES,
        "trigger_id": "1.2.3",
        "response_url": f"{rig.config.base_url}/commands/gone",
        "team_id": "T",
    }
    await rig.dispatch(urlencode(body))
    assert "status [REF]" in rig.private().text
    await rig.dispatch(urlencode({**body, "channel_id": GENERAL}))
    dm = rig.slack.workspace.dm_with(ROSA).id
    assert "status [REF]" in rig.seen(channel=dm)[-1]


async def test_unsubscribed_and_unknown_payloads_are_acknowledged(rig):
    assert (await rig.event({"type": "reaction_added", "user": ROSA})).status == 200
    assert (
        await rig.event(
            {"type": "message", "channel": RELEASES, "user": ROSA, "text": "hi", "ts": "1"}
        )
    ).status == 200
    assert rig.private() is None
    view = {
        "id": "V9",
        "type": "modal",
        "callback_id": "loading",
        "state": {"values": {}},
        "private_metadata": "",
    }
    body = {"type": "view_submission", "user": {"id": ROSA}, "team": {"id": "T"}, "view": view}
    assert (await rig.dispatch(body)).status == 200


async def test_a_commit_that_takes_too_long_is_answered_in_time_and_counts_once(rig):
    await rig.publish()
    made = await rig.release()
    shown = await card_of(rig, made, "Validate build")
    busy = asyncio.create_task(rig.storage.transact(lambda tx: time.sleep(2.8)))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    answer = await rig.click(buttons.TASK_APPROVE, shown, by=DANA)
    assert answer.status == 200
    assert time.monotonic() - began < 2.9
    assert "It cannot count twice" in rig.private(DANA).text
    await busy
    await rig.click(buttons.TASK_APPROVE, shown, by=DANA)
    task = await rig.task(made, "Validate build")
    assert (task.status, len(task.sign_offs)) == (TaskStatus.APPROVED, 1)


async def test_a_fault_while_a_form_is_sent_leaves_it_open_under_a_number(rig):
    await rig.publish()
    made = await rig.release()
    await rig.command(f"abort {made.reference}")
    [modal] = rig.modals()
    rig.storage.close()
    sent = await rig.act("view/submit", view_id=modal.id, values={reason.TEXT: "x"})
    assert sent["response_action"] == "push", sent
    assert "tell your operator the number" in str(sent["view"]["blocks"])


async def test_a_fault_names_the_number_that_the_log_names(rig):
    rig.storage.close()
    with structlog.testing.capture_logs() as logs:
        await rig.command("mine words-nobody-should-log")
    number = rig.private().text.rsplit(" ", 1)[1].strip(".")
    [line] = [each for each in logs if each["event"] == "request failed"]
    assert line["number"] == number
    assert "words-nobody-should-log" not in str(logs)


async def test_starting_again_by_a_redelivered_mention_is_no_refusal(rig):
    await rig.publish()
    made = await rig.release(planned=True, at=None)
    for retry in (None, 1):
        await rig.mention(f"start {made.reference}", event_id="Ev9", retry=retry)
    said = [m.text for m in rig.slack.workspace.messages[RELEASES].values() if m.visible_to]
    assert len(said) == 1
    assert "is started" in said[0]


async def test_a_release_for_later_without_a_time_waits_and_can_be_called_off(rig):
    await rig.publish()
    await rig.command("new")
    [modal] = rig.modals()
    values = {
        new_release.VERSION: "9",
        new_release.input_block(0): "T",
        new_release.WHEN: "later",
    }
    sent = await rig.act("view/submit", view_id=modal.id, values=values)
    assert sent["status"] == "ok", sent
    assert "is planned. Follow it in" in rig.private().text
    await rig.command("abort")
    [modal] = rig.modals()
    await rig.act("view/submit", view_id=modal.id, values={reason.TEXT: "Not needed"})
    assert await rig.storage.read(lambda tx: tx.releases.unfinished()) == []


async def test_the_answer_takes_the_place_of_a_private_question(rig):
    await rig.publish()
    await rig.release("1", planned=True)
    second = await rig.release("2", planned=True)
    await rig.command("start")
    asked = rig.private()
    choice = buttons.ReleaseChoice(verb="start", release_id=second.id).model_dump_json()
    await rig.act(
        "click",
        channel=RELEASES,
        ts=asked.ts,
        action_id=buttons.RELEASE_CHOOSE,
        selected_option=choice,
    )
    card = rig.private()
    assert card.ts == asked.ts
    assert second.title in card.text
    await rig.act("click", channel=RELEASES, ts=card.ts, action_id=buttons.RELEASE_START)
    assert "is started" in rig.private().text
    assert buttons.RELEASE_START not in str(rig.private().blocks)


async def test_a_phase_is_added_edited_and_removed_in_the_outline(rig):
    card = await ready_draft(rig)
    await rig.act("click", channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_EDIT)
    [editor] = rig.modals()
    await rig.act("click", view_id=editor.id, action_id=buttons.OUTLINE_ADD_PHASE)
    form = rig.modals()[-1]
    sent = await rig.act("view/submit", view_id=form.id, values={outline_phase.NAME: "Afterwards"})
    assert sent["status"] == "ok", sent
    process = (await _draft_of(rig, card)).process
    last = len(process.phases) - 1
    assert "Afterwards" in [each.name for each in process.phases]
    turn = {"action_id": buttons.OUTLINE_GO_TO, "selected_option": str(last)}
    await rig.act("click", view_id=editor.id, **turn)
    await rig.act("click", view_id=editor.id, action_id=buttons.OUTLINE_REMOVE_PHASE)
    after = (await _draft_of(rig, card)).process
    assert len(after.phases) == last


async def test_another_kind_asks_for_other_things_and_keeps_what_was_typed(rig):
    card = await ready_draft(rig)
    await rig.act("click", channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_EDIT)
    [editor] = rig.modals()
    await rig.act("click", view_id=editor.id, action_id=buttons.OUTLINE_ADD_ACTIVITY)
    form = rig.modals()[-1]
    kind = next(e for e in ("outline.kind", outline_activity.KIND) if f"'{e}'" in str(form.content))
    await rig.act("click", view_id=form.id, action_id=kind, selected_option="sign_off")
    form = rig.modals()[-1]
    assert outline_activity.SIGNERS in str(form.content)
    values = {outline_activity.NAME: "Legal agrees", outline_activity.SIGNERS: "Legal, QA lead"}
    sent = await rig.act("view/submit", view_id=form.id, values=values)
    assert sent["status"] == "ok", sent
    made = (await _draft_of(rig, card)).process
    [task] = next(a for _, a in made.activities() if a.name == "Legal agrees").tasks
    assert task.people() == ("Legal", "QA lead")


async def test_a_form_delivered_twice_makes_one_release(rig):
    await rig.publish()
    await rig.command("new web")
    [modal] = rig.modals()
    rig.slack.faults.add({"method": "delivery", "kind": "redeliver"})
    values = {new_release.VERSION: "1", new_release.input_block(0): "T"}
    await rig.act("view/submit", view_id=modal.id, values=values)
    assert len(await rig.storage.read(lambda tx: tx.releases.unfinished())) == 1


async def test_names_that_would_ping_everybody_do_not(rig):
    await rig.publish(WEB.model_copy(update={"name": "<!channel> & <@U0EVERYONE>"}))
    made = await rig.release("<!here>")
    for typed in ("processes", "process channel", f"status {made.reference}", "mine", "", "roles"):
        await rig.command(typed)
        said = " ".join(_marked_up(rig.private()))
        assert "<!channel>" not in said, typed
        assert "<!here>" not in said, typed
        assert "<@U0EVERYONE>" not in said, typed


async def test_a_process_of_forty_phases_is_edited_to_its_end(rig):
    text = "# Long\n" + "".join(
        f"## Phase {n}\n- Prepare part {n}\n- Check part {n}\n" for n in range(1, 41)
    )
    card = await ready_draft(rig, text)
    process = (await _draft_of(rig, card)).process
    assert len(process.phases) == 40
    await rig.act("click", channel=RELEASES, ts=card.ts, action_id=buttons.DRAFT_EDIT)
    [editor] = rig.modals()
    go_to = {"action_id": buttons.OUTLINE_GO_TO, "selected_option": "39"}
    await rig.act("click", view_id=editor.id, **go_to)
    assert "part 40" in str(rig.modals()[0].content)
    await rig.act("click", view_id=editor.id, action_id=buttons.OUTLINE_PREVIOUS)
    assert "part 39" in str(rig.modals()[0].content)
    await rig.act("click", view_id=editor.id, action_id=buttons.OUTLINE_ADD_ACTIVITY)
    form = rig.modals()[-1]
    sent = await rig.act("view/submit", view_id=form.id, values={outline_activity.NAME: "Added"})
    assert sent["status"] == "ok", sent
    added = (await _draft_of(rig, card)).process.phases[38]
    assert added.activities[-1].name == "Added"
    assert "Added" in str(rig.modals()[0].content)


async def test_nobody_is_told_of_a_slow_event_that_they_did_not_speak(rig):
    busy = asyncio.create_task(rig.storage.transact(lambda tx: time.sleep(2.5)))
    await asyncio.sleep(0.05)
    answer = await rig.event({"type": "user_change", "user": {"id": DANA}})
    assert answer.status == 200
    await busy
    assert rig.seen(DANA, rig.slack.workspace.dm_with(DANA).id) == []


def _marked_up(message):
    """Every text Slack looks for mentions in; plain text is shown as it is."""
    found = [message.text]

    def walk(value):
        if isinstance(value, dict):
            found.extend([value["text"]] if value.get("type") == "mrkdwn" else [])
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(message.blocks)
    return found
