"""The last page of a group's form: what it comes to, what an edit changes; nothing is kept yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.views.blocks import Group, context, modal, section
from bot.views.elements import Block, button
from bot.views.groups import carried
from bot.views.groups.answers import Values, Wanted
from bot.views.groups.parts import INPUTS, PARTS, WHAT, Around, Part
from bot.views.text import bold, listed, mention, name, our_words, people
from bot.views.wording import counted
from orchestration.groups.editing import Change
from orchestration.groups.model import GroupSettings, VersionKind
from orchestration.groups.previewing import Foreseen, GroupPreview
from orchestration.releases.model import Release
from orchestration.scheduling.saying import said

_CHANGES: Final = 10
"""Occurrences of each kind that are named; the rest are counted."""
_CONFLICTS: Final = 2
"""Of one date that are named; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the page is drawn from."""

    wanted: Wanted
    values: Values
    around: Around
    preview: GroupPreview
    new: bool
    changed: bool = True
    """The form says something else than the group that there is."""
    problem: str = ""
    """Why it cannot be as it is."""


def draw(shown: Shown, form: carried.GroupForm) -> Block:
    settings = shown.wanted.settings
    return modal(
        "New release group" if shown.new else "Edit release group",
        carried.PREVIEW,
        head=[
            section(f"{bold(settings.name)}\n{cadence_said(settings)}"),
            context(*(f"Read: {name(each, 300)}" for each in shown.wanted.notes)),
            section(f"⚠ {our_words(shown.problem)}")
            if shown.problem
            else section("\n".join(_dates(shown.preview.dates, settings))),
            section(_cannot_start(shown)) if shown.preview.cannot_start else None,
            *_changes(shown),
        ],
        body=[*(_row(shown, each) for each in PARTS)],
        tail=[context(_what_confirm_does(shown))],
        submit="Confirm",
        carries=form,
    )


def cadence_said(settings: GroupSettings) -> str:
    """`Every second Tuesday at 10:00 Europe/Berlin`, as a sentence begins."""
    if settings.cadence is None:
        return "No cadence: its releases are made by hand."
    words = said(settings.cadence)
    return f"{words[:1].upper()}{words[1:]}."


def date_line(each: Foreseen) -> str:
    """One coming date, by the wall clock of the group's zone."""
    what = " ".join(filter(None, (each.reference, each.name, each.version)))
    return f"• {local(each.local)} · {bold(what, 120)} · {mention(each.owner)}"


def local(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b %Y %H:%M}"


def _dates(dates: Sequence[Foreseen], settings: GroupSettings) -> Iterable[str]:
    zone = settings.cadence.zone if settings.cadence else "UTC"
    if not dates:
        yield "*Next:* nothing is planned."
        return
    yield f"*Next {counted(len(dates), 'date')}*, {name(zone)} time:"
    for each in dates:
        yield date_line(each)
        yield from (f"   ⚠ {our_words(said)}" for said in each.in_the_way[:_CONFLICTS])
        if len(each.in_the_way) > _CONFLICTS:
            yield f"   and {counted(len(each.in_the_way) - _CONFLICTS, 'more conflict')}"
    if any(each.in_the_way for each in dates):
        yield (
            "_Whoever owns one of these is told as it is planned, with the next free times, and "
            "can move it or let it stay with a reason._"
        )
    if settings.version_rule.kind is VersionKind.MANUAL:
        yield "_No version yet: whoever starts one says it._"


def _cannot_start(shown: Shown) -> str:
    """They would be asked at the time, and refused."""
    who = people(shown.preview.cannot_start, most=8)
    return (
        f"⚠ {who} may not start releases of this process, and would be asked to. Let its releases "
        "start by themselves, choose others, or have the right to start granted: "
        "`/release roles`, *Rights…*."
    )


def _changes(shown: Shown) -> list[Block | None]:
    """What an edit does to the occurrences that are made."""
    if shown.new or not shown.changed:
        return []
    edit, zone = shown.preview.edit, _zone(shown.wanted.settings)
    moved = [each for each in edit.changes if each.moves]
    others = [each for each in edit.changes if not each.moves]
    rows = [
        *_some([f"• {_called(each.before)} moves {_from_to(each, zone)}" for each in moved]),
        *_some([f"• {_called(each.before)} stays when it is; {_differs(each)}" for each in others]),
        *_some([f"• {_called(each)} of {_when(each, zone)} is left out" for each in edit.left_out]),
        *_some(
            [
                f"• {_called(each)} stays as it is, on {_when(each, zone)}: somebody changed it"
                for each in edit.stay
            ]
        ),
    ]
    if edit.more:
        rows.append(f"• {counted(len(edit.more), 'more release')} will be made")
    if not rows:
        return [section("*What changes:* no release that is already planned.")]
    return [section("\n".join(["*What changes*", *rows]))]


def _some(rows: Sequence[str]) -> list[str]:
    more = len(rows) - _CHANGES
    return [*rows[:_CHANGES], *([f"• and {more} more"] if more > 0 else [])]


def _from_to(change: Change, zone: ZoneInfo) -> str:
    back = " and comes back" if change.comes_back else ""
    return f"from {_when(change.before, zone)} to {_when(change.after, zone)}{back}"


def _differs(change: Change) -> str:
    before, after = change.before, change.after
    found = [
        f"called {bold(f'{after.name} {after.version}'.strip(), 100)}"
        if (before.name, before.version) != (after.name, after.version)
        else "",
        f"owned by {mention(after.owner)}" if before.owner != after.owner else "",
        "comes back" if change.comes_back else "",
    ]
    return listed([each for each in found if each]) or "takes what the group says"


def _called(release: Release) -> str:
    return bold(release.reference)


def _when(release: Release, zone: ZoneInfo) -> str:
    return local(release.begins_at.astimezone(zone))


def _zone(settings: GroupSettings) -> ZoneInfo:
    return ZoneInfo(settings.cadence.zone if settings.cadence else "UTC")


def _row(shown: Shown, part: Part) -> Group:
    """What a part says, and the button that changes it."""
    change = button("Change…", carried.CHANGE_PART, part.name, says=f"Change: {part.label}")
    rows = _said(shown, part)
    text = "\n".join([f"*{part.label}*", " · ".join(rows) or "Nothing said."])
    return [section(text, accessory=change, block_id=f"group.part.{part.name}")]


def _said(shown: Shown, part: Part) -> list[str]:
    if part.name == INPUTS:
        return _inputs(shown.wanted.settings)
    hidden = {"name", "cadence"} if part.name == WHAT else set[str]()
    asked = [each for each in part.questions(shown.around) if each.block not in hidden]
    return [words for each in asked if (words := each.said(shown.values))]


def _inputs(settings: GroupSettings) -> list[str]:
    given = [f"{name(key, 40)} = {name(value, 60)}" for key, value in settings.inputs.items()]
    more = [f"and {len(given) - 6} more"] if len(given) > 6 else []
    follows = [f"Input set {bold(settings.input_set, 60)}"] if settings.input_set else []
    return [*follows, *given[:6], *more]


def _what_confirm_does(shown: Shown) -> str:
    if shown.new:
        return "Nothing is kept before you confirm. Then the releases that are near are planned."
    return "Nothing changes before you confirm." if shown.changed else "Nothing is changed yet."
