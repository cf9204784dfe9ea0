"""The buttons by which people take back what they signed."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.mine import mine
from bot.listeners.replies import Replace, Reply
from bot.views import buttons


def register(app: AsyncApp, doors: Doors) -> None:
    async def withdraw(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        await doors.sign_offs.withdraw(task.task_id, task.round, shown=task.shown, by=heard.by)
        return None

    async def undo(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        await doors.sign_offs.undo(task.task_id, task.round, shown=task.shown, by=heard.by)
        return None

    async def redraw(heard: Heard) -> Reply | None:
        return Replace(await mine(doors, heard)) if heard.ephemeral else None

    app.action(buttons.TASK_WITHDRAW)(
        **listening(doors, payloads.action, record=withdraw, tell=redraw)
    )
    app.action(buttons.TASK_UNDO)(**listening(doors, payloads.action, record=undo, tell=redraw))
