"""Conflicts of what was just planned: named with its next free slots, and allowed with a reason."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners import rights
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, say
from bot.listeners.who import zone_of
from bot.views import in_the_way
from bot.views.buttons import ReleaseButton
from orchestration import words
from orchestration.releases.model import Release
from orchestration.values import UserId


def register(app: AsyncApp, doors: Doors) -> None:
    async def show(heard: Heard) -> Reply:
        """What is in its way now, with a button for each free time."""
        release_id = heard.carried(ReleaseButton).release_id
        await rights.demand_view(doors, release_id, heard.by)
        release = await doors.database.read(lambda tx: tx.releases.get(release_id))
        title = words.quote(release.title)
        if not release.status.planned or release.scheduled_for is None:
            return say(f"{title} is not planned any more.")
        at = words.moment(release.scheduled_for)
        said = f"{title} is planned for {at}."
        found = await with_conflicts(doors, release, said, by=heard.by)
        return found or say(f"{said} Nothing is in its way any more.")

    async def form(heard: Heard) -> Reply:
        carried = heard.carried(in_the_way.AllowButton)
        release = await doors.database.read(lambda tx: tx.releases.get(carried.release_id))
        return Open(in_the_way.allow_form(release, carried))

    async def allow(heard: Heard) -> Submitted:
        carried = in_the_way.AllowButton.model_validate_json(heard.view["private_metadata"])
        reason = in_the_way.read_why(heard.view)
        release = await doors.conflicts.allow(
            carried.release_id, carried.keys, by=heard.by, reason=reason
        )
        said = f"{words.quote(release.title)} stays as it is planned: {words.quote(reason, 200)}"
        return Submitted(reply=Say(say(said).drawn, release.channel))

    app.action(in_the_way.SHOW)(**listening(doors, payloads.action, tell=show))
    app.action(in_the_way.ALLOW)(**listening(doors, payloads.action, tell=form))
    app.view(in_the_way.ALLOW_FORM)(
        **submitting(doors, payloads.submission, allow, field=in_the_way.WHY)
    )


async def with_conflicts(doors: Doors, release: Release, text: str, *, by: UserId) -> Say | None:
    """The words, and below them what is in its way; None where nothing is."""
    if not release.scheduled_for or not release.status.planned:
        return None
    way = await doors.conflicts.of(release.id, by=by)
    if not way.lines:
        return None
    zone = await doors.database.read(lambda tx: zone_of(tx, by))
    return Say(in_the_way.draw(text, release, way, zone))
