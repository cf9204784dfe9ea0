"""*Check* on a planned release, and what a start that was refused offers instead."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Open, Replace, Reply, Say
from bot.views import buttons, preflight
from bot.views.modals import reason
from orchestration.errors import Rejected
from orchestration.freezes.deciders import demand_letting_through
from orchestration.freezes.holding import blocking_at
from orchestration.ports import Transaction
from orchestration.values import ReleaseId


def register(app: AsyncApp, doors: Doors) -> None:
    async def check(heard: Heard) -> Reply:
        release_id = heard.carried(buttons.ReleaseButton).release_id
        release, found = await doors.preflight.look(release_id, by=heard.by)
        drawn = preflight.draw(release, found)
        return Replace(drawn) if heard.ephemeral else Say(drawn)

    async def override(heard: Heard) -> Reply:
        about = heard.carried(buttons.ReleaseButton)

        _, found = await doors.preflight.blocks(about.release_id, by=heard.by)
        now = doors.clock.now()

        def look(tx: Transaction) -> str:
            release = tx.releases.get(about.release_id)
            process = tx.processes.latest(release.process_id).process
            to = f"start {release.reference} anyway"
            held = blocking_at(tx.freezes.since(now), release, now) if found.only_freezes else []
            demand_letting_through(tx, doors.administrators, heard.by, held, process, to=to)
            return release.title

        title = await doors.database.read(look)
        form = buttons.ReasonForm(verb="start anyway", release=about)
        return Open(reason.draw(form, title))

    app.action(buttons.RELEASE_CHECK)(**listening(doors, payloads.action, tell=check))
    app.action(buttons.RELEASE_OVERRIDE)(**listening(doors, payloads.action, tell=override))


async def instead_of_start(
    doors: Doors, heard: Heard, release_id: ReleaseId, refused: Rejected
) -> Reply:
    """What keeps it from starting, each with what mends it; raises `refused` for anything else."""
    try:
        release, found = await doors.preflight.blocks(release_id, by=heard.by)
    except Rejected:
        raise refused from None
    if not found.blocks:
        raise refused
    return Say(preflight.draw(release, found))
