"""The Bolt app: every listener registered, every failure answered."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.identity import Identity
from bot.listeners import (
    blueprints,
    commands,
    drafts,
    errors,
    files,
    filling_in,
    granting,
    history,
    holds,
    home,
    inputs,
    inputs_forms,
    leftovers,
    mentions,
    outline,
    outline_forms,
    people,
    pictures,
    reasons,
    releases,
    roles,
    sheet,
    store,
    store_adding,
    store_files,
    store_mapping,
    store_using,
    tasks,
)
from bot.listeners.doors import Doors
from bot.listeners.telling import Telling


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
    # The first that fits is taken, so those that matter most come first.
    tasks.register(app, doors)
    reasons.register(app, doors)
    holds.register(app, doors)
    releases.register(app, doors)
    drafts.register(app, doors)
    files.register(app, doors)
    outline.register(app, doors)
    outline_forms.register(app, doors)
    sheet.register(app, doors)
    inputs.register(app, doors)
    inputs_forms.register(app, doors)
    filling_in.register(app, doors)
    roles.register(app, doors)
    granting.register(app, doors)
    pictures.register(app, doors)
    history.register(app, doors)
    blueprints.register(app, doors)
    store.register(app, doors)
    store_using.register(app, doors)
    store_mapping.register(app, doors)
    store_adding.register(app, doors)
    store_files.register(app, doors)
    commands.register(app, doors)
    mentions.register(app, doors, us)
    home.register(app, doors)
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
