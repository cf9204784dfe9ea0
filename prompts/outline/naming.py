"""Step names: short imperatives in the document's own words."""

from __future__ import annotations

import re
from typing import Final

from prompts.outline import verbs
from prompts.outline.clauses import Clause
from prompts.outline.cues import ORDER_CLAUSE
from prompts.outline.sentences import unbroken

LONGEST_NAME: Final = 90
LONGEST_READ: Final = 1000
"""A name stands at the beginning of what is said."""
_MARKUP = re.compile(r"[`*]|(?<!\w)_|_(?!\w)|\\")
_URL = re.compile(r"\(?https?://\S+\)?")
_ASIDE = re.compile(
    r"(?i)\s*\((?:e\.g|i\.e|eg|for example|such as|see|note|with|which|this|that|note:|z\.b)[^()]{0,300}\)?|\s*\([^()]{40,}\)|\s*\(\s*\)"
)
_TAIL = re.compile(
    r"(?i)(?:\s[–—]\s|\s-\s|;\s|:\s|,\s(?:so|which|those|these|they|we|you|it|because|since|as|where|e\.g|i\.e|for example|such as|making|this|and then|then|otherwise|but|to (?:avoid|ensure|make sure))\b|\s(?:so that|in order to|because|e\.g\.|i\.e\.|which will|as described|as follows|using the following|with the following|see)\b|[!?]\s|(?<!\bi\.e)(?<!\be\.g)(?<!\bz\.b)(?<!\betc)(?<!\bvs)(?<!\bincl)(?<!\bapprox)\.\s+(?!\d)).*$",
    re.DOTALL,
)
_FOR_EXAMPLE = re.compile(
    r"(?i)[\s,;–-]+(?:e\. ?g|i\. ?e|z\. ?b|d\. ?h|p\. ?ex)\b\.?.*$|[\s,;]+etc\.?$", re.DOTALL
)
"""What stands behind `e.g.` and `i.e.` explains the name; a closing `etc.` says nothing."""
_OPEN_END = re.compile(
    r"(?i)[\s,;(]+(?:and|or|the|an?|to|of|for|with|from|by|at|via|into|is|including|e\.?g|i\.?e|(?:once|when|until|after|if) (?:the )?[\w-]+ (?:is|are))$"
)
"""A name is whole: it does not end in a word that something must follow."""
_AND_THIRD = re.compile(r"((?:\band|&|\bor) )([a-z-]+s)\b")
_EVERY = re.compile(r"(?i)^(?:all(?: of)?(?: the)?|the|any|each|every|our|an?) ")
_SHORT_LINK = re.compile(r"\[([^\[\]]{1,120})\]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u2b00-\u2bff\u200d❗⚠]")
_DANGLING = re.compile(r"(?i)[\s,;(]+(?:and|or|the|a|an|to|of|in|on|for|with|from|by|at|that|is)?$")
_SPECIAL = re.compile(r"<!?[a-z]+>|<!(?:channel|here|everyone)[^>]*>|<@|<!subteam")


def tidy(text: str) -> str:
    """Words only: no markup, addresses, asides or emoji; one line, one capital, no full stop."""
    text = _EMOJI.sub("", _URL.sub("", _MARKUP.sub("", unbroken(text))))
    text = _SHORT_LINK.sub(r"\1", _ASIDE.sub("", text))
    text = " ".join(text.split()).strip(" .,;:!-–—'\"")
    return text[:1].upper() + text[1:]


def without_order(text: str) -> str:
    """`Deploy to production after both sign-offs: run …` → `Deploy to production`."""
    head, colon, _ = text.partition(":")
    cut = ORDER_CLAUSE.sub("", head.rstrip(" ."))
    return (
        cut
        if len(cut.split()) > 1 and len(cut) < len(head.rstrip(" .")) and (colon or cut)
        else text
    )


def shorten(text: str) -> str:
    """Cut at the first aside once there is enough, then at a word before the limit."""
    text = without_order(text[:LONGEST_READ])
    text = _FOR_EXAMPLE.sub("", text) or text
    found = _TAIL.search(text, 12)
    if found:
        text = text[: found.start()]
    text = tidy(text)
    if len(text) > LONGEST_NAME:
        text = text[:LONGEST_NAME].rsplit(" ", 1)[0]
    if found or len(text) >= LONGEST_NAME - 12:
        text = _DANGLING.sub("", text)
    text = text.strip(" .,;:!-–—(")
    while (whole := _OPEN_END.sub("", text)) != text:
        text = whole
    return text.strip(" .,;:!-–—(")


def name_of(clause: Clause) -> str:
    """`The QA lead must approve the build` → `Approve the build`."""
    if clause.verb == "go" and re.match(r"(?i)(?:out|live)\b", clause.rest):
        return "Release"
    if clause.form == "actor" and clause.verb:
        rest = _AND_THIRD.sub(
            lambda m: f"{m.group(1)}{verbs.THIRD.get(m.group(2), m.group(2))}", clause.rest
        )
        return shorten(f"{clause.verb} {rest}")
    if clause.form == "event" or (
        clause.form == "passive" and clause.verb in ("do", "perform", "make", "give", "hold")
    ):
        return shorten(clause.subject)
    if clause.form == "passive":
        rest = (
            re.sub(r"(?i)\b(?:by (?:the |an? )?[\w /'-]{2,60})", "", clause.rest, count=1)
            if clause.owner
            else clause.rest
        )
        subject = _EVERY.sub("", clause.subject)
        return shorten(f"{clause.verb} {subject} {rest}".strip())
    if clause.form == "gerund":
        return shorten(f"{clause.verb} {clause.rest}")
    return shorten(clause.text)
