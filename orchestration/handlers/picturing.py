"""Pictures: drawn and given to the workspace once, then shown; a card never waits for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog

from orchestration.effects.process import DrawPictures, Pictured
from orchestration.errors import Permanent
from orchestration.handlers.outside import NotYet, Outside, Paid, Settlement
from orchestration.ports import Claim, PictureFile, Transaction
from orchestration.read_models.pages import Page
from orchestration.read_models.picture_lookup import Pictures, pictures_for

log = structlog.get_logger()

_SOON = timedelta(seconds=1)
_LATEST = timedelta(minutes=2)
"""Slack looks at a file before it can be shown: a second or so."""
_MOST_TRIES = 60
"""A picture whose drawing ends in a crash each time is given up: each may leave a file in Slack."""


async def draw_pictures(outside: Outside, claim: Claim, effect: DrawPictures) -> Settlement:
    """One step for the first page that is not ready: give it, ask for it; at the end show them.

    What Slack refuses is written down with its reason, and the card stays as it is: complete as
    text. A picture that nobody wants any more, since the draft was edited, is never drawn.
    """
    wanted = await outside.database.read(lambda tx: pictures_for(tx, effect.show))
    if outside.pictures is None or wanted.key != effect.pages:
        return Paid()
    now = outside.clock.now()
    if not wanted.missing:
        return Paid(lambda tx: tx.owed.owe([effect.show], at=now))
    step = await one_step(outside, claim, wanted)
    return NotYet(now, _put(step)) if isinstance(step, PictureFile) else step


async def one_step(outside: Outside, claim: Claim, wanted: Pictures) -> Settlement | PictureFile:
    """For the first page that is not ready: given, asked for, or refused; or it is ready now."""
    now = outside.clock.now()
    page = next((each for each in wanted.pages if each.key not in wanted.ready), None)
    if outside.pictures is None or page is None:
        return Paid()
    file = wanted.files.get(page.key)
    if file and file.refused_at(now):
        return Paid()
    try:
        if file is None or not file.file:
            return await _given(outside, claim, page)
        if await outside.pictures.ready(file.file):
            return file.model_copy(update={"ready": True})
    except Permanent as refusal:
        return _refused(outside, page, refusal.reason)
    if now - file.at > _LATEST:
        return _refused(outside, page, "Slack did not make the file ready to be shown.")
    return NotYet(now + _SOON)


async def _given(outside: Outside, claim: Claim, page: Page) -> Settlement:
    if outside.pictures is None:
        return Paid()
    if claim.tries > _MOST_TRIES:
        return _refused(outside, page, f"Given up after {_MOST_TRIES} tries.")
    file = await outside.pictures.give(page)
    now = outside.clock.now()
    return NotYet(now + _SOON, _put(PictureFile(page=page.key, file=file, at=now)))


def _refused(outside: Outside, page: Page, reason: str) -> Paid:
    log.warning("no picture", page=page.key, reason=reason)
    now = outside.clock.now()
    return Paid(_put(PictureFile(page=page.key, reason=reason, at=now)))


def _put(file: PictureFile) -> Callable[[Transaction], None]:
    def then(tx: Transaction) -> None:
        tx.pictures.put(file)

    return then


def with_pictures(paid: Paid, effect: DrawPictures | None, outside: Outside) -> Paid:
    """What was paid, and the pictures it lacks owed in the same transaction."""
    if effect is None or outside.pictures is None:
        return paid
    now = outside.clock.now()

    def then(tx: Transaction) -> None:
        if paid.then:
            paid.then(tx)
        tx.owed.owe([effect], at=now)

    return Paid(then)


def missing(wanted: Pictures, show: Pictured) -> DrawPictures | None:
    """What is owed for the pictures that are not there yet."""
    return DrawPictures(show=show, pages=wanted.key) if wanted.missing else None
