"""Who may take what they wait for: in order, all at once or nothing, never more than there is.

No phase holds one resource while it waits for another. Whoever waits keeps those behind from each
resource it wants, also from one that is free: else it might wait for ever. A release that holds a
resource needs no second place for another of its phases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from orchestration.resources.model import Resource, ResourceRequest
from orchestration.values import Frozen, ReleaseId, name_key


class Holder(Frozen):
    release_id: ReleaseId
    since: datetime


class Place(Frozen):
    """Where a request stands for one resource."""

    resource: str
    number: int
    """1 for the next."""
    holders: tuple[Holder, ...]


def granted(
    requests: Sequence[ResourceRequest], resources: Mapping[str, Resource]
) -> tuple[ResourceRequest, ...]:
    """Those that wait and may take all they use now, first come first.

    A release that holds something goes before those who hold nothing: a process that runs inside
    one of its phases must not wait for somebody who waits for that phase.
    """
    left = {each.id: each for each in requests if each.held_at is None and each.ready}
    taken: defaultdict[str, set[ReleaseId]] = defaultdict(set)
    for each in requests:
        if each.held_at is not None:
            _add(taken, each)
    found: list[ResourceRequest] = []
    while (one := _next(left.values(), taken, resources)) is not None:
        found.append(left.pop(one.id))
        _add(taken, one)
    return tuple(found)


_Taken = defaultdict[str, set[ReleaseId]]


def _add(taken: _Taken, request: ResourceRequest) -> None:
    for key in request.keys:
        taken[key].add(request.release_id)


def _next(
    left: Collection[ResourceRequest], taken: _Taken, resources: Mapping[str, Resource]
) -> ResourceRequest | None:
    """The first that finds room beside those who hold, and those who wait before it."""
    holding = set[ReleaseId]().union(*taken.values())
    before: _Taken = defaultdict(set)
    for each in sorted(left, key=lambda x: _order(x, holding)):
        wanted = [key for key in each.keys if each.release_id not in taken[key]]
        others = (len((taken[key] | before[key]) - {each.release_id}) for key in wanted)
        limits = (places_of(resources, key) for key in wanted)
        if all(n < limit for n, limit in zip(others, limits, strict=True)):
            return each
        _add(before, each)
    return None


def waiting(requests: Sequence[ResourceRequest]) -> list[ResourceRequest]:
    """In the order in which they are let in."""
    return sorted((x for x in requests if x.held_at is None), key=lambda x: (x.place, x.id))


def places_of(resources: Mapping[str, Resource], key: str) -> int:
    known = resources.get(key)
    return known.places if known else 1


def standing(requests: Sequence[ResourceRequest], of: ResourceRequest) -> tuple[Place, ...]:
    """For each resource that it uses and does not hold through its release, in its own order."""
    queue = waiting(requests)
    found: list[Place] = []
    for name in of.uses:
        key = name_key(name)
        held = [x for x in requests if x.held_at is not None and key in x.keys]
        if any(each.release_id == of.release_id for each in held):
            continue
        before = [x for x in queue if key in x.keys and _goes_before(x, of)]
        since: dict[ReleaseId, datetime] = {}
        for each in sorted(held, key=lambda x: (x.held_at or x.since, x.id)):
            since.setdefault(each.release_id, each.held_at or each.since)
        holders = tuple(Holder(release_id=who, since=at) for who, at in since.items())
        found.append(Place(resource=name, number=len(before) + 1, holders=holders))
    return tuple(found)


def in_the_way(
    requests: Sequence[ResourceRequest], of: ResourceRequest, key: str
) -> dict[ReleaseId, list[ResourceRequest]]:
    """By release: what other releases hold of a resource, or are let have of it before this one."""
    holding = {each.release_id for each in requests if each.held_at is not None}
    found: dict[ReleaseId, list[ResourceRequest]] = defaultdict(list)
    if any(key in x.keys for x in requests if x.held_at and x.release_id == of.release_id):
        return found  # it holds a place already
    own = _order(of, holding)
    for each in requests:
        if key not in each.keys or each.release_id == of.release_id:
            continue
        if each.held_at is not None or (each.ready and _order(each, holding) < own):
            found[each.release_id].append(each)
    return found


def _order(each: ResourceRequest, holding: Collection[ReleaseId]) -> tuple[bool, int, str]:
    """In which they are let in: a release that holds something goes before those that do not."""
    return each.release_id not in holding, each.place, each.id


def _goes_before(each: ResourceRequest, of: ResourceRequest) -> bool:
    return (each.place, each.id) < (of.place, of.id)


def moved_up(
    requests: Sequence[ResourceRequest], request: str, ahead_of: str
) -> tuple[ResourceRequest, ...]:
    """Those whose place changes where one goes ahead of another that waits before it."""
    queue = waiting(requests)
    ids = [each.id for each in queue]
    if request not in ids or ahead_of not in ids or ids.index(request) <= ids.index(ahead_of):
        return ()
    moving = queue.pop(ids.index(request))
    queue.insert(ids.index(ahead_of), moving)
    numbers = sorted(each.place for each in queue)
    renumbered = zip(queue, numbers, strict=True)
    return tuple(x.model_copy(update={"place": n}) for x, n in renumbered if x.place != n)
