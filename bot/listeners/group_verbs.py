"""`group NAME`, and `group NAME pause`, `skip`, `edit`: its page, or the form of that button."""

from __future__ import annotations

from typing import Final

from bot.listeners.doors import Doors
from bot.listeners.group_actions import pause_form, skip_form
from bot.listeners.group_forms import edit_form
from bot.listeners.group_page import listed, shown
from bot.listeners.heard import Heard
from bot.listeners.replies import Reply
from orchestration.errors import Rejected
from orchestration.values import ReleaseGroupId

_FORMS: Final = {"pause": pause_form, "skip": skip_form, "edit": edit_form}
_VERBS: Final = frozenset({*_FORMS, "resume", "move", "archive"})
"""Those without a form are buttons of its page, which say what they do."""


async def answer(doors: Doors, heard: Heard, words: str) -> Reply:
    """A group may be named however forgivingly; without a name all of them are listed."""
    if not words:
        return await listed(doors, heard, "")
    group_id, verb = await _meant(doors, heard, words)
    form = _FORMS.get(verb)
    if form and heard.trigger_id:
        return await form(doors, heard, group_id)
    return await shown(doors, heard, group_id)


async def _meant(doors: Doors, heard: Heard, words: str) -> tuple[ReleaseGroupId, str]:
    """The group, and the verb behind its name; a group may itself be called *Weekly edit*."""
    try:
        return (await doors.groups.find(words, by=heard.by)).id, ""
    except Rejected:
        name, _, verb = words.rpartition(" ")
        if not name or verb.lower() not in _VERBS:
            raise
    return (await doors.groups.find(name, by=heard.by)).id, verb.lower()
