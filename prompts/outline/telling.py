"""What in a list or a sentence is an order, and what is only talk."""
# ruff: noqa: E501 -- patterns and word lists are read as wholes

from __future__ import annotations

import re

from prompts.outline import cues, kinds, owners, verbs
from prompts.outline.clauses import Clause, parse
from prompts.outline.cleaning import plain
from prompts.outline.listing import Listing, Node
from prompts.outline.reading import is_aside, without_label
from prompts.outline.sentences import sentences, unbroken

EDITS = re.compile(
    r"(?i)^(?:in|edit|open|update|change)? ?(?:the )?(?:file )?`?([\w./-]+\.(?:ya?ml|json|toml|ini|cfg|conf|properties|xml|tf|gradle|py|txt|md))`?:?$"
)
INSTEAD = re.compile(r"(?i)^(?:or|alternatively|otherwise|if you (?:prefer|want))\b")
_DEFINES = re.compile(
    r"^[^.:–—]{2,50}(?::| --?| –| —) (?:an?|the|any|this is|used|refers|changes?|releases?) ",
    re.IGNORECASE,
)


def order_of(node: Node) -> Clause:
    """How the first sentence of an item reads."""
    said = sentences(plain(node.block.text)) or [""]
    body, marked = owners.take_marks(said[0])
    _, body = without_label(body)
    return parse(body, owned=bool(marked), item=True)


def announces(intro: str) -> bool:
    """`To create the branch:` or `Then upload the files:` before a command is the step itself."""
    if is_aside(intro) or INSTEAD.match(intro):
        return False
    clause = parse(intro.rstrip(": "))
    return clause.form in ("imperative", "actor") or bool(
        re.match(r"(?i)^(?:and |then |in order )*to \w+", intro)
    )


def is_approval_by(clause: Clause) -> bool:
    """`… must be approved by the director`: a gate, wherever the document states it."""
    return (
        clause.form in ("passive", "actor", "event")
        and bool(clause.owner)
        and cues.asks_approval(clause.text)
    )


def is_calendar(text: str) -> bool:
    """A row of weekdays is the head of a calendar, and what stands under it are its cells."""
    return any(len(set(cues.WEEKDAY.findall(line.lower()))) >= 4 for line in text.split("\n")[:20])


def is_wordy(sentence: str) -> bool:
    """Prose is mostly letters; figures, rules and binary junk are not."""
    letters = sum(c.isalpha() or c == " " for c in sentence)
    return (
        letters * 10 >= len(sentence) * 7 or "%" in sentence or "`" in sentence or "<" in sentence
    )


def defines(listing: Listing) -> bool:
    """`Standard change - a change that …`: items that explain words."""
    return sum(bool(_DEFINES.match(node.block.text)) for node in listing.items) * 2 > len(
        listing.items
    )


def is_act(clause: Clause, node: Node) -> bool:
    """An order, a doer's act, a state to reach, or a noun with its doer (`Smoke test by QA`)."""
    if clause.form in ("imperative", "actor"):
        return clause.verb not in verbs.DUTIES
    if clause.form in ("passive", "event"):
        return clause.modal or bool(clause.owner) or clause.form == "event"
    text = plain(node.block.text)[:300]
    if EDITS.match(unbroken(text)) and any(block.kind == "code" for block in node.inner):
        return True
    return (cues.asks_approval(text) and len(text.split()) <= 12) or (
        bool(owners.by_role(text)) and len(text.split()) <= 8
    )


def tells(clause: Clause, body: str) -> bool:
    """True when prose gives an order or reports a doer's act; gestures and duties do not count."""
    if body.rstrip().endswith("?"):
        return False
    if clause.form == "imperative":
        if " " not in body.strip() and not body.rstrip().endswith((".", "!")):
            return False  # one bare word is a title
        return clause.verb in verbs.STRONG or bool(kinds.inline_command(body))
    if clause.form == "actor":
        gives = clause.verb in verbs.DUTIES and cues.asks_approval(clause.text)
        return clause.verb in verbs.STRONG or clause.verb == "go" or gives
    if clause.form == "event":
        return True
    if clause.form == "passive":
        return (
            (bool(clause.owner) and (clause.modal or cues.asks_approval(body)))
            or (clause.modal and bool(cues.SEQUENCE.match(body)))
            or (bool(cues.WEEKDAY.search(body)) and len(body) < 200)
            or clause.subject.lower() in {"people", "everyone", "everybody"}
        )
    return False


def is_label(text: str, node: Node) -> bool:
    """A short item that only names the items under it."""
    if not node.children:
        return False
    words = unbroken(text).strip(" :").split()
    return (
        len(words) <= 6
        and (text.rstrip().endswith(":") or len(words) <= 4)
        and parse(text).form not in ("imperative", "actor", "passive")
    )
