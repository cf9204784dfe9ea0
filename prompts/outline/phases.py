"""Sections to phases: the document's own parts, neither one long list nor a phase a step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from prompts.outline import owners, roles, verbs
from prompts.outline.clauses import parse
from prompts.outline.cleaning import plain
from prompts.outline.cues import PARALLEL
from prompts.outline.reading import Context, make
from prompts.outline.sections import Section, orders
from prompts.outline.sentences import unbroken
from prompts.outline.step import Step
from prompts.outline.steps import SectionReader


@dataclass(slots=True)
class Phase:
    name: str
    steps: list[Step]
    when: str = ""
    owner: str = ""
    beside: bool = False
    """The text wants it side by side with the phase before."""
    optional: bool = False
    about: str = ""
    """Its section's first words, where gates and parallel work are announced."""


@dataclass(slots=True)
class Read:
    """A section with the steps under it, its own and its children's."""

    section: Section
    own: list[Step]
    children: list[Read] = field(default_factory=list)

    def all(self) -> list[Step]:
        out = list(self.own)
        for child in self.children:
            out += child.all()
        return out


def read_sections(
    section: Section, context: Context, *, skip_variants: bool, depth: int = 0
) -> Read:
    """Read a section and those under it; variants and background keep still."""
    role = role_of_title(section)
    inner = replace(context, owner=role or context.owner)
    for child in section.children:
        child.inherited = section.background and not child.procedural
    for child in section.children:
        child.inherited = section.background and not child.procedural
    own = SectionReader(section, inner).read()
    children = [
        read_sections(child, inner, skip_variants=skip_variants, depth=depth + 1)
        for child in section.children
        if not (skip_variants and child.variant and (depth or len(section.children) > 1))
    ]
    read = Read(section, own, [child for child in children if child.own or child.children])
    if depth and section.title and not section.children:
        own[:] = with_title(section, own, inner)
        read.own = own
    return read


def role_of_title(section: Section) -> str:
    name = section.name
    if (marked := _TITLE_OWNER.search(unbroken(plain(section.title)))) and roles.looks_like_role(
        marked.group(1) or marked.group(2)
    ):
        return roles.tidy(marked.group(1) or marked.group(2))
    if section.when or section.staged or name.lower().split()[-1:] in _ACTIVITIES:
        return ""
    if role := owners.holder(name):
        return role
    if len(name.split()) <= 4 and roles.ends_in_role(name) and not orders(name):
        return roles.tidy(name)
    return ""


_ACTIVITIES = (["testing"], ["localization"], ["release"], ["incident"], ["infrastructure"])
_TITLE_OWNER = re.compile(r"\(([^()]{2,50})\)\s*$|\s[–—]\s([^–—()]{2,50})$")
"""`Rollout (SRE)`: the section's work is theirs."""


def with_title(section: Section, own: list[Step], context: Context) -> list[Step]:
    """`Create tag` over prose is the step itself; a sentence with the title's verb is the same."""
    clause = parse(section.name)
    verb = (
        clause.verb
        if clause.form in ("imperative", "gerund") and clause.verb in verbs.STRONG
        else ""
    )
    if not verb or section.background:
        return own
    words = len(section.name.split())
    if not own and words >= 2 and (section.blocks or words >= 4):
        return [make(section.name, context)]
    explains = len(own) == 1 and all(
        step.prose and not (step.owner or step.approval or step.when) for step in own
    )
    if explains and words >= 3 and clause.form == "imperative":
        step = make(section.name, context)
        step.command = own[0].command
        step.kind = "automated" if own[0].kind == "automated" else step.kind
        step.description = own[0].text[:2000]
        return [step]
    return own


def only_holds(read: Read, below: list[Read]) -> bool:
    """A part whose steps all stand in sub-parts, lists in their own right: those are the phases."""
    sizes = [len(each.all()) for each in below]
    return len(below) > 1 and not read.own and min(sizes) > 1 and sum(sizes) >= 3 * len(sizes)


def introduces(read: Read, full: list[Read]) -> bool:
    """A sentence or two between a document's title and its first part speak of the process;
    what is to be done stands in the parts.
    """
    listed = sum(not step.prose for child in full for step in child.all())
    return (
        read.section.level <= 1
        and listed > len(read.own)
        and len(read.own) <= 3
        and all(step.prose and not step.command for step in read.own)
    )


def phases_of(read: Read, *, title: str) -> list[Phase]:
    """Choose the level of titles that makes phases, from the top down."""
    full = [child for child in read.children if child.all()]
    if introduces(read, full):
        read.own = [step for step in read.own if step.approval]
    if not full:
        return [_phase(read, title)] if read.own else []
    staged = sum(child.section.staged for child in full) * 2 > len(full)
    steps_themselves = sum(orders(child.section.title) for child in full) * 2 > len(full)
    small = sum(len(child.all()) for child in full) <= 1.4 * len(full)
    if steps_themselves and small and len(full) > 2 and not staged and not read.own:
        return [_phase(read, title)]
    out: list[Phase] = []
    if read.own:
        out.append(Phase(_name(read.section, title), read.own))
    for child in full:
        below = [each for each in child.children if each.all()]
        alone = (len(full) == 1 and not read.own) or only_holds(child, below)
        if below and (alone or sum(each.section.staged for each in below) * 2 > len(below)):
            out += phases_of(child, title=_name(child.section, title))
        else:
            out.append(_phase(child, title))
    return out


def _name(section: Section, title: str) -> str:
    return section.name or title or "Release"


_AS_A_WHOLE = re.compile(
    r"(?i)\b(?:this|the (?:whole|entire)) (?:phase|stage|section|part|work|step|track)\b|\bphase\b"
)


def _phase(read: Read, title: str) -> Phase:
    section = read.section
    about = "\n".join(plain(b.text) for b in section.blocks[:2] if b.kind == "paragraph")[:1500]
    first = about[:200].split(". ")[0]
    return Phase(
        _name(section, title), read.all(), when=section.when, owner=role_of_title(section),
        optional=section.variant, about=about,
        beside=bool(PARALLEL.search(section.title))
        or bool(PARALLEL.search(first) and _AS_A_WHOLE.search(first)),
    )  # fmt: skip
