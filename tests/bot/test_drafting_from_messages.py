"""Drafting from what somebody points at: a message's shortcut, a thread, attached documents."""

import base64
from datetime import timedelta

import pytest

from bot.listeners.pointing import SHORTCUT
from bot.manifest import manifest
from bot.playground.config import MESSAGE_SHORTCUTS
from bot.playground.seed import BOT_USER, KENJI, RELEASES, ROSA
from bot.views import buttons
from orchestration.handlers import pay
from orchestration.processes.draft import DraftStatus
from tests.bot.rig import rigged
from tests.documents.making import docx, xlsx

STEPS = "1. Build and test\n2. The QA lead signs off\n3. Deploy to production"


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made, made.working():
        yield made


async def said(rig, text, *, who=KENJI, channel=RELEASES, **more):
    answer = await rig.act("say", who=who, channel=channel, text=text, **more)
    return answer["ts"]


def file(name, content, mimetype="application/octet-stream"):
    raw = content if isinstance(content, bytes) else content.encode()
    return {
        "name": name,
        "content_base64": base64.b64encode(raw).decode(),
        "mimetype": mimetype,
    }


async def pointed_at(rig, ts, *, who=ROSA, channel=RELEASES):
    return await rig.act("shortcut", who=who, callback_id=SHORTCUT, channel=channel, ts=ts)


def card(rig, channel=RELEASES):
    found = rig.slack.workspace.messages[channel].values()
    return next((each for each in found if buttons.DRAFT_EDIT in str(each.blocks)), None)


async def drafted(rig, channel=RELEASES):
    """The names of the draft's activities, once its card is there."""
    shown = await rig.until(lambda: card(rig, channel))
    every = await drafts(rig)
    assert [each.status for each in every] == [DraftStatus.READY]
    return [each.name for _, each in every[0].process.activities()], shown


async def drafts(rig):
    def look(tx):
        return [tx.drafts.get(each) for each in ids]

    shown = rig.slack.workspace.messages
    values = {
        element["value"]
        for of in shown.values()
        for message in of.values()
        for block in message.blocks or ()
        for element in block.get("elements", ())
        if element.get("action_id") == buttons.DRAFT_EDIT
    }
    ids = {buttons.DraftButton.model_validate_json(each).draft_id for each in values}
    return await rig.storage.read(look)


def told(rig, who=ROSA):
    dm = rig.slack.workspace.dm_with(who).id
    return "\n".join(each.text for each in rig.slack.workspace.messages[dm].values())


def test_the_app_asks_slack_for_the_shortcut():
    [shortcut] = manifest()["features"]["shortcuts"]
    assert (shortcut["type"], shortcut["callback_id"]) == ("message", SHORTCUT)
    assert {SHORTCUT: shortcut["name"]} == MESSAGE_SHORTCUTS, "the playground offers it too"


async def test_a_message_becomes_a_draft_by_its_shortcut(rig):
    ts = await said(rig, f"How we release the shop:\n{STEPS}")
    await pointed_at(rig, ts)
    assert "appears in this channel in a moment" in rig.private().text
    names, _ = await drafted(rig)
    assert names == ["Build and test", "QA lead sign-off", "Deploy to production"]


async def test_the_whole_thread_counts_but_not_what_bots_say(rig):
    ts = await said(rig, "How do we release? 1. Build and test")
    await said(rig, "2. The QA lead signs off", thread_ts=ts, who=ROSA)
    await rig.client.chat_postMessage(channel=RELEASES, thread_ts=ts, text="3. Delete the database")
    await said(rig, "3. Deploy to production", thread_ts=ts)
    await pointed_at(rig, ts)
    names, _ = await drafted(rig)
    assert "Deploy to production" in names
    assert not any("database" in each for each in names)


async def test_pressing_it_twice_at_once_is_one_draft(rig):
    ts = await said(rig, STEPS)
    trigger = rig.slack.trigger(ROSA)
    shown = rig.slack.appearance.message(rig.slack.workspace.messages[RELEASES][ts], metadata=True)
    body = {
        "type": "message_action",
        "callback_id": SHORTCUT,
        "trigger_id": trigger,
        "team": {"id": "T1"},
        "user": {"id": ROSA, "team_id": "T1"},
        "channel": {"id": RELEASES},
        "message_ts": ts,
        "message": shown,
    }
    await rig.dispatch(body)
    await rig.dispatch(body)
    await drafted(rig)
    await rig.settled()
    assert len(await drafts(rig)) == 1


async def test_gathered_again_after_a_crash_it_is_one_draft_all_the_same(tmp_path):
    async with rigged(tmp_path) as rig:
        ts = await said(rig, STEPS)
        await pointed_at(rig, ts)
        now = rig.clock.now()
        [claim] = await rig.storage.transact(
            lambda tx: tx.owed.claim("dies", now=now, lease=timedelta(seconds=1), limit=1)
        )
        gathered = [await pay(rig.outside, claim) for _ in range(2)]
        for each in gathered:
            await rig.storage.transact(each.then)
        async with rig.working():
            await drafted(rig)
            await rig.settled()
        assert len(await drafts(rig)) == 1


@pytest.mark.parametrize(
    ("name", "content", "mimetype"),
    [
        ("how.md", f"# The shop\n\n{STEPS}", "text/markdown"),
        ("how.html", f"<html><body><ol>{STEPS}</ol></body></html>", "text/html"),
        ("how.docx", docx("# The shop", *STEPS.splitlines()), "application/vnd"),
    ],
)
async def test_an_attached_document_is_read(rig, name, content, mimetype):
    ts = await said(rig, "", files=[file(name, content, mimetype)])
    await pointed_at(rig, ts)
    names, _ = await drafted(rig)
    assert "Build and test" in names


async def test_how_a_table_was_read_stands_on_the_card(rig):
    plan = xlsx([["Task", "Who"], ["Build and test", "Kenji"], ["Deploy", "Ops"]])
    ts = await said(rig, "", files=[file("plan.xlsx", plan)])
    await pointed_at(rig, ts)
    names, shown = await drafted(rig)
    assert names == ["Build and test", "Deploy"]
    assert "“Task” is what is done, “Who” is who does it" in shown.text


async def test_what_cannot_be_read_is_said_beside_what_was(rig):
    files = [file("old.doc", b"\xd0\xcf\x11\xe0"), file("logo.png", b"\x89PNG", "image/png")]
    ts = await said(rig, STEPS, files=files)
    await pointed_at(rig, ts)
    _, shown = await drafted(rig)
    assert "“old.doc” was not read" in shown.text
    assert "Save it as .docx in Word" in shown.text
    assert "logo" not in shown.text


async def test_where_nothing_could_be_read_only_the_person_who_asked_is_told(rig):
    ts = await said(rig, "", files=[file("broken.docx", b"no archive")])
    await pointed_at(rig, ts)
    await rig.until(lambda: "No process was drafted" in told(rig))
    assert "“broken.docx” was not read. It is damaged" in told(rig)
    assert card(rig) is None


async def test_a_file_that_is_gone_is_said_to_be(rig):
    dm = rig.slack.workspace.dm_with(ROSA).id
    asked = {"type": "message", "subtype": "file_share", "channel": dm, "channel_type": "im"}
    await rig.event({**asked, "user": ROSA, "text": "draft", "ts": "3.1", "files": [{"id": "F1"}]})
    await rig.until(lambda: "An attached file was not read. It is not in Slack" in told(rig))


async def test_too_many_files_are_refused_at_once(rig):
    files = [file(f"{n}.md", STEPS) for n in range(6)]
    ts = await said(rig, "", files=files)
    await pointed_at(rig, ts)
    assert "Those are 6 files" in rig.private().text


async def test_a_mention_with_a_document_drafts_from_it(rig):
    await said(rig, f"<@{BOT_USER}> draft", files=[file("how.md", STEPS)], who=ROSA)
    names, _ = await drafted(rig)
    assert names[0] == "Build and test"


async def test_a_direct_message_with_words_and_a_document_drafts_from_both(rig):
    dm = rig.slack.workspace.dm_with(ROSA).id
    text = "draft 1. Freeze the branch"
    await said(rig, text, files=[file("how.md", "2. Deploy to production")], channel=dm, who=ROSA)
    names, _ = await drafted(rig, dm)
    assert names == ["Freeze the branch", "Deploy to production"]


async def test_a_bare_draft_in_a_thread_reads_the_thread(rig):
    ts = await said(rig, f"How we release:\n{STEPS}")
    await said(rig, f"<@{BOT_USER}> draft", thread_ts=ts, who=ROSA)
    names, _ = await drafted(rig)
    assert names == ["Build and test", "QA lead sign-off", "Deploy to production"]


async def test_in_a_channel_without_drumbeat_the_message_alone_is_read_and_that_is_said(rig):
    channel = rig.slack.workspace.channels["C0WEBTEAM1"]
    channel.members = [each for each in channel.members if each != BOT_USER]
    ts = await said(rig, STEPS, channel=channel.id)
    await said(rig, "And then we tell sales", channel=channel.id, thread_ts=ts)
    await pointed_at(rig, ts, channel=channel.id)
    dm = rig.slack.workspace.dm_with(ROSA).id
    names, shown = await drafted(rig, dm)
    assert len(names) == 3
    assert "The message was read without its thread" in shown.text


async def test_a_text_without_steps_says_beside_it_what_was_not_read(rig):
    ts = await said(rig, "Good morning!", files=[file("old.doc", b"\xd0\xcf\x11\xe0")])
    await pointed_at(rig, ts)
    await rig.until(lambda: any("“old.doc” was not read" in each for each in rig.seen()))
