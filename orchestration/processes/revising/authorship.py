"""Who wrote what in a draft: the parts and fields that were edited, by a person or by a model.

What nobody is named for came with the draft. A mark is kept for the fields that were changed, so
that a proposal which would overwrite a person's words says so, and one beside them does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from orchestration.processes.model import Activity, Phase, Process
from orchestration.processes.revising.identity import same_activities
from orchestration.values import Frozen, UserId

Fields = frozenset[str]
EVERYTHING = "everything"
"""In place of fields: it was added, or removed."""
PLACE = "place"
"""Where it stands in the written order."""
_MOST_REMOVED = 40


class Mark(Frozen):
    """Fields of one part that were edited."""

    at: str
    """The id of a phase, or `phase.activity`."""
    fields: Fields
    by: UserId
    """Who wrote it, or who took it from a model's proposal."""
    author: str = ""
    """The model whose words it is; empty where the person wrote it."""
    removed: str = ""
    """The name of what was removed there."""

    @property
    def by_hand(self) -> bool:
        return not self.author


def marked(
    marks: Iterable[Mark],
    was: Process,
    now: Process,
    *,
    by: UserId,
    author: str = "",
    moved: str = "",
) -> tuple[Mark, ...]:
    """The marks after an edit; `moved` is the part that only stands elsewhere in the order."""
    found = edited_fields(was, now)
    if moved:
        found[moved] = found.get(moved, frozenset()) | {PLACE}
    new = [Mark(at=at, fields=fields, by=by, author=author) for at, fields in found.items()]
    gone = [
        Mark(at=at, fields=frozenset({EVERYTHING}), by=by, author=author, removed=name)
        for at, name in _removed(was, now).items()
    ]
    kept = list(_kept(marks, same_places(was, now), found, now))
    removed = [each for each in (*kept, *gone) if each.removed][-_MOST_REMOVED:]
    return (*(each for each in kept if not each.removed), *new, *removed)


def edited_fields(was: Process, now: Process) -> dict[str, Fields]:
    """Which fields of which parts of `now` are not as they were; of what is new everything."""
    there = {place: at for at, place in same_places(was, now).items()}
    then, found = _parts(was), dict[str, Fields]()
    for place, part in _parts(now).items():
        before = then.get(there.get(place, ""))
        fields = frozenset({EVERYTHING}) if before is None else _differing(before, part)
        if before is not None and there[place] != place:
            fields |= {PLACE}
        if fields:
            found[place] = fields
    return found


def same_places(was: Process, now: Process) -> dict[str, str]:
    """Where each part of `was` is in `now`, as far as it is there."""
    phases = {each: each for each in was.phases_by_id if each in now.phases_by_id}
    return {**phases, **{str(ref): str(at) for ref, at in same_activities(was, now).items()}}


def overwritten(marks: Iterable[Mark], touched: Mapping[str, Fields]) -> tuple[Mark, ...]:
    """What people wrote among what a change touches."""
    return tuple(
        each
        for each in marks
        if each.by_hand and not each.removed and _meet(each.fields, touched.get(each.at))
    )


def _meet(fields: Fields, touched: Fields | None) -> bool:
    if not touched:
        return False
    return EVERYTHING in touched or EVERYTHING in fields or bool(fields & touched)


def _parts(process: Process) -> dict[str, Phase | Activity]:
    return {**process.phases_by_id, **{str(ref): each for ref, each in process.by_ref.items()}}


def _differing(was: Phase | Activity, now: Phase | Activity) -> Fields:
    if type(was) is not type(now) or was == now:
        return frozenset()
    return frozenset(
        field
        for field in type(now).model_fields
        if field not in ("activities", "id") and getattr(was, field) != getattr(now, field)
    )


def _removed(was: Process, now: Process) -> dict[str, str]:
    there = same_places(was, now)
    return {place: part.name for place, part in _parts(was).items() if place not in there}


def _kept(
    marks: Iterable[Mark], there: Mapping[str, str], found: Mapping[str, Fields], now: Process
) -> Iterator[Mark]:
    """What still holds: at its new place, without the fields that were written over."""
    names = {each.name for each in _parts(now).values()}
    for each in marks:
        if each.removed:
            if each.removed not in names:
                yield each
            continue
        place = there.get(each.at)
        if place is None:
            continue
        left = each.fields - found.get(place, frozenset())
        if left:
            yield each.model_copy(update={"at": place, "fields": left})
