"""A draft while its text is being read: the phases and steps that have come, and *Stop*."""

from __future__ import annotations

from bot.views import buttons
from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import button
from bot.views.outline_text import packed, phases_as_text
from bot.views.text import bold, name, people
from bot.views.wording import counted
from orchestration.processes.model import Process
from orchestration.read_models.process_cards import DraftReview

_TEXT_ROOM, _BLOCK_ROOM = 2300, 6000
AGAIN = "The reading was interrupted and has begun again."
_KEEPS = "*Stop* ends the reading and keeps what has come by then as the draft."
_KEEPS_NOTHING = "*Stop* ends the reading; nothing has come yet, so no draft is kept."


def draw(review: DraftReview) -> Drawn:
    again = AGAIN if review.readings > 1 else ""
    if review.so_far is None:
        title = bold(review.title) if review.title else "the text"
        said = f"Reading {title}. The draft appears here as it comes."
        stop = _KEEPS_NOTHING
        return message(
            "\n".join(filter(None, [said.replace("*", ""), again])),
            head=[section(said), context(f"From {people([review.by])}.", again, stop)],
            tail=[_stop(review)],
        )
    process = review.so_far
    come = f"{_counted(process)} so far. From {people([review.by])}."
    stop = _KEEPS if any(each.activities for each in process.phases) else _KEEPS_NOTHING
    return message(
        "\n".join(
            filter(
                None,
                [
                    f"Reading {name(process.name)}: {come}",
                    again,
                    *phases_as_text(process, _TEXT_ROOM),
                ],
            )
        ),
        head=[header(f"Reading: {process.name}"), context(come, again)],
        body=[[section(each)] for each in packed(process, _BLOCK_ROOM)],
        tail=[context(stop), _stop(review)],
    )


def _counted(process: Process) -> str:
    steps = sum(len(each.activities) for each in process.phases)
    phases = counted(len(process.phases), "phase")
    return f"{phases}, {counted(steps, 'activity', 'activities')}"


def _stop(review: DraftReview) -> dict[str, object] | None:
    about = buttons.DraftButton(draft_id=review.draft_id, revision=review.revision)
    return actions(
        button("Stop", buttons.DRAFT_STOP, about, says="Stop reading the text"),
        block_id="draft.actions",
    )
