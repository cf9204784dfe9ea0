"""App Home: my tasks, what runs, the coming week, what is planned, and where to begin."""

from __future__ import annotations

from bot.views import buttons, calendar, digest_buttons, hold_card, task_card, turn_card
from bot.views.blocks import actions, context, divider, header, home, image, section
from bot.views.calendar_text import calendar_alt, calendar_days, conflicts_said
from bot.views.elements import Block, Choice, Element, button, select
from bot.views.groups import carried as groups
from bot.views.text import bold, name, our_words, people, when
from bot.views.wording import counted, said_of
from orchestration import words
from orchestration.read_models.cards import HomeCard, ReleaseLine
from orchestration.releases.model import ReleaseStatus

_TASKS, _HOLDS = 12, 8


def draw(card: HomeCard) -> Block:
    """The whole tab; what does not fit is counted, and `/release mine` lists it."""
    running = [[release_row(each)] for each in card.running]
    planned = [[release_row(each)] for each in card.planned]
    return home(
        head=[
            actions(
                *quick_actions(card),
                calendar.open_button(),
                _groups_button(),
                *_presence(card),
                block_id="home.actions",
            ),
            context(_away(card), _copies(card)),
        ],
        body=[
            [header("My tasks")],
            *task_groups(card),
            [divider(), header("Running")],
            *(running or [[section("No release is running.")]]),
            [context(_rest(card.more_running))],
            *_week(card),
            [divider(), header("Planned")],
            *(planned or [[section("No release is planned.")]]),
            [context(_rest(card.more_planned))],
        ],
    )


def task_groups(
    card: HomeCard, *, tasks: int = _TASKS, holds: int = _HOLDS
) -> list[list[Block | None]]:
    """Holds first, since others wait for them; then tasks; then how many more there are."""
    rows = [hold_card.short_blocks(each) for each in card.holds[:holds]]
    rows += [turn_card.short_blocks(each) for each in card.turns[:holds]]
    rows += [task_card.short_blocks(each) for each in card.tasks[:tasks]]
    more = card.more_tasks + max(0, len(card.tasks) - tasks) + max(0, len(card.holds) - holds)
    more += max(0, len(card.turns) - holds)
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


def _week(card: HomeCard) -> list[list[Block | None]]:
    """The coming seven days: the picture where it shows the present, and always all in words."""
    page = card.week
    if page is None:
        return []
    conflicts = conflicts_said(page)
    days: list[list[Block | None]] = [[section(each)] for each in calendar_days(page)]
    return [
        [
            divider(),
            header("The coming week"),
            context(f"{name(page.title)}: {name(page.subtitle, 500)}"),
        ],
        [image(card.week_file, calendar_alt(page)) if card.week_file else None],
        [section(conflicts) if conflicts else None],
        *days,
    ]


def _groups_button() -> Element:
    return button("Release groups", groups.LIST, says="Release groups and their next dates")


def _presence(card: HomeCard) -> list[Element]:
    """Away or back, and whether tasks come as direct messages too."""
    if card.direct_messages:
        copies = button("Direct messages off", buttons.HOME_COPIES, buttons.OFF)
    else:
        copies = button("Direct messages on", buttons.HOME_COPIES, buttons.ON)
    own = button(
        "Daily digest off" if card.digest else "Daily digest on",
        digest_buttons.HOME_PERSONAL,
        buttons.OFF if card.digest else buttons.ON,
        says="Whether your tasks of the day come as one message each morning",
    )
    if card.away is None:
        away = button("Away…", buttons.HOME_AWAY, says="Say until when you are away")
        return [away, copies, own]
    return [
        button("I am back", buttons.HOME_BACK, style="primary"),
        button("Change…", buttons.HOME_AWAY, says="Change until when you are away"),
        copies,
        own,
    ]


def _copies(card: HomeCard) -> str:
    if card.direct_messages:
        return ""
    return "What is asked of you does not come as a direct message: it is here and in the threads."


def _away(card: HomeCard) -> str:
    if card.away is None:
        return ""
    substitute = card.away.substitute
    instead = f"{people([substitute])} is asked in your place" if substitute else "you stay asked"
    return f"You are away until {when(card.away.until)}; {instead}."


def release_row(line: ReleaseLine) -> Block:
    """A release in a list: title, status, its sentence."""
    waits = line.scheduled_for if line.status is ReleaseStatus.SCHEDULED else None
    planned = f" · planned for {when(waits)}" if waits else ""
    late = f" · {words.length(line.late_by)} late" if line.late_by else ""
    status = f"{said_of(line.status, waiting_for_input=line.waiting_for_input)}{planned}{late}"
    # The sentence begins with the title, which is already there in bold.
    sentence = line.sentence.removeprefix(words.quote(line.title)).lstrip(": ")
    return section(f"{bold(line.title)} · {status}\n{our_words(sentence)}")


def _rest(more: int) -> str:
    return f"and {more} more" if more else ""
