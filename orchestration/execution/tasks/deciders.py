"""Whose task it is to decide about an activity on hold, and to whom that is escalated.

Its owner's, else its phase's, else the release's. Whoever may operate the release can decide too.
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.manual_task import Assignee
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.seats import Seating, away_with_backup
from orchestration.execution.tasks.sign_off import assignees_for
from orchestration.people.model import is_slack_id
from orchestration.processes.model import phase_of
from orchestration.values import ActivityRef, UserId


def deciders_of(execution: ProcessExecution, ref: ActivityRef) -> tuple[Assignee, ...]:
    """By what the roles mean now, and whoever stands in for them, as with tasks.

    Empty where it falls to the release's owner, who is there.
    """
    phase = execution.plan.process.phases_by_id[phase_of(ref)]
    for name in (execution.plan.activities[ref].owner, phase.owner):
        named = (name,) if name else ()
        found = assignees_for(named, execution.members, backed_up=execution.backed_up)
        if found:
            return Seating(execution.members, execution.away).filled(found)
    owner = Assignee(person=execution.owner, through="the release's owner")
    seats = Seating(execution.members, away_with_backup(execution)).filled((owner,))
    return seats if seats != (owner,) else ()


def asked_about_turn(execution: ProcessExecution, phase: str) -> tuple[UserId, ...]:
    """Who says whether a phase goes on that waits in vain: as for a hold, its owner first."""
    owner = execution.plan.process.phases_by_id[phase].owner
    found = assignees_for((owner,), execution.members) if owner else ()
    people = [each.person for each in found]
    return tuple(dict.fromkeys([*people, execution.owner]))


def asked_to_decide(execution: ProcessExecution, activity: ActivityExecution) -> tuple[UserId, ...]:
    """The people whose task this hold is."""
    return tuple(each.person for each in activity.deciders) or (execution.owner,)


def shown_to(execution: ProcessExecution, activity: ActivityExecution) -> tuple[UserId, ...]:
    """Who has a card of this hold: also the release's owner, who may decide it, unreminded."""
    return tuple(dict.fromkeys([*asked_to_decide(execution, activity), execution.owner]))


def escalation_of_hold(execution: ProcessExecution, ref: ActivityRef) -> tuple[str, ...]:
    """What its tasks say; else the release's owner, and for a hold of theirs the process's."""
    said = (each.escalate_to for each in execution.plan.activities[ref].tasks)
    named = tuple(dict.fromkeys(each for each in said if each))
    return named or (execution.owner, *execution.plan.process.owners)


def people_named(execution: ProcessExecution, names: Iterable[str]) -> tuple[UserId, ...]:
    """Everyone these roles and ids stand for; an id of a person stands for itself."""
    found: dict[UserId, None] = {}
    for name in names:
        asked = assignees_for((name,), execution.members)
        found.update(dict.fromkeys(each.person for each in asked))
        if not asked and is_slack_id(name) and not name.startswith("S"):
            found[UserId(name)] = None
    return tuple(found)
