"""A hotfix has ended: how the release that made way for it goes on."""

from __future__ import annotations

from bot.views import buttons, control, redo_buttons
from bot.views.blocks import Drawn, actions, message, section
from bot.views.elements import Element, button, confirm
from bot.views.text import name, people, when
from orchestration.read_models.after_hotfix import AfterHotfixCard, LivePlace
from orchestration.releases.model import ReleaseStatus

_WELL = {ReleaseStatus.SUCCEEDED, ReleaseStatus.PARTIALLY_SUCCEEDED}
_SHOWN = 10


def draw(card: AfterHotfixCard) -> Drawn:
    rows = [_ended(card), *_missing(card), _state(card)]
    said = [each for each in rows if each]
    return message(
        "\n".join(said),
        head=[section("\n".join(said))],
        tail=[actions(*_buttons(card)) if card.open else None],
    )


def _ended(card: AfterHotfixCard) -> str:
    how = "succeeded" if card.hotfix_status in _WELL else "ended without success"
    return f"The hotfix {name(card.hotfix_title)} {how}."


def _missing(card: AfterHotfixCard) -> list[str]:
    if card.hotfix_status not in _WELL:
        return []
    if not card.live:
        return [f"{name(card.title)} was begun without {name(card.hotfix_version, 60)}."]
    rows = [f"• {_place(each)}" for each in card.live[:_SHOWN]]
    more = len(card.live) - len(rows)
    rows += [f"and {more} more"] if more > 0 else []
    return [f"Live now, and missing in {name(card.title)}:", *rows]


def _place(of: LivePlace) -> str:
    where = f" in {name(of.environment, 60)}" if of.environment else ""
    return f"{name(of.service, 60)} {name(of.version, 60)}{where}"


def _state(card: AfterHotfixCard) -> str:
    if card.open and card.redone_by:
        at = f" {when(card.redone_at)}" if card.redone_at else ""
        return (
            f"{people([card.redone_by])} has it run again as rc {card.candidate}{at}. It is still "
            "paused: it begins when somebody presses Resume."
        )
    if card.open:
        return (
            f"{name(card.title)} is still paused. Resume lets it go on as it is; Redo brings the "
            "fix in: it runs again from where you say."
        )
    if card.resumed_by is None:
        return f"{name(card.title)} is not paused any more."
    at = f" {when(card.resumed_at)}" if card.resumed_at else ""
    return f"Resumed by {people([card.resumed_by])}{at}."


def _buttons(card: AfterHotfixCard) -> list[Element]:
    about = buttons.ReleaseButton(release_id=card.release_id)
    goes_on = f"as rc {card.candidate}" if card.redone_by else "as it is"
    asked = confirm(f"Resume {card.reference}?", f"{card.title} goes on {goes_on}.", "Resume")
    resume = button("Resume", control.RESUME, about, asks=asked, says=f"Resume {card.title}")
    if card.redone_by:
        return [{**resume, "style": "primary"}]
    redo = redo_buttons.RedoButton(release_id=card.release_id)
    return [
        resume,
        button(
            "Redo…", redo_buttons.RELEASE_REDO, redo, style="primary", says=f"Redo {card.title}"
        ),
    ]
