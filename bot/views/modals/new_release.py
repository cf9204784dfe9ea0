"""The form that makes a release: name, version, inputs, when and where.

Up to six inputs stand on its one page; more follow on pages of their own.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from pydantic import JsonValue

from bot.views import buttons
from bot.views.blocks import Group, actions, context, divider, field, modal
from bot.views.elements import (
    Block,
    Choice,
    Element,
    button,
    conversation_select,
    moment_field,
    radio,
    text_field,
)
from bot.views.modals import describing, new_release_inputs, typed_fields
from bot.views.modals.answers import State, chosen_of, moment_of, text_of
from bot.views.modals.given import NOTHING, Given
from bot.views.modals.typed_fields import TypedField
from bot.views.text import name
from orchestration.processes.model import Process, ProcessVersion
from orchestration.read_models.input_cards import SetsToChoose
from orchestration.releases.editing import Description
from orchestration.values import ChannelId, ReleaseId

NAME, VERSION, WHEN, AT, CHANNEL, FOLLOWS = (
    "release.name",
    "release.version",
    "release.when",
    "release.at",
    "release.channel",
    "release.follows",
)

NO_SETS = SetsToChoose()
SET = new_release_inputs.SET
MORE = "release.more"
input_block = new_release_inputs.input_block


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
    input_set: str
    """The id of the set it follows; empty where none was chosen."""
    description: Description
    problems: dict[str, str]
    """By the block's id: what is wrong with what was filled in."""


def draw(
    of: ProcessVersion,
    channel: ChannelId | None = None,
    sets: SetsToChoose = NO_SETS,
    typed: State | None = None,
    *,
    given: Given = NOTHING,
    like: ReleaseId | None = None,
    more: bool = False,
) -> Block:
    """The first page; where all inputs find room on it, the only one.

    `typed` is what stands in its fields, where another input set was chosen; `given` is what they
    begin with, taken from the release that it is `like`. With `more` it asks what else is said of
    the release; so it does where something is given of that.
    """
    more = more or given.description != Description()
    process = of.process
    carries = buttons.NewReleaseForm(
        process_id=process.id,
        process_version=of.version,
        channel=channel,
        input_set=sets.chosen,
        like=like,
        more=more,
    )
    pages = _pages(process, sets, typed, given)
    return modal(
        "New release",
        buttons.RELEASE_NEW,
        head=[
            context(f"{name(process.name)}, version {of.version}", _place(0, len(pages))),
            field("Name", text_field(NAME, value=given.name or process.name, longest=200), NAME),
            field("Version", _version_field(given.version), VERSION),
            new_release_inputs.set_field(sets),
        ],
        body=_drawn(pages[0]),
        tail=[*_when_and_where(of, channel), *(_described(given) if more else _more())],
        submit=_submit(0, len(pages)),
        carries=carries,
    )


def draw_page(
    of: ProcessVersion,
    form: buttons.NewReleaseForm,
    sets: SetsToChoose = NO_SETS,
    given: Given = NOTHING,
) -> Block | None:
    """The page that follows the form's; None after the last."""
    pages = _pages(of.process, sets, given=given)
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
    inputs, problems = new_release_inputs.read(state, process)
    inputs |= {each.name: version for each in process.inputs if each.is_version and version}
    now = chosen_of(state, WHEN) != "later"
    said = describing.read(state) if describing.TYPE in state else describing.NOTHING_SAID
    return Answer(
        name=text_of(state, NAME),
        version=version,
        inputs=inputs,
        start_now=now,
        scheduled_for=None if now else moment_of(state, AT),
        channel=ChannelId(chosen_of(state, CHANNEL)),
        pinned=chosen_of(state, FOLLOWS) == "pinned",
        input_set=new_release_inputs.read_set(state),
        description=said.description,
        problems=problems | said.problems,
    )


def _pages(
    process: Process, sets: SetsToChoose, typed: State | None = None, given: Given = NOTHING
) -> list[list[TypedField]]:
    """The inputs of each page; the first has none where one page would not hold them all."""
    pages = typed_fields.pages(new_release_inputs.fields(process, sets, typed, given.inputs))
    return pages if len(pages) == 1 else [[], *pages]


def _more() -> list[Block | None]:
    says = "Say more: type, tags, team, services, environments, links, duration, colour"
    return [
        actions(button("More…", MORE, says=says), block_id=MORE),
        context("Type, tags, team, services, environments, links, how long it takes, colour."),
    ]


def _described(given: Given) -> list[Block | None]:
    return [divider(), *describing.fields(given.description)]


def _drawn(fields: list[TypedField]) -> list[Group]:
    return [[typed_fields.draw(each)] for each in fields]


def _version_field(version: str) -> Element:
    return text_field(VERSION, value=version, longest=60, placeholder="4.2.0")


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
