"""One sentence read: who does what, in which grammatical form, under which condition."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from prompts.outline import roles, verbs
from prompts.outline.cleaning import BREAK
from prompts.outline.cues import CONDITION

Form = Literal["imperative", "actor", "passive", "event", "gerund", "label", "none"]
_ADVERBS = re.compile(
    r"(?i)^(?:(?:please|pls|now|then|and then|and|also|next|finally|lastly|afterwards?|after that|after this|first(?:ly)?|second(?:ly)?|third(?:ly)?|again|"
    r"manually|optionally|locally|immediately|simply|just|instead|otherwise|alternatively|additionally|in addition|in parallel|meanwhile|at the same time|as usual|"
    r"subsequently|once more|carefully|quickly|thoroughly|regularly|so|here|recommended|required|optional|todo|action|gently|gradually)\b[,:]?\s+|(?:step|schritt) \d+[.:)]\s*|[-–—>*•]\s+)+"
)
_YOU = re.compile(
    r"(?i)^(?:(?:it(?:'s| is)(?: also)? (?:a )?(?:good idea|time|important|necessary|required|recommended|best|advisable|crucial|critical)(?: practice)? to|you are (?:now )?ready to|be sure to|make sure to|ensure to|don'?t forget to|do not forget to|remember to|try to|feel free to|"
    r"the (?:final|first|next|last|second|third) (?:step|thing|task) is to|(?:final|first|next|last) step is to|(?:you|we|one|they)(?:'ll|’ll| will)? ?(?:(?:should|must|shall|can|could|may|might|would|also|then|now|first|always|still|(?:need|needs|have|want|are going|are able|are required|will have|'d like)(?= (?:also |then )?to)|to) )*))\s*"
)
_DATED = re.compile(
    r"(?i)^(?:on|by|every|each|at|until) (?:the )?(?:(?:last|first|next|same|following) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|day \d+|release day|\d{1,2}(?::\d\d)? ?(?:am|pm)?)(?: (?:morning|noon|afternoon|evening|night|at \d{1,2}(?::\d\d)? ?(?:am|pm|utc)?))?,?\s+(?=\w)"
)
_READY = re.compile(
    r"(?i)^(?:when|once|after|as soon as|if) .{2,60}? (?:is|are|has|have)(?: been)? (?:\w+ly )?(?:finished|done|completed?|ready|passed|green|approved|merged|successful|over),?\s+(?=\w|<@|@)"
)
_SUBORDINATE = re.compile(
    r"(?i)^(?:if|when|once|after|before|as soon as|until|while|in case|unless|for|on|in|at|from|with|using|via|by|during|upon|following|assuming|provided|given|to|depending|in order to|as|since|because|prior to|within|under|inside|through|should|where|whenever|about|approximately|around|every|each|wenn|falls|sobald|nachdem|bevor|one|two|three|t)\b"
)
_MODAL: Final = frozenset(
    "must should will shall can may needs need to has have is are ought be would".split()
)
_ADVERB_WORDS: Final = frozenset("then also now automatically manually finally immediately first usually typically only always "
                                 "again normally generally jointly either both all".split())  # fmt: skip
_AUX: Final = frozenset(
    "is are was were will must should shall has have had can may needs cannot isn't aren't".split()
)
_DETERMINERS: Final = frozenset(
    "the a an all any your our its their this that these those each every to on in at for from with via whether if that how when there what which".split()
)
_PASSIVE = re.compile(
    r"^(?P<subject>[^.;:,()]{2,110}?)\s+(?P<aux>(?:(?:must|should|shall|will|can|may|needs? to|has to|have to|ought to)\s+(?:then |also |now )?(?:be|have been|get)|is|are|gets?|has been|have been|needs? to be)(?: then| also| automatically| manually| now| only| first| always)*)\s+(?P<verb>[\w-]+)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_STATE = re.compile(
    r"^(?P<subject>[^.;:,()]{2,80}?)\s+(?P<verb>[\w-]+)(?P<rest>(?:\s+(?:and|&)\s+[\w-]+)?(?:\s*[(\[].{0,80}|\s+(?:by|in|on|to|for|with|from|at|into|using|via|as)\b.{0,200})?)\s*[.!]?$",
    re.DOTALL,
)
_NOUN = r"((?:the |our |an? )?(?:[\w'’/-]+ ){0,3}[\w'’/-]+)"
_AUTOMATIC = re.compile(
    rf"(?i)^{_NOUN} (?:is|are|happens?|runs?)(?: fully| then| done)? (?:automatic(?:ally)?|automated|the [\w-]+ (?:job|pipeline|workflow|script)|a [\w-]+ job)\b"
)
_BELONGS = re.compile(
    r"(?i)^((?:the )?(?:final |release |prod(?:uction)? )?(?:go ?/ ?no-?go(?: decision)?|approval|sign-?off|decision|go-ahead|green light|review|freigabe)) (?:is|by|is by|is done by|lies with|belongs to|rests with|is up to|comes from|is given by|durch) ((?:the |an? )?[^.,;]{2,60})"
)
_REQUIRED = re.compile(
    r"(?i)^((?:(?:an? |the )?(?:minimum|at least|approvals?|sign-?offs?|votes?|reviews?|two|three|\d)\b).{0,90}?) (?:is|are|must be|need to be) (?:required|needed|necessary|mandatory|obtained|collected|given)\b"
)
_HAPPENS = re.compile(
    r"(?i)^((?:the |our )?(?:[\w-]+ ){0,2}(?:freeze|cut-?off|branch cut|rollout|deployment|deploy|testing|regression|release|go-live|go/no-go|build|review|launch)) (?:is|are|happens|starts|begins|takes place|goes out) (?:on |at |in |every |each )*(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|t ?[-+] ?\d|\d{1,2}:\d\d|noon|midnight|day \d)"
)
_BY = re.compile(r"(?i)\bby\s+(?:either\s+)?((?:the |an? |our |your )?[^.,;()]{2,80})")
_CROSSED: Final = frozenset(
    "on to in with at from by into about as that which who when if is are".split()
)
_TESTS: Final = frozenset("smoke sanity load spot regression dry stress user beta double".split())
_SOMEONE: Final = frozenset(
    "someone somebody people everyone everybody anyone it they we he she you who".split()
)
_CANNOT_OPEN: Final = frozenset("release test build cut tag branch update deploy merge publish change check process patch list report review "
                                "vote load lead mark plan file label log post push run draft issue image email package host book stage queue "
                                "schedule document support debug export import sign land forward set commit put let mail install program need note set view "
                                "release-candidate link notify output fix copy switch print pin signal flag bundle store code".split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """What one sentence says: the act, its doer and what it waits for."""

    text: str
    """What follows adverbs and conditions, as it stands."""
    form: Form = "none"
    verb: str = ""
    owner: str = ""
    machine: bool = False
    subject: str = ""
    rest: str = ""
    """After the verb."""
    condition: str = ""
    modal: bool = False

    @property
    def conditional(self) -> bool:
        return bool(CONDITION.match(self.condition))


def _word(text: str) -> str:
    return text.strip(".,;:!?\"'()[]*_" + BREAK).lower()


def _verb_like(word: str) -> str:
    """The base form when the word can open an order, else nothing; hyphens may be missing."""
    word = _word(word)
    if (
        word in verbs.STRONG
        or word in verbs.GESTURES
        or word in verbs.DUTIES
        or word in {"do", "bring"}
    ):
        return word
    head, _, tail = word.partition("-")
    return (
        word
        if tail
        and (head in verbs.STRONG or head in ("double", "re", "self", "auto"))
        and tail in verbs.STRONG
        else ""
    )


def _opens_order(words: list[str]) -> str:
    """The verb of an imperative; `Release branch is cut` opens with a noun and is none."""
    verb = _verb_like(words[0])
    if not verb or words[0].endswith((".", "s:")) and len(words) > 1 and words[0][-1] == ".":
        return ""
    if verb in _CANNOT_OPEN:
        for word in words[1:7]:
            plain = _word(word)
            if plain in _DETERMINERS:
                break
            if (
                plain in _AUX
                or plain in verbs.THIRD
                and plain.endswith("s")
                and _noun_before(words, word)
            ):
                return ""
    return verb


def _noun_before(words: list[str], third: str) -> bool:
    """`Release manager cuts the branch`: a role stands between the noun and the finite verb."""
    at = words.index(third)
    return at > 1 and (roles.is_head(words[at - 1]) and at + 1 < len(words))


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
        if (ready := _READY.match(text)) and not condition:
            condition.append(ready.group(0).strip(" ,"))
            text = text[ready.end() :]
        elif _SUBORDINATE.match(text) and not condition:
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
    text, condition = lead(sentence)
    words = text.replace(BREAK, " ").split()[:60]
    if not words:
        return Clause(text=text, condition=condition)
    found = (
        (_headless(text, words) if owned else None) or _actor(text, words) or _imperative(text, words)
        or _event(text) or _passive(text) or (_done(text) if item else None) or _gerund(text, words)
        or Clause(text=text)
    )  # fmt: skip
    return replace(found, condition=condition) if condition else found


def _after(text: str, words: list[str], count: int) -> str:
    """The text behind its first `count` words."""
    at = 0
    flat = text.replace(BREAK, " ")
    for word in words[:count]:
        at = flat.index(word, at) + len(word)
    return text[at:].strip()


def _imperative(text: str, words: list[str]) -> Clause | None:
    verb = _opens_order(words)
    return Clause(text, "imperative", verb, rest=_after(text, words, 1)) if verb else None


def _headless(text: str, words: list[str]) -> Clause | None:
    """`opens the PR`, after its doer was read."""
    at = 0
    while at < len(words) - 1 and (_word(words[at]) in _MODAL or _word(words[at]) in _ADVERB_WORDS):
        at += 1
    verb = verbs.THIRD.get(_word(words[at])) or (_verb_like(words[at]) if at else "")
    return Clause(text, "actor", verb, rest=_after(text, words, at + 1)) if verb else None


def _event(text: str) -> Clause | None:
    """`Deploy is automatic`, `code freeze is Wednesday noon`, `go/no-go is the director's call`."""
    flat = text[:200].replace(BREAK, " ")
    if found := _AUTOMATIC.match(flat):
        return Clause(text, "event", subject=found.group(1), machine=True)
    if found := _REQUIRED.match(flat):
        return Clause(text, "event", owner=_role_in(found.group(1)), subject=found.group(1))
    if (found := _BELONGS.match(flat)) and (role := _role_at_start(found.group(2).split())[1]):
        return Clause(text, "event", owner=re.sub(r"(?i)['’]s?$", "", role), subject=found.group(1))
    if found := _HAPPENS.match(flat):
        return Clause(text, "event", subject=found.group(1))
    return None


def _role_in(text: str) -> str:
    """The doer named after `from` or `by`."""
    found = re.search(r"(?i)\b(?:from|by)\s+(.{2,60})", text)
    return _role_at_start(found.group(1).split())[1] if found else ""


def is_subordinate(text: str) -> bool:
    """`when both are done`: a condition without its main clause."""
    return bool(_SUBORDINATE.match(text.lstrip(" ," + BREAK)))


def _done(text: str) -> Clause | None:
    """`Release notes reviewed by the docs team`: a state to be reached, as check lists say it."""
    found = _STATE.match(text[:300].replace(BREAK, " "))
    verb = verbs.PARTICIPLES.get(found.group("verb").lower()) if found else None
    if not found or not verb:
        return None
    rest, owner = found.group("rest").strip(), ""
    if also := re.match(r"(?i)(?:and|&) ([\w-]+)\b", rest):
        if second := verbs.PARTICIPLES.get(also.group(1).lower()):
            verb, rest = f"{verb} and {second}", rest[also.end() :].strip()
    if by := _BY.search(rest):
        owner = _role_at_start(by.group(1).split())[1]
    return Clause(
        text, "passive", verb, owner, subject=found.group("subject").strip(), rest=rest, modal=True
    )


def _gerund(text: str, words: list[str]) -> Clause | None:
    verb = verbs.GERUNDS.get(_word(words[0]))
    return Clause(text, "gerund", verb, rest=_after(text, words, 1)) if verb else None


def _passive(text: str) -> Clause | None:
    found = _PASSIVE.match(text[:400].replace(BREAK, " "))
    if not found or _SUBORDINATE.match(found.group("subject")):
        return None
    verb = verbs.PARTICIPLES.get(found.group("verb").lower())
    if not verb:
        return None
    owner = ""
    if by := _BY.search(found.group("rest")):
        owner = _role_at_start(by.group(1).split())[1]
    return Clause(text, "passive", verb, owner, subject=found.group("subject").strip(),
                  rest=found.group("rest").strip(), modal=" " in found.group("aux").strip())  # fmt: skip


def _role_at_start(words: list[str]) -> tuple[int, str]:
    """How many words the doer takes, and its name; (0, "") when there is none."""
    best = 0
    for n, word in enumerate(words[:9]):
        plain = _word(word)
        if n and word.startswith("("):
            break
        if plain in _CROSSED and n and not word.isupper():
            break
        finite = (
            best
            and plain in verbs.THIRD
            and n + 1 < len(words)
            and _word(words[n + 1]) in _DETERMINERS
        )
        if finite:
            break
        if roles.is_head(word) or roles.mentions(word):
            best = n + 1
        elif n and plain in _MODAL and not word.isupper() or plain in verbs.THIRD and n and best:
            break
        if word.endswith((",", ":", ";", ".")):
            break
    if not best:
        return 0, ""
    return best, roles.tidy(" ".join(words[:best]))


def _actor(text: str, words: list[str]) -> Clause | None:
    """`The QA lead must then approve …`: a doer, perhaps a modal, and a known verb."""
    taken, owner = _role_at_start(words)
    machine = False
    if not taken:
        taken, machine = _plain_subject(words)
        if not taken:
            return None
    at = taken
    if at < len(words) and words[at].startswith("("):
        while at < len(words) and ")" not in words[at]:
            at += 1
        at += 1
    if at < len(words) and _word(words[at]) in {"for", "on"}:
        ahead = next((n for n in range(at, min(at + 6, len(words))) if _finite(words[n])), 0)
        at = ahead or at
    modal = False
    while at < len(words) and (_word(words[at]) in _MODAL or _word(words[at]) in _ADVERB_WORDS):
        modal = modal or _word(words[at]) in _MODAL
        at += 1
    if at >= len(words):
        return None
    plain = _word(words[at])
    if (
        plain in _TESTS
        and at + 1 < len(words)
        and _word(words[at + 1]) in {"test", "tests", "check", "checks"}
    ):
        return Clause(
            text,
            "actor",
            "test",
            owner,
            machine,
            " ".join(words[:taken]),
            _after(text, words, at + 2),
        )
    verb = _verb_like(plain) if modal else verbs.THIRD.get(plain, "")
    plural = _word(words[taken - 1]).endswith("s") or roles.mentions(words[taken - 1])
    if not verb and (plural or len(words) > at + 1) and not modal and owner:
        verb = _verb_like(plain) if plural else ""
    if not verb and plain in verbs.GERUNDS and modal:
        verb = verbs.GERUNDS[plain]
    if not verb or any(
        _verb_like(w) and not roles.is_head(w) and _word(w) not in _CANNOT_OPEN
        for w in words[: min(1, taken)]
    ):
        return None
    if not machine and not owner and modal and plain not in verbs.STRONG:
        return None
    return Clause(text, "actor", verb, owner, machine, " ".join(words[:taken]),
                  _after(text, words, at + 1), modal=modal)  # fmt: skip


def _finite(word: str) -> bool:
    return _word(word) in verbs.THIRD or _word(word) in {"must", "should", "will", "shall"}


def _plain_subject(words: list[str]) -> tuple[int, bool]:
    """`CI builds`, `someone tests`, `Marketing writes`: a short subject before a finite verb."""
    for n in range(1, min(5, len(words))):
        if _word(words[n]) in verbs.THIRD or (n <= 4 and _word(words[n]) == "will"):
            subject = " ".join(words[:n])
            if any(
                _word(w) in _AUX or _word(w) in {"this", "that", "which", "if", "there"}
                for w in words[:n]
            ):
                return 0, False
            if roles.MACHINES.match(subject.strip("`*_ ")):
                return n, True
            if (
                _word(words[0]) in _SOMEONE
                and _word(words[n - 1]) in _SOMEONE | {"else"}
                and (_word(words[0]) != "it" or _word(words[n]) in {"goes", "ships"})
            ):
                return n, False
            return 0, False
    return 0, False
