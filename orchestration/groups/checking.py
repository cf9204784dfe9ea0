"""Whether a group can be as somebody wants it; raises `Rejected` saying what to change."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from orchestration import words
from orchestration.errors import Rejected
from orchestration.groups.model import GroupSettings
from orchestration.groups.naming import LONGEST_NAME, check_template
from orchestration.groups.versions import check_rule
from orchestration.ports import Transaction
from orchestration.processes.history import refuse_archived
from orchestration.releases.inputs import inputs_while_planned
from orchestration.scheduling.cadence import Cadence
from orchestration.scheduling.occurrences import coming, occurrences
from orchestration.values import UserId, plain_line

MOST_PLANNED: Final = 400
"""Occurrences of a group that may be planned at once."""
LONGEST_LEAD: Final = timedelta(days=366)
MOST_OWNERS: Final = 50
_MINUTE: Final = timedelta(minutes=1)


def checked(tx: Transaction, wanted: GroupSettings, now: datetime) -> GroupSettings:
    """As it is to be kept: names on one line, inputs as their types have them."""
    name = plain_line(wanted.name, LONGEST_NAME)
    if not name:
        raise Rejected("Give the group a name.")
    refuse_archived(tx, wanted.process_id)
    process = tx.processes.latest(wanted.process_id).process
    if wanted.hotfix_process:
        refuse_archived(tx, wanted.hotfix_process)
        tx.processes.latest(wanted.hotfix_process)
    inputs = inputs_while_planned(tx, process, wanted.inputs, wanted.input_set)
    check_template(wanted.name_template)
    check_rule(wanted.version_rule)
    _check_people(tx, wanted)
    _check_lengths(wanted)
    if wanted.cadence is not None:
        _check_cadence(wanted.cadence, wanted.lead_time, now)
    return wanted.model_copy(update={"name": name, "inputs": inputs})


def _check_people(tx: Transaction, wanted: GroupSettings) -> None:
    owners = wanted.rotation.owners
    if not owners:
        raise Rejected("Choose at least one owner of its releases.")
    if len(owners) > MOST_OWNERS:
        raise Rejected(f"A rotation has at most {MOST_OWNERS} owners.")
    if len(set(owners)) < len(owners):
        raise Rejected("Somebody is in the rotation twice. Name each owner once.")
    named = (*owners, *((wanted.backup,) if wanted.backup else ()))
    if wanted.backup and owners == (wanted.backup,):
        raise Rejected("Choose somebody else as the backup: the owner acts already.")
    if tx.directory.learned_at() is None:
        return
    people = tx.directory.people(named)
    for each in named:
        _check_person(each, known=each in people, gone=each in people and people[each].deactivated)


def _check_person(person: UserId, *, known: bool, gone: bool) -> None:
    who = words.person(person)
    if not known:
        raise Rejected(f"{who} is not known in this workspace. Choose somebody who is.")
    if gone:
        raise Rejected(f"{who} is deactivated in this workspace. Choose somebody who is active.")


def _check_lengths(wanted: GroupSettings) -> None:
    if not timedelta() <= wanted.lead_time <= LONGEST_LEAD:
        raise Rejected("Releases can be planned ahead by a year at most. Shorten the lead time.")
    if wanted.start_within < _MINUTE or wanted.grace < timedelta():
        raise Rejected("Give at least a minute to start a release before it counts as missed.")
    if wanted.expected_duration is not None and wanted.expected_duration < _MINUTE:
        raise Rejected("A release takes at least a minute. Leave the duration empty if unknown.")


def _check_cadence(cadence: Cadence, lead_time: timedelta, now: datetime) -> None:
    """That it is due no more than once an hour a cadence itself sees to."""
    if next(coming(cadence, now), None) is None:
        ends = f"it ends on {cadence.ends}" if cadence.ends else "no such day is to come"
        raise Rejected(f"It would never be due: {ends}. Change its days, its end or its holidays.")
    ahead = islice(occurrences(cadence, now, now + lead_time), MOST_PLANNED + 1)
    if sum(1 for _ in ahead) > MOST_PLANNED:
        raise Rejected(
            f"More than {MOST_PLANNED} releases would be planned at once. "
            f"Shorten the lead time of {words.length(lead_time)}."
        )
