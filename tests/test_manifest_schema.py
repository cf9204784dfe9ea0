"""The manifest has the shape that Slack documents, and `drumbeat manifest` prints it as it is.

The parts of docs.slack.dev/reference/app-manifest that we use; a key that is not there is refused,
as Slack refuses it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.manifest import manifest, manifest_text

ROOT = Path(__file__).parents[1]
Url = Annotated[str, Field(pattern=r"^https://\S+$")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class DisplayInformation(Part):
    name: Annotated[str, Field(min_length=1, max_length=35)]
    description: Annotated[str, Field(max_length=140)] = ""
    long_description: Annotated[str, Field(min_length=174, max_length=4000)] | None = None
    background_color: Annotated[str, Field(pattern=r"^#([0-9a-fA-F]{3}){1,2}$")] = "#000000"


class AppHome(Part):
    home_tab_enabled: bool = False
    messages_tab_enabled: bool = False
    messages_tab_read_only_enabled: bool = False


class BotUser(Part):
    display_name: Annotated[str, Field(max_length=80, pattern=r"^[\w.-]+$")]
    always_online: bool = False


class SlashCommand(Part):
    command: Annotated[str, Field(max_length=32, pattern=r"^/\S+$")]
    description: Annotated[str, Field(min_length=1, max_length=2000)]
    should_escape: bool = False
    url: Url | None = None
    usage_hint: Annotated[str, Field(max_length=1000)] = ""


class Shortcut(Part):
    name: Annotated[str, Field(min_length=1, max_length=24)]
    type: Literal["message", "global"]
    callback_id: Annotated[str, Field(min_length=1, max_length=255)]
    description: Annotated[str, Field(min_length=1, max_length=150)]


class Features(Part):
    app_home: AppHome
    bot_user: BotUser
    shortcuts: Annotated[list[Shortcut], Field(max_length=10)]
    slash_commands: Annotated[list[SlashCommand], Field(max_length=50)]


class Scopes(Part):
    bot: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z_.]+(:[a-z_.]+)?$")]], Field(max_length=255)
    ]


class OAuth(Part):
    scopes: Scopes


class EventSubscriptions(Part):
    bot_events: Annotated[list[Annotated[str, Field(pattern=r"^[a-z_.]+$")]], Field(max_length=100)]
    request_url: Url | None = None


class Interactivity(Part):
    is_enabled: bool
    request_url: Url | None = None


class AppSettings(Part):
    event_subscriptions: EventSubscriptions
    interactivity: Interactivity
    org_deploy_enabled: bool = False
    socket_mode_enabled: bool = False
    token_rotation_enabled: bool = False


class Manifest(Part):
    display_information: DisplayInformation
    features: Features
    oauth_config: OAuth
    settings: AppSettings


def test_the_manifest_is_what_slack_takes():
    read = Manifest.model_validate(manifest())
    assert len(set(read.oauth_config.scopes.bot)) == len(read.oauth_config.scopes.bot)


@pytest.mark.parametrize("section", ["display_information", "features", "oauth_config", "settings"])
def test_a_key_that_slack_does_not_know_would_be_noticed(section):
    with pytest.raises(ValidationError):
        Manifest.model_validate({**manifest(), section: {**manifest()[section], "colour": "x"}})


def test_the_command_prints_the_file_byte_for_byte():
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "manifest"],
        cwd=ROOT, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == (ROOT / "docs" / "manifest.json").read_bytes()
    assert manifest_text().encode() == done.stdout
