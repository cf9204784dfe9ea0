"""Work on hold: what went wrong, what waits for it, and the choices of those who decide."""

from __future__ import annotations

from bot.views import buttons, redo_buttons, standing_in
from bot.views.blocks import Drawn, actions, context, message, section
from bot.views.control import skip_button
from bot.views.elements import Block, Element, button, confirm
from bot.views.text import bold, clock, code_block, escape, name, names, people, prose, when
from bot.views.wording import Said, counted
from orchestration.read_models.hold_cards import AttemptLine, HoldCard

_ATTEMPTS = 5
_DECIDED = {
    "adopted": Said("▶", "It had started: goes on with that run"),
    "retried": Said("↻", "Started again"),
    "redone": Said("↻", "The release was redone"),
    "ignored": Said("⚠", "Ignored"),
    "skipped": Said("»", "Skipped"),
    "aborted": Said("■", "The release was aborted"),
    "failed": Said("✘", "The release has failed"),
}


def draw(card: HoldCard) -> Drawn:
    return message(as_text(card), head=blocks(card))


def blocks(card: HoldCard) -> list[Block | None]:
    """The card without its frame, as App Home shows it too."""
    return [
        section(f"{_title(card)}\n{_where(card)}\n{_why(card)}"),
        section(code_block(card.log_tail, 1500, tail=True)) if _shows_log(card) else None,
        section(_waits(card)) if card.waits and card.outcome == "open" else None,
        section(_state(card)),
        actions(*_buttons(card)),
        context(_link(card)),
        context(_attempts(card)),
    ]


def short_blocks(card: HoldCard) -> list[Block | None]:
    """One row among *my tasks*."""
    text = f"{_title(card)}\n{_where(card)}\n{_why(card)}"
    waits = f"\n{_waits(card)}" if card.waits else ""
    return [section(text + waits), actions(*_buttons(card))]


def as_text(card: HoldCard) -> str:
    """All of it in plain words."""
    said = "On hold" if card.held else "Failed"
    rows = [f"{said}: {name(card.name)}", _where(card), _why(card)]
    rows += [_waits(card)] if card.waits and card.outcome == "open" else []
    rows += [_state(card, icons=False)]
    rows += [f"End of the log:\n{escape(card.log_tail[-800:])}"] if _shows_log(card) else []
    rows += [_link(card)] if card.link else []
    return "\n".join(each for each in [*rows, _attempts(card)] if each)


def _attempts(card: HoldCard) -> str:
    """How it went before, the latest last; of many the last ones, the rest counted."""
    shown = [_attempt(each) for each in card.attempts[-_ATTEMPTS:]]
    more = len(card.attempts) - len(shown)
    before = [f"{counted(more, 'attempt')} before"] if more else []
    return "\n".join([*before, *shown])


def _attempt(of: AttemptLine) -> str:
    by = f" by {people([of.retried_by])}" if of.retried_by else ""
    then = f", redone as rc {of.candidate}{by}" if of.candidate else f", retried{by}"
    given = f", with other {name(', '.join(of.given), 120)}" if of.given else ""
    return f"Attempt {of.attempt}{given}: {name(of.how, 200)}, {when(of.ended_at)}{then}"


def _title(card: HoldCard) -> str:
    said = "❚❚ *On hold:*" if card.held else "↻ *Failed:*"
    return f"{said} {bold(card.name)}"


def _where(card: HoldCard) -> str:
    again = f" · attempt {card.attempt}" if card.attempt > 1 else ""
    return f"{name(card.release_title)} · {name(card.phase)}{again}"


def _why(card: HoldCard) -> str:
    said = ""
    if card.said:
        by = f" — {people([card.said_by])}" if card.said_by else ""
        said = f"\n“{prose(card.said, 1200)}”{by}"
    return f"Why: {prose(card.reason, 600) or 'it could not go on'}{said}"


def _waits(card: HoldCard) -> str:
    return f"Cannot go on until this is decided: {names(card.waits)}"


def _shows_log(card: HoldCard) -> bool:
    return bool(card.log_tail.strip()) and card.outcome in {"open", "waiting"}


def _link(card: HoldCard) -> str:
    address = card.link if card.link.startswith(("https://", "http://")) else ""
    if not address or any(each in address for each in "<>|\n "):
        return name(card.link, 300) if card.link else ""
    return f"<{escape(address)}|Open the run>"


def _state(card: HoldCard, *, icons: bool = True) -> str:
    if card.outcome == "open":
        return f"{people(card.deciders, most=10)} can decide{standing_in.lines(card)}"
    if card.outcome == "waiting" and card.next_try_at:
        tries = "{} of {}".format(*card.tries)
        planned = Said("↻", f"Next try {clock(card.next_try_at)} ({tries})")
        return str(planned) if icons else planned.word
    by = f" by {people([card.decided_by])}" if card.decided_by else ""
    at = f", {when(card.decided_at)}" if card.decided_at else ""
    why = f": {prose(card.decision_reason, 1200)}" if card.decision_reason else ""
    said = _DECIDED[card.outcome]
    return f"{said if icons else said.word}{by}{at}{why}"


def _named(card: HoldCard, about: buttons.HoldButton, of: str) -> Element:
    """A run that we know goes on by itself once we see it; a person can only name another one."""
    if card.run:
        return button("Another run…", buttons.HOLD_ADOPT, about, says=f"Name another run of {of}")
    return button("It started…", buttons.HOLD_ADOPT, about, says=f"{of} started: name its run")


def _buttons(card: HoldCard) -> list[Element]:
    if card.outcome not in {"open", "waiting"}:
        return []
    about = buttons.HoldButton(execution_id=card.execution_id, ref=card.ref, attempt=card.attempt)
    again = confirm(
        f"Start {card.name} again?",
        f"{card.name} starts again in {card.release_title}, as attempt {card.attempt + 1}.",
        "Retry",
    )
    of = f"{card.name}, {card.release_title}"
    if card.outcome == "waiting":
        return [
            button("Try now", buttons.HOLD_RETRY, about, asks=again, says=f"Try {of} now"),
            button("Ignore…", buttons.HOLD_IGNORE, about, says=f"Ignore {of}"),
            skip_button(about, of),
        ]
    on = [
        button("Retry", buttons.HOLD_RETRY, about, style="primary", asks=again, says=f"Retry {of}"),
    ]
    if card.in_doubt:
        on = [
            _named(card, about, of),
            button("Start again", buttons.HOLD_RETRY, about, asks=again, says=f"Start {of} again"),
        ]
    if card.rejected:
        says = f"Fix what was found at {of}, and redo from where the fix begins"
        fix = button(
            "Fix and redo from…", redo_buttons.HOLD_REDO, about, style="primary", says=says
        )
        on = [fix, button("Retry", buttons.HOLD_RETRY, about, asks=again, says=f"Retry {of}")]
    if card.takes_inputs:
        says = f"With other inputs retry {of}"
        on.append(button("Retry with…", buttons.HOLD_RETRY_WITH, about, says=says))
    says = f"With another process do {of}"
    return [
        *on,
        button("With a process…", buttons.HOLD_BY_PROCESS, about, says=says),
        button("Ignore…", buttons.HOLD_IGNORE, about, says=f"Ignore {of}"),
        skip_button(about, of),
        button("Remind me later…", buttons.HOLD_SNOOZE, about, says=f"Remind me of {of} later"),
        button("Abort…", buttons.HOLD_ABORT, about, style="danger", says=f"Abort {of}"),
    ]
