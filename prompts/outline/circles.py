"""Order that runs in a circle: `deploy needs the sign-off, the sign-off needs the deploy`."""

from __future__ import annotations

import re

MOST_CLAIMS = 60
LONGEST = 2_000
_PART = re.compile(r"[.;\n]+\s*|,\s+(?:and\s+|but\s+)?|\s+(?:and|but|while)\s+")
_WAITS = re.compile(
    r"(?i)^(?P<later>.{2,80}?)\s+(?:(?:can |may |must |should |is |are |has |have |will )?(?:only |just )?(?:to )?(?:be )?(?:done |happens? |starts? |runs? |comes? |goes |begins? |given |allowed |possible )?(?:out |only )?(?:after|once)|needs?|requires?|waits? (?:for|on|until)|depends? on|is blocked by|can'?t (?:start|happen|go|begin) (?:before|until|without))\s+(?P<first>.{2,80})$"
)
_BEFORE = re.compile(
    r"(?i)^(?P<first>.{2,80}?)\s+(?:(?:comes|happens|goes|runs|is|must be|has to be)\s+(?:done )?)?before\s+(?P<later>.{2,80})$"
)
_LITTLE = frozenset(
    "the a an is are be been has have it its of to for in on and or our we only that this team step must should can will with by from all new release finished done complete completed".split()
)


def circle_in(text: str) -> tuple[str, ...]:
    """What waits for itself by the text's own words, in the order of the circle; empty if nothing."""
    if len(text) > LONGEST:
        return ()  # long texts speak of the same thing in many places
    edges: dict[frozenset[str], list[frozenset[str]]] = {}
    names: dict[frozenset[str], str] = {}
    for part in _PART.split(text)[:400]:
        found = _WAITS.match(part.strip()) or _BEFORE.match(part.strip())
        if not found or len(edges) > MOST_CLAIMS:
            continue
        later, first = _node(found.group("later"), names), _node(found.group("first"), names)
        if later and first and later != first:
            edges.setdefault(later, []).append(first)
    return next(
        (tuple(names[node] for node in path) for start in edges if (path := _walk(start, edges))),
        (),
    )


def _node(words: str, names: dict[frozenset[str], str]) -> frozenset[str]:
    """The known thing that shares a word's beginning, or a new one."""
    stems = frozenset(
        word[:5]
        for word in re.findall(
            r"[^\W\d_]+",
            words.lower().replace("sign-off", "signoff").replace("sign off", "signoff"),
        )
        if word not in _LITTLE
    )
    for known in names:
        if known & stems:
            return known
    if stems:
        names[stems] = re.sub(r"(?i)^(?:the|a|an|our) ", "", words.strip(" .,!"))[:60]
    return stems


def _walk(
    start: frozenset[str], edges: dict[frozenset[str], list[frozenset[str]]]
) -> list[frozenset[str]]:
    """The way from `start` back to itself, if there is one."""
    stack: list[list[frozenset[str]]] = [[start]]
    seen: set[frozenset[str]] = set()
    while stack:
        path = stack.pop()
        for ahead in edges.get(path[-1], ()):
            if ahead == start:
                return path
            if ahead not in seen:
                seen.add(ahead)
                stack.append([*path, ahead])
    return []
