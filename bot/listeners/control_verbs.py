"""`pause`, `stop` and `resume` as people type them: done at once where all is said, else asked."""

from __future__ import annotations

from bot.grammar import Command
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.replies import Open, Reply, Say, say
from bot.views import buttons, control, private
from bot.views.modals import control as control_form
from orchestration import words
from orchestration.read_models.lookup import release_card_in
from orchestration.releases.model import Release
from orchestration.values import ReleaseId


async def commit(doors: Doors, heard: Heard, command: Command) -> Reply | None:
    """What was typed with its reference, and for a stop with its reason; None where it is asked."""
    if not command.reference or (command.verb != "resume" and not command.words):
        return None
    release = await doors.database.read(lambda tx: tx.releases.find_by_reference(command.reference))
    if release is None:
        return None
    match command.verb:
        case "resume":
            return say(resumed(await doors.control.resume(release.id, by=heard.by)))
        case "stop":
            return await _stopped(doors, heard, release.id, command.words)
        case _:
            return await _paused(doors, heard, release.id, command.words)


async def pause(doors: Doors, heard: Heard, release_id: ReleaseId, said: str) -> Reply:
    if heard.trigger_id:
        return await pause_form(doors, heard, release_id, said)
    if said:
        return await _paused(doors, heard, release_id, said)
    release = await doors.control.may_pause(release_id, by=heard.by)
    about = buttons.ReleaseButton(release_id=release_id)
    asked = f"Pause {words.quote(release.title)}? The form asks why."
    return Say(private.offer(asked, control.pause_button(about, release.title)))


async def stop(doors: Doors, heard: Heard, release_id: ReleaseId, said: str) -> Reply:
    if heard.trigger_id:
        return await stop_form(doors, heard, release_id, said)
    if said:
        return await _stopped(doors, heard, release_id, said)
    release = await doors.control.may_stop_the_line(release_id, by=heard.by, where=heard.channel)
    about = buttons.ReleaseButton(release_id=release_id)
    asked = f"Stop the line of {words.quote(release.title)}? The form asks why."
    return Say(private.offer(asked, control.stop_button(about, release.title)))


async def _paused(doors: Doors, heard: Heard, release_id: ReleaseId, said: str) -> Reply:
    release = await doors.control.pause(release_id, by=heard.by, reason=said)
    return say(f"{words.quote(release.title)} is paused. Its channel is told.")


async def _stopped(doors: Doors, heard: Heard, release_id: ReleaseId, said: str) -> Reply:
    release = await doors.control.stop_the_line(
        release_id, by=heard.by, reason=said, where=heard.channel
    )
    return say(f"You stopped the line of {words.quote(release.title)}. Its channel is told.")


async def resume(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    """Without its reference typed, the button that says what begins."""
    await doors.control.may_resume(release_id, by=heard.by)
    card = await doors.database.read(lambda tx: release_card_in(tx, release_id))
    about = buttons.ReleaseButton(release_id=release_id)
    return Say(private.offer(card.sentence, control.resume_button(about, card)))


async def pause_form(doors: Doors, heard: Heard, release_id: ReleaseId, said: str = "") -> Reply:
    release = await doors.control.may_pause(release_id, by=heard.by)
    form = control.ControlForm(verb="pause", release_id=release_id)
    return Open(control_form.draw(form, release.title, typed=said))


async def stop_form(doors: Doors, heard: Heard, release_id: ReleaseId, said: str = "") -> Reply:
    release = await doors.control.may_stop_the_line(release_id, by=heard.by, where=heard.channel)
    form = control.ControlForm(verb="stop", release_id=release_id, channel=heard.channel)
    return Open(control_form.draw(form, release.title, typed=said))


def resumed(release: Release) -> str:
    return f"{words.quote(release.title)} goes on. What was held back starts now."
