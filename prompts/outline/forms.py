"""Who does what: orders, doers with their verbs, and orders whose doer was read before."""

from __future__ import annotations

from typing import Final

from prompts.outline import roles, verbs
from prompts.outline.words import (
    ADVERBS,
    AUX,
    DETERMINERS,
    MODAL,
    SOMEONE,
    Clause,
    after,
    bare,
    verb_like,
)

_CROSSED: Final = frozenset(
    "on to in with at from by into about as that which who when if is are".split()
)
_OBJECTS: Final = frozenset("the a an all any our their its this that each every".split())
_QUALITIES: Final = frozenset(
    "passing successful green clean after once when before during until upon following as".split()
)
_STATE_ENDS: Final = frozenset("by and in on with to for from at as if".split()) | {""}
_TESTS: Final = frozenset("smoke sanity load spot regression dry stress user beta double".split())
_CANNOT_OPEN: Final = frozenset("release test build cut tag branch update deploy merge publish change check process patch list report review "
                                "vote load lead mark plan file label log post push run draft issue image email package host book stage queue "
                                "schedule document support debug export import sign land forward set commit put let mail install program need note set view "
                                "rollback backup rollout hotfix smoke release-candidate link notify output fix copy switch print pin signal flag bundle store code".split())  # fmt: skip


def _opens_order(words: list[str]) -> str:
    """The verb of an imperative; `Release branch is cut` opens with a noun and is none."""
    verb = verb_like(words[0])
    if not verb or (words[0].endswith((".", "s:")) and len(words) > 1 and words[0][-1] == "."):
        return ""
    if verb in _CANNOT_OPEN:
        for word in words[1:7]:
            plain = bare(word)
            if plain in DETERMINERS:
                break
            if plain in AUX | {"means", "itself", "includes", "consists"} or (
                plain in verbs.THIRD and plain.endswith("s") and _noun_before(words, word)
            ):
                return ""
            if plain in verbs.PARTICIPLES and plain.endswith("ed") and _closes(words, word):
                return ""
    return verb


def _closes(words: list[str], participle: str) -> bool:
    """`Release notes drafted by …`: a state, where a participle ends the phrase."""
    at = words.index(participle)
    return at + 1 == len(words) or bare(words[at + 1]) in _STATE_ENDS


def _noun_before(words: list[str], third: str) -> bool:
    """`Release manager cuts the branch`: a role stands between the noun and the finite verb."""
    at = words.index(third)
    return at > 1 and (roles.is_head(words[at - 1]) and at + 1 < len(words))


def imperative(text: str, words: list[str]) -> Clause | None:
    verb = _opens_order(words)
    return Clause(text, "imperative", verb, rest=after(text, words, 1)) if verb else None


def headless(text: str, words: list[str]) -> Clause | None:
    """`opens the PR`, after its doer was read."""
    at = 0
    while at < len(words) - 1 and (bare(words[at]) in MODAL or bare(words[at]) in ADVERBS):
        at += 1
    verb = verbs.THIRD.get(bare(words[at])) or (verb_like(words[at]) if at else "")
    return Clause(text, "actor", verb, rest=after(text, words, at + 1)) if verb else None


def gerund(text: str, words: list[str]) -> Clause | None:
    verb = verbs.GERUNDS.get(bare(words[0]))
    return Clause(text, "gerund", verb, rest=after(text, words, 1)) if verb else None


def role_at_start(words: list[str]) -> tuple[int, str]:
    """How many words the doer takes, and its name; (0, "") when there is none."""
    best = 0
    for n, word in enumerate(words[:9]):
        plain = bare(word)
        if n and word.startswith("("):
            break
        if plain in _CROSSED and n and not word.isupper():
            break
        finite = (
            best
            and plain in verbs.THIRD
            and n + 1 < len(words)
            and bare(words[n + 1]) in DETERMINERS
        )
        if finite:
            break
        if best == n and n and _plural_acts(words, n):
            break
        if roles.is_head(word) or roles.mentions(word) or _acts(words, n):
            best = n + 1
        elif (n and plain in MODAL and not word.isupper()) or (plain in verbs.THIRD and n and best):
            break
        if word.endswith((":", ";", ".")) or (word.endswith(",") and not _goes_on(words, n)):
            break
    if not best:
        return 0, ""
    return best, roles.tidy(" ".join(words[:best]))


def _goes_on(words: list[str], n: int) -> bool:
    """`QA, ops and legal decide`: behind the comma the row of doers goes on to its `and`."""
    for at in range(n + 1, min(n + 6, len(words))):
        if bare(words[at]) in {"and", "or", "&"} or words[at].endswith(","):
            last = words[at] if words[at].endswith(",") else words[at - 1]
            return (
                roles.is_head(words[n])
                and roles.is_head(last)
                and at > n + 1 - words[at].endswith(",")
            )
    return False


def _plural_acts(words: list[str], n: int) -> bool:
    """`Release managers notify the site owner`: behind several doers a base form is their verb."""
    before = bare(words[n - 1])
    return before.endswith("s") and bare(words[n]) in verbs.STRONG - verbs.NOUNY


def _acts(words: list[str], n: int) -> bool:
    """`the on-call dev opens`: short names of people are roles where a verb follows."""
    follows = bare(words[n + 1]) if n + 1 < len(words) else ""
    return bare(words[n]) in {"dev", "pm", "po", "rm"} and (
        follows in MODAL
        or (follows in verbs.THIRD and follows not in {"builds", "tests", "releases"})
    )


_SIGNS: Final = frozenset("signs approves sign approve".split())
_NOBODY: Final = (
    frozenset({"nobody", "none", "no"})
    | SOMEONE
    | AUX
    | MODAL
    | (DETERMINERS - {"the", "a", "an", "our", "your"})
)


def signatory(words: list[str]) -> tuple[int, str]:
    """`Anna (QA) signs`, `Finance approves`, `The trustees sign off`: whoever signs is a doer,
    by the role in brackets behind a name, or by the words before the verb.
    """
    if words[1:] and words[1].startswith("(") and not roles.is_head(words[0]):
        end = next((n for n, word in enumerate(words[1:7], 1) if word.endswith(")")), 0)
        role = " ".join(words[1 : end + 1]).strip("()")
        acts = end and end + 1 < len(words) and bare(words[end + 1]) in verbs.THIRD
        named = words[0][:1].isupper() and roles.looks_like_role(role)
        return (1, role) if acts and named else (0, "")
    at = next((n for n, word in enumerate(words[:12]) if n and word.lower() in _SIGNS), 0)
    said = [bare(word) for word in words[:at]]
    said = said[2:] if said[:2] == ["at", "least"] else said
    if (
        not said
        or any(word in _NOBODY or word in verbs.THIRD for word in said)
        or not (words[0][:1].isupper() or said[0] in {"the", "our", "an", "a"} or at == 1)
        or any(verb_like(word) for word in said[:1])
        or roles.MACHINES.match(" ".join(words[:at]))
        or any(word.endswith((",", ".", ";", ":")) for word in words[:at])
    ):
        return 0, ""
    base = words[at].lower() in {"sign", "approve"}
    several = any(word.endswith("s") or word == "people" for word in said)
    owner = roles.tidy(" ".join(words[:at]))
    return (at, owner) if owner and (several or not base) else (0, "")


def actor(text: str, words: list[str]) -> Clause | None:
    """`The QA lead must then approve …`: a doer, perhaps a modal, and a known verb."""
    taken, owner = (0, "") if bare(words[0]) in _QUALITIES else role_at_start(words)
    signs, signer = signatory(words)
    if signs >= taken:
        taken, owner = signs, signer
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
    if at < len(words) and bare(words[at]) in {"for", "on"}:
        ahead = next((n for n in range(at, min(at + 6, len(words))) if _finite(words[n])), 0)
        at = ahead or at
    modal = False
    while at < len(words) and (bare(words[at]) in MODAL or bare(words[at]) in ADVERBS):
        modal = modal or bare(words[at]) in MODAL
        at += 1
    if at >= len(words):
        return None
    plain = bare(words[at])
    if (
        plain in _TESTS
        and at + 1 < len(words)
        and bare(words[at + 1]) in {"test", "tests", "check", "checks"}
    ):
        return Clause(
            text,
            "actor",
            "test",
            owner,
            machine,
            " ".join(words[:taken]),
            after(text, words, at + 2),
        )
    verb = verb_like(plain) if modal else verbs.THIRD.get(plain, "")
    plural = bare(words[taken - 1]).endswith("s") or roles.mentions(words[taken - 1])
    joint = "and" in words[:taken] and words[taken - 1][-1] != ","
    if not verb and (plural or joint or len(words) > at + 1) and not modal and owner:
        object_ = at + 1 < len(words) and bare(words[at + 1]) in _OBJECTS
        known = plain in verbs.STRONG - verbs.NOUNY and words[taken - 1][-1] != ","
        acts = joint or (object_ and known) or plain == "do"
        verb = verb_like(plain) if plural or acts else ""
    if not verb and signs == taken:
        verb = plain
    if not verb and plain in verbs.GERUNDS and modal:
        verb = verbs.GERUNDS[plain]
    if not verb or any(
        verb_like(w) and not roles.is_head(w) and bare(w) not in _CANNOT_OPEN
        for w in words[: min(1, taken)]
    ):
        return None
    if not machine and not owner and modal and plain not in verbs.STRONG:
        return None
    return Clause(text, "actor", verb, owner, machine, " ".join(words[:taken]),
                  after(text, words, at + 1), modal=modal)  # fmt: skip


def _finite(word: str) -> bool:
    return bare(word) in verbs.THIRD or bare(word) in {"must", "should", "will", "shall"}


def _plain_subject(words: list[str]) -> tuple[int, bool]:
    """`CI builds`, `someone tests`, `Marketing writes`: a short subject before a finite verb."""
    for n in range(1, min(5, len(words))):
        if bare(words[n]) in verbs.THIRD or (n <= 4 and bare(words[n]) == "will"):
            subject = " ".join(words[:n])
            if any(
                bare(w) in AUX or bare(w) in {"this", "that", "which", "if", "there"}
                for w in words[:n]
            ):
                return 0, False
            if roles.MACHINES.match(subject.strip("`*_ ")):
                return n, True
            if (
                bare(words[0]) in SOMEONE
                and bare(words[n - 1]) in SOMEONE | {"else"}
                and (bare(words[0]) != "it" or bare(words[n]) in {"goes", "ships"})
            ):
                return n, False
            return 0, False
    return 0, False
