"""The Bolt app: every listener registered, every failure answered."""

from __future__ import annotations

from typing import Protocol

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.identity import Identity
from bot.listeners import (
    again,
    away,
    blueprints,
    by_process,
    calendar,
    commands,
    conflicts,
    control,
    digests,
    draft_questions,
    drafts,
    editing_releases,
    errors,
    feeds,
    files,
    filling_in,
    following,
    freezes,
    granting,
    groups,
    handing_on,
    handing_over,
    history,
    holds,
    home,
    hotfix,
    inputs,
    inputs_forms,
    leftovers,
    making,
    mentions,
    moving,
    outline,
    outline_forms,
    people,
    pictures,
    pipelines,
    pointing,
    preflight,
    reasons,
    redo,
    releases,
    revising,
    roles,
    sheet,
    signing,
    snoozing,
    store,
    store_adding,
    store_files,
    store_mapping,
    store_using,
    taking_back,
    task_menu,
    tasks,
    turns,
)
from bot.listeners.doors import Doors
from bot.listeners.telling import Telling


class _Listeners(Protocol):
    """A module of listeners: one story."""

    def register(self, app: AsyncApp, doors: Doors) -> None: ...


LISTENERS: tuple[_Listeners, ...] = (
    tasks,
    task_menu,
    taking_back,
    signing,
    reasons,
    holds,
    by_process,
    redo,
    snoozing,
    control,
    turns,
    again,
    moving,
    editing_releases,
    releases,
    making,
    preflight,
    following,
    calendar,
    conflicts,
    freezes,
    drafts,
    pointing,
    revising,
    draft_questions,
    files,
    outline,
    outline_forms,
    sheet,
    inputs,
    inputs_forms,
    filling_in,
    roles,
    granting,
    groups,
    hotfix,
    pictures,
    history,
    blueprints,
    store,
    store_using,
    store_mapping,
    store_adding,
    store_files,
    pipelines,
    commands,
    home,
    away,
    digests,
    feeds,
    handing_on,
    handing_over,
)
"""The first that fits is taken, so those that matter most come first."""


def build_app(
    doors: Doors, *, signing_secret: str = "", identity: Identity | None = None
) -> AsyncApp:
    """One app for both transports.

    Bolt checks signatures too where a secret is given; over HTTP `bot.web_guard.SignatureGuard`
    stands in front. Its listeners use `doors.client`, not Bolt's own clients.
    """
    us = identity or Identity(doors.client)

    async def authorize() -> AuthorizeResult:
        return await us.known()

    app = AsyncApp(
        name="drumbeat",
        client=AsyncWebClient(base_url=doors.client.base_url),
        signing_secret=signing_secret,
        request_verification_enabled=bool(signing_secret),
        authorize=authorize,
        process_before_response=True,
        ignoring_self_events_enabled=True,
    )
    telling = telling_of(app, doors)
    app.error(errors.handler(doors, telling))
    for each in LISTENERS:
        each.register(app, doors)
    mentions.register(app, doors, us)
    people.register(app, doors, us)
    leftovers.register(app, doors)
    return app


def telling_of(app: AsyncApp, doors: Doors) -> Telling:
    """Have `tell` run as tasks that can be waited for: `telling.finish()` when stopping."""
    telling = Telling(app.logger, errors.after_ack(doors))
    app.listener_runner.lazy_listener_runner = telling
    return telling


async def finish(app: AsyncApp) -> None:
    """Let what is being told be told, before the process ends."""
    telling = app.listener_runner.lazy_listener_runner
    if isinstance(telling, Telling):
        await telling.finish()
