"""What is to be reached: passives, dated events, decisions that belong to somebody."""

from __future__ import annotations

import re

from prompts.outline import verbs
from prompts.outline.cleaning import BREAK
from prompts.outline.forms import role_at_start
from prompts.outline.words import AUX, SUBORDINATE, Clause, bare

_PASSIVE = re.compile(
    r"^(?P<subject>[^.;:,()]{2,110}?)\s+(?P<aux>(?:(?:must|should|shall|will|can|may|needs? to|has to|have to|ought to)\s+(?:then |also |now )?(?:be|have been|get)|is|are|gets?|has been|have been|needs? to be)(?: then| also| automatically| manually| now| only| first| always)*)\s+(?P<verb>[\w-]+)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_STATE = re.compile(
    r"^(?P<subject>[^.;:,()]{2,80}?)\s+(?P<verb>[\w-]+)(?P<rest>(?:\s+(?:and|&)\s+[\w-]+)?(?:\s*[(\[].{0,80}|\s+(?:by|in|on|to|for|with|from|at|into|using|via|as)\b.{0,200})?)\s*[.!]?$",
    re.DOTALL,
)
_NOUN = r"((?:the |our |an? )?(?:[\w'’/-]+ ){0,3}[\w'’/-]+)"
_AUTOMATIC = re.compile(
    rf"(?i)^{_NOUN} (?:is|are|happens?|runs?)(?: fully| then| done)? (?:automatic(?:ally)?|automated|the [\w-]+ (?:job|pipeline|workflow|script)|a [\w-]+ job)\b"
)
_BELONGS = re.compile(
    r"(?i)^((?:the )?(?:final |release |prod(?:uction)? )?(?:go ?/ ?no-?go(?: decision)?|approval|sign-?off|decision|go-ahead|green light|review|freigabe)) (?:is|by|is by|is done by|lies with|belongs to|rests with|is up to|comes from|is given by|durch) ((?:the |an? )?[^.,;]{2,60})"
)
_REQUIRED = re.compile(
    r"(?i)^((?:(?:an? |the )?(?:minimum|at least|approvals?|sign-?offs?|votes?|reviews?|two|three|\d)\b).{0,90}?) (?:is|are|must be|need to be) (?:required|needed|necessary|mandatory|obtained|collected|given)\b"
)
_HAPPENS = re.compile(
    r"(?i)^((?:the |our )?(?:[\w-]+ ){0,2}(?:freeze|cut-?off|branch cut|rollout|deployment|deploy|testing|regression|release|go-live|go/no-go|build|review|launch)) (?:is|are|happens|starts|begins|takes place|goes out) (?:on |at |in |every |each )*(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|t ?[-+] ?\d|\d{1,2}:\d\d|noon|midnight|day \d)"
)
_ASKING = AUX | frozenset("who what why when how which where".split())
_BY = re.compile(r"(?i)\bby\s+(?:either\s+)?((?:the |an? |our |your )?[^.,;()]{2,80})")


def event(text: str) -> Clause | None:
    """`Deploy is automatic`, `code freeze is Wednesday noon`, `go/no-go is the director's call`."""
    flat = text[:200].replace(BREAK, " ")
    if found := _AUTOMATIC.match(flat):
        return Clause(text, "event", subject=found.group(1), machine=True)
    if found := _REQUIRED.match(flat):
        return Clause(text, "event", owner=_role_in(found.group(1)), subject=found.group(1))
    if (found := _BELONGS.match(flat)) and (role := role_at_start(found.group(2).split())[1]):
        return Clause(text, "event", owner=re.sub(r"(?i)['’]s?$", "", role), subject=found.group(1))
    if found := _HAPPENS.match(flat):
        return Clause(text, "event", subject=found.group(1))
    return None


def _role_in(text: str) -> str:
    """The doer named after `from` or `by`."""
    found = re.search(r"(?i)\b(?:from|by)\s+(.{2,60})", text)
    return role_at_start(found.group(1).split())[1] if found else ""


def done(text: str) -> Clause | None:
    """`Release notes reviewed by the docs team`: a state to be reached, as check lists say it."""
    found = _STATE.match(text[:300].replace(BREAK, " "))
    verb = verbs.PARTICIPLES.get(found.group("verb").lower()) if found else None
    if (
        not found
        or not verb
        or any(bare(word) in _ASKING for word in found.group("subject").split())
    ):
        return None
    rest, owner = found.group("rest").strip(), ""
    told = any(bare(word) in verbs.PARTICIPLES for word in found.group("subject").split())
    if told:  # two states in one: said as it stands
        by = _BY.search(rest)
        owner = role_at_start(by.group(1).split())[1] if by else ""
        return Clause(text, "passive", "do", owner, subject=text.strip(" ."), modal=True)
    also = re.match(r"(?i)(?:and|&) ([\w-]+)\b", rest)
    if also and (second := verbs.PARTICIPLES.get(also.group(1).lower())):
        verb, rest = f"{verb} and {second}", rest[also.end() :].strip()
    if by := _BY.search(rest):
        owner = role_at_start(by.group(1).split())[1]
    return Clause(
        text, "passive", verb, owner, subject=found.group("subject").strip(), rest=rest, modal=True
    )


def passive(text: str) -> Clause | None:
    found = _PASSIVE.match(text[:400].replace(BREAK, " "))
    if not found or SUBORDINATE.match(found.group("subject")):
        return None
    verb = verbs.PARTICIPLES.get(found.group("verb").lower())
    if not verb:
        return None
    owner = ""
    if by := _BY.search(found.group("rest")):
        owner = role_at_start(by.group(1).split())[1]
    rest = found.group("rest").strip()
    also = re.match(r"(?i)(?:and|&) ([\w-]+)\b", rest)
    if also and (second := verbs.PARTICIPLES.get(also.group(1).lower())):
        verb, rest = f"{verb} and {second}", rest[also.end() :].strip()
    return Clause(text, "passive", verb, owner, subject=found.group("subject").strip(),
                  rest=rest, modal=" " in found.group("aux").strip())  # fmt: skip
