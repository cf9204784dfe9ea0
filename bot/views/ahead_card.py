"""What an earlier look at a planned release had not found, or had found and is mended."""

from __future__ import annotations

from bot.views import buttons
from bot.views.blocks import Drawn, actions, message, section
from bot.views.elements import Block, button
from bot.views.fixes import fix_button
from bot.views.text import name, our_words, when
from orchestration.read_models.ahead_card import AheadCard
from orchestration.releases.findings import Finding, Fix

_SHOWN = 10


def draw(card: AheadCard) -> Drawn:
    about = buttons.ReleaseButton(release_id=card.release_id)
    check = button("Look again", buttons.RELEASE_CHECK, about, says=f"Check {card.title} again")
    return message(
        as_text(card),
        head=[section(_heading(card))],
        body=[[each] for each in _rows(card)],
        tail=[actions(check) if card.found else None],
    )


def as_text(card: AheadCard) -> str:
    rows = [_heading(card), *(_said(each) for each in card.new[:_SHOWN])]
    return "\n".join([*rows, *_ends(card)])


def _heading(card: AheadCard) -> str:
    of = f"{name(card.title)}, planned for {when(card.planned_for)}"
    if not card.found:
        return f"{of}: nothing is in its way any more."
    if any(each.blocks for each in card.found):
        return f"{of}, cannot start as it is:" if card.new else f"{of}, still cannot start:"
    return f"{of}. Worth knowing:"


def _rows(card: AheadCard) -> list[Block]:
    about = buttons.ReleaseButton(release_id=card.release_id)
    rows = [
        section(_said(each), accessory=fix_button(each, about, card.process_id, card.title))
        for each in card.new[:_SHOWN]
    ]
    return [*rows, *(section(each) for each in _ends(card))]


def _said(finding: Finding) -> str:
    return f"{'⛔' if finding.blocks else '⚠'} {our_words(finding.says)}"


def _ends(card: AheadCard) -> list[str]:
    """What is mended, what is there since before, and what there was no room for."""
    more = len(card.new) - _SHOWN
    said = [f"… and {more} more"] if more > 0 else []
    if card.gone and card.found:
        said += ["Mended since:", *(f"✔ {our_words(each)}" for each in card.gone[:_SHOWN])]
    if card.slots and any(each.fix is Fix.TIME for each in card.new):
        said.append(f"Next free: {', '.join(when(each) for each in card.slots)}.")
    before = len(card.found) - len(card.new)
    return [*said, f"As before: {before} more. *Look again* lists them."] if before else said
