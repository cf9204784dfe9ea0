"""Staged rollouts: `1% -> 10% -> 100%` is a step a stage, whatever verb announces it."""

from __future__ import annotations

import re

from prompts.outline import kinds
from prompts.outline.clauses import parse
from prompts.outline.cues import timing
from prompts.outline.sentences import quote, unbroken
from prompts.outline.step import Step

_SHARE = re.compile(r"\d{1,3}(?:\.\d+)? ?%")
_STAGES = re.compile(
    r"\d{1,3}(?:\.\d+)? ?%(?:(?:\s*(?:-+>|→|=>|/|,|then|to|and|and then|dann|puis|luego)\s*)+\d{1,3}(?:\.\d+)? ?%)+"
)
_ROLLS = re.compile(
    r"(?i)\b(?:roll(?:s|ed|ing)?[- ]?outs?|roll(?:s|ing)? (?:it )?out|ramp\w*|phased|staged|canary|gradual\w*|deploy\w*|expose\w*|traffic|release\w*|ausroll\w*)\b"
)


def staged_steps(sentence: str, context_owner: str = "") -> list[Step]:
    """One step for each share of a rollout that rises in stages; nothing for other figures."""
    found = _STAGES.search(sentence[:600])
    if not found or not _ROLLS.search(sentence):
        return []
    shares = [each.replace(" ", "") for each in _SHARE.findall(found.group(0))]
    if len(shares) < 2 or [float(s[:-1]) for s in shares] != sorted(float(s[:-1]) for s in shares):
        return []
    clause = parse(sentence)
    owner = clause.owner or context_owner
    return [
        Step(
            name=f"Roll out to {share}", text=sentence, verb="roll", owner="" if clause.machine else owner,
            kind=kinds.kind_of(sentence, "deploy", command="", machine=clause.machine, approval=False),
            when=timing(unbroken(sentence[found.end() :])), evidence=quote(sentence),
            description=unbroken(sentence)[:500],
        )
        for share in shares
    ]  # fmt: skip
