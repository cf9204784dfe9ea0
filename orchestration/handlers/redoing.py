"""Saying that a release is redone: in its thread, and to those whose answers count no more."""

from __future__ import annotations

from collections.abc import Iterable

from orchestration import words
from orchestration.effects.announcements import AnnounceRedo, TellVoided
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.redo import Redo
from orchestration.execution.state.statuses import Verdict, WorkKind
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.showing import after_its_message, living_message
from orchestration.ports import Claim, Posting, Transaction
from orchestration.read_models.cards import Notice
from orchestration.releases.model import Release
from orchestration.values import TaskRound

_MOST_NAMED = 8


async def announce_redo(outside: Outside, claim: Claim, effect: AnnounceRedo) -> Paid:
    def look(tx: Transaction) -> tuple[Notice, Posting | None, Posting | None]:
        execution = tx.executions.get(effect.execution_id)
        release = tx.releases.get(execution.release_id)
        redo = _redo(execution, effect.candidate)
        again = [
            execution.plan.activities[each.ref].name
            for each in sorted(
                execution.activities.values(), key=lambda each: execution.plan.place[each.ref]
            )
            if any(past.redone_in == effect.candidate for past in each.past)
        ]
        notice = Notice(text=f"{_said(tx, release, execution, redo)} Runs again: {_named(again)}.")
        thread = tx.postings.find(living_message(release.id))
        return notice, thread, tx.postings.find(effect.key)

    notice, thread, known = await outside.database.read(look)
    if thread is None:
        raise after_its_message(claim, outside.clock.now())
    return await put_message(
        outside, claim, notice, known=known, channel=thread.channel, thread_ts=thread.ts
    )


async def tell_voided(outside: Outside, claim: Claim, effect: TellVoided) -> Paid:
    def look(tx: Transaction) -> Notice:
        execution = tx.executions.get(effect.execution_id)
        release = tx.releases.get(execution.release_id)
        root = tx.executions.get(release.execution_id or execution.id)
        said = _said(tx, release, root, _redo(root, effect.candidate))
        counts = "does not count" if len(effect.tasks) == 1 else "do not count"
        what = words.listed(_answer(execution, each, effect) for each in effect.tasks)
        return Notice(
            text=f"{said} So your {what} {counts} any more; it stays on record. "
            "People are asked anew when the release gets there."
        )

    notice = await outside.database.read(look)
    channel = await outside.messenger.dm_of(effect.person)
    return await put_message(outside, claim, notice, known=None, channel=channel)


def _answer(execution: ProcessExecution, of: TaskRound, effect: TellVoided) -> str:
    task = execution.tasks[of.task_id]
    name = f"“{words.quote(task.name, 80)}”"
    if task.kind is not WorkKind.SIGN_OFF:
        return f"answer to {name}"
    given = {each.by: each.verdict for each in task.sign_offs if each.round == of.round}
    rejected = given.get(effect.person) is Verdict.REJECTED
    return f"{'rejection' if rejected else 'approval'} of {name}"


def _redo(execution: ProcessExecution, candidate: int) -> Redo:
    return next(each for each in execution.redos if each.candidate == candidate)


def _said(tx: Transaction, release: Release, execution: ProcessExecution, redo: Redo) -> str:
    """`@Rosa redoes WEB-12 Web 4.2 from “Build”, as rc 2: “the tax is wrong”.`"""
    why = tx.texts.bodies({redo.reason_id}).get(redo.reason_id, "")
    said = f": “{words.quote(why, 300)}”" if why else ""
    name = words.quote(execution.plan.activities[redo.ref].name, 80)
    return (
        f"{words.person(redo.by)} redoes {words.quote(release.title_as(1))} from “{name}”, "
        f"as rc {redo.candidate}{said}."
    )


def _named(names: Iterable[str]) -> str:
    every = [words.quote(each, 60) for each in names]
    more = len(every) - _MOST_NAMED
    return words.listed([*every[:_MOST_NAMED], f"{more} more"] if more > 1 else every)
