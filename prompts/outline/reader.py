"""Reads a document from its text to a draft: clean, block, section, step, phase, assemble."""

from __future__ import annotations

import re

from orchestration.processes.proposal import ProcessDraft
from prompts.outline import owners
from prompts.outline.assemble import proposed
from prompts.outline.blocks import Block, blocks_of
from prompts.outline.chains import brief, numbered_apart
from prompts.outline.circles import circle_in
from prompts.outline.clauses import parse
from prompts.outline.cleaning import clean, plain
from prompts.outline.contents import stems
from prompts.outline.days import by_days, by_labels
from prompts.outline.gates import with_gates, with_vote
from prompts.outline.inputs import inputs_of
from prompts.outline.language import language_of
from prompts.outline.phases import phases_of, read_sections
from prompts.outline.questions import questions_of
from prompts.outline.reading import Context
from prompts.outline.references import with_references
from prompts.outline.rounds import rounds
from prompts.outline.schedule import schedule_of
from prompts.outline.sections import Section, tree_of
from prompts.outline.sentences import unbroken
from prompts.outline.templates import unwrapped
from prompts.outline.titles import with_titles
from prompts.outline.words import bare

LONGEST_TEXT = 1_000_000
FEWEST_WORDS = 3
"""`ship it` is a wish, not a process."""
_WISHING = frozenset({"just", "please", "pls", "now"})


def read_outline(text: str) -> ProcessDraft:
    """Read how a team releases from any text: total, deterministic, without a model or a network.

    A text that tells no step gives a draft without activities.
    """
    source = clean(text[:LONGEST_TEXT])
    blocks = with_titles(numbered_apart(unwrapped(blocks_of(source.text))))
    if any(not block.folded and block.kind in ("item", "paragraph") for block in blocks):
        blocks = [block for block in blocks if not block.folded]
    root = tree_of(blocks)
    title = source.title or title_of(root, source.text)
    words = "\n".join(plain(block.text[:4000]) for block in blocks if block.kind != "code")
    root.blocks = [block for block in root.blocks if not is_title_line(block, title)]
    short_forms = owners.abbreviations(words)
    for block in blocks:
        if block.kind in ("item", "paragraph"):
            block.text = owners.spelled_out(block.text, short_forms)
    context = Context(
        standing=owners.standing_performer(words, source.comments, title),
        short_forms=short_forms,
        foreign=language_of(words) != "en",
        brief=brief(blocks),
        titles=tuple(stems(each.name) for each in root.walk() if each.title)[:200],
    )
    read = read_sections(root, context, skip_variants=True)
    if not read.all() and any(section.variant for section in root.walk()):
        read = read_sections(root, context, skip_variants=False)
    parse.cache_clear()
    said = [word for word in source.text[:1000].split() if bare(word) not in _WISHING]
    tells = len(said) >= FEWEST_WORDS
    phases = (
        (rounds(source.text) or by_days(by_labels(phases_of(read, title=title)))) if tells else []
    )
    if all(phase.optional for phase in phases):  # a hotfix guide is no variant of anything
        for phase in phases:
            phase.optional = False
    with_references(phases, words)
    with_gates(phases)
    with_vote(phases)
    variants = [each.name for each in root.walk() if each.variant and each.title]
    schedule = schedule_of(words, phases)
    return ProcessDraft(
        process_name=title or "Release",
        phases=proposed(phases),
        inputs=inputs_of(source.text, braces="\nh1." not in f"\n{source.text}") if phases else (),
        schedule=schedule if phases else None,
        questions=questions_of(phases, variants, schedule, circle_in(words)),
    )


_GENERAL = re.compile(
    r"(?i)^(?:overview|introduction|background|abstract|summary|contents|table of contents|scope)$"
)
_SUBJECT = re.compile(
    r"(?im)^(?:subject|title):[ \t]*((?:(?:re|fwd?|aw):[ \t]*)*)(\S[^\n]{2,100})$"
)
_ABOUT = re.compile(
    r"(?i)\b(?:releas\w*|deploy\w*|roll-?out|hotfix|process|procedure|ablauf|checklist|runbook|train|launch|migration|update)\b"
)


_LISTED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-*+•])\s+(?:\[.?\]\s+)?")
_ACTS = ("imperative", "actor", "passive")
"""The first step of a list is not what the process is called."""


def is_title_line(block: Block, title: str) -> bool:
    """True for the first line that gave the process its name and says no more."""
    line = unbroken(plain(block.text))
    return (
        block.kind == "paragraph" and bool(title) and title in line and len(line) < len(title) + 12
    )


def title_of(root: Section, text: str) -> str:
    """The first title above the steps, an e-mail's subject, or a short first line that says
    what the text is about.
    """
    told_before = any(block.kind == "paragraph" for block in root.blocks)
    several = len(root.children) > 1 and not root.children[0].children
    for section in root.children[:1] if not (told_before and several) else ():
        general = _GENERAL.match(section.name)
        if section.name and section.level <= 8 and not section.staged and not general:
            return section.name
    if subject := _SUBJECT.search(text[:3000]):
        return unbroken(plain(subject.group(2))).strip(" ?.")[:200]
    first = next((line for line in text.split("\n") if line.strip()), "")[:300]
    if first.rstrip().endswith((".", "!")) or first.strip() == text.strip():
        return ""
    if (listed := _LISTED.match(first)) and parse(first[listed.end() :]).form in _ACTS:
        return ""
    line = (
        unbroken(plain(first))
        .split(" — ")[0]
        .split(" – ")[0]
        .split(": ")[-1 if first.lower().startswith("rfc") else 0]
        .strip(" :?.,")
    )
    if 0 < len(line.split()) <= 8 and (_ABOUT.search(line) or stands_alone(first, text)):
        return line[:200]
    return ""


def stands_alone(first: str, text: str) -> bool:
    """`Northwind web` over a blank line: a name, when it gives no order and ends in no mark."""
    after = text.lstrip("\n").partition("\n")[2]
    words = first.strip()
    return (
        bool(after.strip())
        and not after.partition("\n")[0].strip()
        and len(words.split()) <= 6
        and words[:1].isupper()
        and words[-1:].isalnum()
        and parse(words).form in ("none", "label", "gerund")
    )
