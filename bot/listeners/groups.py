"""Everything about release groups in Slack, registered together."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import (
    group_actions,
    group_forms,
    group_inputs,
    group_making,
    group_page,
    occurrence_change,
)
from bot.listeners.doors import Doors


def register(app: AsyncApp, doors: Doors) -> None:
    group_page.register(app, doors)
    group_forms.register(app, doors)
    group_inputs.register(app, doors)
    group_actions.register(app, doors)
    group_making.register(app, doors)
    occurrence_change.register(app, doors)
