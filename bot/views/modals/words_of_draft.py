"""Where a draft comes from: the words of the text behind each step, and those that became none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.views import buttons
from bot.views.blocks import Group, modal, section
from bot.views.elements import Block
from bot.views.text import bold, name, our_words, units
from orchestration.processes.model import Phase, ref_of
from orchestration.read_models.process_cards import DraftReview

_SECTION_ROOM = 2800


def draw(review: DraftReview) -> Block:
    phases = review.process.phases if review.process else ()
    groups: list[Group] = []
    for phase in phases:
        said = _edited(review, phase.id)
        groups += _sections(f"{bold(phase.name)}{said}", _steps(review, phase))
    if review.not_covered:
        rows = (f"• {name(each, 200)}" for each in review.not_covered)
        groups += _sections("*Became no step*", rows)
    return modal(
        "Where it comes from",
        buttons.DRAFT_WORDS,
        head=[section("The words of the text that each step was read from, and who edited it.")],
        body=groups,
        close="Close",
    )


def _steps(review: DraftReview, phase: Phase) -> Iterator[str]:
    for each in phase.activities:
        said = f"“{name(each.evidence, 300)}”" if each.evidence else "no words of the text"
        by = _edited(review, ref_of(phase.id, each.id))
        yield f"• {name(each.name, 120)}: {said}{by}"


def _edited(review: DraftReview, place: str) -> str:
    said = review.edited.get(place)
    return f", {our_words(said)}" if said else ""


def _sections(title: str, rows: Iterable[str]) -> list[Group]:
    texts = [title]
    for row in rows:
        if units(texts[-1]) + units(row) > _SECTION_ROOM:
            texts.append("")
        texts[-1] += ("\n" if texts[-1] else "") + row
    return [[section(each)] for each in texts]
