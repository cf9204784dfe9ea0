"""What comes above what: the rows of a layered drawing, and which lines it needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.pictures.routing import Edge
from bot.pictures.style import LineKind
from orchestration.read_models.picture_page import Compared, Mark

Edges = Sequence[tuple[int, int]]
"""From what comes first to what waits for it."""


def rows_of(count: int, edges: Edges) -> list[list[int]]:
    """The things 0 … count - 1 in rows: each below all it waits for, with few crossings.

    A circle, which only a draft can have, is opened where it was entered.
    """
    from fast_sugiyama import from_edges

    ahead = without_circles(count, edges)
    level = levels(count, ahead)
    rows: dict[int, list[int]] = defaultdict(list)
    placed: set[int] = set()
    if ahead:
        layouts = from_edges(ahead, ranking_type="up", check_layout=False)
        for positions, *_ in sorted(layouts, key=lambda each: min(n for n, _ in each[0])):
            real = sorted((xy[0], int(n)) for n, xy in positions if int(n) < count)
            across = _as_written([n for _, n in real], level)
            for n in across:
                rows[level[n]].append(n)
            placed.update(across)
    for n in range(count):
        if n not in placed:
            rows[0].append(n)
    return [rows[each] for each in sorted(rows)]


def _as_written(across: list[int], level: Sequence[int]) -> list[int]:
    """Mirrored where that is nearer to the written order: a layout has no left and right."""
    pairs = [
        (first, second)
        for k, first in enumerate(across)
        for second in across[k + 1 : k + 40]
        if level[first] == level[second]
    ]
    against = sum(first > second for first, second in pairs)
    return across[::-1] if against * 2 > len(pairs) else across


def levels(count: int, ahead: Edges) -> list[int]:
    """How many steps lie before each; `ahead` has no circle."""
    after: dict[int, list[int]] = defaultdict(list)
    waits = [0] * count
    for first, second in ahead:
        after[first].append(second)
        waits[second] += 1
    level = [0] * count
    ready = [n for n in range(count) if not waits[n]]
    while ready:
        n = ready.pop()
        for each in after[n]:
            level[each] = max(level[each], level[n] + 1)
            waits[each] -= 1
            if not waits[each]:
                ready.append(each)
    return level


def without_circles(count: int, edges: Edges) -> list[tuple[int, int]]:
    """The edges less those that lead back to where a walk came from, and less doubled ones."""
    after: dict[int, list[int]] = defaultdict(list)
    for first, second in dict.fromkeys(edges):
        after[first].append(second)
    kept: list[tuple[int, int]] = []
    on_the_way, done = set[int](), set[int]()
    for start in range(count):
        stack = [(start, iter(after[start]))] if start not in done else []
        on_the_way.update(n for n, _ in stack)
        while stack:
            n, rest = stack[-1]
            for each in rest:
                if each in on_the_way:
                    continue
                kept.append((n, each))
                if each not in done:
                    on_the_way.add(each)
                    stack.append((each, iter(after[each])))
                    break
            else:
                stack.pop()
                on_the_way.discard(n)
                done.add(n)
    return sorted(kept)


def needed(count: int, edges: Edges) -> list[tuple[int, int]]:
    """The lines to draw: one that others imply (A, B, C in a row need no line A to C) is left out.

    Lines that close a circle stay, so that a draft's fault is seen.
    """
    ahead = without_circles(count, edges)
    level = levels(count, ahead)
    before: dict[int, list[int]] = defaultdict(list)
    for first, second in ahead:
        before[second].append(first)
    reached: list[int] = [0] * count
    drawn: list[tuple[int, int]] = []
    for n in sorted(range(count), key=lambda each: level[each]):
        seen = 0
        for first in sorted(before[n], key=lambda each: -level[each]):
            if not seen >> first & 1:
                drawn.append((first, n))
                seen |= reached[first] | 1 << first
        reached[n] = seen
    back = set(edges) - set(ahead)
    return sorted({*drawn, *back})


def drawn(count: int, boxes: Sequence[Compared], after: Edges) -> list[Edge]:
    """The lines to draw of what is, and of what was: those that are gone are lines of their own."""
    new = {(first, n) for n, each in enumerate(boxes) for first in each.new}
    lost = {(first, n) for n, each in enumerate(boxes) for first in each.lost}
    lines = [
        Edge(*each, LineKind.NEW if each in new else LineKind.PLAIN)
        for each in needed(count, after)
    ]
    if lost:
        were = [each for each in after if each not in new] + sorted(lost)
        lines += [Edge(*each, LineKind.GONE) for each in needed(count, were) if each in lost]
    return lines


def ranking(boxes: Sequence[Compared], after: Edges) -> list[tuple[int, int]]:
    """What decides what stands above what: also how it was, for those that are gone."""
    gone = {n for n, each in enumerate(boxes) if Mark.REMOVED in each.marks}
    were = (
        (first, n)
        for n, each in enumerate(boxes)
        for first in each.lost
        if n in gone or first in gone
    )
    return [*after, *were]


def columns_of(
    rows: Sequence[Sequence[int]], edges: Sequence[Edge], most: int
) -> list[dict[int, int]]:
    """Each row's things by column, wide rows broken; each near below what it awaits."""
    width = min(max((len(row) for row in rows), default=1), most)
    before: dict[int, list[int]] = defaultdict(list)
    for first, second, _ in edges:
        before[second].append(first)
    column: dict[int, int] = {}
    placed: list[dict[int, int]] = []
    for row in rows:
        parts = -(-len(row) // width)
        size = -(-len(row) // parts)
        for at in range(0, len(row), size):
            part = _placed(row[at : at + size], before, column, width)
            column |= part
            placed.append(part)
    return placed


def _placed(
    row: Sequence[int], before: Mapping[int, Sequence[int]], column: Mapping[int, int], width: int
) -> dict[int, int]:
    wished = [
        sum(known) / len(known)
        if (known := [column[e] for e in before[n] if e in column])
        else None
        for n in row
    ]
    said = [each - k for k, each in enumerate(wished) if each is not None]
    start = round(sum(said) / len(said)) if said else 0
    start = min(max(start, 0), width - len(row))
    return {n: start + k for k, n in enumerate(row)}
