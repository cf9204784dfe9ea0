"""What a file would change: said on the card of its draft, or asked about the draft it is for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import file_buttons
from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import button
from bot.views.pictures import images
from bot.views.text import bold, cut_markup, our_words, people, prose
from bot.views.wording import counted
from orchestration.read_models.process_cards import DraftReview, FromFile

_ROWS, _MEANWHILE, _PROBLEMS = 20, 8, 8
_ROOM = 2900


def changes(file: FromFile) -> str:
    """Against the published version, on the card of a draft; empty where there is none."""
    if not file.against:
        return ""
    if not file.changes:
        return f"It says the same as {file.against}."
    return listed_rows(f"*What changes against {file.against}*", file.changes, _ROWS)


def draw(review: DraftReview, file: FromFile) -> Drawn:
    """A file proposed for a draft: the difference, and whether to take it."""
    said = f"the file {bold(file.name)} for {bold(file.title)}"
    by = f" by {people([review.decided_by])}" if review.decided_by else ""
    match review.status:
        case "taken":
            return _line(f"✔ {_upper(said)} was taken{by}.")
        case "discarded":
            return _line(f"{_upper(said)} was put aside{by}.")
        case _ if file.closed:
            return _line(f"{_upper(said)} is not needed any more. {file.closed}")
    into = file.into or "the draft"
    proposed = f"From {people([review.by])}, who proposes {said}."
    if not file.changes:
        return _line(f"{proposed} It says the same as {into}: there is nothing to take.")
    parts = [
        listed_rows(f"*{_head(file)}*", file.changes, _ROWS),
        listed_rows("*Edited meanwhile, which the file does not know*", file.meanwhile, _MEANWHILE),
        listed_rows("*Did not come over as it was*", review.questions, _MEANWHILE),
        _problems(review.problems),
    ]
    about = file_buttons.FileButton(proposal=review.draft_id, revision=file.revision)
    says = f"Take the file {file.name}"
    take = button("Take it", file_buttons.FILE_TAKE, about, style="primary", says=says)
    leave = button("Leave it", file_buttons.FILE_LEAVE, about, says=f"Leave the file {file.name}")
    small = f"*Take it* makes {into} say what the file says."
    if file.meanwhile:
        small += " What was edited meanwhile is undone where the file says otherwise."
    return message(
        "\n".join([proposed, *(each for each in parts if each), small]).replace("*", ""),
        head=[
            header(f"A file for {into}: {file.title}"),
            context(proposed),
            *(section(each) for each in parts if each),
        ],
        tail=[
            *images(review.pictures),
            actions(take, leave, block_id="file.actions"),
            context(small),
        ],
    )


def _head(file: FromFile) -> str:
    return (
        "What it says: it would be a new one"
        if file.into and not file.against
        else ("What it would change")
    )


def listed_rows(title: str, rows: Sequence[str], most: int) -> str:
    """Sentences of ours under a title, the rest counted; empty where there are none."""
    if not rows:
        return ""
    shown: list[str] = []
    left = _ROOM - len(title)
    for each in rows[:most]:
        row = f"• {_upper(our_words(cut_markup(each, 300)))}"
        left -= len(row) + 1
        if left < 0:
            break
        shown.append(row)
    more = [f"and {len(rows) - len(shown)} more"] if len(rows) > len(shown) else []
    return "\n".join([title, *shown, *more])


def _problems(problems: Sequence[str]) -> str:
    if not problems:
        return ""
    rows = [f"• {prose(each, 300)}" for each in problems[:_PROBLEMS]]
    more = [f"and {len(problems) - _PROBLEMS} more"] if len(problems) > _PROBLEMS else []
    title = f"*⚠ It brings {counted(len(problems), 'problem')} to mend before publishing*"
    return "\n".join([title, *rows, *more])


def _line(said: str) -> Drawn:
    return message(said.replace("*", ""), head=[section(said)])


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]
