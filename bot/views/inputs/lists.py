"""The input sets of a process or of a store activity, as a private answer; and all there are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.blocks import Drawn, Group, actions, context, header, message, section
from bot.views.elements import Block, Choice, Element, button, confirm, select
from bot.views.inputs import carried
from bot.views.text import bold, escape, name, names, people, prose, when
from bot.views.wording import counted
from orchestration.read_models.input_cards import SetLine, SetsCard, SetsOverview

_MOST = 16
_OPEN = 4
_GONE = 2


def draw(card: SetsCard, *, command: str = "/release") -> Drawn:
    """Each set with what is open in it and what can be done; beyond a message they are counted."""
    shown = card.sets[:_MOST]
    title = f"Input sets of {name(card.title)}"
    if not card.sets:
        body: Sequence[Group] = [[section(_none(card))]]
    else:
        body = [_row(card, each) for each in shown]
    more = len(card.sets) - len(shown)
    hint = f"and {more} more: `{escape(command)} inputs {escape(card.of)} NAME`" if more else ""
    # What is cut from a long text is at its end: how many there are is said first.
    text = [title, hint.replace("`", ""), *(_as_text(each) for each in shown)]
    if not card.sets:
        text.append(_none(card))
    return message(
        "\n".join(each for each in text if each),
        head=[header(f"Input sets of {card.title}")],
        body=body,
        tail=[context(hint), _new(card)],
    )


def overview(card: SetsOverview, *, command: str = "/release") -> Drawn:
    """Whose sets are to be shown."""
    if not card.processes and not card.activities:
        said = "Nothing is published that could have input sets."
        return message(said, head=[section(f"{said} `{escape(command)} processes` begins one.")])
    rows = [f"{bold(title, 80)}: {counted(n, 'input set')}" for _, title, n in card.processes]
    rows += [
        f"{bold(title, 80)} (of the store): {counted(n, 'input set')}"
        for _, title, n in card.activities
    ]
    choices = [
        *(_choice("process", of, title) for of, title, _ in card.processes),
        *(_choice("activity", of, f"{title} (of the store)") for of, title, _ in card.activities),
    ]
    shown = "\n".join(rows[:20])
    more = f"and {len(rows) - 20} more" if len(rows) > 20 else ""
    return message(
        "\n".join(each for each in ("Input sets", shown.replace("*", ""), more) if each),
        head=[header("Input sets"), section(shown), context(more)],
        tail=[actions(select(carried.SHOW, choices, placeholder="Input sets of…"))],
    )


def import_button() -> Element:
    says = "Import an input set from a file"
    return button("Import…", carried.IMPORT, says=says)


def state_of(line: SetLine) -> str:
    """`complete`, or how much of it is open."""
    return f"○ incomplete: {len(line.open)} open" if line.open else "✔ complete"


def _row(card: SetsCard, line: SetLine) -> Group:
    facts = f"Changed by {people([line.by])}, {when(line.at)}"
    said = [f"{bold(line.name, 100)} · {state_of(line)}"]
    said += [prose(line.description, 300)] if line.description else []
    said += [f"• {name(each, 200)}" for each in line.open[:_OPEN]]
    said += [f"and {len(line.open) - _OPEN} more" if len(line.open) > _OPEN else ""]
    said += [f"Says for nothing: {name(each, 200)}" for each in line.gone[:_GONE]]
    return [
        section("\n".join(each for each in said if each)),
        context(facts, _used(line)),
        actions(*_offers(card, line)),
    ]


def _used(line: SetLine) -> str:
    return f"Used by {names(line.used_by)}" if line.used_by else "Not in use"


def _offers(card: SetsCard, line: SetLine) -> list[Element]:
    about = carried.SetButton(
        kind=card.kind, of=card.of, set_id=line.set_id, revision=line.revision
    )
    says = f"{line.name} of {card.title}"
    return [
        button("Edit…", carried.EDIT, about, says=f"Edit {says}"),
        button("Copy…", carried.COPY, about, says=f"Copy {says}"),
        button("Export", carried.EXPORT, about, says=f"Export {says}"),
        button(
            "Remove",
            carried.REMOVE,
            about,
            style="danger",
            asks=confirm(
                f"Remove {line.name}?",
                f"The input set {line.name} is gone for good. What uses it keeps it from that.",
                "Remove",
                danger=True,
            ),
            says=f"Remove {says}",
        ),
    ]


def _new(card: SetsCard) -> Block | None:
    about = carried.SetsButton(kind=card.kind, of=card.of)
    new = button("New…", carried.NEW, about, style="primary", says="New input set")
    return actions(new if card.asks else None, import_button(), block_id="inputs.new")


def _none(card: SetsCard) -> str:
    if not card.asks:
        return "It declares no inputs, so there is nothing that a set could say."
    asked = counted(card.asks, "input")
    return (
        f"There is none yet. It declares {asked}; a set gives them values that can be used again."
    )


def _as_text(line: SetLine) -> str:
    still = f" ({'; '.join(name(each, 100) for each in line.open[:_OPEN])})" if line.open else ""
    return (
        f"{name(line.name)}: {state_of(line)[2:]}{still}. Changed by {people([line.by])}, "
        f"{when(line.at)}. {_used(line)}."
    )


def _choice(kind: carried.Kind, of: str, title: str) -> Choice:
    return Choice(title, carried.SetsButton(kind=kind, of=of).model_dump_json())
