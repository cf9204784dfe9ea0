"""The sentences that are understood, each as what it says with its parts by name."""

from __future__ import annotations

import re
from typing import Final

_PLACE = (
    r"(?P<how>(?:directly |right |just |immediately )?(?:after|behind|before|ahead of|in front of)"
    r"|(?:in )?parallel (?:with|to)|alongside|beside|at the same time as|together with)"
)
_SHALL = r"(?: (?:should|must|shall|has to|needs to|will))?"
_SIGN = r"(?:sign[- ]?offs?|approvals?)"
_N = r"(?P<n>one|two|three|four|five|six|\d{1,2}|all|everybody|everyone|a majority|the majority)"
_BY = r"(?:by|from|of)"
_MOVE, _ADD = "(?:move|put|shift|bring)", "(?:add|insert)"
_END = r"(?P<end>beginning|start|top|front|end|bottom)(?: of (?P<y>.+))?"
_IS = rf"{_SHALL} (?:is|be|becomes|runs) (?:now )?"
_NOT = "(?:does not|doesn't|no longer|need not)"
_KIND = "(?P<type>automated|automatic|manual)"
_MADE = "automatically|by hand|done by hand|done by people"
_YES = "(?P<yes>optional|required|mandatory|not optional)(?: now)?"
_COMES = "(?:comes?|goes?|go|runs?|happens?|is|be|starts?)(?: done)?"
_NEEDS = rf"{_SHALL} (?:needs?|requires?)"


def _sentence(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^{pattern}$", re.IGNORECASE)


SENTENCES: Final = tuple(
    (name, _sentence(pattern))
    for name, pattern in (
        ("rename", r"rename (?P<x>.+?) (?:to|into|as) (?P<name>.+)"),
        ("rename", rf"(?P<x>.+?){_SHALL} (?:be |is )?(?:now )?(?:called|named) (?P<name>.+)"),
        ("unsign", rf"(?:remove|delete|drop) the {_SIGN} (?:of|from|on|for) (?P<x>.+)"),
        ("unsign", rf"(?P<x>.+?) (?:needs|requires) no {_SIGN}"),
        (
            "not_wait",
            rf"(?P<x>.+?) {_NOT} (?:waits?|depends?) (?:for|on) (?P<y>.+)",
        ),
        ("wait", r"(?P<x>.+?) (?:waits? for|depends? on) (?P<y>.+)"),
        ("place", rf"(?:{_MOVE}|run|do) (?P<x>.+?) (?:to )?{_PLACE} (?P<y>.+)"),
        (
            "place_in",
            rf"{_MOVE} (?P<x>.+?) to the {_END}",
        ),
        ("place_in", rf"{_MOVE} (?P<x>.+?) (?:to|into) (?P<y>.+)"),
        ("add", rf"{_ADD} (?P<x>.+?) {_PLACE} (?P<y>.+)"),
        (
            "add_in",
            rf"{_ADD} (?P<x>.+?) at the {_END}",
        ),
        ("add_in", rf"{_ADD} (?P<x>.+?) (?:to|in|into) (?P<y>.+)"),
        ("add_in", rf"{_ADD} (?P<x>.+)"),
        ("remove", r"(?:remove|delete|drop|take out|get rid of|cut) (?P<x>.+)"),
        ("owner", r"(?:make|let) (?P<r>.+?) (?:the )?(?:owner of|own) (?P<x>.+)"),
        ("owner", r"assign (?P<x>.+?) to (?P<r>.+)"),
        ("owner", r"the owner of (?P<x>.+?) is (?:now )?(?P<r>.+)"),
        ("owner", rf"(?P<x>.+?){_SHALL} (?:is|be) (?:now )?owned by (?P<r>.+)"),
        ("owner", r"(?P<x>.+?) belongs to (?P<r>.+)"),
        ("owner", r"(?P<r>.+?) owns (?P<x>.+)"),
        ("failure", r"(?:if|when) (?P<x>.+?) fails,? (?P<do>.+)"),
        ("failure", r"(?P<do>ignore) (?:the )?failures? of (?P<x>.+)"),
        ("optional", rf"make (?P<x>.+?) {_YES}"),
        (
            "optional",
            rf"(?P<x>.+?){_IS}{_YES}",
        ),
        ("type", rf"make (?P<x>.+?) {_KIND}"),
        (
            "type",
            rf"(?P<x>.+?){_IS}(?P<type>automated|automatic|manual|{_MADE})",
        ),
        ("pipeline", r"(?P<x>.+?) runs (?:the )?pipeline (?P<name>.+)"),
        (
            "signed",
            rf"(?P<x>.+?){_NEEDS} {_N} {_SIGN}(?: {_BY} (?P<r>.+))?",
        ),
        (
            "signed",
            rf"(?P<x>.+?){_NEEDS} (?:an? |the )?{_SIGN} {_BY} (?P<r>.+)",
        ),
        ("signed", rf"(?P<x>.+?){_SHALL} (?:is|be|gets) (?:signed(?: off)?|approved) by (?P<r>.+)"),
        ("signed", r"(?P<r>.+?) (?:signs?(?: off)?|approves?) (?P<x>.+)"),
        (
            "place",
            rf"(?P<x>.+?){_SHALL} {_COMES} {_PLACE} (?P<y>.+)",
        ),
    )
)
