"""What a hotfix is called, and which running releases it meets: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from orchestration.groups.model import ReleaseGroup, VersionKind, VersionRule
from orchestration.groups.versions import next_version
from orchestration.ports.live import Live
from orchestration.processes.model import ProcessVersion
from orchestration.releases.model import Release
from orchestration.values import name_key

_PATCH = VersionRule(kind=VersionKind.SEMVER_PATCH)


class Target(NamedTuple):
    """What a release touches."""

    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Met(NamedTuple):
    """A running release that a hotfix meets, and in what."""

    release: Release
    shares: tuple[str, ...]


class Foreseen(NamedTuple):
    """A hotfix as it would be made now."""

    group: ReleaseGroup
    process: ProcessVersion
    version: str
    live: tuple[Live, ...]
    meets: tuple[Met, ...]


def live_of(group: ReleaseGroup, live: Iterable[Live]) -> tuple[Live, ...]:
    """What of the group is live, latest first; only its environments where it names some."""
    processes = {group.process_id, group.hotfix_process}
    services = {name_key(each) for each in group.services}
    places = {name_key(each) for each in group.environments}
    found = [
        each
        for each in live
        if (each.process_id in processes or name_key(each.service) in services)
        and (not places or name_key(each.environment) in places)
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def version_after(group: ReleaseGroup, live: Sequence[Live], known: Sequence[str], on: date) -> str:
    """The patch after what went live last, or by the calendar; empty where neither can say."""
    if group.version_rule.kind is VersionKind.CALVER:
        return next_version(group.version_rule, known, on)
    if not live:
        return ""
    following = next_version(_PATCH, [live[0].version], on)
    return "" if following.removeprefix("v") == "0.0.1" else following


def met_by(group: ReleaseGroup, running: Iterable[tuple[Release, Target]]) -> tuple[Met, ...]:
    """Those of the same group, and those that share a service, an environment or a tag."""
    own = Target(group.services, group.environments, group.tags)
    met = (Met(release, _shared(group, own, release, target)) for release, target in running)
    return tuple(each for each in met if each.shares)


def _shared(group: ReleaseGroup, own: Target, release: Release, target: Target) -> tuple[str, ...]:
    same = ("the same group",) if release.group == group.id else ()
    return (
        *same,
        *_both("service", own.services, target.services),
        *_both("environment", own.environments, target.environments),
        *_both("tag", own.tags, target.tags),
    )


def _both(what: str, one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    theirs = {name_key(each) for each in other}
    return tuple(f"{what} {each}" for each in one if name_key(each) in theirs)
