"""It is time for a release, or it was missed: what keeps it, and *Start*, *Move*, *Skip*."""

from __future__ import annotations

from bot.views import buttons, planned
from bot.views.blocks import Drawn, actions, context, message, section
from bot.views.elements import Block, Element
from bot.views.fixes import fix_button
from bot.views.text import name, our_words, people, prose, when
from bot.views.wording import Said
from orchestration.read_models.due_card import DueCard

_SHOWN = 10
_DECIDED = {
    "started": Said("▶", "Started"),
    "moved": Said("↷", "Moved"),
    "skipped": Said("»", "Left out"),
    "called_off": Said("■", "Called off"),
}


def draw(card: DueCard) -> Drawn:
    return message(
        as_text(card),
        head=[section(_title(card, icons=True))],
        body=[[each] for each in _rows(card)],
        tail=[context(_follows(card)), actions(*_buttons(card))],
    )


def as_text(card: DueCard) -> str:
    rows = [_title(card, icons=False), _keeps(card)]
    rows += [f"- {our_words(each.says)}" for each in card.lacking[:_SHOWN]]
    return "\n".join(each for each in [*rows, _more(card), _by_itself(card)] if each)


def _title(card: DueCard, *, icons: bool) -> str:
    title, planned_for = name(card.title), when(card.planned_for)
    if card.outcome == "open":
        said = f"It is time for {title}, planned for {planned_for}."
        return f"◷ {said}" if icons else said
    if card.outcome == "missed":
        said = f"{title} was missed: it was planned for {planned_for} and nobody started it."
        return f"◌ {said}" if icons else said
    decided = _DECIDED[card.outcome]
    by = f" by {people([card.decided_by])}" if card.decided_by else ""
    at = f" {when(card.decided_at)}" if card.decided_at else ""
    to = f" to {when(card.moved_to)}" if card.moved_to else ""
    why = f": {prose(card.reason, 600)}" if card.reason else ""
    said = f"{decided if icons else decided.word}{to}{by}{at}{why}"
    return f"{title}, planned for {planned_for}\n{said}"


def _keeps(card: DueCard) -> str:
    return "It cannot start yet:" if card.lacking else ""


def _rows(card: DueCard) -> list[Block | None]:
    """A line for each thing in the way, beside it what mends it."""
    if not card.lacking:
        return []
    of = buttons.ReleaseButton(release_id=card.release_id)
    rows: list[Block | None] = [section(_keeps(card))]
    for each in card.lacking[:_SHOWN]:
        mends = fix_button(each, of, card.process_id, card.title)
        rows.append(section(f"• {our_words(each.says)}", accessory=mends))
    return [*rows, context(_more(card)), context(_by_itself(card))]


def _more(card: DueCard) -> str:
    more = len(card.lacking) - _SHOWN
    return f"… and {more} more" if more > 0 else ""


def _by_itself(card: DueCard) -> str:
    if not card.by_itself or not card.lacking:
        return ""
    return (
        f"{name(card.by_itself, 80)} starts by itself: once nothing keeps it, it is started "
        "within the hour, or at once with Start."
    )


def _follows(card: DueCard) -> str:
    return f"{name(card.process_name, 80)} version {card.process_version}"


def _buttons(card: DueCard) -> list[Element]:
    about = buttons.ReleaseButton(release_id=card.release_id)
    if card.outcome == "skipped":
        return [planned.bring_back_button(about, card.title)]
    if card.outcome not in {"open", "missed"}:
        return []
    of = planned.Startable(
        card.release_id,
        card.reference,
        card.title,
        card.process_name,
        card.process_version,
        card.phases,
    )
    return [
        planned.start_button(of, "Start now" if card.outcome == "missed" else "Start"),
        planned.move_button(about, card.title),
        planned.skip_button(about, card.title),
    ]
