"""`/release live [SERVICE]`: what runs where, since when, from which release."""

from __future__ import annotations

from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.views import live
from bot.views.blocks import Drawn
from orchestration.people.rights import seen_by
from orchestration.ports import Transaction
from orchestration.read_models.live import live_in


async def answer(doors: Doors, heard: Heard, service: str) -> Drawn:
    def look(tx: Transaction) -> Drawn:
        sees = seen_by(tx, doors.administrators, heard.by)
        return live.draw(live_in(tx, service, sees=sees), service, command=doors.command)

    return await doors.database.read(look)
