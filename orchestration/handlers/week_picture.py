"""The week of a digest as a picture: drawn before the digest is sent, since it is sent once."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from orchestration.errors import Permanent
from orchestration.handlers.outside import NotYet, Outside
from orchestration.ports import Claim, PictureFile
from orchestration.read_models.digest_card import DigestCard
from orchestration.read_models.picture_lookup import pictures_of

log = structlog.get_logger()

_SOON = timedelta(seconds=1)
_PATIENCE = timedelta(minutes=2)
"""How long a digest waits for its picture; then its words are sent alone."""


async def with_week(
    outside: Outside, claim: Claim, card: DigestCard, *, anew: bool = False
) -> DigestCard | NotYet:
    """The card as it can be sent, or one step towards its picture.

    Drawn `anew` it cannot be sent twice; otherwise, where an earlier try may have sent it already,
    nothing is drawn any more: it is looked for.
    """
    page = card.page
    if outside.pictures is None or page is None:
        return card
    known = await outside.database.read(lambda tx: pictures_of(tx, (page,)))
    if not known.missing:
        return card.model_copy(update={"file": known.file})
    now = outside.clock.now()
    if not anew and (claim.tries > 1 or now - claim.owed_at > _PATIENCE):
        return card
    file = known.files.get(page.key)
    if file is not None and not file.file:
        return card  # the workspace refused it
    try:
        if file is None:
            given = await outside.pictures.give(page)
            at = outside.clock.now()
            return _later(at + _SOON, PictureFile(page=page.key, file=given, at=at))
        if await outside.pictures.ready(file.file):
            return _later(now, file.model_copy(update={"ready": True}))
    except Permanent as refusal:
        log.warning("no picture", page=page.key, reason=refusal.reason)
        return _later(now, PictureFile(page=page.key, reason=refusal.reason, at=now))
    return NotYet(now + _SOON, untried=True)


def _later(until: datetime, file: PictureFile) -> NotYet:
    return NotYet(until, lambda tx: tx.pictures.put(file), untried=True)
