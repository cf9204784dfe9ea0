"""What a group's form says: from a group to its fields, and from what was typed to a group again.

Every part is sent by itself and read together, so a value that another part contradicts is found
where it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pydantic import Field

from bot.views.forms.notation import Amiss
from bot.views.forms.questions import Sent
from bot.views.groups.parts import PARTS, Around
from bot.views.modals.answers import State
from orchestration.errors import Rejected
from orchestration.groups.model import (
    GroupSettings,
    OwnerRotation,
    ReleaseGroup,
    VersionKind,
    VersionRule,
)
from orchestration.groups.naming import check_template
from orchestration.groups.versions import check_rule
from orchestration.scheduling.cadence import Cadence, Holidays, OnHoliday
from orchestration.scheduling.occurrences import coming
from orchestration.scheduling.reading import Understood, read_cadence
from orchestration.scheduling.writing import as_written
from orchestration.values import ChannelId, Frozen, ProcessId, UserId

Values = Mapping[str, Any]
"""What a group's form shows, by the field's id."""
LONGEST_NAME: Final = 80
_AS_THEY_ARE: Final = (
    "name",
    "channel",
    "auto_start",
    "lead_time",
    "start_within",
    "grace",
    "expected_duration",
    "name_template",
    "backup",
    "type",
    "description",
    "tags",
    "team",
    "services",
    "environments",
    "colour",
    "hotfix_process",
    "resumes_by_itself",
)
"""The fields of a group that its form shows as they are."""


class Said(Frozen):
    """All that was said in a group's form so far, as it is kept between its parts."""

    turn: int = 0
    """How often something was said."""
    state: dict[str, Any] = Field(default_factory=dict)
    """What was sent, by the field's id."""
    inputs_of: ProcessId | None = None
    """The process whose inputs were said; those of another one are void."""
    input_set: str | None = None
    inputs: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A group as its form says it."""

    settings: GroupSettings
    notes: tuple[str, ...] = ()
    """What of the cadence was assumed, and which day a word was read as."""


def values_of(group: GroupSettings, *, zone: str) -> Values:
    """What the form begins with; `zone` is the reader's, where the group has no cadence."""
    cadence = group.cadence
    holidays = cadence.holidays if cadence else None
    found = {key: getattr(group, key) for key in _AS_THEY_ARE}
    return found | {
        "process_id": group.process_id,
        "cadence": as_written(cadence) if cadence else "",
        "zone": cadence.zone if cadence else zone,
        "holidays": "-".join(filter(None, (holidays.country, holidays.part))) if holidays else "",
        "on_holiday": holidays.then if holidays else OnHoliday.NEXT,
        "owners": group.rotation.owners,
        "version_kind": group.version_rule.kind,
        "version_pattern": group.version_rule.pattern,
        "version_first": group.version_rule.first,
    }


def values_of_new(
    *, by: UserId, zone: str, channel: ChannelId | None, process_id: ProcessId | None
) -> Values:
    """What the form of a new group begins with."""
    bare = GroupSettings(
        name="",
        process_id=process_id or ProcessId(""),
        channel=channel or ChannelId(""),
        rotation=OwnerRotation(owners=(by,)),
    )
    return values_of(bare, zone=zone)


def with_answers(values: Values, state: State, around: Around) -> tuple[Values, dict[str, str]]:
    """The values with what was sent, and what is wrong by the field it stands under."""
    sent = Sent(state, frozenset(state))
    read: dict[str, Any] = dict(values)
    problems: dict[str, str] = {}
    for part in PARTS:
        for each in part.questions(around):
            try:
                read |= each.read(sent, values)
            except Amiss as amiss:
                problems[each.block] = str(amiss)
    return read, problems


def group_said(values: Values, said: Said, was: ReleaseGroup | None, now: datetime) -> Wanted:
    """The group that these values mean; raises `Amiss` naming the field that cannot be."""
    name = " ".join(str(values["name"]).split())
    if not name:
        raise Amiss("Please fill this in.", "name")
    if len(name) > LONGEST_NAME:
        raise Amiss(f"A name has at most {LONGEST_NAME} characters.", "name")
    cadence, notes = _cadence(values, was, now)
    kept = was if was is not None and was.process_id == values["process_id"] else None
    inputs, input_set = (kept.inputs, kept.input_set) if kept else ({}, None)
    if said.inputs_of == values["process_id"]:
        inputs, input_set = said.inputs, said.input_set
    turn = was.rotation.turn if was else 0
    settings = GroupSettings(
        **{**{key: values[key] for key in _AS_THEY_ARE}, "name": name},
        process_id=values["process_id"],
        input_set=input_set,
        inputs=inputs,
        cadence=cadence,
        rotation=OwnerRotation(owners=values["owners"], turn=turn),
        version_rule=_version_rule(values),
    )
    _at("name_template", lambda: check_template(settings.name_template))
    return Wanted(settings, notes)


def _cadence(
    values: Values, was: ReleaseGroup | None, now: datetime
) -> tuple[Cadence | None, tuple[str, ...]]:
    text = str(values["cadence"])
    if not text.strip():
        return None, ()
    understood = _understood(text, values["zone"], was, now.date())
    holidays = _holidays(str(values["holidays"]), values["on_holiday"])
    cadence = understood.cadence.model_copy(update={"holidays": holidays})
    if next(coming(cadence, now), None) is None:
        raise Amiss("It is never due from now on. Say other days, or a later end.", "cadence")
    return cadence, (*understood.assumed, *understood.read_as)


def _understood(text: str, zone: str, was: ReleaseGroup | None, today: date) -> Understood:
    """What was not rewritten stays exactly what it was, in the zone that is said beside it."""
    before = was.cadence if was else None
    if before and text.split() == as_written(before).split():
        return Understood(cadence=before.model_copy(update={"zone": zone}))
    try:
        return read_cadence(text, today=today, zone=zone)
    except Rejected as refused:
        raise Amiss(refused.text, "cadence") from refused


def _holidays(text: str, then: OnHoliday) -> Holidays | None:
    if not text.strip():
        return None
    country, _, part = text.strip().upper().partition("-")
    try:
        return Holidays.known(country, part, then)
    except Rejected as refused:
        raise Amiss(refused.text, "holidays") from refused


def _version_rule(values: Values) -> VersionRule:
    kind = values["version_kind"]
    pattern = values["version_pattern"] if kind is VersionKind.CALVER else ""
    first = "" if kind is VersionKind.MANUAL else values["version_first"]
    rule = VersionRule(kind=kind, pattern=pattern, first=first)
    field = "version_pattern" if kind is VersionKind.CALVER and not first else "version_first"
    _at(field, lambda: check_rule(rule))
    return rule


def _at(field: str, check: Callable[[], None]) -> None:
    """A refusal of the core's, under the field that it is about."""
    try:
        check()
    except Rejected as refused:
        raise Amiss(refused.text, field) from refused
