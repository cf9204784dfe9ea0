"""The outline editor: a row per activity, paged by phase; every change is kept as it is made."""

from __future__ import annotations

from typing import Any

from bot.views import buttons, outline_buttons, rules_text, sheet_buttons
from bot.views.blocks import actions, context, divider, field, modal, section
from bot.views.elements import Block, Choice, Element, button, confirm, overflow, select, text_field
from bot.views.modals.answers import text_of
from bot.views.outline_text import activity_row, phase_title
from bot.views.wording import counted
from orchestration.processes.model import Activity, Phase, Process

NAME = "outline.name"
_ROWS = 40
"""Rows of one screenful; a longer phase has several parts."""


def draw(process: Process, page: outline_buttons.OutlinePage) -> Block:
    """One phase with its activities; an impossible page becomes the nearest one."""
    page = nearest(process, page)
    head: list[Block | None] = [
        field("Name of the process", text_field(NAME, value=process.name, longest=200), NAME),
        context("Other changes are kept as you make them. *Done* keeps the name."),
        section(
            rules_text.of_process(process) or "Team, inputs, variables, rollback and more.",
            accessory=button("Process…", sheet_buttons.OPEN_PROCESS, page),
            block_id="outline.process",
        ),
    ]
    if not process.phases:
        head.append(section("There is no phase yet."))
        add = button("Add a phase", buttons.OUTLINE_ADD_PHASE, page)
        return _modal(page, head, [], [actions(add, block_id="outline.phase")])
    phase = process.phases[page.phase]
    first = page.part * _ROWS
    shown = phase.activities[first : first + _ROWS]
    return _modal(
        page,
        [*head, divider(), _phase_row(process, page, phase)],
        [[_row(process, page, phase, n, activity)] for n, activity in enumerate(shown, first)]
        or [[section("No activity yet.")]],
        [
            actions(
                button("Add activity", buttons.OUTLINE_ADD_ACTIVITY, page),
                button("Add a phase", buttons.OUTLINE_ADD_PHASE, page),
                _remove_phase(page, phase),
                block_id="outline.add",
            ),
            divider(),
            actions(*_turning(process, page), block_id="outline.turn"),
            context(_place(process, page)),
        ],
    )


def nearest(process: Process, page: outline_buttons.OutlinePage) -> outline_buttons.OutlinePage:
    """The page itself, or the nearest that still exists after an edit."""
    phase = min(max(page.phase, 0), max(len(process.phases) - 1, 0))
    part = min(max(page.part, 0), _parts(process, phase) - 1)
    return page.model_copy(update={"phase": phase, "part": part})


def turned(
    process: Process, page: outline_buttons.OutlinePage, by: int
) -> outline_buttons.OutlinePage:
    """The next or the previous screenful, across phases."""
    page = nearest(process, page)
    part = page.part + by
    if 0 <= part < _parts(process, page.phase):
        return page.model_copy(update={"part": part})
    phase = page.phase + by
    if not 0 <= phase < len(process.phases):
        return page
    first = 0 if by > 0 else _parts(process, phase) - 1
    return page.model_copy(update={"phase": phase, "part": first})


def read_name(view: dict[str, Any]) -> str:
    """The process's name as typed when the editor was sent with *Done*."""
    return text_of(view["state"]["values"], NAME)


def _modal(
    page: outline_buttons.OutlinePage,
    head: list[Block | None],
    body: list[list[Block | None]],
    tail: list[Block | None],
) -> Block:
    return modal(
        "Edit the process",
        buttons.OUTLINE,
        head=head,
        body=body,
        tail=tail,
        submit="Done",
        close="Close",
        carries=page,
    )


def _phase_row(process: Process, page: outline_buttons.OutlinePage, phase: Phase) -> Block:
    n, last = page.phase, len(process.phases) - 1
    choices = [_choice("Edit phase", "edit", n), _choice("More…", "more", n)]
    choices += [_choice("Move earlier", "up", n)] if n else []
    choices += [_choice("Move later", "down", n)] if n < last else []
    choices += [_choice("Add a phase after", "add", n)]
    return section(
        phase_title(process, n + 1, phase),
        accessory=overflow(buttons.OUTLINE_PHASE_MENU, choices),
        block_id=f"phase.{page.revision}.{phase.id}",
    )


def _remove_phase(page: outline_buttons.OutlinePage, phase: Phase) -> Element:
    """Its own button, since a menu cannot ask before one of its entries only."""
    inside = counted(len(phase.activities), "activity", "activities")
    return button(
        "Remove phase",
        buttons.OUTLINE_REMOVE_PHASE,
        outline_buttons.OutlineChoice(do="remove", phase=page.phase),
        style="danger",
        asks=confirm(
            f"Remove {phase.name}?",
            f"{phase.name} and its {inside} leave the draft. What waits for them no longer does.",
            "Remove",
            danger=True,
        ),
        says=f"Remove the phase {phase.name}",
    )


def _row(
    process: Process, page: outline_buttons.OutlinePage, phase: Phase, n: int, activity: Activity
) -> Block:
    at, last = page.phase, len(phase.activities) - 1
    choices = [_choice("Edit", "edit", at, n), _choice("More…", "more", at, n)]
    choices += [_choice("Move up", "up", at, n)] if n else []
    choices += [_choice("Move down", "down", at, n)] if n < last else []
    choices += [_choice("Remove", "remove", at, n)]
    return section(
        f"{n + 1}. {activity_row(process, phase, activity)}",
        accessory=overflow(buttons.OUTLINE_MENU, choices),
        block_id=f"row.{page.revision}.{phase.id}.{activity.id}",
    )


def _choice(label: str, do: Any, phase: int, activity: int | None = None) -> Choice:
    value = outline_buttons.OutlineChoice(do=do, phase=phase, activity=activity)
    return Choice(label, value.model_dump_json())


def _turning(process: Process, page: outline_buttons.OutlinePage) -> list[Element]:
    """Previous, the phases to choose from, next; only what leads somewhere."""
    drawn: list[Element] = []
    if turned(process, page, -1) != page:
        drawn.append(button("◀ Previous", buttons.OUTLINE_PREVIOUS, page))
    if len(process.phases) > 1:
        # Slack lists 100 options: those around this phase.
        first = max(0, min(page.phase - 50, len(process.phases) - 100))
        choices = [
            Choice(f"{n + 1}. {each.name}", str(n))
            for n, each in enumerate(process.phases)
            if first <= n < first + 100
        ]
        drawn.append(
            select(
                buttons.OUTLINE_GO_TO,
                choices,
                chosen=str(page.phase),
                placeholder="Go to a phase",
            )
        )
    if turned(process, page, 1) != page:
        drawn.append(button("Next ▶", buttons.OUTLINE_NEXT, page))
    return drawn


def _place(process: Process, page: outline_buttons.OutlinePage) -> str:
    said = f"Phase {page.phase + 1} of {len(process.phases)}"
    count = len(process.phases[page.phase].activities)
    parts = _parts(process, page.phase)
    part = f", part {page.part + 1} of {parts}" if parts > 1 else ""
    return f"{said}{part} · {counted(count, 'activity', 'activities')}"


def _parts(process: Process, phase: int) -> int:
    if not process.phases:
        return 1
    return max(1, -(-len(process.phases[phase].activities) // _ROWS))
