"""What in a list or a sentence is an order, and what is only talk."""

from __future__ import annotations

import re

from prompts.outline import cues, kinds, owners, verbs
from prompts.outline.clauses import Clause, parse
from prompts.outline.cleaning import plain
from prompts.outline.listing import Listing, Node
from prompts.outline.reading import is_aside, without_agenda, without_label
from prompts.outline.sentences import sentences, unbroken

EDITS = re.compile(
    r"(?i)^(?:in|edit|open|update|change)? ?(?:the )?(?:file )?`?([\w./-]+\.(?:ya?ml|json|toml|ini|cfg|conf|properties|xml|tf|gradle|py|txt|md))`?:?$"
)
INSTEAD = re.compile(r"(?i)^(?:or|alternatively|otherwise|if you (?:prefer|want))\b")
_DEFINES = re.compile(
    r"^[^.:–—]{2,50}(?::| --?| –| —) (?:an?|the|any|this is|used|refers|changes?|releases?) ",
    re.IGNORECASE,
)


_HERE_FOLLOWS = re.compile(
    r"(?i)\b(?:the|these) following (?:\w+ ){0,2}(?:actions?|steps?|tasks?|items?|things|checks?)\b|\b(?:do|complete|perform) (?:the following|these)\b|\bin (?:this|the following) order\b"
)
"""`The following actions are done in order.`: an item that only opens the list under it."""


_USED_TO = re.compile(
    r"(?i)^[^.,;:]{2,60}? to (?:upload|publish|deploy|create|build|push|tag|send|release|generate|sign|merge|promote|roll|run|update|verify|check|test|migrate|package|download|prepare|sync|copy|move)\b"
)
"""`Use the console to publish …` is the act, not the movement."""
_GOES_ON = re.compile(
    r"(?i)^(?:and |then |next |finally |lastly |afterwards? |after (?:that|this) ),?"
)
"""`Finally the customers are informed.`: a passive that goes on with the story is its next act."""


def order_of(node: Node) -> Clause:
    """How the first sentence of an item reads."""
    said = sentences(plain(node.block.text)) or [""]
    body, marked = owners.take_marks(without_agenda(said[0])[2])
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


_MARKS = ".,;:!?()[]{}<>@#%*_`'\"/"


def is_wordy(sentence: str) -> bool:
    """Prose is mostly letters; figures, rules and binary junk are not."""
    sentence = sentence[:600]
    letters = sum(c.isalpha() or c == " " for c in sentence)
    if letters * 10 >= len(sentence) * 7:
        return True
    words = sentence.split()[:200]
    known = sum(word.strip(_MARKS).replace("-", "").isalnum() for word in words)
    return known * 2 >= len(words) and any(mark in sentence for mark in "%`<")


def defines(listing: Listing) -> bool:
    """`Standard change - a change that …`: items that explain words."""
    return sum(bool(_DEFINES.match(node.block.text)) for node in listing.items) * 2 > len(
        listing.items
    )


def is_act(clause: Clause, node: Node) -> bool:
    """An order, a doer's act, a state to reach, or a noun with its doer (`Smoke test by QA`)."""
    if without_agenda(plain(node.block.text)[:200])[1]:
        return True
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
        serves = clause.verb == "use" and bool(_USED_TO.search(clause.rest))
        return serves or clause.verb in verbs.STRONG or bool(kinds.inline_command(body))
    if clause.form == "actor":
        gives = clause.verb in verbs.DUTIES and cues.asks_approval(clause.text)
        return clause.verb in verbs.STRONG or clause.verb == "go" or gives
    if clause.form == "event":
        return True
    if clause.form == "passive":
        return (
            (bool(clause.owner) and (clause.modal or cues.asks_approval(body)))
            or (clause.modal and bool(cues.SEQUENCE.match(body)))
            or bool(_GOES_ON.match(body))
            or (bool(cues.WEEKDAY.search(body)) and len(body) < 200)
            or clause.subject.lower() in {"people", "everyone", "everybody"}
        )
    return False


def doers_among(listing: Listing) -> tuple[str, ...]:
    """Labels of a list by doer (`QA:`, `Build:`, `Marketing:`), when most of them are known roles."""
    labels = [
        unbroken(plain(node.block.text)).strip(" :")
        for node in listing.items
        if node.children and node.block.text.rstrip("*_ ").endswith(":")
    ]
    known = sum(bool(owners.list_owner(f"{label}:")) for label in labels)
    return tuple(x for x in labels if " " not in x) if known * 2 > len(labels) > 1 else ()


_STATES = re.compile(
    r"(?i)^(?:the|this|these|that|those|in|it|its|it's|most|there|while|our|we|all|no|any|every|each|a|an)\b.{3,120}?\b(?:is|are|was|were|will be|does not|do not|won't|has|have|there will)\b"
)


def states(clause: Clause, body: str, node: Node) -> bool:
    """A listed sentence that only tells how things are; check boxes are always to be done."""
    return (
        clause.form == "none"
        and node.block.marker != "check"
        and len(body.split()) > 6
        and bool(_STATES.match(clause.text))
        and not cues.asks_approval(body)
    )


def is_label(text: str, node: Node) -> bool:
    """A short item that only names the items under it."""
    if not node.children:
        return False
    words = unbroken(text).strip(" :").split()
    ends = text.rstrip().endswith(":")
    if _HERE_FOLLOWS.search(text) and len(node.children) > 1:
        return True
    if ends and len(words) <= 6 and (cues.TIME.search(text) or len(words) == 1):
        return True
    return (
        len(words) <= 6
        and (text.rstrip().endswith(":") or len(words) <= 4)
        and parse(text).form not in ("imperative", "actor", "passive")
    )
