"""The form of a hotfix: its version after what is live, and what is paused to make way."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views.blocks import field, modal, section
from bot.views.elements import Block, Choice, Element, button, checkboxes, text_field
from bot.views.modals.answers import all_chosen_of, text_of
from bot.views.text import bold, name, when
from orchestration.hotfixes.rules import Foreseen, Met
from orchestration.values import ChannelId, Frozen, ReleaseGroupId, ReleaseId

OPEN = "hotfix.open"
FORM = "hotfix"
VERSION, PAUSE, WHY = "hotfix.version", "hotfix.pause", "hotfix.why"
_SHOWN = 10


class HotfixButton(Frozen):
    group_id: ReleaseGroupId
    channel: ChannelId | None = None


class Answer(NamedTuple):
    version: str
    pause: tuple[ReleaseId, ...]
    reason: str


def open_button(about: HotfixButton, group: str) -> Element:
    says = f"Make a hotfix of {group}"
    return button("Hotfix…", OPEN, about, style="danger", says=says)


def draw(of: Foreseen, channel: ChannelId | None) -> Block:
    """Names group, process and what is live; nothing is made before it is sent."""
    process = of.process.process
    head = (
        f"A hotfix of {bold(of.group.name)} by {name(process.name, 80)}, version "
        f"{of.process.version}. It starts at once, unless something keeps it."
    )
    fields: list[Block | None] = [
        section(head),
        section(_live(of)),
        field(
            "Version",
            text_field(VERSION, value=of.version, longest=40, placeholder="4.2.1"),
            VERSION,
        ),
    ]
    if of.meets:
        choices = [_choice(each) for each in of.meets[:_SHOWN]]
        fields.append(
            field(
                "Pause what is in its way",
                checkboxes(PAUSE, choices),
                PAUSE,
                optional=True,
                hint="Their owners are asked when the hotfix has ended: Resume or Redo.",
            )
        )
    why = text_field(WHY, multiline=True, longest=1000)
    fields.append(field("Why?", why, WHY, optional=True, hint="Said where something is paused."))
    return modal(
        "Hotfix",
        FORM,
        head=fields,
        submit="Make the hotfix",
        carries=HotfixButton(group_id=of.group.id, channel=channel),
    )


def read(view: dict[str, Any]) -> Answer:
    state = view["state"]["values"]
    return Answer(
        version=text_of(state, VERSION),
        pause=tuple(ReleaseId(each) for each in all_chosen_of(state, PAUSE)),
        reason=text_of(state, WHY),
    )


def _live(of: Foreseen) -> str:
    if not of.live:
        return "Nothing of it is in the live register: say the version yourself."
    rows = [
        f"• {name(each.service, 60)} {bold(each.version, 60)}"
        f"{f' in {name(each.environment, 60)}' if each.environment else ''}, since {when(each.at)}"
        for each in of.live[:_SHOWN]
    ]
    more = len(of.live) - len(rows)
    return "\n".join(["Live now:", *rows, *([f"and {more} more"] if more > 0 else [])])


def _choice(met: Met) -> Choice:
    return Choice(met.release.title, met.release.id, f"Shares {', '.join(met.shares)}")
