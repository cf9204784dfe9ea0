"""What differs between two processes as a picture: both in one graph, what is gone where it stood.

Above sixty activities it is an overview, and a page for each phase that differs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from orchestration import words
from orchestration.processes.diff import Difference, differences, removed_activities
from orchestration.processes.model import Activity, Phase, Process, ref_of
from orchestration.read_models.picture_page import ActivityBox, Mark, PhaseBox, PicturePage
from orchestration.read_models.process_picture import (
    MOST_ON_ONE_PAGE,
    page_of,
    phase_boxes,
    with_room,
)
from orchestration.strict_yaml import Place
from orchestration.values import plain_line

_MOST_NOTES = 4
_ID = re.compile(r"\b[USW][A-Z0-9]{7,}\b")
Box = TypeVar("Box", ActivityBox, PhaseBox)
Pairs = Sequence[tuple[int | None, int | None]]
"""Where each stood, and where it stands, in the order of the picture."""


def difference_picture(
    was: Process,
    now: Process,
    *,
    between: str,
    named: Mapping[str, str] | None = None,
    taken: tuple[Difference, ...] = (),
) -> tuple[PicturePage, ...]:
    """None where they say the same. `between` says what is compared: `version 3 → version 4`.

    `taken` is what differs besides: other versions of the store's activities.
    """
    if not (found := (*differences(was, now), *taken)):
        return ()
    names = named or {}
    said = _Said.of(found, names)
    phases = _phases(was, now, names, said)
    title = plain_line(now.name or was.name, 160)
    counted = _counted(phases)
    if sum(len(each.activities) for each in phases) <= MOST_ON_ONE_PAGE:
        whole = page_of(title, f"{between}: {counted}", phases)
        return (replace(whole, compared=True, notes=said.process),)
    differing = [(n, each) for n, each in enumerate(phases, 1) if _differs(each)]
    of = f"{len(differing)} of {words.count(len(phases), 'phase')}"
    overview = page_of(
        title,
        f"{between}: {counted}; {of} with a difference, each on a picture of its own",
        tuple(map(_summed, phases)),
    )
    alone = (
        PicturePage(
            title=title,
            subtitle=f"{between}, phase {n} of {len(phases)}: {each.name}",
            phases=(replace(with_room(each), after=(), new=(), lost=()),),
            compared=True,
        )
        for n, each in differing
    )
    return (replace(overview, compared=True, notes=said.process), *alone)


@dataclass(frozen=True, slots=True)
class _Said:
    """What differs, by the place of what stands there now."""

    marks: Mapping[Place, tuple[Mark, ...]]
    notes: Mapping[Place, tuple[str, ...]]

    @classmethod
    def of(cls, found: Iterable[Difference], names: Mapping[str, str]) -> _Said:
        marks: dict[Place, set[Mark]] = defaultdict(set)
        notes: dict[Place, list[str]] = defaultdict(list)
        for each in found:
            if each.kind == "removed":
                continue  # its place is one of what was
            inside = len(each.path) >= 4 and each.path[2] == "activities"
            place = each.path[: 4 if inside else 2] if each.path[:1] == ("phases",) else ()
            marks[place].add(Mark(each.kind))
            if each.short:
                notes[place].append(
                    _ID.sub(lambda found: names.get(found[0], found[0]), each.short)
                )
        return cls(
            {place: tuple(mark for mark in Mark if mark in of) for place, of in marks.items()},
            {place: _few(of) for place, of in notes.items()},
        )

    @property
    def process(self) -> tuple[str, ...]:
        return self.notes.get((), ())

    def marked(self, box: Box, place: Place) -> Box:
        marks, notes = self.marks.get(place, ()), self.notes.get(place, ())
        return replace(box, marks=marks, notes=notes) if marks else box


def _phases(
    was: Process, now: Process, names: Mapping[str, str], said: _Said
) -> tuple[PhaseBox, ...]:
    then, today = phase_boxes(was, names), phase_boxes(now, names)
    gone = removed_activities(was, now)
    pairs = _paired(was.phases, now.phases)
    made: list[PhaseBox] = []
    for old, new in pairs:
        before = was.phases[old] if old is not None else None
        after = now.phases[new] if new is not None else None
        inner = [
            (n, m)
            for n, m in _paired(
                before.activities if before else (), after.activities if after else ()
            )
            if m is not None
            or (before and n is not None and ref_of(before.id, before.activities[n].id) in gone)
        ]
        place: Place = ("phases", new if new is not None else -1)
        activities = _joined(
            then[old].activities if old is not None else (),
            today[new].activities if new is not None else (),
            inner,
            (*place, "activities"),
            said,
        )
        box = today[new] if new is not None else then[old or 0]
        made.append(replace(box, activities=activities))
    return _lined(then, today, pairs, made, ("phases",), said)


def _joined(
    then: Sequence[ActivityBox],
    today: Sequence[ActivityBox],
    pairs: Pairs,
    place: Place,
    said: _Said,
) -> tuple[ActivityBox, ...]:
    boxes = [today[new] if new is not None else then[old or 0] for old, new in pairs]
    return _lined(then, today, pairs, boxes, place, said)


def _lined(
    then: Sequence[Box],
    today: Sequence[Box],
    pairs: Pairs,
    boxes: Sequence[Box],
    place: Place,
    said: _Said,
) -> tuple[Box, ...]:
    """Each with its marks, what it comes after, what it newly does and what it does no longer."""
    olds = {old: k for k, (old, _) in enumerate(pairs) if old is not None}
    news = {new: k for k, (_, new) in enumerate(pairs) if new is not None}
    made: list[Box] = []
    for (old, new), box in zip(pairs, boxes, strict=True):
        came = [olds[n] for n in then[old].after if n in olds] if old is not None else []
        comes = [news[n] for n in today[new].after if n in news] if new is not None else []
        lined = replace(
            box,
            after=tuple(comes),
            new=tuple(n for n in comes if n not in came),
            lost=tuple(n for n in came if n not in comes),
        )
        if new is None:
            made.append(replace(lined, marks=(Mark.REMOVED,)))
        else:
            made.append(said.marked(lined, (*place, new)))
    return tuple(made)


def _paired(was: Sequence[Phase | Activity], now: Sequence[Phase | Activity]) -> Pairs:
    """Those of now in their order, those that are gone behind what they stood behind."""
    then = _by_id(was)
    today = _by_id(now)
    behind: dict[tuple[str, int] | None, list[int]] = defaultdict(list)
    last: tuple[str, int] | None = None
    for key, n in then.items():
        if key in today:
            last = key
        else:
            behind[last].append(n)
    pairs: list[tuple[int | None, int | None]] = [(n, None) for n in behind[None]]
    for key, n in today.items():
        pairs.append((then.get(key), n))
        pairs += [(m, None) for m in behind[key]]
    return pairs


def _by_id(parts: Sequence[Phase | Activity]) -> dict[tuple[str, int], int]:
    """A draft may have the same id twice: the second is another part."""
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], int] = {}
    for n, each in enumerate(parts):
        found[each.id, seen[each.id]] = n
        seen[each.id] += 1
    return found


def _differs(phase: PhaseBox) -> bool:
    return bool(phase.marks) or any(each.marks for each in phase.activities)


def _counted(phases: Sequence[PhaseBox]) -> str:
    """`2 activities added, 1 removed; 1 phase added`."""
    activities = [each for phase in phases for each in phase.activities]
    parts = [_marked(activities, "activity", "activities"), _marked(phases, "phase", "phases")]
    return "; ".join(each for each in parts if each) or "no phase and no activity by itself"


def _marked(boxes: Sequence[PhaseBox | ActivityBox], one: str = "", many: str = "") -> str:
    count = Counter(mark for each in boxes for mark in each.marks)
    parts = [f"{count[mark]} {mark}" for mark in Mark if count[mark]]
    if parts and one:
        number, how = parts[0].split(" ", 1)
        parts[0] = f"{number} {one if number == '1' else many} {how}"
    return ", ".join(parts)


def _summed(phase: PhaseBox) -> PhaseBox:
    """Without its activities, marked where any of them differs."""
    there = words.count(len(phase.activities), "activity", "activities")
    said = f"{there}: {_marked(phase.activities) or 'none differs'}"
    marks = phase.marks or ((Mark.CHANGED,) if _differs(phase) else ())
    return replace(phase, activities=(), summary=said, marks=marks)


def _with_names(said: str, names: Mapping[str, str]) -> str:
    return _ID.sub(lambda found: names.get(found[0], found[0]), said)


def _few(notes: Sequence[str]) -> tuple[str, ...]:
    if len(notes) <= _MOST_NOTES:
        return tuple(notes)
    return (*notes[: _MOST_NOTES - 1], f"and {len(notes) - _MOST_NOTES + 1} more changes")
