"""Reads a document from its text to a draft: clean, block, section, step, phase, assemble."""

from __future__ import annotations

import re

from orchestration.processes.proposal import ProcessDraft
from prompts.outline import owners
from prompts.outline.assemble import proposed
from prompts.outline.blocks import blocks_of
from prompts.outline.cleaning import clean, plain
from prompts.outline.inputs import inputs_of
from prompts.outline.language import language_of
from prompts.outline.phases import phases_of, read_sections
from prompts.outline.questions import questions_of
from prompts.outline.reading import Context
from prompts.outline.schedule import schedule_of
from prompts.outline.sections import Section, tree_of
from prompts.outline.titles import with_titles

LONGEST_TEXT = 1_000_000


def read_outline(text: str) -> ProcessDraft:
    """Read how a team releases from any text: total, deterministic, without a model or a network.

    A text that tells no step gives a draft without activities.
    """
    source = clean(text[:LONGEST_TEXT])
    blocks = with_titles(blocks_of(source.text))
    root = tree_of(blocks)
    title = source.title or title_of(root)
    words = "\n".join(plain(block.text[:4000]) for block in blocks if block.kind != "code")
    short_forms = owners.abbreviations(words)
    for block in blocks:
        if block.kind in ("item", "paragraph"):
            block.text = owners.spelled_out(block.text, short_forms)
    context = Context(
        standing=owners.standing_performer(words, source.comments, title),
        short_forms=short_forms,
        foreign=language_of(words) != "en",
        titles=frozenset(each.name.lower() for each in root.walk() if each.title),
    )
    read = read_sections(root, context, skip_variants=True)
    if not read.all():
        read = read_sections(root, context, skip_variants=False)
    phases = phases_of(read, title=title)
    variants = [each.name for each in root.walk() if each.variant and each.title]
    schedule = schedule_of(words, phases)
    return ProcessDraft(
        process_name=title or "Release",
        phases=proposed(phases),
        inputs=inputs_of(source.text, braces="\nh1." not in f"\n{source.text}") if phases else (),
        schedule=schedule if phases else None,
        questions=questions_of(phases, variants, schedule),
    )


def title_of(root: Section) -> str:
    """The first top title, where it is above the others or says what the document is about."""
    for section in root.children[:1]:
        name = section.name
        if name and not re.match(
            r"(?i)^(?:overview|introduction|background|table of contents)$", name
        ):
            return name[:200]
    return ""
