"""Who does a step: marks in the text, the list's heading, the document's standing performer."""

from __future__ import annotations

import re
from typing import Final

from prompts.outline import roles
from prompts.outline.cleaning import BREAK
from prompts.outline.sentences import unbroken

_OWNER_MARK = re.compile(
    r"(?i)[(\[]?\b(?:owner|owned by|responsible|responsibility(?: of)?|assignee|assigned to|performed by|performer|done by|executed by|role|who|by whom|dri|lead by|led by|actor|accountable|approver|approved by|verantwortlich|zuständig|responsable|responsável)\s*(?::|=|\bis\b|->)\s*([^.;)\]\n|]{2,70})[)\]]?\.?"
)
_LEADING = re.compile(r"^\s*[\[(]([^\[\]()]{2,50})[\])]\s*[:–—-]?\s*")
_TRAILING = re.compile(
    r"\s*(?:[\[(]([^\[\]()]{2,60})[\])]|[–—]\s*((?:<@|@|<!subteam)?[^–—.]{2,50}))\s*[.:]?\s*$"
)
_PREFIX = re.compile(r"^\s*([^:.`]{2,45}?)\s*(?::|\s[–—-])\s+(?=\S)")
_MENTION_FIRST = re.compile(
    r"^\s*((?:<@[UW][A-Z0-9]+>|<!subteam\^[A-Z0-9]+>|@[A-Za-z][\w./-]{1,50})(?:\s*(?:,|&|and|/|\+)\s*(?:<@[UW][A-Z0-9]+>|<!subteam\^[A-Z0-9]+>|@[A-Za-z][\w./-]{1,50}))*)\s*[:,–—-]?\s+"
)
_GIVEN_BY = re.compile(
    r"\b(?:given|granted|provided|approved|signed off|approval|sign-?off) (?:by|from) (?:the )?((?:[A-Z][\w-]+ ?){1,4})"
)
_BY_ROLE = re.compile(
    r"(?i)\b(?:by|from|wait for|waits for|ask|asks|durch|von|vom|par|du|del|de la|do|da|por|pela|pelo)(?: either| den| die| das| der| dem| le| la| el| o| a)? ((?:the |an? |our )?(?:[\w'’/&-]+ ){0,4}[\w'’/&-]+)"
)
_WHOSE = re.compile(r"(?i)\b(?:approval|sign-?off|go-ahead|word|ok) (?:by|from|of) ")
"""`wait for approval from the CTO`: whose approval is waited for."""
_ABBREVIATION = re.compile(r"\b((?:[A-Za-z][\w'-]*[ -]){1,4}[A-Za-z][\w'-]*) \(([A-Z]{2,5}s?)\)")
_LEGEND = re.compile(
    r"(?m)^[\s*_-]*([A-Z]{2,4})[*_]*\s*=\s*([A-Za-z][\w ]{1,40}?)(?=\s+[-–—(<]|\s*[:,;.]|\s*$)"
)
"""`WE = Windows - Ann`: a legend of roles; what kind of people they are stands above it."""
_KIND_OF_ROLE = re.compile(r"(?i)\b(expert|lead|owner|manager|maintainer|coordinator|engineer)s?\b")
_STANDING: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:unless|otherwise)[^.\n]{0,80}?\b(?:performed|done|executed|carried out|owned|handled|responsibility of|assume\w*[^.\n]{0,40}? by)\b(?: by)?\s+((?:the |an? )?(?:[\w'/-]+ ){0,3}[\w'/-]+)",
        r"\b(?:all|every|each|these|the following|following|below|above)(?: of the| the| of these| these)?(?: remaining| other)? (?:steps?|tasks?|items?|actions?|activities)[^.\n]{0,50}? (?:by|responsibility of) ((?:the |an? )?(?:[\w'/-]+ ){0,3}[\w'/-]+)",
        r"\b((?:the )?(?:[\w'/-]+ ){0,3}[\w'/-]+) (?:is|are) (?:solely |ultimately )?(?:responsible for|in charge of) (?:(?:running|executing|driving|performing|completing|carrying out|coordinating|managing|following|the|all|this|each|a|every) ){1,3}(?:release|process|steps?|checklist|following|procedure|tasks?)",
        r"\b((?:the )?(?:[\w'/-]+ ){0,3}[\w'/-]+) (?:performs|executes|does|carries out|drives|runs|follows|owns) (?:all|each|every|the following|these|the)(?: of)?(?: the| these| below)? (?:steps?|tasks?|checklist|procedure)",
        r"/assign\s+@?\s*((?:the )?(?:[\w'-]+ ){0,2}[\w'-]+)",
        r"\bas (?:the |a )?((?:[\w'-]+ ){0,2}[\w'-]+), you\b",
        r"\b(?:guide|checklist|runbook|instructions|handbook|playbook|document|doc|page) (?:is )?(?:for|describes what) (?:the |our )?((?:[\w'-]+ ){0,3}[\w'-]+)",
    )
)
_TITLE_ROLE = re.compile(
    r"(?i)^(?:the )?((?:[\w'-]+ ){1,2}[\w'-]+?)(?:'s|’s)? (?:checklist|guide|handbook|duties|runbook|playbook|tasks|steps|instructions|procedure|to-?dos?)\b"
)
_TASKS = re.compile(
    r"(?i)\b((?:the |an? )?(?:[\w'/&-]+ ){0,5}[\w'/&-]+?)\s+(?:has|have|is responsible for|are responsible for|include|should|must|needs? to|will)\b[^.]{0,60}\b(?:tasks?|steps?|items?|following|responsib\w+|actions?|do)\b[^.]{0,30}:?\s*$"
)


_OWNS = re.compile(
    r"(?i)\b(?:owns?|driv(?:es?|ing)|runs?|lead(?:s|ing)?|coordinat(?:es?|ing)|execut(?:es?|ing)|manag(?:es?|ing)) (?:the )?(?:entire|whole|end-to-end|overall|full|complete) release\b"
)
_ROLE_STOPS = re.compile(
    r"(?i)\b(?:is|are|has|have|responsibilities|responsibility|will|must|should|who|'s)\b|[.:,;()\n]"
)
_LABELLED = re.compile(
    r"(?im)^[\s*_>-]*(?:(?:\w+ )?(owner)|(release (?:manager|captain|lead|engineer|coordinator|owner|driver|shepherd)|dri|deployer|performer|performed by|assignee))[*_]*[ \t]*:[*_ \t]*([^\n.;|]{0,60})"
)


def abbreviations(text: str) -> dict[str, str]:
    """`Release Manager (RM)` → {`rm`: `Release Manager`}: what the document itself explains."""
    found: dict[str, str] = {}
    for words, short in _ABBREVIATION.findall(text[:200_000]):
        letters = short.rstrip("s").lower()
        parts = re.split(r"[ -]", words)[-len(letters) :]
        if len(parts) == len(letters) and all(
            p[:1].lower() == c for p, c in zip(parts, letters, strict=True)
        ):
            found.setdefault(letters, " ".join(parts))
    for legend in _LEGEND.finditer(text[:200_000]):
        short, words = legend.group(1).lower(), legend.group(2).strip()
        if not roles.looks_like_role(words):
            kind = _KIND_OF_ROLE.findall(text[max(0, legend.start() - 600) : legend.start()])
            words = f"{words} {kind[-1].lower()}" if kind else ""
        if words and words[:1].lower() == short[:1]:
            found.setdefault(short, words)
    return found


def spelled_out(text: str, short_forms: dict[str, str]) -> str:
    """`RC cuts …` → `Release Captain cuts …` where the document explains RC as a role."""
    for short, full in short_forms.items():
        if roles.looks_like_role(full) and short.upper() in text:
            text = re.sub(
                rf"(?<![\w(]){short.upper()}(?=\s+[a-z]|\s+MUST|\s+SHOULD|:|\))",
                f"{full}{BREAK}",
                text,
            )
    return text


def standing_performer(text: str, comments: str, title: str) -> str:
    """Whom the document makes the performer of every step without another owner, if anybody."""
    for pattern in _STANDING:
        for source in (text, comments):
            for found in pattern.finditer(source[:60_000]):
                role = _last_role(found.group(1))
                if role:
                    return role
    for found in _OWNS.finditer(text[:20_000]):
        before = text[max(0, found.start() - 220) : found.start()]
        named = [
            role
            for role in (
                _last_role(" ".join(part.split()[-3:])) for part in _ROLE_STOPS.split(before)
            )
            if role
        ]
        if named:
            return named[-1]
    if role := holder(title):
        return role
    if labelled := _LABELLED.search(text[:3000]):
        label, value = labelled.group(2), roles.tidy(labelled.group(3))
        if label and label.lower().startswith("release"):
            return label
        return value if roles.looks_like_role(value) else ""
    assigned = re.search(r"(?i)/assign\s*\n?[^\n]{0,20}", text)
    if assigned and (
        who := re.search(
            r"(?i)@ ?(?:the )?((?:[\w'-]+ ){0,2}(?:manager|lead|captain|engineer|team))", comments
        )
    ):
        return who.group(1).strip()
    return ""


def holder(title: str) -> str:
    """`QA lead's checklist` → `QA lead`: whose list a title announces."""
    titled = _TITLE_ROLE.match(title)
    return _last_role(titled.group(1)) if titled else ""


def _last_role(words: str) -> str:
    """The role inside a loose capture: its words up to the last that can head a role."""
    parts = words.split()
    while parts and not roles.is_head(parts[-1]):
        parts.pop()
    while parts and roles.bare(parts[0]) in roles.LITTLE | {
        "that",
        "is",
        "of",
        "for",
        "as",
        "if",
        "only",
        "when",
    }:
        parts.pop(0)
    return roles.tidy(" ".join(parts))


_MANAGES = re.compile(
    r"(?i)^(?:the )?((?:[\w'/&-]+ ){0,4}?[\w'/&-]+) (?:manages|owns|runs|drives|coordinates|executes|performs|completes|follows|is responsible for) (?:this|the|these|all|each)(?: of)?(?: the| these)? (?:\w+ )?(?:checklist|list|steps?|tasks?|section|phase|stage|items?|actions?)\b"
)
"""`The release captain manages this checklist:`: the list under it is theirs."""


def list_owner(intro: str) -> str:
    """Who a list belongs to: `During this stage the release manager has the following tasks:`."""
    intro = unbroken(intro)
    if (manages := _MANAGES.match(intro)) and (role := _last_role(manages.group(1))):
        return role
    found = _TASKS.search(intro[-220:])
    if not found:
        label = intro.rstrip(" :")
        return roles.tidy(label) if intro.endswith(":") and roles.looks_like_role(label) else ""
    role = _last_role(found.group(1))
    parts = role.split()
    for n in range(len(parts)):
        if roles.bare(parts[n]) in {"for", "the", "stage", "phase", "of"} and n < len(parts) - 1:
            role = " ".join(parts[n + 1 :])
    return role


_DONE_BY = re.compile(r"(?i)^(?:to be )?\w+(?:ed|en|wn) by (?:the )?(?=\w)")
_HOLDS = re.compile(
    r"(?i)\s+(?:(?:is|are) )?(?:responsible|accountable|coordinat(?:es?|ing)|leads|owns|facilitat(?:es?|ing)|approves|executes|performs|drives|verifies|decides)$"
)
"""`(verified by QA)`, `(QA responsible)`: the mark says what they do."""
_NOT_THEIRS = re.compile(
    r"(?i)^(?:coordinate|with|together|see|ask|inform|notify|cc|tell|for|to|via|in|at|from|contact|consult|or|and|if|when|after|before|not|unless|including|incl)\b"
)


def take_marks(text: str) -> tuple[str, str]:
    """Cut the mark that names an owner (`[QA]`, `(QA team)`, `Owner: X`, `QA:`); give both."""
    if found := _MENTION_FIRST.match(text):
        return text[found.end() :], roles.tidy(found.group(1))
    if found := _OWNER_MARK.search(text):
        role = roles.tidy(found.group(1))
        if role and len(role.split()) <= 6:
            rest = (text[: found.start()] + " " + text[found.end() :]).strip()
            return (rest or text), role
    if (found := _LEADING.match(text)) and roles.looks_like_role(found.group(1)):
        return text[found.end() :], roles.tidy(found.group(1))
    if found := _TRAILING.search(text):
        inside = _HOLDS.sub("", _DONE_BY.sub("", found.group(1) or found.group(2)))
        if roles.looks_like_role(inside) and not _NOT_THEIRS.match(inside):
            return text[: found.start()], roles.tidy(inside)
    if (found := _PREFIX.match(text)) and roles.looks_like_role(found.group(1)):
        return text[found.end() :], roles.tidy(found.group(1))
    return text, ""


def by_role(text: str, *, approval: bool = False) -> str:
    """`sign-off by the QA lead` → `QA lead`; an approver may be any proper name."""
    for found in _BY_ROLE.finditer(unbroken(text)):
        words = _WHOSE.split(found.group(1))[-1].split()
        for n in range(len(words), 0, -1):
            if roles.is_head(words[n - 1]) and not re.search(
                r"(?i)\b(?:to|in|on|the end)\b", " ".join(words[:n])
            ):
                return roles.tidy(" ".join(words[:n]))
    if approval and (named := _GIVEN_BY.search(unbroken(text))):
        return roles.tidy(named.group(1))
    return ""


_SIGN_OFF = re.compile(
    r"(?i)^((?:the |our )?[\w /-]{2,40}?)(?:['’]s?)? (?:final |formal )?(?:sign[- ]?off|approval|go-ahead|freigabe)\b"
)


def before_sign_off(text: str) -> str:
    """`Business owner sign-off` → `Business owner`."""
    found = _SIGN_OFF.match(unbroken(text))
    return roles.tidy(found.group(1)) if found and roles.ends_in_role(found.group(1)) else ""


def leading_role(text: str) -> str:
    """`the head of ops by hand` → `head of ops`: the doer that a phrase begins with."""
    return _last_role(re.split(r"(?i)\s(?:by|for|in|on|with|at|to|and)\s", f"{text} ")[0])
