"""Looking ahead at a planned release: only what changed since the last look is told its owner."""

from __future__ import annotations

from datetime import datetime, timedelta

from orchestration import words
from orchestration.effects.due import LookAhead, LookOccasion
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.people.model import Right
from orchestration.people.rights import holders_of, seen_by
from orchestration.people.working_time import a_working_day_before, zone_of
from orchestration.ports import Claim, Transaction
from orchestration.read_models.ahead_card import AheadCard, changed
from orchestration.read_models.in_the_way import beside_it
from orchestration.releases.due import group_of
from orchestration.releases.findings import Finding, Fix
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release
from orchestration.releases.preflight import preflight_of
from orchestration.releases.preflight_service import pipelines_named, unready_pipelines

_AN_HOUR = timedelta(hours=1)


async def look_ahead(outside: Outside, claim: Claim, effect: LookAhead) -> Paid:
    """What it would meet at its time, as far as it can be known now."""

    def look(tx: Transaction) -> tuple[Release, AheadCard, tuple[str, ...], datetime] | None:
        release, now = tx.releases.get(effect.release_id), outside.clock.now()
        if not release.waits_since(effect.planned_for) or effect.planned_for <= now:
            return None
        at = effect.planned_for
        found = preflight_of(tx, release, outside.catalogue, starter=release.owner, at=at)
        zone = zone_of(tx.directory.people([release.owner]).get(release.owner))
        day_before = a_working_day_before(outside.working_week, at, zone)
        beside, slots = _beside_it(tx, outside, release, effect.occasion)
        card = AheadCard(
            release_id=release.id,
            process_id=release.process_id,
            title=release.title,
            planned_for=at,
            found=(*_whom_it_asks(tx, outside, release), *found.findings, *beside),
            slots=slots,
        )
        return release, card, pipelines_named(tx, release, outside.catalogue), day_before

    looked = await outside.database.read(look)
    if looked is None:
        return Paid()
    release, card, pipelines, day_before = looked
    silent = await unready_pipelines(outside.catalogue, pipelines)
    card = changed(card.model_copy(update={"found": (*card.found, *silent)}), release.looked)
    said = Paid()
    if card.new or card.gone:
        channel = await outside.messenger.dm_of(release.owner)
        said = await put_message(outside, claim, card, known=None, channel=channel)

    def then(tx: Transaction) -> None:
        if said.then:
            said.then(tx)
        _keep(tx, effect, card, day_before, outside.clock.now())

    return Paid(then)


def _whom_it_asks(tx: Transaction, outside: Outside, release: Release) -> tuple[Finding, ...]:
    """Where nobody who is asked at its time may start it; what starts by itself asks nobody."""
    group = group_of(tx, release)
    if group is not None and group.auto_start and not group.pause:
        return ()
    process = version_followed(tx, release).process
    can = holders_of(tx, Right.START, outside.administrators, process)
    asked = (release.owner, *((release.backup,) if release.backup else ()))
    if not set(asked).isdisjoint(can):
        return ()
    of = words.quote(process.name, 80)
    says = (
        f"{words.people(asked)} will be asked to start it and may not: that takes the right to "
        f"start releases of “{of}”. Hand it over, or have the right granted (*Rights…*)."
    )
    return (Finding(says=says, fix=Fix.ROLES, blocks=False),)


def _beside_it(
    tx: Transaction, outside: Outside, release: Release, occasion: LookOccasion
) -> tuple[tuple[Finding, ...], tuple[datetime, ...]]:
    """Whoever makes or moves a release is told of this as they do; of a group's, nobody is."""
    if occasion == "appears" and (release.group is None or release.moved is not None):
        return (), ()
    zone = zone_of(tx.directory.people([release.owner]).get(release.owner))
    sees = seen_by(tx, outside.administrators, release.owner)
    return beside_it(tx, release, sees=sees, now=outside.clock.now(), zone=zone)


def _keep(
    tx: Transaction, effect: LookAhead, card: AheadCard, day_before: datetime, now: datetime
) -> None:
    """What was found, for the next look; the first look owes the later ones."""
    release = tx.releases.get(effect.release_id)
    says = tuple(each.says for each in card.found)
    if release.waits_since(effect.planned_for) and release.looked != says:
        tx.releases.save(release.model_copy(update={"looked": says}))
    if effect.occasion != "appears":
        return
    later: list[tuple[LookOccasion, datetime]] = [
        ("day_before", day_before),
        ("hour_before", effect.planned_for - _AN_HOUR),
    ]
    tx.owed.owe(
        [
            LookAhead(
                release_id=effect.release_id,
                planned_for=effect.planned_for,
                occasion=occasion,
                due_at=at,
            )
            for occasion, at in later
            if at > now
        ],
        at=now,
    )
