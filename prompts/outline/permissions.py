"""Who alone may do what stands here: `only a PMC member may do this`, in a note or a sentence."""

from __future__ import annotations

import re

from prompts.outline import roles

_WHO = r"(?P<who>(?:(?:an?|the|our|any|members? of (?:the )?) ?)?(?:[\w'’/-]+ ){0,4}?[\w'’/-]+)"
_THIS = r"(?P<this>this|that|these|those|the (?:following|next|above|previous|rest))"
_CLAIMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i)\bonly {_WHO} (?:may|can|should|must|will be able to|(?:is|are) (?:allowed|permitted|able|authori[sz]ed) to|ha(?:s|ve) (?:the )?(?:permissions?|rights?|access|privileges?) to) (?:do|perform|run|execute|complete|carry out|take) {_THIS}\b",
        rf"(?i)\b{_THIS}(?: \w+)? (?:(?:can|may|must|should|has to|have to|needs? to) )?(?:only |always )?(?:be )?(?:is |are )?(?:only )?(?:be )?(?:done|performed|run|executed|completed|carried out) (?:only )?by {_WHO}(?=[.,;)]|$)",
        rf"(?i)\b(?:you )?(?:need|must|have)(?: to)? be {_WHO} (?:to (?:do|perform|run|complete|execute)|for) {_THIS}\b",
        rf"(?i)\b{_THIS}(?: \w+)? (?:requires?|needs?) {_WHO} (?:permissions?|rights?|access|privileges?|role)\b",
    )
)
LONGEST = 600


def permitted(text: str) -> tuple[str, bool]:
    """The role that alone may do the steps spoken of, and whether it is one step; ("", False) if none."""
    for claim in _CLAIMS:
        if found := claim.search(text[:LONGEST]):
            words = re.sub(r"(?i)^members? of (?:the )?", "", found.group("who")).split()
            while words and not roles.is_head(words[-1]):
                words.pop()
            role = roles.tidy(" ".join(words))
            if role and roles.looks_like_role(role):
                return role, found.group("this").lower() in ("this", "that")
    return "", False
