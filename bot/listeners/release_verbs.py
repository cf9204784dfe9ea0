"""The verbs that are about one release; one that changes something asks first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.grammar import Command, is_reference
from bot.listeners import (
    activity_verbs,
    again,
    control_verbs,
    following,
    handing_over,
    moving,
    rights,
    signing,
)
from bot.listeners.audit import audit_in
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.meant import release_meant
from bot.listeners.preflight import instead_of_start
from bot.listeners.redo import redo_asked
from bot.listeners.replies import Open, Reply, Say, say
from bot.views import buttons, release_card
from bot.views.blocks import Drawn
from bot.views.modals import reason
from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.rights import seen_by
from orchestration.ports import Transaction
from orchestration.read_models.cards import ReleaseCard
from orchestration.read_models.lookup import release_card_in
from orchestration.releases.model import Release
from orchestration.values import ReleaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A verb about a release, as it reached us."""

    doors: Doors
    heard: Heard
    release_id: ReleaseId
    words: str = ""
    """What was typed after the reference; empty where the release was chosen from a menu."""


async def answer(doors: Doors, heard: Heard, command: Command) -> Reply | None:
    """Of the release that is meant; where that is not clear, the question which."""

    def look(tx: Transaction) -> tuple[ReleaseId | Drawn, Command]:
        sees = seen_by(tx, doors.administrators, heard.by)
        read = _as_meant(command)
        return release_meant(tx, heard, read, sees=sees), read

    meant, read = await doors.database.read(look)
    if isinstance(meant, Drawn):
        return Say(meant)
    return await about_release(doors, heard, read.verb, meant, said=read.words)


def _as_meant(command: Command) -> Command:
    """Without a reference the first words stand in its place; of these verbs they name a thing."""
    in_words = command.verb in _IN_WORDS and command.reference
    if not in_words or is_reference(command.reference):
        return command
    words = f"{command.reference} {command.words}".strip()
    return command.model_copy(update={"reference": "", "words": words})


async def about_release(
    doors: Doors, heard: Heard, verb: str, release_id: ReleaseId, *, said: str = ""
) -> Reply | None:
    """What `verb` does with a release that this person may look at."""
    await rights.demand_view(doors, release_id, heard.by)
    asked = Asked(doors=doors, heard=heard, release_id=release_id, words=said)
    return await _ABOUT.get(verb, _status)(asked)


async def abort_form(doors: Doors, heard: Heard, release_id: ReleaseId, said: str = "") -> Reply:
    release = await rights.demand_abort(doors, release_id, heard.by)
    about = buttons.ReleaseButton(release_id=release_id)
    form = buttons.ReasonForm(verb="abort", release=about)
    return Open(reason.draw(form, release.title, typed=said))


async def start(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    """Start what exists; a release that has started or ended is refused by name."""
    try:
        release = await doors.releases.start(release_id, by=heard.by)
    except Rejected as refused:
        return await instead_of_start(doors, heard, release_id, refused)
    return say(started(release))


def started(release: Release) -> str:
    return (
        f"{words.quote(release.title)} is started. It follows version {release.process_version} "
        "of its process."
    )


async def _status(asked: Asked) -> Reply:
    def look(tx: Transaction) -> tuple[ReleaseCard, bool]:
        release = tx.releases.get(asked.release_id)
        return release_card_in(tx, asked.release_id), asked.heard.by in release.watchers

    card, watches = await asked.doors.database.read(look)
    here = bool(asked.heard.channel) and not asked.heard.in_dm
    return Say(release_card.status_of(card, here=here, watches=watches))


async def _card(asked: Asked) -> Reply:
    """The card names reference and version, and its buttons say what they do."""
    card = await asked.doors.database.read(lambda tx: release_card_in(tx, asked.release_id))
    return Say(release_card.draw(card))


async def _abort(asked: Asked) -> Reply:
    if asked.heard.trigger_id:
        return await abort_form(asked.doors, asked.heard, asked.release_id, asked.words)
    await rights.demand_abort(asked.doors, asked.release_id, asked.heard.by)
    return await _card(asked)


async def _pause(asked: Asked) -> Reply:
    return await control_verbs.pause(asked.doors, asked.heard, asked.release_id, asked.words)


async def _stop(asked: Asked) -> Reply:
    return await control_verbs.stop(asked.doors, asked.heard, asked.release_id, asked.words)


async def _resume(asked: Asked) -> Reply:
    return await control_verbs.resume(asked.doors, asked.heard, asked.release_id)


async def _of_activity(asked: Asked, verb: str) -> Reply:
    return await activity_verbs.answer(
        asked.doors, asked.heard, verb, asked.release_id, asked.words
    )


async def _skip(asked: Asked) -> Reply:
    """Of what has not begun the whole of it, otherwise an activity."""
    release = await asked.doors.database.read(lambda tx: tx.releases.get(asked.release_id))
    if release.execution_id is None:
        return await moving.skip_asked(asked)
    return await _of_activity(asked, "skip")


async def _audit(asked: Asked) -> Reply:
    return Say(await asked.doors.database.read(lambda tx: audit_in(tx, asked.release_id)))


async def _share(asked: Asked) -> Reply:
    return await following.share(asked.doors, asked.heard, asked.release_id)


async def _watch(asked: Asked) -> Reply:
    return await following.watch(asked.doors, asked.heard, asked.release_id)


async def _unwatch(asked: Asked) -> Reply:
    return await following.stop_watching(asked.doors, asked.heard, asked.release_id)


_IN_WORDS = {*activity_verbs.VERBS, "sign", "pause", "stop", "abort", "move"}
_ABOUT: Mapping[str, Callable[[Asked], Awaitable[Reply]]] = {
    "status": _status,
    "start": _card,
    "sign": lambda asked: signing.asked(asked.doors, asked.heard, asked.release_id, asked.words),
    "redo": redo_asked,
    "pause": _pause,
    "stop": _stop,
    "resume": _resume,
    "move": moving.move_asked,
    "skip": _skip,
    "retry": lambda asked: _of_activity(asked, "retry"),
    "ignore": lambda asked: _of_activity(asked, "ignore"),
    "abort": _abort,
    "handover": handing_over.asked,
    "clone": lambda asked: again.cloned(asked.doors, asked.heard, asked.release_id),
    "rerun": lambda asked: again.rerun(asked.doors, asked.heard, asked.release_id),
    "audit": _audit,
    "share": _share,
    "watch": _watch,
    "unwatch": _unwatch,
}
