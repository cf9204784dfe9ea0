"""Asking for changes in words, and deciding about what is proposed."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.drafting import begun, place_of_draft, request_revision
from bot.listeners.drafts import process_of
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, errors, say
from bot.views import buttons, private, revision_buttons
from bot.views.modals import choose_changes, revise
from orchestration import words
from orchestration.effects.process import ShowDraft
from orchestration.errors import Rejected
from orchestration.people.rights import seen_by
from orchestration.ports import Transaction
from orchestration.processes.draft import Draft
from orchestration.processes.lookup import process_named
from orchestration.processes.model import ProcessVersion
from orchestration.processes.revising.items import left_out
from orchestration.processes.revision_decisions import needs
from orchestration.values import ChannelId, DraftId, UserId, name_key

UNDER_IT = "Reading it. What it would change appears under the draft in a moment."
_MOST_DRAFTS = 50


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_for_draft(heard: Heard) -> Reply:
        about = heard.carried(buttons.DraftButton)
        process = process_of(await doors.processes.review(about.draft_id))
        form = revision_buttons.ReviseForm(draft=about, channel=heard.channel)
        return Open(revise.draw(form, process.name))

    async def open_for_process(heard: Heard) -> Reply:
        about = heard.carried(buttons.ProcessButton)
        latest = await doors.processes.find(about.process_id, by=heard.by)
        form = revision_buttons.ReviseForm(process_id=about.process_id, channel=heard.channel)
        return Open(revise.draw(form, latest.process.name))

    async def ask(heard: Heard) -> Submitted:
        form = revision_buttons.ReviseForm.model_validate_json(heard.view["private_metadata"])
        typed = revise.read(heard.view)
        if form.draft is not None:
            await doors.revisions.ask(heard.door_key, form.draft.draft_id, typed, by=heard.by)
            return Submitted(reply=Say(say(UNDER_IT).drawn, form.channel))
        if form.process_id is None:
            raise Rejected("Open *Revise…* again: it is not said what shall be revised.")
        reply = await request_revision(doors, heard, form.process_id, typed, channel=form.channel)
        return Submitted(reply=Say(reply.drawn, form.channel))

    async def accept(heard: Heard) -> Reply:
        about = heard.carried(revision_buttons.RevisionButton)
        return say(await doors.decided_revisions.take(about.proposal, about.revision, by=heard.by))

    async def choose(heard: Heard) -> Reply:
        about = heard.carried(revision_buttons.RevisionButton)
        title, items = await doors.decided_revisions.items(about.proposal, about.revision)
        form = revision_buttons.ChooseForm(about=about, channel=heard.channel)
        return Open(choose_changes.draw(items, title, form))

    async def accept_chosen(heard: Heard) -> Submitted:
        """A change that needs another is not taken without it: that is said under its box."""
        form = revision_buttons.ChooseForm.model_validate_json(heard.view["private_metadata"])
        about, chosen = form.about, choose_changes.read(heard.view)
        _, items = await doors.decided_revisions.items(about.proposal, about.revision)
        if missing := left_out(items, chosen):
            item, needed = missing[0]
            block = choose_changes.block_of(item.number)
            return errors({block: choose_changes.plain(needs(item, needed))})
        said = await doors.decided_revisions.take(
            about.proposal, about.revision, by=heard.by, chosen=chosen
        )
        return Submitted(reply=Say(say(said).drawn, form.channel))

    async def reject(heard: Heard) -> Reply | None:
        about = heard.carried(revision_buttons.RevisionButton)
        await doors.decided_revisions.reject(about.proposal, by=heard.by)
        return None

    async def undo(heard: Heard) -> Reply | None:
        about = heard.carried(revision_buttons.RevisionButton)
        await doors.decided_revisions.undo(about.proposal, by=heard.by)
        return None

    async def again(heard: Heard) -> Reply | None:
        about = heard.carried(revision_buttons.RevisionButton)
        await doors.revisions.read_again(about.proposal, by=heard.by)
        return None

    app.action(revision_buttons.DRAFT_REVISE)(
        **listening(doors, payloads.action, tell=open_for_draft)
    )
    app.action(revision_buttons.PROCESS_REVISE)(
        **listening(doors, payloads.action, tell=open_for_process)
    )
    app.action(revision_buttons.ACCEPT)(**listening(doors, payloads.action, record=accept))
    app.action(revision_buttons.CHOOSE)(**listening(doors, payloads.action, tell=choose))
    app.action(revision_buttons.REJECT)(**listening(doors, payloads.action, record=reject))
    app.action(revision_buttons.UNDO)(**listening(doors, payloads.action, record=undo))
    app.action(revision_buttons.AGAIN)(**listening(doors, payloads.action, record=again))
    app.view(revision_buttons.ASKED)(
        **submitting(doors, payloads.submission, ask, field=revise.WORDS)
    )
    app.view(revision_buttons.CHOSEN)(
        **submitting(doors, payloads.submission, accept_chosen, field=choose_changes.FIRST)
    )


async def asked_in_words(doors: Doors, heard: Heard, said: str) -> Reply | None:
    """`revise NAME words…`; in the thread of a draft its words alone. None: ask for the words."""
    under = await draft_of_thread(doors, heard)
    if under is not None and said:
        await doors.revisions.ask(heard.door_key, under, said, by=heard.by)
        return say(UNDER_IT)
    found, rest = await _meant(doors, said, heard.by)
    if not rest:
        return None
    if isinstance(found, Draft):
        await doors.revisions.ask(heard.door_key, found.id, rest, by=heard.by)
        return say(UNDER_IT)
    place, where = await place_of_draft(doors, heard, heard.channel)
    await doors.revisions.ask_of_process(
        heard.door_key, found.process.id, rest, by=heard.by, channel=place
    )
    return say(begun(where))


async def form(doors: Doors, heard: Heard, said: str) -> Reply:
    """Where it is not said what shall change: a form, or the button that opens one."""
    found, _ = await _meant(doors, said, heard.by)
    if isinstance(found, Draft):
        about = buttons.DraftButton(draft_id=found.id, revision=found.revision)
        carries = revision_buttons.ReviseForm(draft=about, channel=heard.channel)
        title = found.process.name if found.process else found.title
        press = private.revise_draft_button(about, title)
    else:
        of, title = buttons.ProcessButton(process_id=found.process.id), found.process.name
        carries = revision_buttons.ReviseForm(process_id=of.process_id, channel=heard.channel)
        press = private.revise_button(of, title)
    if heard.trigger_id:
        return Open(revise.draw(carries, title))
    asked = f"What shall change in {words.quote(title)}? Write it after its name, or press:"
    return Say(private.offer(asked, press))


async def draft_of_thread(doors: Doors, heard: Heard) -> DraftId | None:
    """The draft under whose card, or under a proposal for which, something was said."""
    if not heard.thread_ts or not heard.channel:
        return None
    channel, ts = heard.channel, heard.thread_ts
    return await doors.database.read(lambda tx: _draft_at(tx, channel, ts))


def _draft_at(tx: Transaction, channel: ChannelId, ts: str) -> DraftId | None:
    posting = tx.postings.at(channel, ts)
    if posting is None:
        return None
    draft_id = DraftId((*posting.subject.split(":"), "")[1])
    if posting.subject != ShowDraft(draft_id=draft_id).key:
        return None
    found = tx.drafts.find(draft_id)
    return None if found is None else found.replaces or found.id


async def _meant(doors: Doors, said: str, by: UserId) -> tuple[Draft | ProcessVersion, str]:
    """An open draft of theirs before what is published, by the longest name that is meant."""

    def look(tx: Transaction) -> tuple[Draft | ProcessVersion, str]:
        drafts = [each for each in tx.drafts.open_of(by, limit=_MOST_DRAFTS) if each.process]
        sees = seen_by(tx, doors.administrators, by)
        named: dict[str, Draft | ProcessVersion] = {}
        for each in reversed(drafts):
            if each.process:
                named |= {name_key(each.process.name): each, name_key(each.process.id): each}
        published = [each for each in tx.processes.list() if sees(each.id)]
        known = {name_key(key): each.id for each in published for key in (each.id, each.name)}
        parts = said.replace(":", " ").split()
        for n in range(min(len(parts), 20), 0, -1):
            key, rest = name_key(" ".join(parts[:n])), " ".join(said.split()[n:])
            if key in named:
                return named[key], rest
            if key in known:
                return tx.processes.latest(known[key]), rest
        if drafts and not said:
            return drafts[0], ""
        if not said:
            raise Rejected(
                "Say which process and what shall change, such as "
                "`/release revise web-release move UAT after Security review`."
            )
        return process_named(tx, said, sees=sees), ""

    return await doors.database.read(look)
