"""What people are asked because of a freeze, with its buttons."""

from __future__ import annotations

from datetime import datetime

from bot.views import buttons
from bot.views.blocks import Drawn, actions, message, section
from bot.views.control import RESUME
from bot.views.elements import Element, button
from bot.views.text import our_words
from orchestration.read_models.freeze_card import FreezeCard
from orchestration.values import FreezeId, Frozen, ReleaseId

FINISH = "freeze.finish"
HOLD = "freeze.hold"
ASK = "freeze.ask"
GRANT = "freeze.grant"
REFUSE = "freeze.refuse"


class FreezeButton(Frozen):
    """One window of a freeze, and one release."""

    release_id: ReleaseId
    freeze: FreezeId
    begins: datetime


def draw(card: FreezeCard) -> Drawn:
    said = [our_words(each) for each in (card.text, *card.rows)]
    asked = _buttons(card)
    return message(
        "\n".join(said),
        head=[section(said[0])],
        body=[[section("\n".join(f"• {each}" for each in said[1:]))]] if said[1:] else [],
        tail=[actions(*asked)] if asked else [],
    )


def _buttons(card: FreezeCard) -> list[Element]:
    about = FreezeButton(release_id=card.release_id, freeze=card.freeze, begins=card.begins)
    title = card.title
    match card.asks:
        case "before":
            return [
                button("Finish first", FINISH, about, says=f"Finish {title} before the freeze"),
                button("Hold", HOLD, about, says=f"Hold {title} from now on"),
                ask_button(buttons.ReleaseButton(release_id=card.release_id), title),
            ]
        case "resume":
            of = buttons.ReleaseButton(release_id=card.release_id)
            return [button("Resume", RESUME, of, style="primary", says=f"Resume {title}")]
        case "exception":
            return [
                button("Grant", GRANT, about, style="primary", says=f"Let {title} through"),
                button("Refuse", REFUSE, about, style="danger", says=f"Do not let {title} through"),
            ]
        case "nothing":
            return []


def ask_button(about: buttons.ReleaseButton, title: str) -> Element:
    says = f"Ask for an exception for {title}"
    return button("Ask for an exception…", ASK, about, says=says)
