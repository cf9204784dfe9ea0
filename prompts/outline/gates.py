"""Sign-offs the text only speaks of: `after QA has signed off` asks for a step of its own."""

from __future__ import annotations

import re

from prompts.outline import roles
from prompts.outline.phases import Phase
from prompts.outline.sentences import quote, unbroken
from prompts.outline.step import Step

_GATE = re.compile(
    r"(?i)\b(?:after|once|when|until|as soon as|provided|following|upon)\s+(?P<who>(?:(?:the|an?|our)\s+)?(?:[\w'’/-]+\s+){0,3}?[\w'’/-]+?)['’]?s?\s+(?:has\s+|have\s+)?(?:signed[- ]off|signs[- ]off|sign-?off|approved|approves|approval|given\s+(?:the\s+|their\s+)?(?:go|approval|sign-?off|ok))\b(?:\s+(?:on\s+)?(?:the|a|an|it|this)(?:\s+[\w-]+){0,3})?"
)


_BY = re.compile(
    r"(?i)\b(?:after|once|upon|following|with|without|on|nach)\s+(?:(?:the|an?|der|dem|final|formal|written|erfolgter)\s+)*(?:approval|sign-?off|go-ahead|green light|consent|freigabe|abnahme|genehmigung)s?\s+(?:by|from|of|durch|von|vom|des|der)\s+(?P<who>(?:(?:the|den|die|das|dem|der)\s+)?(?:[\w'’/-]+\s+){0,4}?[\w'’/-]+?)(?=[,.;:)]|\s*$|\s+(?:and|on|for|the|we|is|has|was|may|can|will|deployt|rollt|wird|kann|darf|geht|erfolgt|veröffentlicht)\b)"
)
"""`after approval by the head of mobile`: the approver stands behind the word."""


def with_gates(phases: list[Phase]) -> None:
    """Put each sign-off that a condition names before what waits for it, unless it is a step."""
    approvers: set[str] = {
        step.owner.lower()
        for phase in phases
        for step in phase.steps
        if step.approval and step.owner
    }
    for phase in phases:
        for n in range(len(phase.steps) - 1, -1, -1):
            if gate := gate_in(waiting_part(phase.steps[n]), approvers):
                phase.steps.insert(n, gate)
        if phase.steps and (gate := gate_in(phase.about, approvers)):
            phase.steps.insert(0, gate)


def with_vote(phases: list[Phase]) -> None:
    """Where nothing else is an approval, the call for a vote is where it is given."""
    steps = [step for phase in phases for step in phase.steps]
    if any(step.approval for step in steps):
        return
    for step in steps:
        if _CALLS.search(step.text[:300]):
            step.approval, step.kind = True, "manual"
            return


_CALLS = re.compile(r"(?i)\b(?:calls?|starts?|opens?|holds?)\b[^.]{0,30}\b(?:vote|voting)\b")


def waiting_part(step: Step) -> str:
    """The words of a step that may speak of a sign-off it waits for."""
    return step.condition if step.condition or step.approval else step.text


def gate_in(text: str, approvers: set[str]) -> Step | None:
    found = _GATE.search(text[:1500]) or _BY.search(text[:1500])
    if not found:
        return None
    who = roles.tidy(found.group("who"))
    if not roles.looks_like_role(who) or who.lower() in approvers:
        return None
    approvers.add(who.lower())
    words = unbroken(found.group(0)).split(maxsplit=1)[1]
    return Step(
        name=f"{who[:1].upper()}{who[1:]} sign-off", text=words, verb="approve", owner=who,
        approval=True, evidence=quote(found.group(0).split(maxsplit=1)[1]),
    )  # fmt: skip
