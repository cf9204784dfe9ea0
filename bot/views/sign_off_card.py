"""What only a sign-off's card says: what is approved, what is new in it, and what it starts.

The order is that of product.md section 5; whoever gives the last approval before automated work
confirms it, with the release, its version and the consequence named.
"""

from __future__ import annotations

from bot.views import buttons
from bot.views.elements import Element, button, confirm
from bot.views.text import clock, name, names
from bot.views.wording import counted
from orchestration.read_models.task_cards import TaskCard

_LONGEST = 300


def approving(card: TaskCard) -> str:
    """Reference, version and candidate, and the commit or digest where something is called so."""
    built = "".join(f" · {name(each, 120)}" for each in card.approves)
    return f"{name(card.release_title)}{built}"


def since(card: TaskCard) -> str:
    """`Since WEB-11: version 4.2, was 4.1`; empty where no release of the process came before."""
    if not card.since:
        return ""
    last, *changes = card.since
    shown = "; ".join(name(each, 150) for each in changes[:8])
    more = f"; and {len(changes) - 8} more" if len(changes) > 8 else ""
    return f"{name(last)}: {shown or 'nothing'}{more}"


def approve(card: TaskCard, about: buttons.TaskButton, of: str) -> Element:
    """The button; with the question where this approval starts automated work."""
    asks = None
    if card.opens_onto:
        about = about.model_copy(update={"confirms": True})
        asks = confirm(f"Approve {card.release_title}?", _question(card), "Approve")
    return button(
        "Approve", buttons.TASK_APPROVE, about, style="primary", asks=asks, says=f"Approve {of}"
    )


def early(card: TaskCard, about: buttons.TaskButton, of: str) -> Element:
    """Before it is asked: approve it, or take that back."""
    if card.can_withdraw:
        says = f"Withdraw my early approval of {of}"
        return button("Withdraw", buttons.TASK_NOT_EARLY, about, says=says)
    says = f"Approve {of} before it is asked"
    return button("Approve early", buttons.TASK_EARLY, about, style="primary", says=says)


def _question(card: TaskCard) -> str:
    """As plain text: Slack draws nothing in a question."""
    shown = ", ".join(each[:60] for each in card.opens_onto[:3])
    more = len(card.opens_onto) - 3
    rest = f" and {counted(more, 'more')}" if more > 0 else ""
    only = "start" if len(card.opens_onto) > 1 else "starts"
    said = f"Yours is the last approval of {card.name[:60]}. {shown}{rest} {only} by it"
    return f"{said}: {card.release_title}"[:_LONGEST]


def about_to_begin(card: TaskCard) -> str:
    """When what it opened onto begins, while that can be undone."""
    if card.undo_until is None:
        return ""
    start = "starts" if len(card.opens) == 1 else "start"
    return (
        f"\n{names(card.opens)} {start} {clock(card.undo_until)}; whoever approved can undo it "
        "until then"
    )
