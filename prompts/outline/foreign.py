"""Sentences of German, French, Spanish and Portuguese: a known verb and its doer make a step."""

from __future__ import annotations

import re
from typing import Final

from prompts.outline import cues, kinds, naming, owners, roles
from prompts.outline.language import FOREIGN_VERBS
from prompts.outline.reading import Context
from prompts.outline.sentences import quote, unbroken
from prompts.outline.step import Step

LONGEST: Final = 700
_TITLE = re.compile(r"^[^:.!?]{3,60}:\s+(?=\w)")
_CUE = re.compile(
    r"(?i)^(?:danach|dann|anschließend|zuletzt|schließlich|zuerst|parallel dazu|gleichzeitig|außerdem|ensuite|puis|enfin|d'abord|en parallèle|luego|después|finalmente|primero|depois|em seguida|primeiro|por fim),?\s+"
)
_CONDITION = re.compile(
    r"(?i)^((?:wenn|falls|sobald|nachdem|bevor|si|quand|lorsque|après|cuando|cuándo|se|quando|depois que)\b[^,]{3,160}),\s+"
)
_AFTER_WORD = re.compile(r"(?i)^(?:nach|après|tras|après|após)\b")
"""`Nach der Freigabe durch … deployt …`: the verb follows its condition without a comma."""
_AND = re.compile(r",?\s+(?:und|et|y|e|während|pendant que|mientras|enquanto)\s+|,\s+")
_ARTICLE = re.compile(
    r"(?i)^(?:den|die|das|der|dem|einen|eine|ein|einem|le|la|les|l'|un|une|el|los|las|una|o|a|os|as|um|uma)\s+"
)
_PREFIX = re.compile(r"\s+(an|aus|ab|auf|ein|frei|durch|zurück|hoch|um|zu|weiter|fest)[.!]?$")
_AT_NIGHT = re.compile(r"(?i)\b(?:automatisch|automatique\w*|automátic\w*)\b")


def foreign_steps(sentence: str, context: Context) -> list[Step]:
    """The steps one sentence tells; a doer is shared by the acts that `und` strings together."""
    text = _CUE.sub("", _TITLE.sub("", sentence.strip()[:LONGEST]))
    condition = ""
    if found := _CONDITION.match(text):
        condition, text = found.group(1), text[found.end() :]
    elif (
        _AFTER_WORD.match(text)
        and (verb := FOREIGN_VERBS.search(text))
        and cues.asks_approval(text[: verb.start()])
    ):
        condition, text = text[: verb.start()].strip(" ,"), text[verb.start() :]
    out: list[Step] = []
    doer = ""
    for piece in pieces(text):
        step, doer = foreign_step(piece, doer, context)
        if step and not step.when:
            step.when = cues.timing(unbroken(condition))
        if step:
            step.optional = step.optional or bool(cues.CONDITION.match(condition))
            step.condition = condition
            step.beside = bool(cues.PARALLEL.search(sentence)) and not out
            out.append(step)
    return out


def pieces(text: str) -> list[str]:
    """Cut where a verb follows the joint, at once or behind its doer."""
    out: list[str] = []
    start = 0
    for found in _AND.finditer(text):
        behind = text[found.end() :].split()[:4]
        ahead = FOREIGN_VERBS.search(text[start : found.start()])
        verb_near = any(FOREIGN_VERBS.fullmatch(word.strip(".,!")) for word in behind)
        if ahead and (verb_near or cues.asks_approval(" ".join(behind))):
            out.append(text[start : found.start()])
            start = found.end()
    out.append(text[start:])
    return out


def foreign_step(piece: str, doer: str, context: Context) -> tuple[Step | None, str]:
    approval = cues.asks_approval(piece)
    found = FOREIGN_VERBS.search(piece)
    if not found and not (approval and len(piece.split()) <= 14):
        return None, doer
    before, after = (piece[: found.start()], piece[found.end() :]) if found else (piece, "")
    named, rest = ("", after) if doer and not before.strip() else doer_of(before, after)
    machine = bool(named and roles.MACHINES.match(_ARTICLE.sub("", named)))
    owner = "" if machine else roles.tidy(named) or doer
    if approval:
        owner = owners.by_role(piece) or owner
    verb = found.group(0) if found else ""
    name = (
        naming.shorten(named_act(verb, rest))
        if found and not (approval and not rest.strip())
        else ""
    )
    if machine:
        name = naming.shorten(_ARTICLE.sub("", f"{_ARTICLE.sub('', named)} {verb} {rest}"))
    step = Step(
        name=name or naming.shorten(piece.split(",", maxsplit=1)[0]), text=piece, verb=verb.lower(),
        owner=owner or context.owner or context.standing, approval=approval,
        kind="automated" if machine or _AT_NIGHT.search(piece) else kinds.kind_of(piece, "", command=kinds.inline_command(piece), machine=False, approval=approval),
        when=cues.timing(unbroken(piece)), evidence=quote(piece), command=kinds.inline_command(piece),
    )  # fmt: skip
    return (step if len(step.name) > 2 else None), owner


def doer_of(before: str, after: str) -> tuple[str, str]:
    """The subject stands before the verb, or right behind it (`Danach baut die Pipeline`)."""
    subject = before.strip(" ,")
    if subject and (
        roles.looks_like_role(subject) or roles.MACHINES.match(_ARTICLE.sub("", subject))
    ):
        return subject, after
    words = after.split()
    for n in range(1, min(4, len(words)) + 1):
        head = " ".join(words[:n]).strip(",.")
        if (roles.looks_like_role(head) or roles.MACHINES.match(_ARTICLE.sub("", head))) and (
            n > 1 or not subject
        ):
            return head, " ".join(words[n:])
    return "", after if not subject else f"{after} {subject}" if not after.strip() else after


def named_act(verb: str, rest: str) -> str:
    """German names end in their infinitive (`Branch erstellen`); the others begin with the verb."""
    rest = rest.strip(" .,!")
    prefix = ""
    if found := _PREFIX.search(rest):
        prefix, rest = found.group(1), rest[: found.start()]
    object_ = _ARTICLE.sub("", rest)
    if re.fullmatch(r"\w+(?:t|st)", verb) and (
        rest != object_ or prefix or verb[-2:] in ("et", "llt", "lt", "st", "ht", "ft", "rt")
    ):
        stem = verb[:-2] if verb.endswith("et") else verb[:-1]
        infinitive = f"{prefix}{stem.lower()}{'n' if stem.endswith('er') else 'en'}"
        return f"{object_} {infinitive}"
    return f"{verb} {object_}"
