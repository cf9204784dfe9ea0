"""A draft from its form and on its card: edit, publish, discard."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.drafting import draft_form, request_draft, request_revision
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, say
from bot.views import buttons, outline_buttons
from bot.views.modals import draft, outline, words_of_draft
from orchestration import words
from orchestration.errors import Rejected
from orchestration.processes.model import Process
from orchestration.read_models.process_cards import DraftReview


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        return await draft_form(doors, heard)

    async def ask(heard: Heard) -> Submitted:
        form = buttons.DraftForm.model_validate_json(heard.view["private_metadata"])
        answer = draft.read(heard.view)
        if answer.target:
            begun = await request_revision(
                doors,
                heard,
                answer.target,
                answer.text,
                channel=form.channel,
                reader=answer.reader,
            )
            return Submitted(reply=Say(begun.drawn, form.channel))
        reply = await request_draft(
            doors,
            heard,
            answer.text,
            title=answer.title,
            channel=form.channel,
            drafter=answer.reader,
        )
        return Submitted(reply=Say(reply.drawn, form.channel))

    async def edit(heard: Heard) -> Reply:
        about = heard.carried(buttons.DraftButton)
        review = await doors.processes.review(about.draft_id)
        page = outline_buttons.OutlinePage(draft_id=review.draft_id, revision=review.revision)
        return Open(outline.draw(process_of(review), page))

    async def words_of(heard: Heard) -> Reply:
        about = heard.carried(buttons.DraftButton)
        return Open(words_of_draft.draw(await doors.processes.review(about.draft_id)))

    async def publish(heard: Heard) -> Reply:
        about = heard.carried(buttons.DraftButton)
        made = await doors.processes.publish(about.draft_id, about.revision, by=heard.by)
        name = words.quote(made.process.name)
        return say(
            f"{name} is published as version {made.version}. "
            f"`{doors.command} new {made.process.id}` makes a release of it."
        )

    async def discard(heard: Heard) -> Reply | None:
        await doors.processes.discard(heard.carried(buttons.DraftButton).draft_id, by=heard.by)
        return None

    async def stop(heard: Heard) -> Reply | None:
        await doors.stopping.stop(heard.carried(buttons.DraftButton).draft_id, by=heard.by)
        return None

    async def again(heard: Heard) -> Reply | None:
        about = heard.carried(buttons.DraftButton)
        if await doors.reading_again.again(about.draft_id, by=heard.by):
            return None
        return say("The model reads the text again. This draft stays as you changed it.")

    app.action(buttons.HOME_DRAFT)(**listening(doors, payloads.action, tell=open_form))
    app.action(buttons.DRAFT_EDIT)(**listening(doors, payloads.action, tell=edit))
    app.action(buttons.DRAFT_WORDS)(**listening(doors, payloads.action, tell=words_of))
    app.action(buttons.DRAFT_PUBLISH)(**listening(doors, payloads.action, record=publish))
    app.action(buttons.DRAFT_DISCARD)(**listening(doors, payloads.action, record=discard))
    app.action(buttons.DRAFT_STOP)(**listening(doors, payloads.action, record=stop))
    app.action(buttons.DRAFT_AGAIN)(**listening(doors, payloads.action, record=again))
    app.view(buttons.DRAFT_NEW)(**submitting(doors, payloads.submission, ask, field=draft.TEXT))


def process_of(review: DraftReview) -> Process:
    """What can be edited; raises `Rejected` where there is nothing, or not any more."""
    if review.status in {"published", "discarded"}:
        by = f" by {words.person(review.decided_by)}" if review.decided_by else ""
        raise Rejected(f"This draft was {review.status} already{by}.")
    if review.process is None:
        raise Rejected("This draft has nothing to change yet: its text is being read.")
    return review.process
