"""The parts of a group's form: what each asks, in the words and units that people use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.views.elements import Choice
from bot.views.forms import reading
from bot.views.forms.notation import Amiss, names_text, read_names
from bot.views.forms.questions import Chosen, Question, Ticked, Typed
from bot.views.groups.asked import InChannel, InOrder, OfProcess, OnePerson
from orchestration.errors import Rejected
from orchestration.groups.model import NAME_TEMPLATE, VersionKind
from orchestration.releases.model import ReleaseType
from orchestration.scheduling.cadence import OnHoliday
from orchestration.scheduling.zones import zone_named
from orchestration.values import ProcessId

WHAT: Final = "what"
INPUTS: Final = "inputs"
CADENCE_HINT: Final = (
    "Or: last Friday of every month at 4pm until March; every working day at 9:00 for 10 times, "
    "except 24 December; a cron line, 0 10 * * 2. Empty: its releases are made by hand."
)


@dataclass(frozen=True, slots=True)
class Around:
    """What the menus of a group's form offer."""

    processes: Sequence[tuple[ProcessId, str]]
    """Those of which this person may make groups."""
    hotfixes: Sequence[tuple[ProcessId, str]] = ()
    sets: Sequence[tuple[str, str]] = ()
    """The input sets of the process that one occurrence has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    label: str
    title: str
    """At most 24 characters."""
    questions: Callable[[Around], Sequence[Question]]


def _what(around: Around) -> list[Question]:
    return [
        Typed(block="name", label="Name", needed=True, placeholder="Payments weekly"),
        OfProcess(block="process_id", label="Process", processes=around.processes),
        Typed(
            block="cadence",
            label="When",
            placeholder="every second Tuesday at 10:00",
            hint=CADENCE_HINT,
        ),
        Typed(
            block="zone",
            label="Time zone",
            reads=_zone,
            needed=True,
            hint="Where the time of day is meant, such as Europe/Berlin.",
        ),
        InOrder(
            block="owners",
            label="Owners",
            hint="Each owns a release in turn, in the order in which they are chosen.",
        ),
        InChannel(
            block="channel",
            label="Channel",
            hint="Its releases are shown there. Invite Drumbeat first.",
        ),
    ]


def _days(around: Around) -> list[Question]:
    del around
    return [
        Typed(
            block="holidays",
            label="Holidays of",
            placeholder="DE-BE",
            hint="A country, and a part of it after a dash: DE, DE-BE, US-CA. Empty: none count.",
        ),
        Chosen(
            block="on_holiday",
            label="What falls on one",
            choices=(
                Choice("Moves to the next working day", OnHoliday.NEXT),
                Choice("Moves to the working day before", OnHoliday.PREVIOUS),
                Choice("Is left out", OnHoliday.SKIP),
            ),
            show=str,
            reads=OnHoliday,
        ),
        _length("lead_time", "Appears before its time", "How early a release is made: 14d, 2w."),
        _length(
            "grace",
            "Made late at most",
            "What became due while Drumbeat was not running is made if it is no older; "
            "otherwise it is recorded as missed.",
        ),
    ]


def _start(around: Around) -> list[Question]:
    return [
        Chosen(
            block="auto_start",
            label="At its time",
            choices=(Choice("Its owner is asked", "ask"), Choice("It starts by itself", "auto")),
            show=lambda value: "auto" if value else "ask",
            reads=lambda value: value == "auto",
        ),
        _length(
            "start_within", "Start within", "Not started so long after its time, it is missed."
        ),
        Typed(
            block="expected_duration",
            label="Takes about",
            show=reading.shown_duration,
            reads=reading.duration,
            placeholder="3h",
            hint="Shown in the calendar, and used to find conflicts.",
        ),
        OnePerson(block="backup", label="Backup", hint="May act as the owner beside them."),
        OfProcess(
            block="hotfix_process",
            label="Hotfix process",
            processes=around.hotfixes,
            optional=True,
            hint="What a hotfix of this group follows.",
        ),
        Ticked(
            block="after_freeze",
            label="After a freeze",
            choices=(Choice("Goes on by itself, if held under 24 hours", "resumes_by_itself"),),
        ),
    ]


def _names(around: Around) -> list[Question]:
    del around
    return [
        Typed(
            block="name_template",
            label="Name of a release",
            needed=True,
            placeholder=NAME_TEMPLATE,
            hint="Read in it: group, date, number, version. date | format('%G-W%V') is 2026-W48.",
        ),
        Chosen(
            block="version_kind",
            label="Version",
            choices=(
                Choice("Said by whoever starts it", VersionKind.MANUAL),
                Choice("Next minor: 4.2.0, 4.3.0", VersionKind.SEMVER_MINOR),
                Choice("Next patch: 4.2.0, 4.2.1", VersionKind.SEMVER_PATCH),
                Choice("Next major: 4.2.0, 5.0.0", VersionKind.SEMVER_MAJOR),
                Choice("By the calendar: 2026.11.0", VersionKind.CALVER),
            ),
            show=str,
            reads=VersionKind,
        ),
        Typed(
            block="version_pattern",
            label="Pattern of a version by the calendar",
            placeholder="YYYY.0M.MICRO",
            hint="Of YYYY, 0Y, YY, 0M, MM, 0W, WW, 0D, DD and MICRO (calver.org).",
        ),
        Typed(
            block="version_first",
            label="First version",
            placeholder="4.2.0",
            hint="Of the first release; empty: what follows 0.0.0.",
        ),
        Chosen(
            block="type",
            label="Type",
            choices=[Choice(each.value.capitalize(), each) for each in ReleaseType],
            show=str,
            reads=ReleaseType,
        ),
    ]


def _about(around: Around) -> list[Question]:
    del around
    return [
        Typed(block="description", label="Description", multiline=True),
        _listed("tags", "Tags", "To find and filter by."),
        Typed(block="team", label="Team"),
        _listed("services", "Services", "What it releases."),
        _listed("environments", "Environments", "Where it releases to."),
        Typed(
            block="colour",
            label="Colour",
            reads=_colour,
            placeholder="#2f6f4f",
            hint="In the calendar. Empty: one is chosen for it.",
        ),
    ]


PARTS: Final = (
    Part(name=WHAT, label="What and when", title="What and when", questions=_what),
    Part(name="days", label="Days", title="Days", questions=_days),
    Part(name="start", label="Start", title="Start", questions=_start),
    Part(name="names", label="Names and versions", title="Names and versions", questions=_names),
    Part(name=INPUTS, label="Inputs", title="Inputs", questions=lambda _: ()),
    Part(name="about", label="About", title="What it is about", questions=_about),
)
BY_NAME: Final = {each.name: each for each in PARTS}


def _length(block: str, label: str, hint: str) -> Typed:
    return Typed(
        block=block,
        label=label,
        show=reading.shown_duration,
        reads=_needed_length,
        needed=True,
        hint=hint,
    )


def _needed_length(text: str) -> timedelta:
    length = reading.duration(text)
    if length is None:
        raise Amiss("Write a length of time, such as 4h or 14d.")
    return length


def _listed(block: str, label: str, hint: str) -> Typed:
    return Typed(
        block=block, label=label, show=names_text, reads=read_names, hint=f"{hint} With commas."
    )


def _zone(text: str) -> str:
    try:
        return zone_named(text)
    except Rejected as refused:
        raise Amiss(refused.text) from refused


def _colour(text: str) -> str:
    digits = text.removeprefix("#").lower()
    if text and (len(digits) != 6 or any(each not in "0123456789abcdef" for each in digits)):
        raise Amiss("Write a colour as #rrggbb, such as #2f6f4f.")
    return f"#{digits}" if text else ""
