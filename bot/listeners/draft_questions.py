"""*Answer…* on a draft: its questions as a form, page by page; each page is kept as it is sent."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Submitted, instead, say
from bot.views import buttons
from bot.views.modals import questions
from orchestration.errors import Rejected

_SOONER = (
    "Some of these questions were answered already, or their steps are gone: those answers changed "
    "nothing, the others are kept. The draft's card shows what holds now."
)


def register(app: AsyncApp, doors: Doors) -> None:
    async def ask(heard: Heard) -> Reply:
        about = heard.carried(buttons.DraftButton)
        asked = await doors.questions.asked(about.draft_id, by=heard.by, most=questions.PER_PAGE)
        return Open(questions.draw(asked))

    async def answer(heard: Heard) -> Submitted:
        form = buttons.QuestionsForm.model_validate_json(heard.view["private_metadata"])
        given = questions.read(heard.view, form)
        kept = await doors.questions.answer(form.draft_id, given, by=heard.by)
        told = say(_SOONER) if kept.meanwhile else None
        skip = form.skip + kept.left
        try:
            following = await doors.questions.asked(
                form.draft_id, by=heard.by, skip=skip, most=questions.PER_PAGE
            )
        except Rejected:
            return Submitted(reply=told)
        if not following.questions:
            return Submitted(reply=told)
        return instead(questions.draw(following, skip))

    app.action(buttons.DRAFT_QUESTIONS)(**listening(doors, payloads.action, tell=ask))
    app.view(buttons.DRAFT_QUESTIONS)(**submitting(doors, payloads.submission, answer))
