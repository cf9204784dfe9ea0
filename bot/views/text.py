"""Words as Slack reads them: escaping, cutting, mentions, times; no user text can ping anyone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from orchestration.people.model import is_slack_id

_BIDI_CONTROLS = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_JOINERS = frozenset("\u200c\u200d")  # they hold emoji families and Indic letters together
_URL = re.compile(r"https?://[^\s<>|\"'`]*[^\s<>|\"'`.,;:!?)\]}]")
_PIECE = re.compile(r"<[^<>\n]*>|&(?:amp|lt|gt);|.", re.DOTALL)
_FENCE = "```"
_OUR_MARK = re.compile(r"\{@([^{}\n]{1,200})\}|\{t:(-?[0-9]{1,12})\}")


def units(text: str) -> int:
    """The length as Slack's clients count it: UTF-16 code units, so most emoji count two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def tidy(text: str) -> str:
    """What people typed, without what could turn the text around it or break a message."""
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(
        each
        for each in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
        if each == "\n"
        or each in _JOINERS
        or (each not in _BIDI_CONTROLS and unicodedata.category(each) not in {"Cc", "Cs", "Cn"})
    )
    if any(unicodedata.bidirectional(each) in {"R", "AL", "AN"} for each in kept):
        # Isolated, so that a Hebrew name does not reorder the English around it (UAX 9).
        return "\n".join(f"\u2068{row}\u2069" if row else "" for row in kept.split("\n"))
    return kept


def one_line(text: str, longest: int = 150) -> str:
    """A name or a label: one line, tidy, cut."""
    # What is far behind the cut is not looked at: names can be documents.
    return cut(" ".join(tidy(text[: longest * 8]).split()), longest)


def cut(text: str, longest: int) -> str:
    """Plain text of at most `longest`, ending in … where something was left out."""
    return text if units(text) <= longest else _cut(list(text[: longest + 1]), longest)


def cut_markup(text: str, longest: int) -> str:
    """The same for escaped text: never inside a mention, a link, an entity or a code block."""
    if units(text) <= longest:
        return text
    room = longest - len(_FENCE) - 1
    kept = _cut(_PIECE.findall(text[: longest * 2]), room)
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
    who, moment = match.group(1), match.group(2)
    if who:
        return mention(who)
    try:
        return when(datetime.fromtimestamp(int(moment), UTC))
    except (ValueError, OverflowError, OSError):
        return escape(match.group())


def _cut(pieces: list[str], longest: int) -> str:
    room, kept = longest - 2, 0
    while kept < len(pieces) and (room := room - units(pieces[kept])) >= 0:
        kept += 1
    while kept and kept < len(pieces) and _belongs_to_the_one_before(pieces, kept):
        kept -= 1
    space = next((n for n in range(kept, max(0, kept - 30), -1) if pieces[n - 1].isspace()), kept)
    text = "".join(pieces[:space]).rstrip()
    return f"{text}\u2069…" if text.count("\u2068") > text.count("\u2069") else f"{text}…"


def _belongs_to_the_one_before(pieces: list[str], at: int) -> bool:
    """True inside a grapheme: combining marks, variation selectors, joined emoji, flags."""
    here, before = pieces[at], pieces[at - 1]
    if len(here) > 1 or len(before) > 1:
        return False
    if here in _JOINERS or before == "\u200d" or unicodedata.category(here) in {"Mn", "Me", "Mc"}:
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff":
        return True
    flags = 0
    while at - flags > 0 and "\U0001f1e6" <= pieces[at - flags - 1] <= "\U0001f1ff":
        flags += 1
    return "\U0001f1e6" <= here <= "\U0001f1ff" and flags % 2 == 1
