"""Changes asked for in words: proposed under the draft, accepted or rejected by a click."""

import pytest
import pytest_asyncio

from bot.playground.seed import DANA, KENJI, RELEASES, ROSA
from bot.views import buttons, revision_buttons
from orchestration.people.model import Right
from orchestration.processes.draft import DraftStatus
from orchestration.processes.edits import Remove
from orchestration.values import UserId
from prompts.outline_drafter import OutlineDrafter
from prompts.sentence_reviser import SentenceReviser
from tests.bot.rig import WEB, rigged
from tests.bot.test_files_in_slack import offering

ASKED = "web-release move Validate build after Smoke test"


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        async with made.working():
            yield made


async def proposed(rig, words=ASKED, **more):
    """The card of what is proposed, and what its buttons carry."""
    await rig.command(f"revise {words}", **more)
    return await card(rig)


async def card(rig, button=revision_buttons.ACCEPT):
    message, value = await rig.until(lambda: offering(rig, button))
    return message, revision_buttons.RevisionButton.model_validate_json(value)


async def draft_of(rig, about):
    proposal = await rig.storage.read(lambda tx: tx.drafts.find(about.proposal))
    return await rig.storage.read(lambda tx: tx.drafts.find(proposal.replaces))


def steps(draft):
    return [each.name for _, each in draft.process.activities()]


async def test_a_published_process_is_revised_through_a_draft_of_its_next_version(rig):
    message, about = await proposed(rig)
    assert "Moved “Validate build” after “Smoke test”" in message.text
    assert message.thread_ts, "it lies under the draft's card"
    before = await draft_of(rig, about)
    assert before.process == WEB, "nothing is changed until somebody accepts it"
    await rig.click(revision_buttons.ACCEPT, about)
    after = await draft_of(rig, about)
    assert steps(after)[:3] == ["Write the notes", "Smoke test", "Validate build"]
    assert after.edits[-1].what == "accepted 1 change"
    await rig.processes.publish(after.id, after.revision, by=UserId(ROSA))
    latest = await rig.storage.read(lambda tx: tx.processes.latest(WEB.id))
    assert latest.version == 2


async def test_a_double_click_accepts_once_and_undo_takes_it_back(rig):
    _, about = await proposed(rig)
    await rig.click(revision_buttons.ACCEPT, about)
    await rig.click(revision_buttons.ACCEPT, about, by=DANA)
    once = await draft_of(rig, about)
    assert len(once.edits) == 1
    _, undo = await card(rig, revision_buttons.UNDO)
    await rig.click(revision_buttons.UNDO, undo)
    await rig.click(revision_buttons.UNDO, undo)
    back = await draft_of(rig, about)
    assert back.process == WEB
    assert [each.what for each in back.edits] == ["accepted 1 change", "took back 1 change"]


async def test_undo_does_not_lose_what_was_edited_since(rig):
    _, about = await proposed(rig)
    await rig.click(revision_buttons.ACCEPT, about)
    after = await draft_of(rig, about)
    edit = Remove(phase="check", activity="notes")
    await rig.processes.edit(after.id, after.revision, edit, by=UserId(ROSA))
    await rig.click(revision_buttons.UNDO, about)
    assert "The draft went on since" in rig.private().text
    assert "removed “Write the notes”" in rig.private().text
    assert "Write the notes" not in steps(await draft_of(rig, about))


async def test_all_can_be_rejected_and_then_nothing_is_accepted(rig):
    _, about = await proposed(rig)
    await rig.click(revision_buttons.REJECT, about)
    await rig.click(revision_buttons.REJECT, about)
    await rig.click(revision_buttons.ACCEPT, about)
    assert "were rejected already" in rig.private().text
    assert (await draft_of(rig, about)).process == WEB


async def test_some_changes_are_accepted_and_the_others_left(rig):
    words = "web-release remove Smoke test; rename Write the notes to Notes; make Notes optional"
    _, about = await proposed(rig, words)
    await rig.click(revision_buttons.CHOOSE, about)
    view = rig.modals()[-1]
    sent = await rig.act(
        "view/submit", who=ROSA, view_id=view.id, values={"revision.changes.0": ["2"]}
    )
    assert not sent.get("errors")
    after = await draft_of(rig, about)
    assert steps(after)[:3] == ["Notes", "Validate build", "Smoke test"]
    assert after.edits[-1].what == "accepted 1 of 3 changes"


async def test_a_change_that_needs_another_is_not_accepted_without_it(rig):
    words = "web-release add Pen test after Smoke test and move Validate build after Pen test"
    _, about = await proposed(rig, words)
    await rig.click(revision_buttons.CHOOSE, about)
    view = rig.modals()[-1]
    values = {"revision.changes.0": ["2"]}
    sent = await rig.act("view/submit", who=ROSA, view_id=view.id, values=values)
    assert "Change 2 needs change 1" in str(sent)
    assert (await draft_of(rig, about)).process == WEB


async def test_what_weakens_a_gate_stands_in_bold_at_the_top_and_accepting_asks(rig):
    message, _ = await proposed(rig, "web-release make Validate build optional")
    first = next(each for each in message.blocks if each["type"] == "section")
    assert first["text"]["text"].startswith("⚠ *This weakens")
    assert "*“Validate build” becomes optional*" in first["text"]["text"]
    (accept,) = [
        each
        for block in message.blocks
        for each in block.get("elements", ())
        if each.get("action_id") == revision_buttons.ACCEPT
    ]
    assert accept["confirm"]


async def test_a_proposal_for_an_older_edition_is_told_and_made_again(rig):
    _, about = await proposed(rig)
    draft = await draft_of(rig, about)
    edit = Remove(phase="check", activity="notes")
    await rig.processes.edit(
        draft.id, draft.revision, edit, by=UserId(DANA) if False else UserId(ROSA)
    )
    await rig.click(revision_buttons.ACCEPT, about)
    assert "Nothing was accepted" in rig.private().text
    assert "removed “Write the notes”" in rig.private().text
    message, stale = await card(rig, revision_buttons.AGAIN)
    assert "The draft changed since these were proposed" in message.text
    await rig.click(revision_buttons.AGAIN, stale)
    await rig.settled()
    _, fresh = await card(rig)
    await rig.click(revision_buttons.ACCEPT, about)
    assert "read again since you saw them" in rig.private().text
    await rig.click(revision_buttons.ACCEPT, fresh)
    assert steps(await draft_of(rig, fresh))[:2] == ["Smoke test", "Validate build"]


async def asked_under(rig, draft, words):
    """*Revise…* on the draft's card, filled in; the newest proposal."""
    shown = buttons.DraftButton(draft_id=draft.id, revision=draft.revision)
    await rig.click(revision_buttons.DRAFT_REVISE, shown)
    view = rig.modals()[-1]
    values = {"revision.words": words}
    await rig.act("view/submit", who=ROSA, view_id=view.id, values=values)
    await rig.settled()
    return await card(rig)


async def test_what_a_person_edited_is_said_and_not_ticked(rig):
    _, about = await proposed(rig)
    await rig.click(revision_buttons.REJECT, about)
    _, own = await asked_under(rig, await draft_of(rig, about), "rename Smoke test to Smoke")
    await rig.click(revision_buttons.ACCEPT, own)
    draft = await draft_of(rig, about)
    assert [(each.at, each.by) for each in draft.marks] == [("check.smoke", ROSA)]
    message, _ = await asked_under(rig, draft, "rename Smoke to Smoke check; remove Check")
    assert "overwrites a person's edit" in message.text
    await rig.click(revision_buttons.CHOOSE, offering(rig, revision_buttons.CHOOSE)[1])
    blocks = str(rig.modals()[-1].content["blocks"])
    assert "initial_options" not in blocks


async def test_a_mention_in_the_drafts_thread_revises_that_draft(rig):
    message, about = await proposed(rig)
    await rig.click(revision_buttons.REJECT, about)
    await rig.settled()
    await rig.mention("move Smoke test before Write the notes", thread_ts=message.thread_ts)
    _, second = await card(rig)
    assert (await draft_of(rig, second)).id == (await draft_of(rig, about)).id
    assert second.proposal != about.proposal


async def test_who_may_not_draft_may_neither_ask_nor_accept(rig):
    _, about = await proposed(rig)
    await rig.doors.grants.grant("QA lead", {Right.DRAFT}, process_id=None, by=UserId(ROSA))
    for act in (revision_buttons.ACCEPT, revision_buttons.AGAIN, revision_buttons.REJECT):
        await rig.click(act, about, by=KENJI)
        assert "You cannot change the draft" in rig.private(KENJI).text
    await rig.command(f"revise {ASKED}", by=KENJI)
    assert "You cannot change the draft" in rig.private(KENJI).text
    assert (await draft_of(rig, about)).process == WEB


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("web-release frobnicate it", "was not understood"),
        ("web-release remove Penetration test", "There is no “Penetration test” here"),
    ],
)
async def test_what_is_not_understood_is_said_with_examples(rig, words, says):
    await rig.command(f"revise {words}")
    shown = await rig.until(lambda: [each for each in rig.seen() if says in each])
    assert "move UAT after Security review" in shown[0]


async def test_an_unknown_process_and_no_words_are_answered(rig):
    await rig.command("revise shop-release move A after B")
    assert "There is no process" in rig.private().text
    await rig.command("revise web-release")
    assert rig.modals()[-1].content["callback_id"] == revision_buttons.ASKED
    await rig.mention("revise web-release")
    assert "What shall change in Web release?" in rig.private().text


async def test_the_same_command_heard_twice_proposes_once(rig):
    trigger = rig.slack.trigger(ROSA)
    for _ in range(2):
        await rig.command(f"revise {ASKED}", trigger=trigger)
    await card(rig)
    await rig.settled()
    drafts = [
        m
        for m in rig.slack.workspace.messages[RELEASES].values()
        if "Proposed changes" in str(m.blocks)
    ]
    assert len(drafts) == 1


async def test_a_proposal_is_kept_with_who_asked_and_what_became_of_it(rig):
    _, about = await proposed(rig)
    await rig.click(revision_buttons.ACCEPT, about, by=ROSA)
    kept = await rig.storage.read(lambda tx: tx.drafts.find(about.proposal))
    assert (kept.status, kept.by, kept.decided_by) == (DraftStatus.TAKEN, ROSA, ROSA)
    assert (kept.drafter, kept.proposal.taken) == ("sentences", (1,))


async def test_the_form_of_draft_takes_what_shall_change_in_a_process(rig):
    await rig.command("draft")
    [form] = rig.modals()
    said = "move Validate build after Smoke test"
    values = {"draft.text": said, "draft.target": WEB.id}
    assert (await rig.act("view/submit", view_id=form.id, values=values))["status"] == "ok"
    message, _ = await card(rig)
    assert "Moved “Validate build” after “Smoke test”" in message.text


class Listening(SentenceReviser):
    """Hears by whom it is asked to have it read."""

    def __init__(self):
        self.heard = []

    async def revise(self, request):
        self.heard.append(request.reviser)
        return await super().revise(request)


@pytest.mark.parametrize(("chosen", "heard"), [("outline", "outline"), ("model", "")])
async def test_who_was_chosen_in_the_form_reads_also_what_shall_change(tmp_path, chosen, heard):
    reviser = Listening()
    async with rigged(tmp_path, drafter=OutlineDrafter(), reviser=reviser) as rig:
        await rig.publish()
        async with rig.working():
            await rig.command("draft")
            [form] = rig.modals()
            said = "move Validate build after Smoke test"
            values = {"draft.text": said, "draft.target": WEB.id, "draft.reader": chosen}
            assert (await rig.act("view/submit", view_id=form.id, values=values))["status"] == "ok"
            await card(rig)
    assert reviser.heard == [heard]
