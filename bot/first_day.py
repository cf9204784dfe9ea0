"""`drumbeat init`: asks for what Drumbeat needs and writes it down, never over anything unasked."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import typer

from orchestration.errors import Rejected
from orchestration.people.model import is_slack_id

BOT_TOKEN: Final = re.compile(r"xoxb-[A-Za-z0-9-]{6,}")
APP_TOKEN: Final = re.compile(r"xapp-[A-Za-z0-9-]{6,}")
SECRET: Final = re.compile(r"[0-9a-f]{32}")
CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{6,}")
EXAMPLE: Final = """\
# The pipelines that automated steps may run; docs/pipelines.md explains every key.
# A step whose name says the same as a pipeline's runs it; any other is run by hand.
pipelines:
  say-hello:
    provider: command
    description: An example that changes nothing
    argv: [echo, Hello from Drumbeat]
    timeout: 1 min

#  deploy-to-production:
#    provider: command
#    argv: [./deploy.sh, production]
#    inputs: [version]          # the program gets DRUMBEAT_INPUT_VERSION
#    env:
#      DEPLOY_KEY: env:DEPLOY_KEY   # read when a run starts, never written down
#    timeout: 30 min
"""


def first_day(directory: Path, say: Callable[[str], None]) -> None:
    """Ask, then write `.env` and, where there is none, `pipelines.yaml`."""
    env, pipelines = directory / ".env", directory / "pipelines.yaml"
    if env.exists() and not typer.confirm(f"{env} exists. Change it?", default=False):
        raise Rejected("Nothing was changed.")
    say(
        "Drumbeat needs a Slack app. At https://api.slack.com/apps choose Create New App, From a "
        "manifest,\nand paste what `drumbeat manifest` prints; then Install App."
    )
    values = {"SLACK_BOT_TOKEN": _asked("Bot token (xoxb-…)", _like(BOT_TOKEN, "xoxb-"), hide=True)}
    if typer.confirm("Connect by Socket Mode? It needs no public address.", default=True):
        say("Basic Information, App-Level Tokens: one with the scope connections:write.")
        values["SLACK_APP_TOKEN"] = _asked(
            "App-level token (xapp-…)", _like(APP_TOKEN, "xapp-"), hide=True
        )
        values["SLACK_SIGNING_SECRET"] = ""
    else:
        values["SLACK_SIGNING_SECRET"] = _asked("Signing secret", _secret, hide=True)
        values["SLACK_APP_TOKEN"] = ""
    values["DRUMBEAT_CHANNEL"] = _asked(
        "Channel of your releases (its ID, at the end of its details; empty: none)", _channel
    )
    values["DRUMBEAT_ADMINS"] = _asked(
        "Administrators (Slack IDs, by commas; empty: the workspace's admins)", _admins
    )
    values["DRUMBEAT_PIPELINES"] = pipelines.name
    write_env(env, values)
    say(f"Wrote {env}, which only you can read.")
    if pipelines.exists():
        say(f"{pipelines} is there already and stays as it is.")
    else:
        pipelines.write_text(EXAMPLE, encoding="utf-8")
        say(f"Wrote {pipelines} with an example.")
    for name, value in values.items():
        if os.environ.get(name, value) != value:
            say(f"Mind: {name} is also set in the environment, and that goes first.")


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """Set these in the file, keep every other line; whole or not at all, and for its owner only."""
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = "|".join(map(re.escape, values))
    ours = re.compile(rf"\s*(export\s+)?({names})\s*=")
    lines = [each for each in kept if not ours.match(each)]
    lines += [f"{name}={value}" for name, value in values.items() if value]
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    part.replace(path)


def _asked(what: str, fault_of: Callable[[str], str], *, hide: bool = False) -> str:
    """Ask until the answer has the right shape; nothing typed is shown where it is a secret."""
    hidden = hide and sys.stdin.isatty()
    while True:
        answer: str = typer.prompt(what, default="", show_default=False, hide_input=hidden)
        if not (fault := fault_of(answer.strip())):
            return answer.strip()
        typer.echo(fault, err=True)


def _like(shape: re.Pattern[str], prefix: str) -> Callable[[str], str]:
    return lambda given: (
        "" if shape.fullmatch(given) else f"That is not such a token: it begins with {prefix}"
    )


def _secret(given: str) -> str:
    return "" if SECRET.fullmatch(given) else "A signing secret is 32 characters of 0-9 and a-f."


def _channel(given: str) -> str:
    wrong = given and not CHANNEL.fullmatch(given)
    return "That is no channel ID: such as C0123456789, not its name." if wrong else ""


def _admins(given: str) -> str:
    wrong = [each for part in given.split(",") if (each := part.strip()) and not is_slack_id(each)]
    return (
        f"{', '.join(wrong)}: no Slack ID. In Slack: profile, ⋮, Copy member ID." if wrong else ""
    )
