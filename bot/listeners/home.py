"""App Home: opening it owes its drawing, and the picture of the week that stands in it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply
from orchestration.effects import Effect, ShowHome
from orchestration.effects.calendar import DrawHomeWeek


def register(app: AsyncApp, doors: Doors) -> None:
    async def show(heard: Heard) -> Reply | None:
        if heard.by and heard.body["event"].get("tab", "home") == "home":
            now = doors.clock.now()
            owed: list[Effect] = [ShowHome(user_id=heard.by)]
            if doors.pictures:
                owed.append(DrawHomeWeek(user_id=heard.by))
            await doors.database.transact(lambda tx: tx.owed.owe(owed, at=now), name="home_opened")
        return None

    app.event("app_home_opened")(**listening(doors, payloads.event, record=show))
