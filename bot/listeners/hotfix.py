"""`hotfix GROUP`: its form, which says what it will do, and the release that comes of it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, errors
from bot.views import preflight, private
from bot.views.modals import hotfix
from orchestration import words
from orchestration.errors import Rejected


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        about = heard.carried(hotfix.HotfixButton)
        return Open(
            hotfix.draw(await doors.hotfixes.look(about.group_id, by=heard.by), heard.channel)
        )

    async def make(heard: Heard) -> Submitted:
        about = hotfix.HotfixButton.model_validate_json(heard.view["private_metadata"])
        answer = hotfix.read(heard.view)
        if not answer.version:
            return errors({hotfix.VERSION: "Say which version it has."})
        made = await doors.hotfixes.make(
            heard.door_key,
            about.group_id,
            version=answer.version,
            pause=answer.pause,
            reason=answer.reason,
            by=heard.by,
        )
        release = made.release
        if made.found.blocks:
            return Submitted(reply=Say(preflight.draw(release, made.found), about.channel))
        said = f"{words.quote(release.title)} is made and started. Follow it in"
        told = private.pointing(said, release.channel)
        return Submitted(reply=Say(told, about.channel or release.channel))

    app.action(hotfix.OPEN)(**listening(doors, payloads.action, tell=open_form))
    app.view(hotfix.FORM)(**submitting(doors, payloads.submission, make, field=hotfix.VERSION))


async def asked(doors: Doors, heard: Heard, group: str) -> Reply:
    """The form; a mention is answered with the button that opens it."""
    if not group:
        raise Rejected("Say of which group: `/release hotfix GROUP`. `/release groups` lists them.")
    found = await doors.groups.find(group, by=heard.by)
    foreseen = await doors.hotfixes.look(found.id, by=heard.by)
    if heard.trigger_id:
        return Open(hotfix.draw(foreseen, heard.channel))
    about = hotfix.HotfixButton(group_id=found.id, channel=heard.channel)
    said = f"A hotfix of “{words.quote(found.name, 80)}”? The form says what it will do."
    return Say(private.offer(said, hotfix.open_button(about, found.name)))
