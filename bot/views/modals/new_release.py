"""The form that makes a release: name, version, inputs, when and where."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import context, field, modal
from bot.views.elements import Block, Choice, conversation_select, moment_field, radio, text_field
from bot.views.modals.answers import State, chosen_of, moment_of, text_of
from bot.views.text import name
from orchestration.processes.input_values import as_text
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import ProcessVersion
from orchestration.values import ChannelId

NAME, VERSION, WHEN, AT, CHANNEL, FOLLOWS = (
    "release.name",
    "release.version",
    "release.when",
    "release.at",
    "release.channel",
    "release.follows",
)
_INPUTS = 80


class Answer(NamedTuple):
    name: str
    version: str
    inputs: dict[str, str]
    """Only what was filled in."""
    start_now: bool
    scheduled_for: datetime | None
    """None with `start_now` False: it waits until somebody starts it."""
    channel: ChannelId
    pinned: bool
    """It keeps the process's version, however many come before it starts."""


def input_block(n: int) -> str:
    return f"input.{n}"


def draw(of: ProcessVersion, channel: ChannelId | None = None) -> Block:
    process = of.process
    when = [
        Choice("Start now", "now"),
        Choice("Later", "later", "At the time below, or when somebody starts it"),
    ]
    follows = [
        Choice("The latest version when it starts", "latest"),
        Choice(f"Version {of.version}, also if there is a later one", "pinned"),
    ]
    return modal(
        "New release",
        buttons.RELEASE_NEW,
        head=[
            context(f"{name(process.name)}, version {of.version}"),
            field("Name", text_field(NAME, value=process.name, longest=200), NAME),
            field("Version", text_field(VERSION, longest=60, placeholder="4.2.0"), VERSION),
        ],
        body=[
            [_input(n, each)]
            for n, each in enumerate(process.inputs[:_INPUTS])
            if not _is_version(each)
        ],
        tail=[
            field("When", radio(WHEN, when, chosen="now"), WHEN),
            field("Time, when it is later", moment_field(AT), AT, optional=True),
            field("Process, when it is later", radio(FOLLOWS, follows, chosen="latest"), FOLLOWS),
            field(
                "Channel",
                conversation_select(CHANNEL, chosen=channel or ""),
                CHANNEL,
                hint="Its progress is shown there. Invite Drumbeat first.",
            ),
        ],
        submit="Make the release",
        carries=buttons.NewReleaseForm(
            process_id=process.id, process_version=of.version, channel=channel
        ),
    )


def _is_version(spec: InputSpec) -> bool:
    """Asked already, as the release's own version: nobody types it twice."""
    return spec.name.strip().lower() in {"version", "release version"}


def _input(n: int, spec: InputSpec) -> Block:
    field_id = input_block(n)
    element = text_field(field_id, value=as_text(spec.default), longest=1000)
    needed = spec.required and spec.default is None
    return field(spec.name, element, field_id, optional=not needed, hint=spec.description)


def read(view: dict[str, Any], of: ProcessVersion) -> Answer:
    """What was sent, for the very version the form was drawn from."""
    state: State = view["state"]["values"]
    version = text_of(state, VERSION)
    typed = {
        each.name: version if _is_version(each) else text_of(state, input_block(n))
        for n, each in enumerate(of.process.inputs)
    }
    now = chosen_of(state, WHEN) != "later"
    return Answer(
        name=text_of(state, NAME),
        version=version,
        inputs={key: value for key, value in typed.items() if value},
        start_now=now,
        scheduled_for=None if now else moment_of(state, AT),
        channel=ChannelId(chosen_of(state, CHANNEL)),
        pinned=chosen_of(state, FOLLOWS) == "pinned",
    )
