"""The small words that carry order, approval, conditions and time, in five languages."""

from __future__ import annotations

import re
from typing import Final

_CODE = re.compile(r"`[^`]{0,400}`")

PARALLEL: Final = re.compile(
    r"(?i)\b(?:in parallel|parallel(?:ly)? (?:to|with)|meanwhile|at the same time|simultaneously|"
    r"concurrently|while (?:this|that|these|those|it|waiting|the)\b|side by side|"
    r"gleichzeitig|parallel|währenddessen|en parallèle|en paralelo|em paralelo|al mismo tiempo|ao mesmo tempo)\b"
)
OF_SEVERAL: Final = re.compile(
    r"(?i)^(?:(?:the|these|those) (?:two|three|four|five|following|steps?|tasks?|sign-?offs?|checks?|items?|activities)|these|both|all (?:of )?(?:these|them|steps?)|they|everything here)\b"
)
"""`The two can happen in parallel`: said of the whole list under it."""
ANY_ORDER: Final = re.compile(
    r"(?i)\b(?:in any order|no particular order|order (?:does not|doesn'?t) matter|not ordered)\b"
)
ORDER_CLAUSE: Final = re.compile(
    r"(?i)\s*[,;(–—-]*\s+\(?(?:(?:can|may) (?:also )?(?:start|run|begin|happen|go) )?(?:only )?(?:after|once|when|as soon as|following|upon|in parallel (?:with|to)|parallel to|together with|at the same time as|alongside)\s+(?:(?=[^.:]{0,80}\b(?:sign-?offs?|approv\w+|steps? \d|phases? \d|both|all|each|everything|these|those|previous|above|preceding)\b)[^.:()]{2,90}(?:\([^()]{0,60}\))?\)?|(?:(?<=, after )|(?<=, once ))[A-Z][^.:()]{2,60})$"
)
"""`…, after both sign-offs`: says when a step may begin; no part of what it is called."""
SEQUENCE: Final = re.compile(
    r"(?i)^(?:then|next|after (?:that|this|which)|afterwards?|finally|lastly|once|subsequently|"
    r"danach|dann|anschließend|zuletzt|schließlich|ensuite|puis|enfin|luego|después|finalmente|depois|em seguida)\b"
)
APPROVAL: Final = re.compile(
    r"(?i)\b(?:sign(?:s|ed|ing)?[- ]?offs?|sign(?:s|ed|ing)? (?:it|this|that|the \w+|them) off|approv(?:es?|ed|ing|als?)|"
    r"go ?/ ?no[- ]?go|decid(?:es?|ing) (?:on )?(?:whether|if) (?:[\w-]+ ){0,5}(?:release|ship|go|proceed|cut|deploy|publish|continue)|go(?: or|-) ?no[- ]?go|votes?|voting|sign(?:s|ed)? (?:the|a|an|this) (?:\w+ ){0,2}(?:form|sheet|protocol|document|certificate|statement)|green[- ]?light|green signal|thumbs[- ]up|"
    r"authori[sz](?:es?|ed|ations?)|lgtm|ratif(?:y|ies)|consents?|gives? (?:the |their |a |an )?(?:go|ok|okay|ack|go-ahead|blessing)|"
    r"freigaben?|freigeben|freigibt|gibt .{0,40} frei|genehmig\w*|abnahmen?|abgenommen|zustimm\w+|"
    r"approuv\w+|approbation|valid(?:ation|e) (?:par|du|de la|de l)|feu vert|aprob\w+|visto bueno|aprov\w+)\b|(?<!\w)\+1(?!\d)"
)
NO_APPROVAL: Final = re.compile(
    r"(?i)\b(?:pre-?approved|already (?:been )?(?:signed[- ]off|approved)|auto-?approv\w+|no approval|(?:do|does|did) not need|not required|"
    r"(?:was|were|been|got|get|gets) (?:approved|signed off)|approved (?:\w+ ){0,2}(?:prs?|changes|fix(?:es)?|items?|tickets?|issues|requests|features|patches|list|by the time)|accepted|vote (?:passes|passed|has)|passed vote|"
    r"(?:e-?mail|announce|tally|close|start|call|open|send|generate|prepare|post)\w* .{0,40}\bvot(?:e|ing)|vote (?:e-?mail|thread|result|template)|approvers?|(?:who|which) approv\w+|authentication and authori[sz]ation)\b"
)
REVIEWED: Final = re.compile(
    r"(?i)\b(?:be|is|are|been) (?:peer[- ])?reviewed (?:and \w+ )?by\b|\breview and approv|\bcode review (?:by|from)\b|\bget .{0,30}\breview(?:ed)? (?:by|from)\b|^(?:wait|pause|hold)\b.{0,80}\b(?:reviewed|approved|accepted|signed off)\b|\b(?:get|obtain|reach|seek)s? (?:\w+ ){0,2}(?:agreement|consensus|buy-in|consent)\b"
)
CONDITION: Final = re.compile(
    r"(?i)^(?:if|in case|should (?:the|any|there|it)|unless|where (?:necessary|needed|applicable)|only (?:if|when|for)|for (?:an? |the |all |any )?(?:[\w.*/-]+ ){1,4}releases?\b|for rc|"
    r"optional(?:ly)?|wenn|falls|sofern|si|se|em caso|en cas|en caso|wherever|when (?:necessary|needed|required|applicable|it is a))\b"
)
OPTIONAL: Final = re.compile(
    r"(?i)\((?:[^()]{0,40}\b)?(?:optional|if (?:needed|necessary|applicable|required|any|relevant)|only (?:for|if|on)|\w+ releases? only|patch only|major only|minor only|nur bei|facultatif|opcional)\b[^()]{0,40}\)|"
    r"\b(?:releases? only|\.0 only|rc\.?\d? only)\b|^\[?optional\b|\bskip (?:this|if|for)\b|\bif (?:necessary|needed|applicable|required|desired)\b[,.]?$|\bonly if\b|^consider\b"
)
TIME: Final = re.compile(
    r"(?i)\b(?:(?:on |every |each |by |the |last |first |next ){0,4}(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?:[ ,](?:at )?\d{1,2}(?::\d\d)? ?(?:am|pm|utc|h)?| (?:morning|noon|afternoon|evening|night|the week before|before))?|"
    r"t ?[-+–] ?\d+(?: ?(?:days?|weeks?|hours?|d|w|h))?|d ?[-+] ?\d+|\d+ ?(?:-|–|to|and) ?\d+ (?:minutes|hours|days|weeks)|(?:max\.? |at least |within |after |for |~ ?){0,4}\d+ ?(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|working days|business days|stunden?|minuten|tage?n?|wochen?)(?: (?:before|after|prior|later|ahead)(?: \w+){0,3})?|"
    r"(?:one|two|three|four|five|a) (?:days?|weeks?|hours?)(?: (?:before|after|prior|later|each)(?: \w+){0,3})?|day before|week before|release day|day \d+|week \d+|(?:at )?\d{1,2}:\d\d(?: ?(?:am|pm|utc|uhr))?|\d{1,2} ?(?:am|pm)|(?:um )?\d{1,2} uhr|end of (?:the )?(?:sprint|week|month|day)|(?:mon|diens|mitt|donners|frei|sams|sonn)tags?|mittwochs?)\b"
)
CADENCE: Final = re.compile(
    r"(?i)\b(?:(?:bi-?)?weekly|fortnightly|monthly|quarterly|nightly|daily|yearly|annually|every (?:other |second |\w+ )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|days?|weeks?|months?|quarters?|sprints?|year)|"
    r"each (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|sprint|quarter)|once (?:a|per) (?:week|month|sprint|quarter|year)|twice a (?:week|month|year)|(?:last|first|second|third|fourth) (?:mon|tues|wednes|thurs|fri)day of|"
    r"\d+[- ]weeks? (?:cycle|cadence|release)|end of (?:the|each|every) (?:sprint|month|week|quarter)|release train|wöchentlich\w*|monatlich\w*|jeden \w+tag|alle \w+ wochen|hebdomadaire|chaque \w+|mensuel\w*|semanal\w*|mensual\w*|cada \w+|mensal\w*|toda \w+-feira)\b"
)
WEEKDAY: Final = re.compile(
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bt ?[-+–] ?\d+\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes)\b"
)
AUTOMATIC: Final = re.compile(
    r"(?i)\b(?:automatic(?:ally)?|automated|automatisch|automatique(?:ment)?|automátic\w+|ci/cd|ci job|(?:the )?ci (?:builds?|runs?|will)|jenkins|pipelines?|github actions?|workflow|cron|nightly|krel|goreleaser|fastlane|ansible|terraform|helm|kubectl|argo ?cd|chatops|the bot|\w+ job|jobs?)\b"
)
NUMBERS: Final = {
    w: n for n, w in enumerate("zero one two three four five six seven eight nine ten".split())
}
_QUORUM = re.compile(
    r"(?i)\b(?:(?:at least|minimum of|min\.?|any|requires?|needs?) )?(?P<n>\d{1,2}|one|two|three|four|five|six)(?: (?:\(\d+\) )?)(?:of (?:the )?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b|out of\b|(?:binding |positive |distinct |different |other |more |additional )*(?:\+1|approv\w*|sign-?offs?|votes?|reviewers?|lgtms?|people|committers|maintainers|engineers|members|leads))"
)


def without_code(text: str) -> str:
    return _CODE.sub(" ", text) if "`" in text else text


def asks_approval(text: str) -> bool:
    """True when somebody's word is needed: a sign-off, an approval, a vote, a go/no-go."""
    words = without_code(text)
    if REVIEWED.search(words):
        return True
    return bool(APPROVAL.search(words)) and not NO_APPROVAL.search(words)


def quorum(text: str) -> int:
    """`two of three must approve` → 2; 1 when no number is given."""
    if found := _QUORUM.search(text):
        n = found.group("n").lower()
        return max(1, min(50, NUMBERS.get(n) or int(n)))
    return 1


def timing(text: str) -> str:
    """The first phrase that says when, as it stands."""
    found = TIME.search(text)
    return found.group(0).strip()[:120] if found else ""
