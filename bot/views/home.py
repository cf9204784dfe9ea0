"""App Home: my tasks with their buttons, what runs, what is planned, and where to begin."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import buttons, hold_card, task_card
from bot.views.blocks import actions, context, divider, header, home, section
from bot.views.elements import Block, Choice, Element, button, select
from bot.views.text import bold, our_words, when
from bot.views.wording import counted, said_of
from orchestration import words
from orchestration.read_models.cards import HomeCard, ReleaseLine
from orchestration.releases.model import ReleaseStatus

_TASKS, _HOLDS, _LINES = 12, 8, 12


def draw(card: HomeCard) -> Block:
    """The whole tab; what does not fit is counted, and `/release mine` lists it."""
    running = [[release_row(each)] for each in card.running[:_LINES]]
    planned = [[release_row(each)] for each in card.planned[:_LINES]]
    return home(
        head=[actions(*quick_actions(card), block_id="home.actions")],
        body=[
            [header("My tasks")],
            *task_groups(card),
            [divider(), header("Running")],
            *(running or [[section("No release is running.")]]),
            [context(_rest(card.running))],
            [divider(), header("Planned")],
            *(planned or [[section("No release is planned.")]]),
            [context(_rest(card.planned))],
        ],
    )


def task_groups(
    card: HomeCard, *, tasks: int = _TASKS, holds: int = _HOLDS
) -> list[list[Block | None]]:
    """Holds first, since others wait for them; then tasks; then how many more there are."""
    rows = [hold_card.short_blocks(each) for each in card.holds[:holds]]
    rows += [task_card.short_blocks(each) for each in card.tasks[:tasks]]
    more = card.more_tasks + max(0, len(card.tasks) - tasks) + max(0, len(card.holds) - holds)
    if more:
        rows.append([context(f"and {counted(more, 'more task', 'more tasks')}")])
    return rows or [[section("Nothing waits for you.")]]


def quick_actions(card: HomeCard) -> list[Element]:
    """*New release*, from one process or a choice of several, and *Draft a process*."""
    draft = button("Draft a process", buttons.HOME_DRAFT)
    if not card.processes:
        return [{**draft, "style": "primary"}]
    about = [
        Choice(title, buttons.NewButton(process_id=process_id).model_dump_json())
        for process_id, title in card.processes
    ]
    if len(about) == 1:
        only = card.processes[0]
        new = button(
            "New release",
            buttons.HOME_NEW,
            buttons.NewButton(process_id=only[0]),
            style="primary",
            says=f"New release of {only[1]}",
        )
        return [new, draft]
    return [select(buttons.HOME_NEW, about, placeholder="New release of…"), draft]


def release_row(line: ReleaseLine) -> Block:
    """A release in a list: title, status, its sentence."""
    waits = line.scheduled_for if line.status is ReleaseStatus.SCHEDULED else None
    planned = f" · planned for {when(waits)}" if waits else ""
    status = f"{said_of(line.status, waiting_for_input=line.waiting_for_input)}{planned}"
    # The sentence begins with the title, which is already there in bold.
    sentence = line.sentence.removeprefix(words.quote(line.title)).lstrip(": ")
    return section(f"{bold(line.title)} · {status}\n{our_words(sentence)}")


def _rest(lines: Sequence[ReleaseLine]) -> str:
    return f"and {len(lines) - _LINES} more" if len(lines) > _LINES else ""
