"""The fields that say what a release is: type, tags, team, services, links, duration, colour."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views import planned
from bot.views.blocks import context, field, modal, section
from bot.views.elements import Block, Choice, select, text_field
from bot.views.forms.reading import duration, shown_duration
from bot.views.modals.answers import State, chosen_of, text_of
from bot.views.modals.moving import PlannedForm
from bot.views.text import bold
from orchestration.releases.editing import Description, description_of
from orchestration.releases.model import Release, ReleaseLink, ReleaseType
from orchestration.values import ChannelId

NAME, VERSION, TYPE, TEXT, TAGS, TEAM, SERVICES, ENVIRONMENTS, LINKS, TAKES, COLOUR = (
    "edit.name",
    "edit.version",
    "edit.type",
    "edit.description",
    "edit.tags",
    "edit.team",
    "edit.services",
    "edit.environments",
    "edit.links",
    "edit.takes",
    "edit.colour",
)


class Answer(NamedTuple):
    description: Description
    problems: dict[str, str]
    """By the block's id."""


NOTHING_SAID = Answer(Description(), {})


def draw(release: Release, channel: ChannelId | None) -> Block:
    """Of a release that has not begun, with its name and version."""
    return modal(
        "Edit release",
        planned.EDIT_FORM,
        head=[
            section(f"{bold(release.title)} has not begun: all of this can still change."),
            field("Name", text_field(NAME, value=release.name, longest=80), NAME),
            field(
                "Version",
                text_field(VERSION, value=release.version, longest=40, placeholder="4.2.0"),
                VERSION,
                optional=not release.version,
            ),
        ],
        body=[[each] for each in fields(description_of(release))],
        submit="Save",
        carries=PlannedForm(release_id=release.id, revision=release.revision, channel=channel),
    )


def fields(given: Description) -> list[Block | None]:
    """Everything but name and version, all of it optional."""
    types = [Choice(each.value.capitalize(), each.value) for each in ReleaseType]
    links = "\n".join(f"{each.url} {each.text}".strip() for each in given.links)
    commas = "Several by commas."
    return [
        field("Type", select(TYPE, types, chosen=given.type.value), TYPE),
        _text("Description", TEXT, given.description, multiline=True, longest=3000),
        _text("Tags", TAGS, ", ".join(given.tags), hint=commas),
        _text("Team", TEAM, given.team),
        _text("Services", SERVICES, ", ".join(given.services), hint=commas),
        _text("Environments", ENVIRONMENTS, ", ".join(given.environments), hint=commas),
        _text(
            "Links",
            LINKS,
            links,
            multiline=True,
            hint="Tickets, change requests: a line each, the address and then what it is.",
        ),
        _text(
            "How long it takes",
            TAKES,
            shown_duration(given.expected_duration),
            hint="2h 30m; the calendar shows it until the release says better.",
        ),
        _text("Colour", COLOUR, given.colour, hint="#2e7d32; empty: its group's, or its own."),
        context("Overlapping releases that share a tag, team, service or environment conflict."),
    ]


def read_edited(view: dict[str, Any]) -> tuple[PlannedForm, str, str, Answer]:
    """The form, name, version and the rest."""
    state = view["state"]["values"]
    form = PlannedForm.model_validate_json(view["private_metadata"])
    return form, text_of(state, NAME), text_of(state, VERSION), read(state)


def read(state: State) -> Answer:
    problems: dict[str, str] = {}
    takes = None
    try:
        takes = duration(text_of(state, TAKES))
    except ValueError as wrong:
        problems[TAKES] = str(wrong)
    description = Description(
        type=ReleaseType(chosen_of(state, TYPE) or ReleaseType.STANDARD),
        description=text_of(state, TEXT),
        tags=_named(state, TAGS),
        team=text_of(state, TEAM),
        services=_named(state, SERVICES),
        environments=_named(state, ENVIRONMENTS),
        links=tuple(map(_link, text_of(state, LINKS).split("\n"))) if text_of(state, LINKS) else (),
        expected_duration=takes,
        colour=text_of(state, COLOUR),
    )
    return Answer(description, problems)


def _text(
    label: str,
    block: str,
    value: str,
    *,
    multiline: bool = False,
    longest: int = 1000,
    hint: str = "",
) -> Block:
    element = text_field(block, value=value, multiline=multiline, longest=longest)
    return field(label, element, block, optional=True, hint=hint)


def _named(state: State, block: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text_of(state, block).split(",") if each.strip())


def _link(line: str) -> ReleaseLink:
    url, _, text = line.strip().partition(" ")
    return ReleaseLink(url=url, text=text.strip())
