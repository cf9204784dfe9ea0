"""One sentence read: who does what, in which grammatical form, under which condition."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from prompts.outline.cleaning import BREAK
from prompts.outline.forms import actor, gerund, headless, imperative
from prompts.outline.states import done, event, passive
from prompts.outline.words import SUBORDINATE, Clause, verb_like

__all__ = ["Clause", "is_subordinate", "lead", "parse"]

_ADVERBS = re.compile(
    r"(?i)^(?:(?:please|pls|now|then|and then|and|also|next|finally|lastly|afterwards?|after that|after this|first(?:ly)?|(?:second|third)(?:ly|(?=[,:]))|again|"
    r"manually|optionally|locally|immediately|simply|just|instead|otherwise|alternatively|additionally|in addition|in parallel|meanwhile|at the same time|as usual|at this (?:point|stage|time)|"
    r"subsequently|once more|carefully|quickly|thoroughly|regularly|so|here|recommended|required|optional|todo|action|gently|gradually)\b[,:]?\s+|(?:step|schritt) \d+[.:)]\s*|[-–—>*•]\s+)+"
)
_YOU = re.compile(
    r"(?i)^(?:(?:it(?:'s| is)(?: also)? (?:a )?(?:good idea|time|important|necessary|required|recommended|best|advisable|crucial|critical)(?: practice)? to|you are (?:now )?ready to|(?:now )?time to |be sure to|make sure to|ensure to|don'?t forget to|do not forget to|remember to|try to|feel free to|"
    r"the (?:final|first|next|last|second|third) (?:step|thing|task) is to|(?:final|first|next|last) step is to|(?:you|we|one|they)\b(?:'ll|’ll| will)? ?(?:(?:should|must|shall|can|could|may|might|would|also|then|now|first|always|still|(?:need|needs|have|want|are going|are able|are required|will have|'d like)(?= (?:also |then )?to)|to) )*))\s*"
)
_DATED = re.compile(
    r"(?i)^(?:on|by|every|each|at|until) (?:the )?(?:(?:last|first|next|same|following) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|day \d+|release day|\d{1,2}(?::\d\d)? ?(?:am|pm)?)(?: of (?:every|each|the) (?:month|week|quarter|sprint|cycle|year))?(?: (?:morning|noon|afternoon|evening|night|at \d{1,2}(?::\d\d)? ?(?:am|pm|utc)?))?,?\s+(?=\w)"
)
_READY = re.compile(
    r"(?i)^(?:when|once|after|as soon as|if) .{2,60}? (?:is|are|has|have)(?: been)? (?:\w+ly )?(?:finished|done|completed?|ready|passed|green|approved|merged|successful|over),?\s+(?=\w|<@|@)"
)
_IN_FILE = re.compile(
    r"(?i)^(?:in|inside|at|on top of) (?:the (?:file )?)?`?[\w./-]{1,80}\.[a-z]{1,6}`?,? (?=\w)"
)
"""`In config.yaml bump the version`: where, before what; no comma parts them."""
_THEN_WE = re.compile(
    r"(?i)^((?:once|when|after|as soon as) (?!we\b|you\b)[^,.]{4,80}?),? (?=we (?!are|have|had|were|get|see)\w+)"
)
_ONLY = re.compile(
    r"(?i)^only (?=(?:an?|the|our|members?|[A-Z][\w-]+)\b(?! (?:if|when|after|once|for)))"
)
_INVERTED = re.compile(
    r"(?i)^((?:only |not )?(?:when|after|once|then|if|until|before)\b[^,.]{0,80}?) (?:may|can|must|should|shall|will|does|do) (?=(?:the|an?|our|we)\b)"
)
"""`Only when both agree may the release manager publish`: the doer stands behind the modal."""


_JOB = re.compile(
    r"(?i)^((?:the |our )?(?:[\w-]+ ){0,2}[\w-]+?)(?:['’]s?)? (?:job|task|duty|responsibility|role) is to (?=\w)"
)
"""`The captain's job is to cut the branch`: what the doer does."""
_TOGETHER = re.compile(
    r"(?i) (?:sits?|gets?|comes?|meets?|works?)(?: down)?(?: together| up)? (?:and|to|in order to) (?:go )?(?=\w)"
)


def lead(text: str) -> tuple[str, str]:
    """Strip adverbs, `you should` and a first subordinate clause; give the rest and the condition."""
    condition: list[str] = []
    for _ in range(4):
        before = text
        if dated := _DATED.match(text):
            condition.append(dated.group(0).strip(" ,"))
            text = text[dated.end() :]
        text = _ADVERBS.sub("", text.lstrip(" ,:" + BREAK), count=1)
        found = _YOU.match(text)
        if found and found.end() < len(text) and found.end() > 0:
            text = text[found.end() :]
        text = _ONLY.sub("", text)
        if (found := _INVERTED.match(text) or _THEN_WE.match(text)) and not condition:
            condition.append(found.group(1))
            text = text[found.end() :]
        if (
            (place := _IN_FILE.match(text))
            and not condition
            and verb_like(text[place.end() :].split()[0])
        ):
            condition.append(place.group(0).strip())
            text = text[place.end() :]
        if (ready := _READY.match(text)) and not condition:
            condition.append(ready.group(0).strip(" ,"))
            text = text[ready.end() :]
        elif SUBORDINATE.match(text) and not condition:
            comma = text.find(", ", 0, 200)
            if comma > 0 and len(text) - comma > 6:
                condition.append(text[:comma])
                text = text[comma + 2 :]
        if text == before:
            break
    return text, " ".join(condition)


@lru_cache(maxsize=4096)
def parse(sentence: str, *, owned: bool = False, item: bool = False) -> Clause:
    """Read one sentence; total: what it cannot read has the form `none`.

    `owned`: its doer was cut off in front (`@dana opens …`). `item`: it stands in a list, where
    `Tag created` reports what is to be done.
    """
    text, condition = lead(_TOGETHER.sub(" must ", _JOB.sub(r"\1 must ", sentence), count=1))
    words = text.replace(BREAK, " ").split()[:60]
    if not words:
        return Clause(text=text, condition=condition)
    found = (
        (headless(text, words) if owned else None) or actor(text, words) or imperative(text, words)
        or event(text) or passive(text) or (done(text) if item else None) or gerund(text, words)
        or Clause(text=text)
    )  # fmt: skip
    if found.form == "none" and not condition and (late := _late_doer(text)):
        return late
    return replace(found, condition=condition) if condition else found


_ARTICLE = re.compile(r"\s(?=(?:the|an?|our)\s)")
_EARLY = re.compile(
    r"(?i)^(?:after|once|when|before|during|at|on|each|every|as soon as|following|upon)\b"
)


def _late_doer(text: str) -> Clause | None:
    """`After the meeting the captain starts the build`: no comma parts the condition from the doer."""
    if not _EARLY.match(text):
        return None
    for found in list(_ARTICLE.finditer(text, 4, 120))[:4]:
        rest = text[found.end() :]
        late = actor(rest, rest.replace(BREAK, " ").split()[:60])
        inside = late.owner.lower().split()[1:] if late else []
        if late and late.owner and not {"the", "a", "an", "our"} & set(inside):
            return replace(late, condition=text[: found.start()])
    return None


def is_subordinate(text: str) -> bool:
    """`when both are done`: a condition without its main clause."""
    return bool(SUBORDINATE.match(text.lstrip(" ," + BREAK)))
