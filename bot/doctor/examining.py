"""Every check in the order in which a person would mend things."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pydantic import ValidationError

from bot.doctor.database import database_findings
from bot.doctor.evidence import evidence_finding
from bot.doctor.finding import Finding, well, wrong
from bot.doctor.model_endpoint import model_finding
from bot.doctor.pipelines import pipeline_findings
from bot.doctor.serving import serving_findings
from bot.doctor.slack import slack_findings
from bot.doctor.tracing import tracing_finding
from bot.settings import Settings
from orchestration.ports import Clock


async def examine(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Yield each finding as soon as it is known; nothing is changed and nothing is posted."""
    for finding in _settings(settings):
        yield finding
    if settings.slack_bot_token.get_secret_value():
        async for finding in slack_findings(settings, clock):
            yield finding
    async for finding in database_findings(settings.database_url, clock):
        yield finding
    async for finding in serving_findings(settings):
        yield finding
    for finding in pipeline_findings(settings):
        yield finding
    yield evidence_finding(settings)
    yield await model_finding(settings)
    yield await tracing_finding(settings)


def settings_finding(invalid: ValidationError) -> Finding:
    """What settings that cannot even be read say."""
    lines = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in invalid.errors()]
    return wrong("settings", "; ".join(lines), "Set them anew, in the environment or in .env.")


def _settings(settings: Settings) -> list[Finding]:
    shapes = [
        ("SLACK_BOT_TOKEN", settings.slack_bot_token.get_secret_value(), "xoxb-"),
        ("SLACK_APP_TOKEN", settings.slack_app_token.get_secret_value(), "xapp-"),
    ]
    found = [
        wrong("settings", f"{each.partition(' ')[0]} is missing", each)
        for each in settings.missing()
    ]
    found += [
        wrong(
            "settings",
            f"{name} does not begin with {prefix}",
            f"Copy the token that does ({prefix}…).",
        )
        for name, value, prefix in shapes
        if value and not value.startswith(prefix)
    ]
    transport = "Socket Mode" if settings.by_socket else "HTTP"
    admins = len(settings.admins)
    who = f"{admins} administrator{'s' * (admins != 1)}" if admins else "the workspace's admins"
    said = f"{transport}; {settings.command}; administered by {who}"
    return found or [well("settings", said)]
