"""Processes as files: given to us in a form or with a message, proposed, taken, and sent back."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.drafting import READING, place_of_draft
from bot.listeners.drafts import process_of
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, say
from bot.views import buttons, file_buttons, private
from bot.views.inputs import lists
from bot.views.modals import file
from orchestration.values import ChannelId

SENT = "It comes as a YAML file to your direct messages with Drumbeat in a moment."


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        return import_form(heard)

    async def replace(heard: Heard) -> Reply:
        about = heard.carried(buttons.DraftButton)
        process_of(await doors.processes.review(about.draft_id))  # before somebody looks for a file
        return Open(file.draw(file_buttons.FileForm(draft=about, channel=heard.channel)))

    async def submit(heard: Heard) -> Submitted:
        form = file_buttons.FileForm.model_validate_json(heard.view["private_metadata"])
        chosen = file.read(heard.view)
        if form.draft is None or not chosen:
            reply = await import_files(doors, heard, chosen, channel=form.channel)
            return Submitted(reply=Say(reply.drawn, form.channel))
        await doors.files.propose(
            heard.door_key, chosen[0], form.draft.draft_id, form.draft.revision, by=heard.by
        )
        said = say("Reading it. What it would change appears under the draft in a moment.")
        return Submitted(reply=Say(said.drawn, form.channel))

    async def take(heard: Heard) -> Reply | None:
        about = heard.carried(file_buttons.FileButton)
        await doors.files.take(about.proposal, about.revision, by=heard.by)
        return None

    async def leave(heard: Heard) -> Reply | None:
        await doors.files.leave(heard.carried(file_buttons.FileButton).proposal, by=heard.by)
        return None

    async def export_draft(heard: Heard) -> Reply:
        about = heard.carried(buttons.DraftButton)
        await doors.files.export_draft(about.draft_id, to=heard.by)
        return say(SENT)

    async def export_process(heard: Heard) -> Reply:
        about = heard.carried(buttons.VersionButton)
        await doors.files.export_version(about.process_id, about.version, to=heard.by)
        return say(SENT)

    app.action(file_buttons.FILE_OPEN)(**listening(doors, payloads.action, tell=open_form))
    app.action(buttons.DRAFT_REPLACE)(**listening(doors, payloads.action, tell=replace))
    app.action(file_buttons.FILE_TAKE)(**listening(doors, payloads.action, record=take))
    app.action(file_buttons.FILE_LEAVE)(**listening(doors, payloads.action, record=leave))
    app.action(buttons.DRAFT_EXPORT)(**listening(doors, payloads.action, record=export_draft))
    app.action(buttons.PROCESS_EXPORT)(**listening(doors, payloads.action, record=export_process))
    app.view(file_buttons.FILE_IMPORT)(
        **submitting(doors, payloads.submission, submit, field=file.FILE)
    )


def import_form(heard: Heard, *, inputs: bool = False) -> Reply:
    """A form where one can be opened, otherwise what to do; a mention opens none by itself."""
    if heard.trigger_id:
        channel = None if heard.in_dm else heard.channel
        return Open(file.draw(file_buttons.FileForm(channel=channel, inputs=inputs)))
    verb = "inputs import" if inputs else "process import"
    how = f"Write `{verb}` in a message with the YAML file attached, or press the button."
    press = lists.import_button() if inputs else private.import_button()
    return Say(private.offer(how, press))


async def import_files(
    doors: Doors, heard: Heard, files: Sequence[str], *, channel: ChannelId | None = None
) -> Say:
    """Keep which files, and owe their reading; what comes of them appears where we can post."""
    what = "What it says"  # a process is a draft then, an activity is proposed for the store
    place, said = await place_of_draft(doors, heard, channel or heard.channel, what=what)
    await doors.files.request(heard.door_key, files, by=heard.by, channel=place)
    return say(f"{READING} {said} What is wrong with it is told to you alone.")
