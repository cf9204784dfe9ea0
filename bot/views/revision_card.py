"""What is proposed for a draft: what it weakens first, then each change, then what to do."""

from __future__ import annotations

from bot.views import revision_buttons
from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import Element, button, confirm
from bot.views.file_review import listed_rows
from bot.views.gates_text import weakened
from bot.views.pictures import images
from bot.views.text import bold, cut_markup, listed, name, our_words, people, prose
from bot.views.wording import counted
from orchestration.processes.revising.examples import EXAMPLES
from orchestration.processes.revising.items import Item
from orchestration.processes.revising.proposal import SENTENCES
from orchestration.read_models.revision_card import RevisionCard

_ASKED, _ROWS, _PROBLEMS = 400, 40, 6
_A_ROW = 600


def draw(card: RevisionCard) -> Drawn:
    by = f" by {people([card.decided_by])}" if card.decided_by else ""
    match card.status:
        case "requested":
            return _line(card, f"Reading what shall change in {bold(card.title)}.")
        case "discarded":
            return _line(card, f"The changes proposed for {bold(card.title)} were rejected{by}.")
        case "taken":
            return _taken(card, by)
        case "empty":
            return _nothing(card)
        case _ if card.closed:
            return _line(card, f"The changes are not needed any more. {card.closed}")
        case _:
            return _proposed(card)


def row(item: Item) -> str:
    """One change with all that is to be known about it."""
    parts = [f"{item.number}. {_upper(our_words(item.what))}"]
    parts += [f"      {our_words(each)}" for each in item.details]
    if item.needs:
        numbers = listed([f"change {each}" for each in item.needs])
        parts.append(f"      needs {numbers}")
    parts += [
        f"      ⚠ *overwrites a person's edit*: {our_words(each)}" for each in item.overwrites
    ]
    parts += [f"      ⚠ *weakens a gate*: {our_words(each)}" for each in item.weakens]
    return cut_markup("\n".join(parts), _A_ROW)


def _proposed(card: RevisionCard) -> Drawn:
    stale = card.meanwhile is not None
    changes = [row(each) for each in card.items[:_ROWS]]
    said = [
        weakened(card.weakens, "This weakens what the process asks for"),
        _stale(card) if stale else "",
        f"*{counted(len(card.items), 'change')} proposed*",
    ]
    rest = [
        listed_rows("*Not understood, or not possible*", card.unclear, _PROBLEMS),
        _problems(card),
    ]
    small = (
        "Nothing is changed until you accept it."
        if not stale
        else "*Propose again* reads the same words for what the draft says now."
    )
    return message(
        _plain("\n".join(each for each in (*said, *changes, *rest, _origin(card), small) if each)),
        head=[
            header(f"Proposed changes: {card.title}"),
            *(section(each) for each in said[:2] if each),
            context(_origin(card)),
            section(said[2]),
        ],
        body=[[section(each)] for each in _packed(changes)],
        tail=[
            *(section(each) for each in rest if each),
            *images(card.pictures),
            actions(*_buttons(card, stale=stale), block_id="revision.actions"),
            context(small),
        ],
    )


def _buttons(card: RevisionCard, *, stale: bool) -> list[Element]:
    about = revision_buttons.RevisionButton(proposal=card.proposal_id, revision=card.revision)
    reject = button("Reject all", revision_buttons.REJECT, about, says="Reject all changes")
    if stale:
        says = "Propose the changes again"
        return [
            button("Propose again", revision_buttons.AGAIN, about, style="primary", says=says),
            reject,
        ]
    accept = button(
        "Accept all",
        revision_buttons.ACCEPT,
        about,
        style="primary",
        asks=_asks(card),
        says=f"Accept all {counted(len(card.items), 'change')}",
    )
    choose = button("Choose…", revision_buttons.CHOOSE, about, says="Choose which to accept")
    return [accept, choose, reject]


def _asks(card: RevisionCard) -> Element | None:
    """A question where something would be lost or weakened; otherwise *Undo* is enough."""
    overwrites = sum(bool(each.overwrites) for each in card.items)
    parts = (
        [f"Less agreement is asked for in {counted(len(card.weakens), 'place')}."]
        if card.weakens
        else []
    )
    parts += (
        [f"{counted(overwrites, 'change')} would overwrite a person's edit."] if overwrites else []
    )
    if not parts:
        return None
    return confirm("Accept all changes?", " ".join(parts), "Accept all", danger=True)


def _taken(card: RevisionCard, by: str) -> Drawn:
    count = len(card.taken)
    all_of = "All" if count == len(card.items) else f"{count} of {len(card.items)}"
    said = f"✔ {all_of} proposed changes to {bold(card.title)} were accepted{by}."
    rows = [f"• {_upper(our_words(each.what))}" for each in card.items if each.number in card.taken]
    about = revision_buttons.RevisionButton(proposal=card.proposal_id, revision=card.revision)
    undo = button("Undo", revision_buttons.UNDO, about, says="Take these changes back")
    return message(
        _plain("\n".join([said, *rows])),
        head=[section(said), context(_origin(card))],
        body=[[section(each)] for each in _packed(rows)],
        tail=[
            *images(card.pictures),
            actions(undo, block_id="revision.actions") if card.can_be_undone else None,
        ],
    )


def _nothing(card: RevisionCard) -> Drawn:
    """What was not understood, and how to say it."""
    said = f"Nothing to change in {bold(card.title)} was understood."
    why = listed_rows("*Why*", card.unclear, _ROWS)
    how = "*What is understood*\n" + "\n".join(f"• {each}" for each in EXAMPLES)
    rows = [said, why, how, _origin(card)]
    return message(
        _plain("\n".join(each for each in rows if each)),
        head=[
            section(said),
            *(section(each) for each in (why, how) if each),
            context(_origin(card)),
        ],
    )


def _origin(card: RevisionCard) -> str:
    how = {"": "", SENTENCES: ", read without a language model"}.get(
        card.reviser, f", proposed by {name(card.reviser, 60)}"
    )
    asked = f": “{name(card.asked, _ASKED)}”" if card.asked else ""
    note = f" {prose(card.note, 400)}" if card.note else ""
    return f"From {people([card.by])}{asked}{how}.{note}"


def _stale(card: RevisionCard) -> str:
    since = our_words(card.meanwhile or "")
    changed = f"⚠ *The draft changed since these were proposed*{since}."
    return f"{changed} They cannot be accepted as they are."


def _problems(card: RevisionCard) -> str:
    if not card.problems:
        return ""
    rows = [f"• {prose(each, 300)}" for each in card.problems[:_PROBLEMS]]
    more = len(card.problems) - len(rows)
    title = f"*⚠ It brings {counted(len(card.problems), 'problem')} to mend before publishing*"
    return "\n".join([title, *rows, *([f"and {more} more"] if more else [])])


def _packed(rows: list[str]) -> list[str]:
    """Several in one section, as many as it takes."""
    texts: list[str] = []
    for each in rows:
        if texts and len(texts[-1]) + len(each) < 2000:
            texts[-1] += f"\n{each}"
        else:
            texts.append(each)
    return texts


def _line(card: RevisionCard, said: str) -> Drawn:
    return message(_plain(said), head=[section(said), context(_origin(card))])


def _plain(marked: str) -> str:
    return marked.replace("*", "")


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]
