"""Which items of a list are steps: what its markers, its introduction and its title say."""

from __future__ import annotations

import re
from typing import Literal

from prompts.outline import verbs
from prompts.outline.clauses import Clause
from prompts.outline.listing import Listing
from prompts.outline.sections import Section
from prompts.outline.sections import orders as names_work
from prompts.outline.telling import defines

Wanted = Literal["all", "orders", "approvals", "none"]
STEPS_INTRO = re.compile(
    r"(?i)\b(?:steps?|tasks?|checklist|process|procedure|following (?:order|sequence)|to-?dos?|schritte|aufgaben|étapes|pasos|passos)\b[^.]{0,60}:\s*$"
)
_KINDS_INTRO = re.compile(
    r"(?i)\b(?:types?|kinds?|ways?|reasons?|options?|criteria|rules?|principles?|sections?|parts?|levels?|cases?|goals?|benefits?|categories|possibilities|factors|things to (?:know|consider))\b[^.]{0,40}:\s*$"
)
_DUTY_INTRO = re.compile(
    r"(?i)\bresponsib\w+[^.]{0,60}:?\s*$|\bincludes?\b[^.]{0,30}:\s*$|\bcontains?\b\s*:?\s*$"
)


def wanted_of(
    listing: Listing, orders: list[Clause], intro: str, section: Section, *, foreign: bool
) -> Wanted:
    """`all` items are steps, only the `orders` or `approvals` among them, or `none`."""
    markers = {node.block.marker for node in listing.items}
    if "check" in markers:
        return "all"
    telling = sum(
        (c.form in ("imperative", "actor") and c.verb not in verbs.DUTIES) or c.form == "passive"
        for c in orders
    )
    mostly = telling * 2 >= len(orders)
    announced = bool(STEPS_INTRO.search(intro))
    if section.background and not announced:
        acts = section.calendar and "check" not in markers and telling * 3 >= len(orders) * 2
        return "orders" if acts and len(orders) > 1 else "approvals"
    if _DUTY_INTRO.search(intro) and not announced:
        return "none"
    if "number" in markers:
        return "orders" if _KINDS_INTRO.search(intro) or defines(listing) else "all"
    if foreign:
        return "all"
    if (
        announced
        or section.procedural
        or section.staged
        or (names_work(section.title) and not intro.endswith(":"))
    ):
        return "all" if mostly else "orders"
    return "orders"
