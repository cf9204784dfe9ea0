"""What waits for one person, as a private answer."""

from __future__ import annotations

from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.views import private_card
from bot.views.blocks import Drawn
from orchestration.read_models.lookup import home_in


async def mine(doors: Doors, heard: Heard) -> Drawn:
    card = await doors.database.read(lambda tx: home_in(tx, heard.by, doors.administrators))
    return private_card.mine(card)
