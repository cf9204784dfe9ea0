"""A sentence of prose to the step it tells, if it tells one."""

from __future__ import annotations

import re

from prompts.outline import owners
from prompts.outline.clauses import parse
from prompts.outline.reading import Context, is_aside, is_precondition, make, without_label
from prompts.outline.sections import Section
from prompts.outline.sentences import unbroken
from prompts.outline.step import Step
from prompts.outline.telling import tells
from prompts.outline.wanting import STEPS_INTRO

VARIANT_LABEL = re.compile(r"(?i)^(?:roll-?back|back-?out|hot-?fix|emergency)\b[^.:]{0,30}:")


def step_in(sentence: str, section: Section, context: Context) -> Step | None:
    """The step a sentence of prose tells, if it tells one."""
    if STEPS_INTRO.search(unbroken(sentence)) or VARIANT_LABEL.match(sentence):
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
    step = make(body, context, clause=clause, marked=marked)
    step.optional = step.optional or section.folded
    return step if len(step.name) > 3 else None
