"""The form of a freeze, and what it makes, shown before it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views.blocks import context, field, modal, section
from bot.views.elements import (
    Block,
    Choice,
    checkboxes,
    multi_select,
    radio,
    text_field,
    users_select,
)
from bot.views.modals.answers import all_chosen_of, chosen_of, text_of
from bot.views.text import name, names, our_words
from orchestration.freezes.model import Freeze, FreezeEffect
from orchestration.freezes.saying import DOES, lets_through, scope, span, when
from orchestration.freezes.service import FreezePreview
from orchestration.freezes.written import NAME_LONGEST, NOTE_LONGEST, FreezeWritten
from orchestration.releases.model import ReleaseType
from orchestration.values import FreezeId, Frozen, ProcessId, ReleaseGroupId, UserId

FORM, CONFIRMED = "freeze.form", "freeze.confirmed"
NAME, WHEN, ZONE, EFFECT = "freeze.name", "freeze.when", "freeze.zone", "freeze.effect"
TAGS, GROUPS, PROCESSES = "freeze.tags", "freeze.groups", "freeze.processes"
SERVICES, ENVIRONMENTS = "freeze.services", "freeze.environments"
THROUGH, APPROVERS, NOTE, LINK = (
    "freeze.through",
    "freeze.approvers",
    "freeze.note",
    "freeze.link",
)
_EFFECTS = {
    FreezeEffect.BLOCK_START: "Nothing starts; what runs goes on",
    FreezeEffect.HOLD_RUNNING: "Nothing starts, and what runs is held",
    FreezeEffect.WARN: "Only warn",
}


_NOTHING = "Separated by commas. Name nothing here or below, and it holds for every release."


class FreezeForm(Frozen):
    """Which freeze is edited; none where a new one is made."""

    id: FreezeId | None = None
    revision: int = 0
    zone: str = "UTC"


Named = Sequence[tuple[str, str]]
"""Ids with the names people know them by."""


def draw(
    carries: FreezeForm,
    known: Freeze | None,
    *,
    typed: str = "",
    groups: Named = (),
    processes: Named = (),
) -> Block:
    """`typed` is when it is, where that was said with the verb."""
    before = known.scope if known else None
    recurring = "“every Friday 16:00 for 2d 16h” or “every Friday 16:00 until Monday 8:00”"
    hint = f"Such as “from friday 17:00 until monday 8:00”, {recurring}."
    if known:
        hint = f"Empty: it stays {_plain(when(known))}. {hint}"
    fields = [
        field(
            "Name",
            text_field(NAME, value=known.name if known else "", longest=NAME_LONGEST),
            NAME,
        ),
        field(
            "When?",
            text_field(WHEN, value=typed, longest=300),
            WHEN,
            optional=bool(known),
            hint=hint,
        ),
        field("Time zone", text_field(ZONE, value=carries.zone, longest=60), ZONE),
        field(
            "What it does",
            radio(
                EFFECT,
                [Choice(label, effect.value) for effect, label in _EFFECTS.items()],
                chosen=(known.effect if known else FreezeEffect.BLOCK_START).value,
            ),
            EFFECT,
        ),
        _listed(
            "Tags",
            TAGS,
            before.tags if before else (),
            _NOTHING,
        ),
        *_chosen("Groups", GROUPS, groups, before.groups if before else ()),
        *_chosen("Processes", PROCESSES, processes, before.processes if before else ()),
        _listed("Services", SERVICES, before.services if before else (), "Separated by commas."),
        _listed(
            "Environments",
            ENVIRONMENTS,
            before.environments if before else (),
            "Separated by commas.",
        ),
        field(
            "What goes through all the same",
            checkboxes(
                THROUGH,
                [Choice(each.value.capitalize(), each.value) for each in ReleaseType],
                chosen=[each.value for each in known.lets_through] if known else [],
            ),
            THROUGH,
            optional=True,
        ),
        field(
            "Who may let a release through",
            users_select(APPROVERS, chosen=known.approvers if known else ()),
            APPROVERS,
            optional=True,
            hint="With a reason. Whoever has the right to override may do so too.",
        ),
        field(
            "Note",
            text_field(NOTE, value=known.note if known else "", longest=NOTE_LONGEST),
            NOTE,
            optional=True,
        ),
        field(
            "Link",
            text_field(LINK, value=known.link if known else "", longest=300),
            LINK,
            optional=True,
        ),
    ]
    title = "Edit the freeze" if known else "New freeze"
    return modal(title, FORM, head=fields, submit="Preview", carries=carries)


def read(view: dict[str, Any]) -> FreezeWritten:
    state = view["state"]["values"]
    form = FreezeForm.model_validate_json(view["private_metadata"])
    return FreezeWritten(
        id=form.id,
        revision=form.revision,
        name=text_of(state, NAME),
        when=text_of(state, WHEN),
        zone=text_of(state, ZONE),
        effect=FreezeEffect(chosen_of(state, EFFECT) or FreezeEffect.BLOCK_START.value),
        tags=_split(text_of(state, TAGS)),
        groups=tuple(ReleaseGroupId(each) for each in all_chosen_of(state, GROUPS)),
        services=_split(text_of(state, SERVICES)),
        environments=_split(text_of(state, ENVIRONMENTS)),
        processes=tuple(ProcessId(each) for each in all_chosen_of(state, PROCESSES)),
        lets_through=tuple(ReleaseType(each) for each in all_chosen_of(state, THROUGH)),
        approvers=tuple(UserId(each) for each in _people(state)),
        note=text_of(state, NOTE),
        link=text_of(state, LINK),
    )


def confirm(written: FreezeWritten, preview: FreezePreview) -> Block:
    """What was understood, in words and as the next windows; sent, it counts."""
    freeze = preview.freeze
    rows = [f"• {our_words(span(each))}" for each in preview.windows]
    held = names(preview.running, most=5) if preview.running else ""
    said = [
        f"*{name(freeze.name)}*: {our_words(when(freeze))}.",
        f"{DOES[freeze.effect]} It is for {our_words(scope(freeze.scope))}.",
        our_words(lets_through(freeze)),
    ]
    return modal(
        "Is this right?",
        CONFIRMED,
        head=[
            section("\n".join(each for each in said if each)),
            section("Next:\n" + "\n".join(rows)) if rows else section("It is over already."),
            section(f"It holds at once: {held}.") if held else None,
            context(*(f"Assumed: {name(each, 200)}." for each in preview.assumed)),
        ],
        submit="Freeze" if written.id is None else "Save",
        close="Back",
        carries=written,
    )


def _listed(label: str, block: str, known: Sequence[str], hint: str) -> Block:
    value = text_field(block, value=", ".join(known), longest=300)
    return field(label, value, block, optional=True, hint=hint)


def _chosen(label: str, block: str, offered: Named, known: Sequence[str]) -> list[Block]:
    """Left out where there is none to choose."""
    if not offered:
        return []
    choices = [Choice(called, key) for key, called in offered]
    return [field(label, multi_select(block, choices, chosen=known), block, optional=True)]


def _people(state: dict[str, Any]) -> Sequence[str]:
    answers = state.get(APPROVERS, {})
    return next((each.get("selected_users") or () for each in answers.values()), ())


def _split(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _plain(text: str) -> str:
    """As a hint can say it: moments are drawn nowhere in one."""
    return text if "{t:" not in text else "as it is now"
