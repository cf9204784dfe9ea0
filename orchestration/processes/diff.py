"""What changed from one process to another, in words: added, removed, moved, changed.

Parts are the same where their ids are, wherever they stand; a part that only stands elsewhere was
moved. Everything a field says is told, long texts by their first words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeVar

from orchestration.processes.code.writing import process_data
from orchestration.processes.diff_in_short import in_short, of_many
from orchestration.processes.model import Activity, Phase, Process, ProcessVersion, ref_of
from orchestration.strict_yaml import Place
from orchestration.values import ActivityRef, Frozen, plain_line

LONGEST = 80
Part = TypeVar("Part", Phase, Activity)


class Difference(Frozen):
    """One thing that is not as it was."""

    kind: Literal["added", "removed", "moved", "changed"]
    place: str
    """In the author's words, as it is now or was: `Build › Image`."""
    what: str
    """The whole of it as a sentence without its full stop."""
    path: Place = ()
    """Of what is there now, by the keys of its YAML; of what was removed, as it was."""
    short: str = ""
    """What a picture has room for beside the thing itself: `owner: QA lead → Dana`."""


def differences(was: Process, now: Process) -> tuple[Difference, ...]:
    """All of them, in the order in which the process is read; none where they say the same."""
    if was == now:
        return ()
    then, today = process_data(was), process_data(now)
    return (
        *field_differences("the process", (), then, today, skip=("phases",)),
        *_of_phases(was, now, then, today),
    )


def version_differences(was: ProcessVersion, now: ProcessVersion) -> tuple[Difference, ...]:
    """Of two published versions: what they say, and what of the store they took."""
    taken = store_differences(was.store, now.store)
    return (*differences(was.process, now.process), *taken)


def store_differences(was: Mapping[str, int], now: Mapping[str, int]) -> tuple[Difference, ...]:
    """Which activities of the store are taken in another version, where nobody says which."""
    return tuple(
        Difference(
            kind="changed",
            place="Activity store",
            what=f"{activity} {was[activity]} → {version}",
            short=f"from the store: {activity} {was[activity]} → {version}",
        )
        for activity, version in sorted(now.items())
        if was.get(activity, version) != version
    )


def _of_phases(
    was: Process, now: Process, then: dict[str, Any], today: dict[str, Any]
) -> Iterator[Difference]:
    olds = {phase.id: (n, phase) for n, phase in enumerate(was.phases)}
    homes = {each.id: phase for phase in was.phases for each in phase.activities}
    gone = removed_activities(was, now)
    for n, phase in enumerate(now.phases):
        path: Place = ("phases", n)
        if phase.id not in olds:
            yield _added(f"the phase “{phase.name}”", phase.name, path)
            for m, each in enumerate(phase.activities):
                inner = (*path, "activities", m)
                home = homes.get(each.id)
                if home is not None and _gone(now, home, each):
                    yield _rehomed(each, home, phase, inner)
                else:
                    yield _added(f"“{each.name}”", f"{phase.name} › {each.name}", inner)
            continue
        at, old = olds[phase.id]
        yield from field_differences(
            f"the phase “{phase.name}”",
            path,
            then["phases"][at],
            today["phases"][n],
            skip=("activities",),
        )
        yield from _of_activities(
            now, (at, old), (n, phase), then["phases"][at], today["phases"][n], homes, gone
        )
    for n, phase in enumerate(was.phases):
        if phase.id not in now.phases_by_id:
            lost = sum(ref_of(phase.id, each.id) in gone for each in phase.activities)
            inside = f" and its {f'{lost} activities' if lost > 1 else 'activity'}" if lost else ""
            yield _removed(f"the phase “{phase.name}”{inside}", phase.name, ("phases", n))
    yield from _moved(was.phases, now.phases, ("phases",), "")


def _of_activities(
    now: Process,
    old: tuple[int, Phase],
    new: tuple[int, Phase],
    then: dict[str, Any],
    today: dict[str, Any],
    homes: Mapping[str, Phase],
    gone: frozenset[ActivityRef],
) -> Iterator[Difference]:
    (at, before), (n, phase) = old, new
    olds = {each.id: m for m, each in enumerate(before.activities)}
    for m, each in enumerate(phase.activities):
        path: Place = ("phases", n, "activities", m)
        if each.id in olds:
            yield from field_differences(
                f"“{each.name}”",
                path,
                then["activities"][olds[each.id]],
                today["activities"][m],
                place=f"{phase.name} › {each.name}",
            )
            continue
        home = homes.get(each.id)
        if home is not None and _gone(now, home, each):
            yield _rehomed(each, home, phase, path)
        else:
            yield _added(f"“{each.name}”", f"{phase.name} › {each.name}", path)
    for m, each in enumerate(before.activities):
        if ref_of(before.id, each.id) in gone:
            place = f"{before.name} › {each.name}"
            yield _removed(f"“{each.name}”", place, ("phases", at, "activities", m))
    yield from _moved(before.activities, phase.activities, ("phases", n, "activities"), phase.name)


def _gone(now: Process, home: Phase, activity: Activity) -> bool:
    """True when the activity does not stand in its old phase any more: it went to another."""
    return ref_of(home.id, activity.id) not in now.by_ref


def removed_activities(was: Process, now: Process) -> frozenset[ActivityRef]:
    """Those that stand nowhere any more, also in no other phase."""
    arrived = {ref.partition(".")[2] for ref in now.by_ref if ref not in was.by_ref}
    return frozenset(
        ref for ref, each in was.by_ref.items() if ref not in now.by_ref and each.id not in arrived
    )


def _rehomed(activity: Activity, home: Phase, phase: Phase, path: Place) -> Difference:
    what = f"moved “{activity.name}” from “{home.name}” to “{phase.name}”"
    return Difference(
        kind="moved",
        place=f"{phase.name} › {activity.name}",
        what=what,
        path=path,
        short=f"from “{plain_line(home.name, LONGEST)}”",
    )


def _moved(
    was: Sequence[Part], now: Sequence[Part], path: Place, phase: str
) -> Iterator[Difference]:
    """What stands in another order among those that were there before."""
    kept = {each.id for each in now}
    before = [each.id for each in was if each.id in kept]
    there = set(before)
    after = [each.id for each in now if each.id in there]
    places = {each.id: n for n, each in reversed(list(enumerate(now)))}
    for identity in _out_of_order(before, after):
        n = places[identity]
        follows = now[n - 1].name if n else ""
        to = f"behind “{follows}”" if follows else "to the beginning"
        place = f"{phase} › {now[n].name}" if phase else now[n].name
        yield Difference(
            kind="moved",
            place=place,
            what=f"moved “{now[n].name}” {to}",
            path=(*path, n),
            short=f"now {plain_line(to, LONGEST)}",
        )


def _out_of_order(before: list[str], after: list[str]) -> list[str]:
    """The fewest that must have been moved: all but a longest run that kept its order."""
    rank = {each: n for n, each in enumerate(before)}
    tails: list[int] = []
    places: list[int] = []
    for each in after:
        n = bisect_left(tails, rank[each])
        tails[n : n + 1] = [rank[each]]
        places.append(n)
    wanted, kept = len(tails) - 1, set[str]()
    for each, n in zip(reversed(after), reversed(places), strict=True):
        if n == wanted:
            kept.add(each)
            wanted -= 1
    return [each for each in after if each not in kept]


def field_differences(
    whose: str,
    path: Place,
    then: dict[str, Any],
    today: dict[str, Any],
    *,
    skip: tuple[str, ...] = (),
    place: str = "",
) -> Iterator[Difference]:
    """Of two documents, or two parts of them that are the same one, by their keys."""
    for key in dict.fromkeys([*today, *then]):
        old, new = then.get(key), today.get(key)
        if key in skip or old == new:
            continue
        name = key.replace("-", " ")
        if _of_parts(old) and _of_parts(new):
            said = f"{name} of {whose} changed: {of_many(old, new)}"
        elif old is None:
            said = f"{name} of {whose} is now {_said(new)}"
        elif new is None:
            said = f"{name} of {whose} was {_said(old)} and is not said any more"
        else:
            said = f"{name} of {whose} was {_said(old)}, now {_said(new)}"
        yield Difference(
            kind="changed",
            place=place or whose.strip("“”"),
            what=said,
            path=(*path, key),
            short=in_short(key, old, new),
        )


def _of_parts(value: Any) -> bool:
    """True for tasks, inputs and the like: what changed in them is said by their names."""
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _said(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return f"“{plain_line(value, LONGEST)}”"
        case list() if all(isinstance(each, str) for each in value):
            return plain_line(", ".join(value), LONGEST) or "nothing"
        case list():
            names = [str(each.get("name", each)) for each in value if isinstance(each, dict)]
            return plain_line(", ".join(names), LONGEST) or "nothing"
        case dict():
            pairs = (f"{key}: {each}" for key, each in value.items())
            return plain_line(", ".join(pairs), LONGEST)
        case _:
            return str(value)


def _added(what: str, place: str, path: Place) -> Difference:
    return Difference(kind="added", place=place, what=f"added {what}", path=path)


def _removed(what: str, place: str, path: Place) -> Difference:
    return Difference(kind="removed", place=place, what=f"removed {what}", path=path)
