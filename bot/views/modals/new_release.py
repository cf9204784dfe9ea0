"""The form that makes a release: name, version, inputs, when and where.

Up to six inputs stand on its one page; more follow on pages of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pydantic import JsonValue

from bot.views import buttons
from bot.views.blocks import Group, context, field, modal
from bot.views.elements import Block, Choice, conversation_select, moment_field, radio, text_field
from bot.views.modals import typed_answers, typed_fields
from bot.views.modals.answers import State, chosen_of, moment_of, text_of
from bot.views.modals.typed_fields import TypedField
from bot.views.text import name
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Process, ProcessVersion
from orchestration.values import ChannelId

NAME, VERSION, WHEN, AT, CHANNEL, FOLLOWS = (
    "release.name",
    "release.version",
    "release.when",
    "release.at",
    "release.channel",
    "release.follows",
)


class Answer(NamedTuple):
    name: str
    version: str
    inputs: dict[str, JsonValue]
    """Only what was filled in."""
    start_now: bool
    scheduled_for: datetime | None
    """None with `start_now` False: it waits until somebody starts it."""
    channel: ChannelId
    pinned: bool
    """It keeps the process's version, however many come before it starts."""
    problems: dict[str, str]
    """By the block's id: what is wrong with what was filled in."""


def input_block(n: int) -> str:
    return f"input.{n}"


def draw(of: ProcessVersion, channel: ChannelId | None = None) -> Block:
    """The first page; where all inputs find room on it, the only one."""
    process = of.process
    carries = buttons.NewReleaseForm(
        process_id=process.id, process_version=of.version, channel=channel
    )
    pages = _pages(process)
    return modal(
        "New release",
        buttons.RELEASE_NEW,
        head=[
            context(f"{name(process.name)}, version {of.version}", _place(0, len(pages))),
            field("Name", text_field(NAME, value=process.name, longest=200), NAME),
            field("Version", text_field(VERSION, longest=60, placeholder="4.2.0"), VERSION),
        ],
        body=_drawn(pages[0]),
        tail=_when_and_where(of, channel),
        submit=_submit(0, len(pages)),
        carries=carries,
    )


def draw_page(of: ProcessVersion, form: buttons.NewReleaseForm) -> Block | None:
    """The page that follows the form's; None after the last."""
    pages = _pages(of.process)
    page = form.page + 1
    if page >= len(pages):
        return None
    said = f"{name(of.process.name)}, version {of.version}: its inputs"
    return modal(
        "New release",
        buttons.RELEASE_NEW,
        head=[context(said, _place(page, len(pages)))],
        body=_drawn(pages[page]),
        submit=_submit(page, len(pages)),
        carries=form.model_copy(update={"page": page}),
    )


def read(state: State, of: ProcessVersion) -> Answer:
    """What was sent, of all pages together, for the very version the form was drawn from."""
    process = of.process
    version = text_of(state, VERSION)
    fields = _fields(process)
    typed = typed_answers.read(state, fields)
    inputs: dict[str, JsonValue] = {
        each.name: version for each in process.inputs if is_version(each) and version
    }
    for each in fields:
        if (value := typed.values.get(each.block_id)) is not None:
            inputs[each.spec.name] = value
    now = chosen_of(state, WHEN) != "later"
    return Answer(
        name=text_of(state, NAME),
        version=version,
        inputs=inputs,
        start_now=now,
        scheduled_for=None if now else moment_of(state, AT),
        channel=ChannelId(chosen_of(state, CHANNEL)),
        pinned=chosen_of(state, FOLLOWS) == "pinned",
        problems=typed.problems,
    )


def is_version(spec: InputSpec) -> bool:
    """Asked already, as the release's own version: nobody types it twice."""
    return spec.name.strip().lower() in {"version", "release version"}


def _fields(process: Process, said: Mapping[str, JsonValue] | None = None) -> list[TypedField]:
    return [
        TypedField(
            each,
            input_block(n),
            value=(said or {}).get(each.name, each.default),
            needed=each.required,
        )
        for n, each in enumerate(process.inputs)
        if not is_version(each)
    ]


def _pages(process: Process) -> list[list[TypedField]]:
    """The inputs of each page; the first has none where one page would not hold them all."""
    fields = _fields(process)
    pages = typed_fields.pages(fields)
    return pages if len(pages) == 1 else [[], *pages]


def _drawn(fields: list[TypedField]) -> list[Group]:
    return [[typed_fields.draw(each)] for each in fields]


def _submit(page: int, pages: int) -> str:
    return "Next" if page + 1 < pages else "Make the release"


def _place(page: int, pages: int) -> str:
    return f"Page {page + 1} of {pages}" if pages > 1 else ""


def _when_and_where(of: ProcessVersion, channel: ChannelId | None) -> list[Block | None]:
    when = [
        Choice("Start now", "now"),
        Choice("Later", "later", "At the time below, or when somebody starts it"),
    ]
    follows = [
        Choice("The latest version when it starts", "latest"),
        Choice(f"Version {of.version}, also if there is a later one", "pinned"),
    ]
    return [
        field("When", radio(WHEN, when, chosen="now"), WHEN),
        field("Time, when it is later", moment_field(AT), AT, optional=True),
        field("Process, when it is later", radio(FOLLOWS, follows, chosen="latest"), FOLLOWS),
        field(
            "Channel",
            conversation_select(CHANNEL, chosen=channel or ""),
            CHANNEL,
            hint="Its progress is shown there. Invite Drumbeat first.",
        ),
    ]
