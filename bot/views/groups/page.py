"""The page of a release group: what it is in calm words, its next dates, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable

from bot.views import planned
from bot.views.blocks import Drawn, Group, actions, context, header, message, section
from bot.views.buttons import ReleaseButton
from bot.views.elements import Block, Element, button, confirm
from bot.views.forms.reading import shown_duration
from bot.views.groups import carried
from bot.views.groups.preview import cadence_said, local
from bot.views.text import bold, mention, name, names, people, prose, when
from orchestration.groups.model import NAME_TEMPLATE, ReleaseGroup, VersionKind
from orchestration.read_models.group_cards import GroupCard, OccurrenceLine
from orchestration.releases.model import ReleaseStatus, ReleaseType

_VERSIONS = {
    VersionKind.SEMVER_MAJOR: "the next major each time",
    VersionKind.SEMVER_MINOR: "the next minor each time",
    VersionKind.SEMVER_PATCH: "the next patch each time",
    VersionKind.CALVER: "by the calendar",
    VersionKind.MANUAL: "said by whoever starts it",
}


def draw(card: GroupCard) -> Drawn:
    group = card.group
    state, facts = _state(group), list(_facts(card))
    dates = [_date(each, card) for each in card.dates]
    none = section(card.why_no_dates) if not card.dates else None
    text = [
        f"Release group {name(group.name)}. {cadence_said(group)}",
        state,
        *(each.replace("*", "") for each in facts),
        *(_date_line(each).replace("*", "") for each in card.dates),
        "" if card.dates else card.why_no_dates,
    ]
    return message(
        "\n".join(each for each in text if each),
        head=[
            header(group.name),
            section(f"⚠ {state}" if group.trouble else state) if state else None,
            section(cadence_said(group)),
            section(prose(group.description, 600)) if group.description else None,
            section("\n".join(facts)),
            section(_heading(card)),
            none,
        ],
        body=dates,
        tail=[context(_after(card)), *_buttons(card)],
    )


def _state(group: ReleaseGroup) -> str:
    if group.archived_by:
        return f"Archived by {mention(group.archived_by)}: nothing is made any more."
    if group.pause:
        why = f": {prose(group.pause.reason, 300)}" if group.pause.reason else ""
        return (
            f"❚❚ Paused by {mention(group.pause.by)} {when(group.pause.at)}{why}\n"
            "Nothing more is made. What is planned asks its owner and does not start by itself."
        )
    if group.trouble:
        return f"No release could be made {when(group.trouble.at)}: {prose(group.trouble.reason)}"
    return ""


def _facts(card: GroupCard) -> Iterable[str]:
    group = card.group
    kind = "" if group.type is ReleaseType.STANDARD else f" · {group.type.value} releases"
    yield f"*Process:* {name(card.process, 80)}{kind} · in <#{group.channel}>"
    yield f"*Owners, in turn:* {people(group.rotation.owners, most=8)}{_backup(group)}"
    yield f"*At its time:* {_at_its_time(group)}"
    yield f"*Version:* {_version(group)}{_called(group)}"
    if card.input_set or group.inputs:
        yield f"*Inputs:* {_inputs(card)}"
    about = list(_about(card))
    if about:
        yield " · ".join(about)


def _backup(group: ReleaseGroup) -> str:
    return f" · backup {mention(group.backup)}" if group.backup else ""


def _at_its_time(group: ReleaseGroup) -> str:
    begins = "it starts by itself" if group.auto_start else "its owner is asked"
    takes = group.expected_duration
    return ", ".join(
        [
            begins,
            f"missed if not started within {shown_duration(group.start_within)}",
            *([f"takes about {shown_duration(takes)}"] if takes else []),
            f"planned {shown_duration(group.lead_time)} ahead",
        ]
    )


def _version(group: ReleaseGroup) -> str:
    rule = group.version_rule
    pattern = f" ({name(rule.pattern, 60)})" if rule.kind is VersionKind.CALVER else ""
    first = f", beginning with {name(rule.first, 40)}" if rule.first else ""
    return f"{_VERSIONS[rule.kind]}{pattern}{first}"


def _called(group: ReleaseGroup) -> str:
    if group.name_template == NAME_TEMPLATE:
        return ""
    return f" · called {name(group.name_template, 120)}"


def _inputs(card: GroupCard) -> str:
    follows = [f"input set {bold(card.input_set, 80)}"] if card.input_set else []
    given = [f"{key} = {value}" for key, value in card.group.inputs.items()]
    return ", ".join([*follows, *([names(given, most=8)] if given else [])])


def _about(card: GroupCard) -> Iterable[str]:
    group = card.group
    if group.team:
        yield f"Team {name(group.team, 80)}"
    if group.services:
        yield f"Services {names(group.services)}"
    if group.environments:
        yield f"Environments {names(group.environments)}"
    if group.tags:
        yield f"Tags {names(group.tags)}"
    if card.hotfix_process:
        yield f"Hotfix process {name(card.hotfix_process, 80)}"
    if group.resumes_by_itself:
        yield "goes on by itself after a freeze"
    if group.colour:
        yield f"Colour {name(group.colour, 10)}"
    yield f"References {name(group.reference_key, 20)}"


def _heading(card: GroupCard) -> str:
    zone = card.group.cadence.zone if card.group.cadence else "UTC"
    return f"*Next* ({name(zone)} time)"


def _date(each: OccurrenceLine, card: GroupCard) -> Group:
    return [section(_date_line(each)), actions(*_offers(each, card))]


def _date_line(each: OccurrenceLine) -> str:
    what = " ".join(filter(None, (each.reference, each.name, each.version)))
    said = f"{local(each.local)} · {bold(what, 120)} · {mention(each.owner)}"
    notes = []
    if each.status is ReleaseStatus.SKIPPED:
        notes.append("» left out")
    if each.moved_from:
        notes.append(f"moved from {local(each.moved_from)}")
    elif each.touched and each.status is ReleaseStatus.SCHEDULED:
        notes.append("changed by hand")
    if each.release_id is None:
        notes.append("made later")
    return f"{said}\n_{' · '.join(notes)}_" if notes else said


def _offers(each: OccurrenceLine, card: GroupCard) -> list[Element]:
    """Of one that is made: what is not made yet has nothing to press."""
    if each.release_id is None or not card.may_start:
        return []
    about = ReleaseButton(release_id=each.release_id)
    title = f"{each.reference} {each.name}"
    move = planned.move_button(about, title)
    if each.status is ReleaseStatus.SKIPPED:
        return [planned.bring_back_button(about, title), move]
    change = button("Change…", carried.CHANGE, about, says=f"Change {title}")
    return [move, planned.skip_button(about, title), change, planned.fill_in_button(about, title)]


def _after(card: GroupCard) -> str:
    more = any(each.release_id is None for each in card.dates)
    ahead = shown_duration(card.group.lead_time)
    return f"A release is made {ahead} before its time; then it can be moved." if more else ""


def _buttons(card: GroupCard) -> list[Block | None]:
    """Only what this person may press."""
    group = card.group
    about = carried.GroupButton(group_id=group.id, revision=group.revision)
    called = group.name
    if group.archived_by:
        return []
    edit = button("Edit…", carried.EDIT, about, says=f"Edit the group {called}")
    pause = (
        button("Resume", carried.RESUME, about, style="primary", says=f"Resume {called}")
        if group.pause
        else button("Pause…", carried.PAUSE, about, says=f"Pause {called}")
    )
    skip = button("Skip next…", carried.SKIP_NEXT, about, says=f"Leave the next of {called} out")
    swap = button("Swap owners…", carried.SWAP, about, says=f"Swap owners of {called}")
    make = button("Make a release now…", carried.MAKE, about, says=f"Make a release of {called}")
    archive = button(
        "Archive",
        carried.ARCHIVE,
        about,
        style="danger",
        asks=confirm(
            f"Archive {called}?",
            f"No release of {called} is made any more, and what is planned is left out. "
            "What runs goes on.",
            "Archive",
            danger=True,
        ),
        says=f"Archive {called}",
    )
    started = [make] if card.may_start else []
    scheduled = [each for each in card.dates if each.status is ReleaseStatus.SCHEDULED]
    made = [each for each in scheduled if each.release_id]
    of_next = [skip] if card.may_start and scheduled else []
    owned = [edit, pause] if card.may_edit else []
    swaps = [swap] if card.may_edit and len(made) > 1 and len(group.rotation.owners) > 1 else []
    archives = [archive] if card.may_edit else []
    return [actions(*started, *owned, *of_next, *swaps, *archives, block_id="group.buttons")]
