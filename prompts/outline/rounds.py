"""The same acts in one place after another: `Deploy, test, sign off. First staging, then prod.`"""

from __future__ import annotations

import re

from prompts.outline import cues, kinds, naming, owners, roles
from prompts.outline.cleaning import plain
from prompts.outline.phases import Phase
from prompts.outline.sentences import quote, sentences, unbroken
from prompts.outline.step import Step

LONGEST = 3_000
_PLACES = re.compile(
    r"(?i)^(?:(?:we |all )?(?:do |run |repeat )?(?:this |that |these |it |the same )?(?:steps )?)?(?:first|starting with|for|on|in|to) (?:the )?([\w-]+(?: [\w-]+)?)(?:,| and)? (?:and )?then (?:on |in |to |for )?(?:the )?([\w-]+(?: [\w-]+)?)((?:,? (?:and )?(?:then|finally|last) (?:on |in |to |for )?(?:the )?[\w-]+(?: [\w-]+)?)*)[.!]?$"
)
_MORE = re.compile(r"(?i)(?:then|finally|last) (?:on |in |to |for )?(?:the )?([\w-]+(?: [\w-]+)?)")
_ACTS = re.compile(
    r"(?i)^[\w-]+(?: [\w-]+){0,2}(?:, (?:and |then )?[\w-]+(?: [\w-]+){0,2}){1,7}[.!:]?$"
)
_HOLDER = re.compile(
    r"(?i)\b(?:is|by|it['’]?s|it is|belongs to|from)\s+(?!done|made|given|performed|run|handled)((?:the |an? )?[^.,;]{2,60})"
)
_PREPOSITION = {
    "deploy": "to",
    "roll": "to",
    "rollout": "to",
    "release": "to",
    "publish": "to",
    "promote": "to",
}


def rounds(text: str) -> list[Phase]:
    """A phase for every place with every act in it; nothing unless the text says both lists."""
    said = (
        [unbroken(plain(each)) for each in sentences(text[:LONGEST])] if len(text) < LONGEST else []
    )
    placed = next((found for each in said if (found := _PLACES.match(each))), None)
    listed = next((each for each in said if _ACTS.match(each) and not _PLACES.match(each)), "")
    if not placed or not listed:
        return []
    places = [placed.group(1), placed.group(2), *_MORE.findall(placed.group(3) or "")]
    acts = [re.sub(r"(?i)^(?:and|then) ", "", act.strip(" .!:")) for act in listed.split(",")]
    told = [each for each in said if each != listed and not _PLACES.match(each)]
    facts = [fact for each in told for fact in re.split(r",\s+|;\s+", each)]
    return [
        Phase(place, [_step(act, place, places, facts, listed, acts) for act in acts])
        for place in places
    ]


def _step(
    act: str, place: str, places: list[str], facts: list[str], listed: str, acts: list[str]
) -> Step:
    """One act in one place: the facts about the act, then those that name the place, decide."""
    owner, source, current = "", "", ""
    machine = False
    for fact in facts:
        low = fact.lower()
        current = next(
            (each for each in acts if each.lower().replace("-", " ") in low.replace("-", " ")),
            current,
        )
        named = [each for each in places if re.search(rf"\b{re.escape(each.lower())}\b", low)]
        if current != act or (named and place not in named):
            continue
        machine = machine or bool(cues.AUTOMATIC.search(fact))
        source = source or fact
        for found in _HOLDER.finditer(fact):
            role = owners.leading_role(found.group(1))
            if role and (named or not owner):
                owner, source = role, fact
    approval = cues.asks_approval(act)
    first = act.split(maxsplit=1)[0].lower()
    name = f"{act} {_PREPOSITION.get(first, 'on')} {place}" if not approval else f"{place} {act}"
    return Step(
        name=naming.shorten(name), text=act, verb=first, owner="" if machine else roles.tidy(owner), approval=approval,
        kind="automated" if machine and not approval else kinds.kind_of(act, first if not owner else "test", command="", machine=False, approval=approval),
        evidence=quote(source or listed),
    )  # fmt: skip
