"""Terse messages: acts strung together by arrows, commas and `then`, or numbered on one line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from prompts.outline import cues, roles, verbs
from prompts.outline.blocks import Block
from prompts.outline.clauses import is_subordinate, parse
from prompts.outline.cleaning import BREAK
from prompts.outline.reading import is_aside
from prompts.outline.sentences import unbroken

LONGEST: Final = 600
LONGEST_ACT: Final = 14
"""Words: longer acts are told by sentences of their own."""
MOST_ACTS: Final = 30
_ARROW = re.compile(r"\s*(?:-{1,3}>|={1,2}>|[→⇒➜➔⟶➡]\ufe0f?)\s*")
_POINTED = re.compile(r"\s+(?:>{1,2}|\+|\|)\s+")
_NEXT = re.compile(
    r"(?i)\s*[,;]\s*(?:and\s+|but\s+)?(?:then|next|after that|afterwards|followed by|finally|lastly)[,:]?\s+|\s+(?:and\s+)?(?:then|followed by|and finally|and after that)\s+|\s*[,;]\s+(?:and\s+)?|(?<=\w)\s+and\s+(?=we\s)"
)
_ORDERED = re.compile(r"(?i)\b(?:then|next|after that|afterwards|followed by|finally|lastly)\b")
_LAST_AND = re.compile(r"\s+(?:and|&)\s+")
_STOP = re.compile(r"[.!?:]\s+\S")
_REQUEST = re.compile(r"(?i)\b(?:(?:can|could|would|will) (?:you|we)|please|pls)\b")
"""`Could you set up: build, test, deploy?`: what is asked for is told all the same."""
_OPENING = re.compile(r"^([^:>]{2,80}):\s+(?=\S)")
_RELEASE_WORK = re.compile(
    r"(?i)\b(?:build|test|deploy|releas|publish|ship|tag|merg|roll|cut|freeze|package|promot|launch)\w*"
)
_NAMED_ACT = re.compile(
    r"(?i)^(?:the |a |an )?(?:[\w/-]+ ){0,3}(?:tests?|testing|freeze|deploy|deployment|roll-?out|release|build|review|checks?|announcement|retro|regression|canary|merge|launch|hand-?over|cut|qa|uat|staging|prod|production)$"
)
"""`regression testing`, `code freeze`: between acts, their names are acts too."""
_PASSES = re.compile(
    r"(?i)^(?:the |all )?(?:[\w-]+ ){0,2}(?:tests?|checks?|ci|builds?|pipelines?) (?:(?:must|should|has to|have to|needs? to) )?(?:pass(?:es)?|succeeds?|(?:is|are|be|goes?) green)$"
)
"""`tests must pass`: what is waited for has its place among the acts."""
_NUMBER = re.compile(
    r"(?i)(?:^|(?<=\s))(?:\(?|(?P<step>step|schritt|étape|paso|passo) )(?P<n>\d{1,2})(?:[.)]|(?(step):|[.)]))\s+(?=\S)"
)


def chain(sentence: str) -> tuple[str, list[str]]:
    """`Build, then QA signs off, then deploy`: its acts in order, and who does all of them where
    a role opens the line (`Ops: tag, build, deploy`); nothing unless all are acts.
    """
    text = sentence.strip()
    found = _OPENING.match(text)
    asked = text.endswith("?") and not (found and _REQUEST.search(found.group(1)))
    if len(text) > LONGEST or asked or is_aside(text):
        return "", []
    if found and not _ARROW.search(found.group(0)):
        label = found.group(1)
        owner = label if roles.looks_like_role(label) or roles.MACHINES.match(label) else ""
        return owner, _linked(text[found.end() :])
    return "", _linked(text)


def _linked(text: str) -> list[str]:
    text = text.rstrip(" .!?")
    linked = bool(_ARROW.search(text))
    if linked:
        acts, fewest = _ARROW.split(text), 2
    elif _POINTED.search(text):
        acts, fewest = _POINTED.split(text), 3
    else:
        acts, fewest = _NEXT.split(text), 2 if _ORDERED.search(text) else 3
        if len(acts) > 1 and len(last := _LAST_AND.split(acts[-1])) == 2 and not _pairs(acts[:-1]):
            acts = [*acts[:-1], *last] if all(is_act(each) for each in last) else acts
    acts = [each.strip(" ,;" + BREAK) for each in acts]
    if not fewest <= len(acts) <= MOST_ACTS or len({each.lower() for each in acts}) < len(acts):
        return []
    told = sum(is_act(each) for each in acts)
    named = sum(
        not is_act(each) and bool(_NAMED_ACT.match(unbroken(each)) or _PASSES.match(unbroken(each)))
        for each in acts
    )
    whole = told + named == len(acts) and told and (told >= named or linked)
    return acts if whole and any(_RELEASE_WORK.search(each) for each in acts) else []


def _pairs(acts: list[str]) -> bool:
    """`Build and test, tag and push`: such acts come in pairs, and the last one does too."""
    return any(_LAST_AND.search(each) for each in acts)


def is_act(part: str) -> bool:
    """An order, a doer's act or a sign-off, in few words."""
    words = unbroken(part).split()
    if (
        not 0 < len(words) <= LONGEST_ACT
        or is_subordinate(part)
        or not words[0][:1].isalnum()
        or _STOP.search(part)
    ):
        return False
    clause = parse(part)
    if clause.condition:
        return False
    if clause.form == "imperative":
        return clause.verb in verbs.STRONG
    if clause.form == "actor":
        return clause.verb in verbs.STRONG and bool(clause.owner or clause.machine)
    return signs(part) and clause.form in ("none", "event", "passive")


def signs(part: str) -> bool:
    """`QA approval`, `go/no-go`: the name of a sign-off, with or without who gives it."""
    return len(part.split()) <= 6 and cues.asks_approval(part)


def brief(blocks: list[Block]) -> bool:
    """True for a message of a few lines, where a line of acts is all there is."""
    return sum(len(block.text.split()) for block in blocks[:40]) <= 150 and len(blocks) <= 40


def numbered_apart(blocks: list[Block]) -> list[Block]:
    """`1. Build the image. 2. Deploy it.` on one line: the items that its numbers count."""
    out: list[Block] = []
    for block in blocks:
        out += _numbered(block) if block.kind in ("paragraph", "item", "heading") else [block]
    return out


def _numbered(block: Block) -> list[Block]:
    text = " ".join(block.text.split()) if len(block.text) <= 4 * LONGEST else ""
    marked = block.kind == "item" and block.marker == "number"
    if block.kind == "item" and not marked:
        return [block]
    expected = int(block.number) + 1 if marked and block.number.isdigit() else 1
    marks: list[re.Match[str]] = []
    for found in _NUMBER.finditer(text):
        if int(found.group("n")) == expected + len(marks):
            marks.append(found)
    titled = block.kind == "heading" and not all(mark.group("step") for mark in marks)
    if titled or not marks or len(marks) + marked < 2:
        return [block]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    said = [text[mark.end() : end].strip(" ,;") for mark, end in zip(marks, ends, strict=True)]
    before = text[: marks[0].start()].strip()
    items = [before, *said] if marked else said
    stops = all(text[: mark.start()].rstrip()[-1:] in ".;:,!" for mark in marks if mark.start())
    acts = sum(is_order(each) for each in items)
    if not (stops or len(items) > 2) or acts * 3 < len(items) * 2 or not acts:
        return [block]
    first = int(marks[0].group("n")) - marked
    listed = [
        replace(block, kind="item", marker="number", number=str(first + n), text=each, lines=[], note="")
        for n, each in enumerate(items)
    ]  # fmt: skip
    listed[-1].note = block.note
    intro = [replace(block, text=before, lines=[], note="")] if before and not marked else []
    return [*intro, *listed]


def is_order(text: str) -> bool:
    clause = parse(text[:300])
    return clause.form in ("imperative", "actor", "passive", "event") or signs(text[:300])
