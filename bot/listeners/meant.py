"""Which release a command means: its reference, its thread, or the channel's only one."""

from __future__ import annotations

from collections.abc import Callable

from bot.grammar import Command
from bot.listeners.heard import Heard
from bot.views import notice
from bot.views.blocks import Drawn
from orchestration import words
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.read_models.lookup import release_lines_in
from orchestration.releases.model import ReleaseStatus
from orchestration.releases.naming import execution_of_task
from orchestration.releases.service import release_of
from orchestration.values import ChannelId, ExecutionId, ProcessId, ReleaseId, TaskId

_TO_COME = frozenset(each for each in ReleaseStatus if each.can_start)
_MOVES = frozenset(each for each in ReleaseStatus if each.can_move)
_RUNNING = frozenset({ReleaseStatus.RUNNING})
_STARTED = frozenset({ReleaseStatus.RUNNING, ReleaseStatus.PAUSED})
_FITS = {
    "start": _TO_COME,
    "move": _MOVES,
    "pause": _RUNNING,
    "stop": _RUNNING,
    "resume": frozenset({ReleaseStatus.PAUSED}),
    "sign": _STARTED,
    "skip": _STARTED,
    "retry": _STARTED,
    "ignore": _STARTED,
}
_WANTED = {
    "start": "waits to be started",
    "move": "waits to be started",
    "pause": "is running",
    "stop": "is running",
    "resume": "is paused",
    "sign": "is running",
    "skip": "is running",
    "retry": "is running",
    "ignore": "is running",
}


def release_meant(
    tx: Transaction, heard: Heard, command: Command, *, sees: Callable[[ProcessId], bool]
) -> ReleaseId | Drawn:
    """One release, or the question which; raises `Rejected` where there is none.

    `sees` says of which processes the person may look at releases.
    """
    if command.reference:
        return release_of(tx, command.reference, sees=sees).id
    if heard.thread_ts and heard.channel:
        found = of_thread(tx, heard.channel, heard.thread_ts)
        if found is not None:
            return found
    channel = None if heard.in_dm else heard.channel
    fits = _FITS.get(command.verb)
    lines = [
        each
        for each in release_lines_in(tx, channel=channel, sees=sees)
        if (not each.status.ended if fits is None else each.status in fits)
    ]
    if not lines:
        raise Rejected(_none(tx, command.verb, channel, sees))
    if len(lines) == 1:
        return lines[0].release_id
    return notice.which_release(command.verb, lines)


def of_thread(tx: Transaction, channel: ChannelId, thread_ts: str) -> ReleaseId | None:
    """The release of the card under which something was said: its own, a task's or a hold's."""
    posting = tx.postings.at(channel, thread_ts)
    if posting is None:
        return None
    kind, _, rest = posting.subject.partition(":")
    subject = rest.split(":", 1)[0]
    match kind:
        case "show_release" | "announce_release":
            return ReleaseId(subject)
        case "show_task":
            return tx.executions.get(execution_of_task(TaskId(subject))).release_id
        case "show_hold":
            return tx.executions.get(ExecutionId(subject.split("/", 1)[0])).release_id
        case _:
            return None


def _none(
    tx: Transaction, verb: str, channel: ChannelId | None, sees: Callable[[ProcessId], bool]
) -> str:
    where = "in this channel" if channel else "now"
    what = _WANTED.get(verb, "is unfinished")
    unfinished = tx.releases.unfinished() if channel else ()
    others = [each.reference for each in unfinished if sees(each.process_id)][:5]
    elsewhere = f" Unfinished elsewhere: {words.listed(others)}." if others else ""
    example = others[0] if others else "WEB-12"
    return f"Nothing {what} {where}.{elsewhere} Name a release: `/release {verb} {example}`."
