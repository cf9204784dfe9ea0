"""`sign`: what somebody can approve in a release, also before it is asked; and its buttons."""

from __future__ import annotations

from typing import NamedTuple

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Replace, Reply, Say
from bot.views import buttons, early, notice
from bot.views.blocks import Drawn
from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.activity_named import activity_meant
from orchestration.execution.tasks.refusals import refuse_stranger
from orchestration.ports import Transaction
from orchestration.read_models.lookup import children_in, signable_card_in
from orchestration.read_models.signing import Signable, signable
from orchestration.releases.model import Release
from orchestration.releases.naming import execution_of_task
from orchestration.values import ReleaseId, UserId


def register(app: AsyncApp, doors: Doors) -> None:
    async def approve(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        await doors.early.approve(task.task_id, task.round, shown=task.shown, by=heard.by)
        return None

    async def withdraw(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        await doors.sign_offs.withdraw(task.task_id, task.round, shown=task.shown, by=heard.by)
        return None

    async def redraw(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        card = await doors.database.read(lambda tx: _drawn_again(tx, doors, task, heard.by))
        return Replace(card) if heard.ephemeral else Say(card)

    app.action(buttons.TASK_EARLY)(**listening(doors, payloads.action, record=approve, tell=redraw))
    app.action(buttons.TASK_NOT_EARLY)(
        **listening(doors, payloads.action, record=withdraw, tell=redraw)
    )


async def asked(doors: Doors, heard: Heard, release_id: ReleaseId, said: str) -> Reply:
    """What they named, or all that is theirs; raises `Rejected` saying who can sign instead."""

    def look(tx: Transaction) -> Drawn:
        running = _running(tx, doors, release_id)
        meant = _meant(running, said) if said.strip() else running.there
        own = [each for each in meant if each.asks(heard.by)]
        if not own and said.strip():
            refuse_stranger(meant[0].task, heard.by)
        if not own:
            raise Rejected(
                f"You are asked to sign nothing of {words.quote(running.release.title)}, now or "
                "later."
            )
        cards = [signable_card_in(tx, each, heard.by) for each in own]
        return early.draw(running.release.title, cards)

    return Say(await doors.database.read(look))


class _Running(NamedTuple):
    release: Release
    there: list[Signable]


def _running(tx: Transaction, doors: Doors, release_id: ReleaseId) -> _Running:
    release = tx.releases.get(release_id)
    if release.execution_id is None:
        raise Rejected(f"{words.quote(release.title)} has not started yet: nothing can be signed.")
    if release.status.ended:
        raise Rejected(f"{words.quote(release.title)} has ended already.")
    execution = tx.executions.get(release.execution_id)
    there = signable(execution, children_in(tx, execution), doors.clock.now())
    return _Running(release, there)


def _meant(running: _Running, said: str) -> list[Signable]:
    """By the name of its activity, in the release or in a process inside it."""
    found = []
    for execution in dict.fromkeys(each.execution.id for each in running.there):
        of = [each for each in running.there if each.execution.id == execution]
        refs = dict.fromkeys(each.task.ref for each in of)
        meant = activity_meant(of[0].execution.plan, said, refs).refs
        found += [each for each in of if each.task.ref in meant]
    if not found:
        known = dict.fromkeys(each.task.name for each in running.there)
        there = words.listed(words.quote(each, 60) for each in known)
        are = f" There are {there}." if known else " Nothing is to be signed any more."
        raise Rejected(f"No sign-off that is open or to come is “{words.quote(said, 60)}”.{are}")
    return found


def _drawn_again(tx: Transaction, doors: Doors, of: buttons.TaskButton, by: UserId) -> Drawn:
    """The same card as it is now; where it was reached meanwhile, as it is asked."""
    release_id = tx.executions.get(execution_of_task(of.task_id)).release_id
    running = _running(tx, doors, release_id)
    same = [each for each in running.there if each.task.id == of.task_id and each.asks(by)]
    if not same:
        return notice.said("It is decided by now: its card in the release's thread says how.")
    return early.draw(running.release.title, [signable_card_in(tx, each, by) for each in same])
