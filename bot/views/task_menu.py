"""What can be done with a task besides answering it: buttons, and the menu behind three dots.

A menu's choice holds 150 characters, too few for a task's id: that is the id of the block, so that
each card and each row of a shared message has one of its own.
"""

from __future__ import annotations

import re

from bot.views import buttons
from bot.views.elements import Choice, Element, button, overflow
from orchestration.read_models.task_cards import TaskCard, TaskChoice
from orchestration.values import TaskId

_BLOCK = re.compile(r"(?P<task>.+)\.(?P<round>[0-9]{1,9})(~[0-9]+)?")
_MENU: dict[TaskChoice, Choice] = {
    "block": Choice("Blocked…", "block"),
    "unblock": Choice("Not blocked any more", "unblock"),
    "hand": Choice("Hand on…", "hand"),
    "take_back": Choice("Take back", "take_back"),
    "add": Choice("Add a task or process…", "add"),
    "edit": Choice("Edit…", "edit"),
    "withdraw": Choice("Withdraw…", "withdraw"),
    "skip": Choice("Skip…", "skip"),
}


def block_id(card: TaskCard) -> str:
    return f"{card.task_id}.{card.round}"


def of_block(said: str) -> buttons.TaskForm | None:
    """Which task a block is about; None for an id that is none of ours.

    One that a surface has twice ends in `~2` there.
    """
    found = _BLOCK.fullmatch(said)
    if found is None:
        return None
    return buttons.TaskForm(task_id=TaskId(found["task"]), round=int(found["round"]))


def besides(card: TaskCard) -> list[Element]:
    """After the buttons that answer it."""
    about = buttons.TaskButton(task_id=card.task_id, round=card.round, shown=card.shown)
    of = f"{card.name}, {card.release_title}"
    drawn: list[Element] = []
    if "take" in card.choices:
        label = "Take over" if card.taken_by else "Take it"
        drawn.append(button(label, buttons.TASK_TAKE, about, says=f"{label}: {of}"))
    if "reopen" in card.choices:
        drawn.append(button("Reopen", buttons.TASK_REOPEN, about, says=f"Reopen {of}"))
    if "snooze" in card.choices:
        later = f"Remind me of {of} later"
        drawn.append(button("Remind me later…", buttons.TASK_SNOOZE, about, says=later))
    if "remark" in card.choices:
        says = f"Comment on {of}, or give evidence"
        drawn.append(button("Comment…", buttons.TASK_COMMENT, "remark", says=says))
    offered = [_MENU[each] for each in card.choices if each in _MENU]
    if offered:
        drawn.append(overflow(buttons.TASK_MENU, offered))
    return drawn
