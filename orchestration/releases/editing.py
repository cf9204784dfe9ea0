"""What a release that has not begun is called, and what is said of it, changed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.releases.due import redraw
from orchestration.releases.model import Release, ReleaseLink, ReleaseType
from orchestration.values import Frozen, ReleaseId, UserId, plain_line

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_ADDRESS: Final = re.compile(r"https?://[^\s<>|]+")
MOST = 20
"""Tags, services, environments and links, of each."""


class Description(Frozen):
    """What is said of a release beside its process and inputs."""

    type: ReleaseType = ReleaseType.STANDARD
    description: str = ""
    tags: tuple[str, ...] = ()
    team: str = ""
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    links: tuple[ReleaseLink, ...] = ()
    expected_duration: timedelta | None = None
    colour: str = ""


def described(given: Description) -> Description:
    """As it is kept: one line each, each once; raises `Rejected` for what cannot be."""
    if given.colour and not _COLOUR.fullmatch(given.colour):
        raise Rejected("A colour is written `#rrggbb`, such as `#2e7d32`.")
    wrong = [each.url for each in given.links if not _ADDRESS.fullmatch(each.url)]
    if wrong:
        raise Rejected(f"“{words.quote(wrong[0], 80)}” is no link: it begins with https://.")
    if given.expected_duration is not None and given.expected_duration <= timedelta():
        raise Rejected("How long it takes must be more than nothing.")
    return given.model_copy(
        update={
            "description": given.description.strip()[:3000],
            "tags": _each_once(given.tags),
            "team": plain_line(given.team, 80),
            "services": _each_once(given.services),
            "environments": _each_once(given.environments),
            "links": given.links[:MOST],
            "colour": given.colour.lower(),
        }
    )


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    lines = (plain_line(each, 60) for each in names)
    return tuple(dict.fromkeys(each for each in lines if each))[:MOST]


def description_of(release: Release) -> Description:
    return Description(**{name: getattr(release, name) for name in Description.model_fields})


def as_update(given: Description) -> dict[str, object]:
    """For `Release.model_copy`."""
    return {name: getattr(given, name) for name in Description.model_fields}


class EditingService:
    """Whoever may start it may say what it is called and what is said of it, until it begins."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def may_edit(self, release_id: ReleaseId, *, by: UserId) -> Release:
        return await self._database.read(lambda tx: self._allowed(tx, release_id, by)[0])

    async def edit(
        self,
        release_id: ReleaseId,
        revision: int,
        given: Description,
        *,
        name: str,
        version: str,
        by: UserId,
    ) -> Release:
        """Keep it; raises `Rejected` where somebody changed it since the form was opened."""
        kept = described(given)

        def work(tx: Transaction) -> Release:
            release, through = self._allowed(tx, release_id, by)
            update = as_update(kept) | {
                "name": plain_line(name, 80) or release.name,
                "version": plain_line(version, 40) or release.version,
            }
            if release.model_copy(update=update) == release:
                return release
            if release.revision != revision:
                raise Rejected(
                    f"{words.quote(release.title)} changed while you had the form open. Nothing "
                    "of yours was saved; open it again and look at what is there now."
                )
            now = self._clock.now()
            saved = tx.releases.save(release.model_copy(update=update | {"touched": True}))
            redraw(tx, saved, at=now)
            tx.audit.append(
                Decision(
                    chain=release_id,
                    at=now,
                    actor=by,
                    through=through,
                    door="slack",
                    action="edited",
                    subject=saved.reference,
                    before=release.title,
                    after=saved.title,
                )
            )
            return saved

        return await self._database.transact(work, urgent=True, name="edit_release")

    def _allowed(self, tx: Transaction, release_id: ReleaseId, by: UserId) -> tuple[Release, str]:
        release = tx.releases.get(release_id)
        process = tx.processes.latest(release.process_id).process
        to = f"edit {release.reference}"
        through = demand(tx, Right.START, self._administrators, by, of=process, to=to)
        if not release.status.can_start:
            raise Rejected(f"{words.quote(release.title)} has begun: it is what it was made as.")
        return release, through
