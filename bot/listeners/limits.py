"""`/release limits`: how many releases that share something may be there at once."""

from __future__ import annotations

import re

from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.replies import Reply, Say, say
from bot.views.blocks import Drawn
from bot.views.notice import said as notice
from orchestration import words
from orchestration.calendar.limits import ANY, Limit, Shared, Shares
from orchestration.errors import Rejected
from orchestration.values import name_key

_SAID = re.compile(
    r"(?P<kind>tag|team|service|environment)\s*:\s*\"?(?P<name>[^\"]+?)\"?\s+(?P<most>any|usual|\d{1,3})",
    re.IGNORECASE,
)
_HOW = (
    "`/release limits tag:backend 3` lets three at once, `… any` as many as there are, `… usual` "
    "one, as for everything else. Of a tag, a team, a service or an environment."
)


async def answer(doors: Doors, heard: Heard, text: str) -> Reply:
    return await said(doors, heard, text) if text else Say(await listed(doors))


async def listed(doors: Doors) -> Drawn:
    limits = await doors.limits.limits()
    rows = [f"• {words.quote(each.of.said, 80)}: {_most(each)}" for each in limits.each]
    first = (
        "Two releases at one time that share a tag, a team, a service or an environment are in "
        "conflict, except for these:"
        if rows
        else "No limits are set: two releases at one time that share a tag, a team, a service or "
        "an environment are in conflict."
    )
    return notice("\n".join([first, *rows, _HOW.replace("/release", doors.command)]))


async def said(doors: Doors, heard: Heard, text: str) -> Reply:
    """Set one; raises `Rejected` for what cannot be read."""
    found = _SAID.fullmatch(text.strip())
    if found is None:
        raise Rejected(f"That says no limit. {_HOW}")
    of = Shared(kind=Shares(found["kind"].lower()), name=name_key(found["name"]))
    word = found["most"].lower()
    most = None if word == "usual" else ANY if word == "any" else int(word)
    if most == 0 and word != "any":
        raise Rejected("None at once would be a freeze: `/release freeze` makes one.")
    await doors.limits.limit(of, most, by=heard.by)
    return say(f"Of {words.quote(of.said, 80)}: {_told(most)}.")


def _most(limit: Limit) -> str:
    return _told(limit.most)


def _told(most: int | None) -> str:
    if most is None:
        return "one release at a time, as usual"
    return "any number at once" if most == ANY else f"{words.count(most, 'release')} at once"
