"""Words as Slack reads them: escaping, cutting, mentions, times; no user text can ping anyone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.views.plain_text import cut, cut_pieces, one_line, tidy, units
from orchestration.people.model import is_slack_id

__all__ = [  # what is plain is offered here too: whoever writes a message needs both
    "bold",
    "code",
    "code_block",
    "cut",
    "cut_markup",
    "escape",
    "listed",
    "mention",
    "name",
    "names",
    "one_line",
    "our_words",
    "people",
    "prose",
    "tidy",
    "units",
    "when",
]

_URL = re.compile(r"https?://[^\s<>|\"'`]*[^\s<>|\"'`.,;:!?)\]}]")
_PIECE = re.compile(r"<[^<>\n]*>|&(?:amp|lt|gt);|.", re.DOTALL)
_FENCE = "```"
_OUR_MARK = re.compile(r"\{@([^{}\n]{1,200})\}|\{t:(-?[0-9]{1,12})\}|\{#([CDG][A-Z0-9]{2,20})\}")


def cut_markup(text: str, longest: int) -> str:
    """The same for escaped text: never inside a mention, a link, an entity or a code block."""
    if units(text) <= longest:
        return text
    room = longest - len(_FENCE) - 1
    kept = cut_pieces(_PIECE.findall(text[: longest * 2]), room)
    return f"{kept}\n{_FENCE}" if kept.count(_FENCE) % 2 else kept


def escape(text: str) -> str:
    """User text for a mrkdwn field: shown as typed, and dead as a mention, link or command."""
    return tidy(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def prose(text: str, longest: int = 2500) -> str:
    """User text of several lines, escaped and cut, with its web addresses still clickable."""
    parts: list[str] = []
    at = 0
    raw = cut(text, longest)
    for match in _URL.finditer(raw):
        parts += [escape(raw[at : match.start()]), f"<{escape(match.group())}>"]
        at = match.end()
    return "".join([*parts, escape(raw[at:])])


def name(text: str, longest: int = 150) -> str:
    """A name within a sentence: one line, escaped."""
    return escape(one_line(text, longest)) or "(no name)"


def bold(text: str, longest: int = 150) -> str:
    """A name in bold; a star of its own would end the bold, so it is drawn as ∗."""
    return f"*{name(text, longest).replace('*', '∗')}*"


def code(text: str) -> str:
    """A short value as code."""
    return f"`{name(text).replace('`', 'ˋ')}`"


def code_block(text: str, longest: int = 2000, *, tail: bool = False) -> str:
    """Preformatted text; with `tail` its end is kept, as for a log."""
    clean = tidy(text).strip("\n").replace(_FENCE, "ˋˋˋ")
    if units(clean) > longest:
        clean = "…" + clean[-longest // 2 :].lstrip("\u200d") if tail else cut(clean, longest)
    return f"{_FENCE}\n{escape(clean)}\n{_FENCE}"


def mention(who: str) -> str:
    """A person or a user group by id; anything else is only a name."""
    if not is_slack_id(who):
        return name(who)
    return f"<!subteam^{who}>" if who.startswith("S") else f"<@{who}>"


def people(ids: Sequence[str], most: int = 20) -> str:
    """`@Dana, @Ivo and 3 more`, each once; a role in words stays words."""
    each_once = list(dict.fromkeys(ids))
    shown = [mention(each) for each in each_once[:most]]
    return listed(shown, len(each_once) - len(shown)) if shown else "nobody yet"


def listed(shown: Sequence[str], more: int = 0) -> str:
    """`a, b and c`, or `a, b and 7 more`."""
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def names(texts: Iterable[str], most: int = 6) -> str:
    """Names in a sentence, the first few and how many more."""
    each = list(texts)
    return listed([name(text, 80) for text in each[:most]], len(each) - most)


def when(at: datetime) -> str:
    """A moment in the reader's own zone, with UTC for those who hear it as plain text."""
    moment = at.astimezone(UTC)
    plain = moment.strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} {{time}}|{plain}>"


def clock(at: datetime) -> str:
    """A moment of today to the second, in the reader's own zone: when something is tried again."""
    moment = at.astimezone(UTC)
    plain = moment.strftime("%H:%M:%S UTC")
    return f"<!date^{int(moment.timestamp())}^{{time_secs}}|{plain}>"


def our_words(text: str) -> str:
    """A sentence of ours (`orchestration.words`) with its people and moments drawn.

    What people wrote within it went through `words.quote`, so it can be neither.
    """
    parts: list[str] = []
    at = 0
    for match in _OUR_MARK.finditer(text):
        parts += [escape(text[at : match.start()]), _drawn_mark(match)]
        at = match.end()
    return "".join([*parts, escape(text[at:])])


def _drawn_mark(match: re.Match[str]) -> str:
    who, moment, channel = match.groups()
    if channel:
        return f"<#{channel}>"
    if who:
        return mention(who)
    try:
        return when(datetime.fromtimestamp(int(moment), UTC))
    except (ValueError, OverflowError, OSError):
        return escape(match.group())
