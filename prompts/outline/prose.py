"""A sentence of prose to the step it tells, if it tells one."""

from __future__ import annotations

import re

from prompts.outline import cues, owners
from prompts.outline.clauses import Clause, parse
from prompts.outline.forms import role_at_start
from prompts.outline.reading import Context, is_aside, is_precondition, make, without_label
from prompts.outline.sections import Section
from prompts.outline.sentences import unbroken
from prompts.outline.step import Step
from prompts.outline.telling import tells
from prompts.outline.wanting import STEPS_INTRO

VARIANT_LABEL = re.compile(r"(?i)^(?:roll-?back|back-?out|hot-?fix|emergency)\b[^.:]{0,30}:")


_THEY = re.compile(r"(?i)^(?:they|(?P<condition>[^.,]{4,120}), they) (?!are\b|have\b|were\b)\w")
_ONE_WHO = re.compile(r"(?i)^(?:once|when|after|if|as soon as) (?:the |an? )?(?=\w)")


def they(sentence: str, before: str) -> str:
    """`Once the team is satisfied, they announce it`: they are those named before."""
    found = _THEY.match(unbroken(sentence)[:200])
    if not found:
        return ""
    condition = _ONE_WHO.sub("", found.group("condition") or "")
    return role_at_start(condition.split())[1] or before if condition else before


_OFFERS = re.compile(
    r"(?i)^(?:\w+, )?(?:you|one) (?:can|could|may|might) (?:also |now |then |always )?\w"
)
"""`You can see the log there`: an offer, no order."""


_LITTLE = re.compile(r"(?i)\b(?:on|at|by|in|every|each|and|the|it|once|a)\b|\W")
_EVERY = re.compile(r"(?i)\bon \w+days\b")


def is_cadence(clause: Clause) -> bool:
    """`We release every Thursday`: says how often, and is no step of any one release."""
    said = unbroken(clause.rest[:200])
    if (
        clause.verb not in ("release", "ship", "deploy", "publish")
        or clause.condition
        or len(clause.rest) > 199
    ):
        return False
    often = bool(cues.CADENCE.search(said) or _EVERY.search(said))
    return often and not _LITTLE.sub("", cues.TIME.sub("", cues.CADENCE.sub("", said)))


_SAID_BESIDE = re.compile(r"(?i)^(?:for )?(?:examples?|e\.g|notes?|fyi|hint|tip)\b[.,]?:")


def step_in(sentence: str, section: Section, context: Context) -> Step | None:
    """The step a sentence of prose tells, if it tells one."""
    if _OFFERS.match(sentence) and not context.item:
        return None
    if STEPS_INTRO.search(unbroken(sentence)) or VARIANT_LABEL.match(sentence):
        return None
    if _SAID_BESIDE.match(sentence):
        return None
    body, marked = owners.take_marks(sentence)
    if not marked:
        _, body = without_label(body)
    if (
        is_aside(body)
        or is_precondition(body)
        or len(body) < 6
        or (marked and " " not in body.strip())
    ):
        return None
    clause = parse(body, owned=bool(marked))
    if is_aside(clause.text) or is_precondition(clause.text):
        return None
    if not tells(clause, body) or (
        section.background and clause.form not in ("passive", "actor", "event")
    ):
        return None
    if is_cadence(clause):
        return None
    step = make(body, context, clause=clause, marked=marked)
    step.optional = step.optional or section.folded
    return step if len(step.name) > 3 else None
