"""Blocks to a tree of sections, and what each section's title says about reading it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from prompts.outline import verbs
from prompts.outline.blocks import Block
from prompts.outline.cleaning import plain
from prompts.outline.cues import timing
from prompts.outline.sentences import unbroken

_NUMBER = re.compile(
    r"(?i)^(?:(?:phase|stage|step|part|section|schritt|phase|étape|etapa|paso|fase)\s+(?:\d{1,2}|[ivx]{1,4}|[a-e])\b\s*[:.)–—-]*\s*|\(?\d{1,2}(?:\.\d{1,2})*[.):]\s*|\d{1,2}(?:\.\d{1,2})+\s+|[A-Z][.)]\s+|[IVX]{1,4}[.)]\s+|\[[^\]]{1,20}\]\s*)"
)
_STAGED = re.compile(
    r"(?i)^(?:phase|stage|step|day|week|part|schritt|étape|etapa|paso|fase)\s+(?:\d|[ivx]|[a-e])|^t\s?[-+–]\s?\d|\b(?:mon|tues|wednes|thurs|fri)day\b|\brelease day\b|^\d+[.)]"
)
_BACKGROUND: Final = re.compile(
    r"(?i)\b(?:background|definitions?|glossary|terminolog\w+|terms|references?|links?|resources|see also|further reading|scope|purpose|motivation|rationale|"
    r"history|faqs?|frequently asked|questions|licen[cs]es?|copyright|contacts?|calendar|examples?|templates?|overview|introduction|about|table of contents|contents|toc|"
    r"policy|policies|principles|standards|guidelines|rules|goals?|non-goals|objectives?|types?|conventions?|nomenclature|naming|numbering|versioning|semver|semantic versioning|support(?:ed)? (?:policy|versions?|matrix|windows?)|"
    r"tools? versions?|metrics|action items|notes?|appendix|appendices|criteria|requirements|prerequisites?|pre-requisites?|prerequisites|access|permissions|environment|tooling|tools|"
    r"release (?:schedule|cadence|cycle|calendar|model|strategy|types?)|schedule|timeline|cadence|roles?|responsibilit\w+|modes|glossar|hintergrund|übersicht|einleitung|voraussetzungen|begriffe|"
    r"contexte|prérequis|requisitos|antecedentes|contexto|before you (?:begin|start)|who(?: is|'s|’s)? (?:involved|who|does what)|people|participants|team|actors|outcomes?|deliverables|dependencies|version numbers?|version schemes?|things you(?:'ll|’ll| will)? need|what you(?:'ll|’ll| will)? need|abstract|summary|known issues|legend|audience|status|revision history|document history|document control|changelog|misc\w*|architecture|how it works|anatomy|lifecycle|branches|branching(?: model| strategy)?|faq)\b"
)
_CALENDAR: Final = re.compile(r"(?i)\b(?:schedule|timeline|cadence|calendar|cycle)\b")
_NEVER: Final = re.compile(
    r"(?i)\b(?:examples?|definitions?|glossary|references|faq|history|metrics|licen[cs]es?)\b"
)
_VARIANT: Final = re.compile(
    r"(?i)\b(?:hot-?fix(?:es)?|(?:bug-?fix|patch|point|maintenance) releases?|roll-?backs?|rolling back|back-?out|emergency|troubleshooting|recovery|contingency|failed|failure|fails|if something goes wrong|when things go wrong|in case of|yank\w*|revert(?:ing)?|abort\w*|"
    r"appendix|optional|one-?time|first-?time|initial setup|set(?:ting)? ?up|cancel\w*|rebuilding|security releases?|unplanned|out-of-band|rescue|notfall|manual (?:release|method|process|fallback)|misc\w*)\b"
)
_PROCEDURAL: Final = re.compile(
    r"(?i)\b(?:pre-?(?:release|deploy(?:ment)?|launch|flight) (?:requirements?|criteria|checks?|gates?)|(?:release|launch|deployment) readiness|steps?|checklists?|procedures?|process|how to|how-to|tasks?|to-?do|runbook|playbook|instructions|workflow|walkthrough|ablauf|schritte|vorgehen|checkliste|étapes|procédure|pasos|procedimiento|passos|procedimento)\b"
)


@dataclass(slots=True)
class Section:
    """A title with the blocks under it, before its first sub-title."""

    title: str
    level: int
    blocks: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    folded: bool = False
    note: str = ""
    """What a note under the title says."""
    inherited: bool = False
    """Under a section that is background."""
    _background: bool | None = None

    def walk(self) -> Iterator[Section]:
        stack: list[Section] = [self]
        while stack:
            section = stack.pop()
            yield section
            stack.extend(reversed(section.children))

    @property
    def name(self) -> str:
        """The title without its number, date and markup."""
        return clean_title(self.title)

    @property
    def when(self) -> str:
        return timing(unbroken(self.title))

    @property
    def staged(self) -> bool:
        """True for `Phase 2`, `T-3 days`, `Release day (Thursday)`: a stage by its own word."""
        return bool(_STAGED.search(unbroken(self.title)))

    @property
    def background(self) -> bool:
        if self.inherited:
            return True
        if self._background is None:
            self._background = self._is_background()
        return self._background

    def _is_background(self) -> bool:
        title = unbroken(self.title)
        if orders(title):
            return False
        if _NEVER.search(title):
            return True
        return bool(_BACKGROUND.search(title)) and not self.procedural and not self.staged

    @property
    def may_tell(self) -> bool:
        """False under examples and definitions, where even a list of acts is none."""
        return not _NEVER.search(unbroken(self.title))

    @property
    def calendar(self) -> bool:
        """`Release schedule`: background, unless what stands there are acts."""
        return bool(_CALENDAR.search(unbroken(self.title))) and self.may_tell

    @property
    def variant(self) -> bool:
        """A hotfix, a rollback, an appendix: another process beside the main one."""
        return bool(_VARIANT.search(unbroken(self.title)))

    @property
    def procedural(self) -> bool:
        return bool(_PROCEDURAL.search(unbroken(self.title)))


@lru_cache(maxsize=2048)
def orders(title: str) -> bool:
    """`Update the issue template` is an order, whatever its nouns; `Release notes` is not."""
    words = clean_title(title).lower().split()
    return len(words) > 1 and (words[0] in verbs.STRONG - verbs.NOUNY or words[0] in verbs.GERUNDS)


@lru_cache(maxsize=2048)
def clean_title(title: str) -> str:
    words = unbroken(plain(title)).replace("`", "")
    for _ in range(2):
        stripped = _NUMBER.sub("", words).strip()
        words = stripped or words
    trimmed = re.sub(r"\s*\([^()]{0,80}\)\s*$", "", words).strip(" :.-–—")
    return (trimmed or words).strip()[:200]


def tree_of(blocks: list[Block]) -> Section:
    """Hang every block under the last title above it; levels may jump."""
    root = Section("", 0)
    stack = [root]
    for block in blocks:
        if block.kind != "heading":
            stack[-1].blocks.append(block)
            continue
        while len(stack) > 1 and stack[-1].level >= block.level:
            stack.pop()
        if len(stack) > 20:
            stack = stack[:20]
        section = Section(block.text, block.level, folded=block.folded, note=block.note)
        stack[-1].children.append(section)
        stack.append(section)
    return root
