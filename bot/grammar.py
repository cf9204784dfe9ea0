"""What a person typed after `/release` or a mention, as a verb with its reference and words.

Pure and total: any text is a command, at worst an unknown one with a suggestion (product.md
section 8). What follows `draft` is kept exactly; everything else is read through what phones and
word processors make of quotes, dashes and spaces.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import Literal, get_args

from orchestration.values import Frozen

Verb = Literal[
    "draft",
    "revise",
    "processes",
    "process",
    "store",
    "inputs",
    "new",
    "start",
    "status",
    "mine",
    "sign",
    "redo",
    "move",
    "pause",
    "stop",
    "resume",
    "skip",
    "retry",
    "ignore",
    "abort",
    "clone",
    "rerun",
    "roles",
    "away",
    "handover",
    "audit",
    "share",
    "watch",
    "unwatch",
    "board",
    "live",
    "calendar",
    "limits",
    "groups",
    "group",
    "hotfix",
    "digest",
    "freezes",
    "freeze",
    "resources",
    "feed",
    "help",
]
VERBS: tuple[Verb, ...] = get_args(Verb)
_REFERRING: frozenset[str] = frozenset(
    {
        "start",
        "status",
        "sign",
        "redo",
        "move",
        "pause",
        "stop",
        "resume",
        "skip",
        "retry",
        "ignore",
        "abort",
        "handover",
        "clone",
        "rerun",
        "audit",
        "share",
        "watch",
        "unwatch",
    }
)
_REFERENCE = re.compile(r"[A-Za-z][A-Za-z0-9]*-[0-9]+")
_FIRST = re.compile(r"\A(\S*)(.*)\Z", re.DOTALL)
_LINE_END = re.compile(r"\A[^\S\n]*\r?\n?")
_PLAIN = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)


class Command(Frozen):
    """`verb` is empty for nothing typed, and `unknown` says what was typed in its place."""

    verb: Verb | Literal["", "unknown"]
    reference: str = ""
    """`WEB-12`, in capitals; or whatever was typed in its place."""
    words: str = ""
    unknown: str = ""
    nearest: str = ""
    """The verb that was probably meant."""


def parse(text: str) -> Command:
    """Read a command; total, and the same in any case."""
    raw = _without_leading_blanks(text)
    first, rest = _split(raw)
    typed = plain(first)
    verb = typed.lower().strip("/!.:,;?'\"")
    if not verb:
        return Command(verb="unknown", unknown=typed) if typed else Command(verb="")
    if verb in ("draft", "revise"):
        words = _LINE_END.sub("", rest, count=1)
        return Command(verb="draft", words=words) if verb == "draft" else revision(words)
    words = plain(rest)
    for known in VERBS:
        if verb == known:
            return _with_reference(known, words) if known in _REFERRING else _named(known, words)
    if _REFERENCE.fullmatch(verb):
        return Command(verb="status", reference=verb.upper(), words=words)
    near = get_close_matches(verb, VERBS, n=1, cutoff=0.6)
    return Command(verb="unknown", unknown=typed, words=words, nearest=near[0] if near else "")


def revision(words: str) -> Command:
    """Line by line, since each line is a sentence of its own."""
    lines = (plain(each) for each in words.splitlines())
    return Command(verb="revise", words="\n".join(each for each in lines if each))


def is_reference(text: str) -> bool:
    """True for what can only be meant as a release's reference: `WEB-12`, known or not."""
    return _REFERENCE.fullmatch(text) is not None


def plain(text: str) -> str:
    """One line with plain quotes, dashes and spaces, and nothing that cannot be seen."""
    seen = "".join(each for each in text if unicodedata.category(each) not in {"Cf", "Cs", "Cn"})
    spaced = "".join(" " if each.isspace() or not each.isprintable() else each for each in seen)
    return " ".join(spaced.translate(_PLAIN).split())


def after_mention(text: str, bot_user: str) -> str:
    """What was said to us: everything after our mention; all of it where we are not mentioned.

    People write “@Drumbeat, status” and “@Drumbeat: status”: that mark is part of the address.
    """
    if not bot_user:
        return re.sub(r"\A\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>[,:;]?", "", text)
    found = re.search(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>[,:;]?", text)
    return text[found.end() :] if found else text


def _with_reference(verb: Verb, words: str) -> Command:
    found = _REFERENCE.search(words)
    if found and _stands_alone(words, found):
        rest = f"{words[: found.start()]} {words[found.end() :]}".replace('"', " ")
        return Command(verb=verb, reference=found.group().upper(), words=" ".join(rest.split()))
    first, rest = _split(words)
    return Command(verb=verb, reference=first.strip("'\""), words=rest.strip())


def _named(verb: Verb, words: str) -> Command:
    return Command(verb=verb, words=words.strip("'\" "))


def _stands_alone(words: str, found: re.Match[str]) -> bool:
    before, after = words[: found.start()], words[found.end() :]
    return not (before and before[-1].isalnum()) and not (after and after[0].isalnum())


def _without_leading_blanks(text: str) -> str:
    at = 0
    while at < len(text) and (
        text[at].isspace()
        or not text[at].isprintable()
        or unicodedata.category(text[at]) in {"Cf", "Cs", "Cn"}
    ):
        at += 1
    return text[at:]


def _split(text: str) -> tuple[str, str]:
    found = _FIRST.match(text)
    return (found.group(1), found.group(2)) if found else ("", text)
