"""The boxes of a picture with their text broken and their sizes known, still without a place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pictures.lettering import lines_of
from bot.pictures.style import BAND, BOX_PAD, BOX_WIDTH, LINE, NAME, PHASE, PHASE_PAD, SMALL, WORD
from orchestration.read_models.picture_page import ActivityBox, Compared, Mark, PhaseBox


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettered:
    """A line of text: how big and how it is meant."""

    text: str
    size: float
    bold: bool = False
    quiet: bool = False
    struck: bool = False

    @property
    def height(self) -> float:
        return self.size * LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityShape:
    box: ActivityBox
    lines: tuple[Lettered, ...]
    """Below the line with icon and word."""
    height: float


def activity_shape(box: ActivityBox) -> ActivityShape:
    room = BOX_WIDTH - 2 * BOX_PAD
    struck = Mark.REMOVED in box.marks
    lines = [
        Lettered(text=each, size=NAME, bold=True, struck=struck)
        for each in lines_of(box.name or "(no name)", room, NAME, most=3, bold=True)
    ]
    about = [box.who, box.runs]
    about += [f"after {', '.join(box.after_elsewhere)}"] if box.after_elsewhere else []
    lines += [
        Lettered(text=line, size=SMALL, quiet=True)
        for each in about
        if each
        for line in lines_of(each, room, SMALL, most=2)
    ]
    lines += _noted(box, room)
    height = band_of(box) + 2 * BOX_PAD + WORD * LINE + 2 + sum(each.height for each in lines)
    return ActivityShape(box=box, lines=tuple(lines), height=round(height))


def band_of(box: Compared) -> float:
    """How much height the strip takes that says how it differs."""
    return BAND if box.marks else 0.0


def _noted(box: Compared, room: float) -> list[Lettered]:
    """What changed, in short, each as a small paragraph."""
    return [
        Lettered(text=line, size=SMALL)
        for each in box.notes
        for line in lines_of(f"▸ {each}", room, SMALL, most=2)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseHead:
    lines: tuple[Lettered, ...]
    height: float


def phase_head(phase: PhaseBox, n: int, width: float) -> PhaseHead:
    """Name, owner and what it comes after, within `width`."""
    room = width - 2 * PHASE_PAD
    title = f"{n}. {phase.name}" if n else phase.name
    after = f"after {', '.join(phase.after_named[:3])}" if phase.after_named else "starts at once"
    if len(phase.after_named) > 3:
        after += f" and {len(phase.after_named) - 3} more"
    lines = [
        Lettered(text=each, size=PHASE, bold=True, struck=Mark.REMOVED in phase.marks)
        for each in lines_of(title, room, PHASE, most=2, bold=True)
    ]
    about = [f"owner {phase.owner}" if phase.owner else "", after, phase.summary]
    lines += [
        Lettered(text=line, size=SMALL, quiet=True)
        for each in about
        if each
        for line in lines_of(each, room, SMALL, most=2)
    ]
    lines += _noted(phase, room)
    height = round(band_of(phase) + sum(e.height for e in lines) + 24)
    return PhaseHead(lines=tuple(lines), height=height)
