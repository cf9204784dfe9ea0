"""A sentence to a step: form, owner, approval, type, name and quotation together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from prompts.outline import cues, kinds, naming, owners, roles, verbs
from prompts.outline.clauses import Clause, parse
from prompts.outline.sentences import quote, unbroken
from prompts.outline.step import Step
from prompts.outline.words import bare

_PRECONDITION = re.compile(
    r"(?i)^(?:ensure|make sure|verify|check|confirm)(?: that)? (?:you(?:'re| are| have|r)|we are)\b"
)
_POINTER = re.compile(
    r"(?i)^(?:thank (?:you|u|y'all)|check out (?:the |our |this |some |a )?(?:previous|past|earlier|last|existing|recent|example|docs?|documentation|guide|page|wiki|faq|handbook|article|http)|refer to|see|consult|for (?:more|further|details)|more (?:info|details)|read (?:more|about|the)|follow (?:the )?link|visit|no need|check (?:the )?(?:next|previous|following|above|below) section|(?:proceed|continue|move on|go on|go)(?: \w+)? (?:to|with) (?:the )?(?:next|following|step \d))\b"
)
_PLACEHOLDER = re.compile(r"(?i)^(?:item|issue|task|todo|tbd|n/a|\.\.\.|…|step)\s*\d*[.:]?$")
_WAITING = re.compile(
    r"(?i)(?<=[\w,;)])\s+(?:after|once|until|when|as soon as|before|provided)\s(?!(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d|noon|tomorrow)"
)
_PURPOSE = re.compile(r"(?i)^(?:in order )?to ([a-z][\w-]+ [^,]{3,120})$")


_AGENDA = re.compile(
    r"^([^:–—]{2,40}):\s+([^:–—]{0,8}(?:(?i:mon|tue|wed|thu|fri|sat|sun|day|week|t ?[-+] ?\d|\d{1,2}[:.]\d\d|\d ?[ap]m)[\w .:–-]{0,30}))\s+[–—-]\s+(?=\S)"
)


def without_agenda(text: str) -> tuple[str, str, str]:
    """`UAT: Tue-Wed — finance tests`: what, when, and behind the dash the step itself."""
    if found := _AGENDA.match(text):
        return found.group(1).strip(), found.group(2).strip(), text[found.end() :]
    return "", "", text


_HEADED = re.compile(
    r"(?i)^(?:role|purpose|goals?|audience|scope|objective|context|why|background):\s"
)
_ABOUT = frozenset({"on", "about", "that", "for", "from", "to", "of", "and", "are", "is"})


@dataclass(slots=True)
class Context:
    """What the place of a sentence lends it."""

    standing: str = ""
    owner: str = ""
    optional: bool = False
    short_forms: dict[str, str] = field(default_factory=dict)
    foreign: bool = False
    doers: tuple[str, ...] = ()
    """One-word labels of a list most of whose labels name doers: they all do."""
    doer: bool = False
    """Under a label that names who does it, acts begin with their verb (`Tags the build`)."""
    item: bool = False
    """Inside a list."""
    budget: list[int] = field(default_factory=lambda: [0])
    """How many steps were read so far; shared by the whole document."""
    brief: bool = False
    """A message of a few lines, where one line of acts may be all there is."""
    titles: tuple[frozenset[str], ...] = ()
    """The document's own titles, by which a table of contents is known."""


def is_aside(text: str) -> bool:
    """Notes, pointers, examples and warnings: they speak about steps and are none."""
    words = naming.tidy(unbroken(text[:160])).split()
    if not words:
        return True
    first = words[0].lower().strip(".,:;!()")
    return (
        (
            first in verbs.ASIDES
            and not (
                first == "notes"
                and words[1:2]
                and words[1].islower()
                and words[0][-1] != ":"
                and words[1] not in _ABOUT
            )
        )
        or words[1:2] == ["="]
        or bool(_HEADED.match(text.lstrip("*_ ")))
        or bool(_POINTER.match(" ".join(words)))
        or bool(_PLACEHOLDER.match(" ".join(words)))
    )


def is_precondition(text: str) -> bool:
    return bool(_PRECONDITION.match(unbroken(text)))


def owner_of(clause: Clause, marked: str, context: Context, text: str, *, approval: bool) -> str:
    """The nearest claim wins: the sentence's doer, its mark, its list, the standing performer."""
    if clause.machine or (
        marked and roles.MACHINES.match(marked) and not roles.is_head(marked.rsplit(maxsplit=1)[-1])
    ):
        return ""
    named = clause.owner or marked
    if approval:
        named = owners.by_role(text, approval=True) or owners.before_sign_off(text) or named
    elif clause.form == "none":
        named = named or owners.by_role(text)
    named = named or context.owner or context.standing
    words = named.split()
    if len(words) == 1 and (full := context.short_forms.get(words[0].rstrip("s").lower())):
        return full
    return named


def signs_alone(clause: Clause) -> str:
    """`QA signs off` → `QA sign-off`: where the sentence does not say what, the name says whose."""
    act = {"sign": "sign-off", "sign-off": "sign-off", "approve": "approval"}.get(clause.verb)
    alone = clause.form == "actor" and bare(unbroken(clause.rest)) in ("", "off")
    if not act or not alone or clause.machine or not clause.owner or roles.mentions(clause.owner):
        return ""
    return f"{clause.owner[:1].upper()}{clause.owner[1:]} {act}"


def make(text: str, context: Context, *, clause: Clause | None = None, marked: str = "") -> Step:
    """Read `text` (one sentence, cleaned) as a step, whatever its form."""
    body = text
    if not marked:
        body, marked = owners.take_marks(text)
    label, body = without_label(body)
    clause = clause or parse(body, owned=bool(marked or context.doer), item=context.item)
    said = clause.text if clause.condition else body
    if clause.verb not in ("wait", "ask", "get", "obtain", "hold", "stop", "pause"):
        said = _WAITING.split(said, maxsplit=1)[0]
    alone = signs_alone(clause)
    approval = bool(alone) or cues.asks_approval(said)
    command = kinds.inline_command(body)
    verb = clause.verb
    name = alone or naming.name_of(clause)
    if (
        clause.condition
        and verb in ("run", "use", "execute", "do", "type", "call", "issue", "follow")
        and (purpose := _PURPOSE.match(unbroken(clause.condition)))
    ):
        name = naming.shorten(purpose.group(1))
    if label and len(name) < 4:
        name = naming.shorten(label)
    return Step(
        name=name or naming.shorten(body),
        text=body,
        verb=verb,
        owner=owner_of(clause, marked, context, body, approval=approval),
        kind=kinds.kind_of(
            body,
            verb,
            command=command,
            machine=clause.machine or bool(marked and roles.MACHINES.match(marked)),
            approval=approval,
            owner=clause.owner or marked,
        ),
        approval=approval,
        needed=cues.quorum(cues.without_code(body)) if approval else 1,
        when=cues.timing(unbroken(cues.without_code(text))),
        evidence=quote(clause.text if len(clause.text) > 12 else body) or quote(text),
        optional=context.optional
        or clause.conditional
        or bool(cues.OPTIONAL.search(unbroken(text))),
        command=command,
        condition=clause.condition or (clause.text if clause.form == "none" else ""),
        beside=bool(cues.PARALLEL.search(unbroken(text))),
    )


def without_label(text: str) -> tuple[str, str]:
    """`Planning: Plan the change` → the label and the order behind it."""
    found = re.match(r"^((?:[^:.`]|\.(?=\w)){2,50}):\s+(?=\S)", text)
    if not found:
        return "", text
    rest = text[found.end() :]
    behind = parse(rest)
    if behind.form in ("imperative", "actor", "event") and (
        len(found.group(1).split()) <= 2 or not parse(found.group(1)).verb
    ):
        return found.group(1), rest
    return "", text
