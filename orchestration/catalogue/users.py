"""Who uses an activity of the store: processes as they are now, and releases that are not over."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration import words
from orchestration.catalogue.uses import read_uses
from orchestration.ports import Transaction
from orchestration.processes.model import ProcessVersion
from orchestration.releases.following import version_followed
from orchestration.values import ActivityRef, Frozen, ProcessId


class StoreUser(Frozen):
    """One version of a process that uses the activity."""

    process_id: ProcessId
    name: str
    version: int
    """Of the process."""
    places: tuple[ActivityRef, ...]
    takes: tuple[int, ...]
    """The versions of the activity, each once."""
    latest: bool
    """It is the version that releases are made of."""
    releases: tuple[str, ...] = ()
    """References of its unfinished releases."""

    @property
    def said(self) -> str:
        """As a refusal names it."""
        name = f"the process “{words.quote(self.name, 60)}”"
        if not self.releases:
            return name
        releases = words.listed(self.releases[:5])
        more = f" and {len(self.releases) - 5} more" if len(self.releases) > 5 else ""
        return f"{releases}{more} of {name}" if not self.latest else f"{name} with {releases}{more}"


def users_of(tx: Transaction, activity_id: str) -> list[StoreUser]:
    """By the process's name, its latest version first; archived ones without releases do not count.

    A draft is no user: what it uses is looked up when it is published.
    """
    running: dict[tuple[ProcessId, int], list[str]] = {}
    for release in tx.releases.unfinished():
        followed = version_followed(tx, release)
        running.setdefault((followed.process.id, followed.version), []).append(release.reference)
    latest = {each.id: each.version for each in tx.processes.list() if each.archived_by is None}
    users = [
        user
        for key in dict.fromkeys([*latest.items(), *running])
        for user in _using(
            tx.processes.version(*key),
            activity_id,
            latest=latest.get(key[0]) == key[1],
            releases=tuple(running.get(key, ())),
        )
    ]
    return sorted(users, key=lambda each: (each.name.casefold(), each.process_id, -each.version))


def _using(
    kept: ProcessVersion, activity_id: str, *, latest: bool, releases: tuple[str, ...]
) -> Iterator[StoreUser]:
    places: list[ActivityRef] = []
    takes: set[int] = set()
    for ref, activity in kept.process.by_ref.items():
        wanted = read_uses(activity.uses) if activity.uses else None
        if wanted is None or wanted.id != activity_id:
            continue
        places.append(ref)
        version = wanted.version or kept.store.get(wanted.id)
        takes.update([version] if version else [])
    if places:
        yield StoreUser(
            process_id=kept.process.id,
            name=kept.process.name,
            version=kept.version,
            places=tuple(places),
            takes=tuple(sorted(takes)),
            latest=latest,
            releases=releases,
        )
