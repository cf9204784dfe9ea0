"""A digest as one message: a section for each thing it says, cut evenly where there is much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.views import buttons, digest_buttons
from bot.views.blocks import (
    MESSAGE_BLOCKS,
    MESSAGE_TEXT,
    MESSAGE_TOTAL,
    Drawn,
    actions,
    context,
    header,
    image,
    message,
    section,
    weight,
)
from bot.views.calendar_text import calendar_alt
from bot.views.elements import Block, Element, button, confirm
from bot.views.text import bold, cut_markup, name, our_words, people, units, when
from bot.views.wording import RELEASE, WORK, said_of
from orchestration import words
from orchestration.read_models.digest_card import (
    DigestCard,
    EndedLine,
    FreezeLine,
    PersonalDigestCard,
    PlannedLine,
    RunningLine,
    TaskLine,
)

_STEPS = (12, 8, 5, 3, 2, 1)
"""How many lines each part may have; the first of these with which all of it fits is taken."""
_LINE = 400
_NOTHING = "Nothing runs, nothing is due in the next days, and nothing has ended."


class _Row(NamedTuple):
    text: str
    press: Element | None = None


class _Part(NamedTuple):
    title: str
    rows: Sequence[_Row]


def draw(card: DigestCard | PersonalDigestCard) -> Drawn:
    parts = _personal(card) if isinstance(card, PersonalDigestCard) else _of_channel(card)
    parts = [each for each in parts if each.rows]
    title = _title(card)
    for most in _STEPS:
        drawn = _drawn(card, title, parts, most)
        if drawn:
            return drawn
    return _message(card, title, parts, 0)


def _drawn(
    card: DigestCard | PersonalDigestCard, title: str, parts: Sequence[_Part], most: int
) -> Drawn | None:
    """None where it is too much for one message, as text or as blocks."""
    fits = units(_text(card, title, parts, most)) <= MESSAGE_TEXT
    blocks = [*_head(card, title), *_body(parts, most), *_tail(card)]
    fits = fits and len(blocks) <= MESSAGE_BLOCKS and sum(map(weight, blocks)) <= MESSAGE_TOTAL
    return _message(card, title, parts, most) if fits else None


def _message(
    card: DigestCard | PersonalDigestCard, title: str, parts: Sequence[_Part], most: int
) -> Drawn:
    return message(
        _text(card, title, parts, most),
        head=_head(card, title),
        body=[[each] for each in _body(parts, most)],
        tail=_tail(card),
    )


def _title(card: DigestCard | PersonalDigestCard) -> str:
    what = "Your day" if isinstance(card, PersonalDigestCard) else "Releases"
    return f"{what}: {_day(card.day)}"


def _head(card: DigestCard | PersonalDigestCard, title: str) -> list[Block]:
    drawn = [header(title), *([section(_NOTHING)] if card.empty else [])]
    if isinstance(card, DigestCard) and card.file and card.page:
        drawn.append(image(card.file, calendar_alt(card.page)))
    return drawn


def _body(parts: Sequence[_Part], most: int) -> list[Block]:
    """Rows with something to press stand alone; the others share a block."""
    blocks: list[Block] = []
    for part in parts:
        shown, lines = part.rows[:most], [f"*{_counted(part)}*"]
        for row in shown:
            if row.press is None:
                lines.append(f"• {row.text}")
                continue
            blocks += _flushed(lines)
            blocks.append(section(row.text, accessory=row.press))
        lines += _rest(part, most)
        blocks += _flushed(lines)
    return blocks


def _flushed(lines: list[str]) -> list[Block]:
    drawn = [section("\n".join(lines))] if lines else []
    lines.clear()
    return drawn


def _text(
    card: DigestCard | PersonalDigestCard, title: str, parts: Sequence[_Part], most: int
) -> str:
    said = [name(title), *([_NOTHING] if card.empty else [])]
    for part in parts:
        said += ["", _counted(part), *(f"• {row.text}" for row in part.rows[:most])]
        said += _rest(part, most)
    return "\n".join(said)


def _counted(part: _Part) -> str:
    return f"{part.title} ({len(part.rows)})" if len(part.rows) > 1 else part.title


def _rest(part: _Part, most: int) -> list[str]:
    more = len(part.rows) - most
    return [f"and {more} more"] if more > 0 else []


def _tail(card: DigestCard | PersonalDigestCard) -> list[Block]:
    if isinstance(card, PersonalDigestCard):
        press = [button("Show my tasks", digest_buttons.MINE, style="primary")]
        how = "`/release digest me off` ends this."
    else:
        press = [
            button("Show the calendar", digest_buttons.CALENDAR),
            button("This digest…", digest_buttons.SET_UP, says="Change this channel's digest"),
        ]
        how = our_words(f"Sent {card.cadence}." if card.cadence else "")
    return [each for each in (actions(*press), context(how)) if each]


def _of_channel(card: DigestCard) -> list[_Part]:
    return [
        _Part("Running now", [_Row(_running(each)) for each in card.running]),
        _Part("Due today", [_Row(_planned(each), _start(each)) for each in card.today]),
        _Part("The next days", [_Row(_planned(each)) for each in card.week]),
        _Part("In each other's way", [_Row(_short(our_words(e))) for e in card.conflicts]),
        _Part("Freezes", [_Row(_freeze(each)) for each in card.freezes]),
        _Part(f"Since {when(card.since)}", [_Row(_ended(each)) for each in card.outcomes]),
    ]


def _personal(card: PersonalDigestCard) -> list[_Part]:
    overdue = [each for each in card.tasks if each.overdue]
    later = [each for each in card.tasks if not each.overdue]
    holds = [
        _Row(_short(f"{bold(e.name)} of {name(e.release_title)}: {name(e.reason, 200)}"))
        for e in card.holds
    ]
    return [
        _Part("Overdue", [_Row(_task(each)) for each in overdue]),
        _Part("On hold, for you to decide", holds),
        _Part("For you to do", [_Row(_task(each)) for each in later]),
        _Part("Your releases today", [_Row(_planned(each), _start(each)) for each in card.due]),
    ]


def _running(line: RunningLine) -> str:
    status = said_of(line.status, waiting_for_input=line.waiting_for_input)
    late = f", {words.length(line.late_by)} late" if line.late_by else ""
    sentence = line.sentence.removeprefix(words.quote(line.title)).lstrip(": ")
    return _short(f"{bold(line.title)} · {status}{late}\n{our_words(sentence)}")


def _planned(line: PlannedLine) -> str:
    waits = " · not started yet" if line.overdue else ""
    return _short(f"{bold(line.title)} · {when(line.at)} · {people([line.owner])}{waits}")


def _start(line: PlannedLine) -> Element:
    about = buttons.ReleaseButton(release_id=line.release_id)
    question = confirm(
        f"Start {line.reference}?",
        f"Start {line.title} now? People are asked and pipelines start at once.",
        "Start",
    )
    return button("Start", buttons.RELEASE_START, about, asks=question, says=f"Start {line.title}")


def _ended(line: EndedLine) -> str:
    return _short(f"{bold(line.title)} · {RELEASE[line.status]} · {when(line.at)}")


def _freeze(line: FreezeLine) -> str:
    time = f"until {when(line.ends)}" if line.on else f"{when(line.begins)} to {when(line.ends)}"
    does = "no release starts" if line.blocks else "only a warning"
    of = f", for {name(line.scope)}" if line.scope else ""
    return _short(f"{bold(line.name)} · {time} · {does}{of}")


def _task(line: TaskLine) -> str:
    due = ""
    if line.due_at:
        due = f" · was due {when(line.due_at)}" if line.overdue else f" · due {when(line.due_at)}"
    kind = WORK[line.kind]
    return _short(f"{kind.icon} {bold(line.name)} of {name(line.release_title)}{due}")


def _short(text: str) -> str:
    return cut_markup(text, _LINE)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
