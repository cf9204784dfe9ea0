"""Sentences that hold several acts, split where a second doer or a `then` begins the next."""

from __future__ import annotations

import re

from prompts.outline import cues, roles, verbs
from prompts.outline.clauses import Clause, is_subordinate, parse
from prompts.outline.cleaning import BREAK

LONGEST = 700
_SERIES = re.compile(r",\s+(?:and\s+|then\s+|and then\s+)?|\s+(?:and\s+)?then\s+")
_LAST_AND = re.compile(r"\s+and\s+")
_JOINT = re.compile(
    r"\s*,\s+(?:and |but )?(?:then |after that |afterwards |finally )?|\s*;\s+|\s+and then\s+|\s+then\s+|\s+and\s+|\s+&\s+|\s+while\s+|\s+und\s+|\s+-+>\s+|\s+dann\s+"
)
_ASKS = re.compile(r"(?i)^(?:wait|ask|get|obtain|request|seek)\b")
_ORDER = re.compile(r"(?i)^(?:once|after|as soon as)\b")
_ACTS = ("imperative", "actor", "passive", "event")


_OPENS = re.compile(
    r"(?i)^(?:(?:hi|hey|hello)\b[^:]{0,20}|here(?:'s| is)|this is|we|our|the|for|on|every|each|how|to)\b[^:]{0,80}\b(?:releas\w*|deploy\w*|ship\w*|process|flow|steps?|works?|goes|rollout|train|like this)\b[^:]{0,60}:\s+(?=\S)"
)


def behind_opening(sentence: str) -> str:
    """`We ship every Thursday: dev merges, ops deploys`: what stands before the colon opens the story."""
    found = _OPENS.match(sentence[:240])
    if found and parse(doers(sentence[found.end() :][:LONGEST])[0]).form in ("actor", "imperative"):
        opening = parse(sentence[: found.end()].rstrip(": "))
        if opening.form != "imperative" or re.match(r"(?i)(?:we|to|how)\b", sentence):
            return sentence[found.end() :]
    return sentence


def pieces(sentence: str) -> list[str]:
    """Split what holds several acts: three orders in a row, `then`, or a second doer."""
    if len(sentence) > LONGEST or len(sentence) < 16:
        return [sentence]
    return series(sentence) or doers(sentence)


def series(sentence: str) -> list[str]:
    """`Update versions, tag the release, and push`: three orders or more, each with its object."""
    parts = [part.strip() for part in _SERIES.split(sentence) if part.strip()]
    if len(parts) >= 2 and (last := _LAST_AND.split(parts[-1])) and len(last) == 2:
        parts[-1:] = last
    if len(parts) < 3:
        return []
    for part in parts:
        clause = parse(part)
        if clause.form != "imperative" or clause.verb not in verbs.STRONG or len(part.split()) < 2:
            return []
    return parts


def doers(sentence: str) -> list[str]:
    """`The RM cuts the branch and CI builds it`: two parties, two steps."""
    out: list[str] = []
    start = 0
    beside = False
    subject = ""
    for found in _JOINT.finditer(sentence):
        left, right = sentence[start : found.start()], sentence[found.end() :]
        joint = found.group(0)
        if len(left) < 6 or len(right) < 5 or only_names(left):
            continue
        ahead = parse(left)
        if (ahead.form not in _ACTS and not subject) or (
            is_subordinate(left) and not ahead.condition
        ):
            continue
        if not begins_another(ahead, right, joint):
            continue
        out.append(dressed(left, subject, beside=beside))
        subject = ahead.subject if ahead.form == "actor" and ahead.owner else subject
        beside = "while" in joint
        start = found.end()
    out.append(dressed(sentence[start:], subject, beside=beside))
    return [each.strip(" ,;") for each in out]


def only_names(left: str) -> bool:
    """`release manager` before a comma is the first of several doers, no act yet."""
    words = left.replace(BREAK, " ").split()
    return roles.ends_in_role(left) and len(words) <= 3 and not any(
        word.lower().strip(",.") in verbs.THIRD for word in words
    )  # fmt: skip


def begins_another(ahead: Clause, right: str, joint: str) -> bool:
    """True when what follows the joint is an act of its own, not more of the first."""
    behind = parse(right[:240])
    if behind.condition and "then" not in joint and not _ORDER.match(behind.condition):
        return False
    if behind.condition and _ORDER.match(behind.condition) and behind.form in _ACTS[:2]:
        return True
    someone_else = behind.form == "actor" and bool(behind.owner or behind.machine or behind.subject)
    if someone_else:
        return True
    if "then" in joint or ";" in joint or ">" in joint or "dann" in joint:
        return behind.form in ("imperative", "passive", "event") or (
            ahead.form == "actor" and continues(right)
        )
    if _ASKS.match(right):
        return cues.asks_approval(right[:120]) and behind.form == "imperative"
    if behind.form == "passive" and behind.subject.lower() in {"people", "everyone", "everybody"}:
        return True
    return (behind.form == "passive" and "," in joint) or behind.form == "event"


def continues(right: str) -> bool:
    """`…, then posts in #releases`: a finite verb that shares the doer before it."""
    words = right.split(maxsplit=1)
    return bool(words) and words[0].lower().strip(",.") in verbs.THIRD


def dressed(piece: str, subject: str, *, beside: bool) -> str:
    """A piece with the doer it shares, marked as not quotable there, and its parallel cue."""
    if subject and continues(piece.lstrip()):
        piece = f"{subject}{BREAK} {piece.lstrip()}"
    return f"meanwhile, {piece}" if beside else piece
