"""Processes that run inside others: which versions a release runs, and what a child starts with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from orchestration import words
from orchestration.errors import Permanent
from orchestration.execution.engine import waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.execution.flow.child import parent_of_child
from orchestration.execution.reading.given import as_told
from orchestration.execution.reading.own_inputs import own_inputs, with_own
from orchestration.execution.reading.scope import scope_at, values_in
from orchestration.execution.state.activity_execution import ActivityExecution, StandIn
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import Plan
from orchestration.inputs.lookup import resolved_in
from orchestration.people.acting import acting_for
from orchestration.ports import Transaction
from orchestration.processes.expressions import SecretRef, Value
from orchestration.processes.input_values import as_text
from orchestration.processes.inputs import InputType
from orchestration.processes.model import Process, ProcessVersion
from orchestration.values import ActivityRef, ExecutionId, ProcessId

_MOST_COMPLAINTS = 3


class Inside(NamedTuple):
    """What runs inside a process, at any depth."""

    versions: dict[ProcessId, int]
    """Those that no version was named of: the latest, kept with the release from here on."""
    plans: tuple[Plan, ...]


def processes_inside(tx: Transaction, process: Process) -> Inside:
    """Each once; one that does not exist is left out, since the check of a process says so."""
    versions: dict[ProcessId, int] = {}
    plans: dict[tuple[ProcessId, int], Plan] = {}
    left = [process]
    while left:
        for wanted in [each.process for _, each in left.pop().activities() if each.process]:
            known = tx.processes.find(wanted.id)
            number = wanted.version or (known.version if known else 0)
            if known is None or number > known.version:
                continue
            if wanted.version is None:
                versions[wanted.id] = number
            if (wanted.id, number) not in plans:
                plans[wanted.id, number] = tx.processes.plan(wanted.id, number)
                left.append(plans[wanted.id, number].process)
    return Inside(versions, tuple(plans.values()))


def add_child(
    tx: Transaction,
    parent: ProcessExecution,
    ref: ActivityRef,
    child_id: ExecutionId,
) -> ProcessExecution:
    """The child of this attempt, kept and not begun; raises `Permanent` or `Rejected` with why."""
    instead = _chosen(parent.activity(ref), child_id)
    version = _version_of(tx, parent, ref, instead)
    child = waiting_to_start(
        child_id,
        parent.release_id,
        tx.processes.plan(version.process.id, version.version),
        owner=parent.owner,
        backup=parent.backup,
        parent=parent_of_child(parent, ref),
    )
    facts = replace(
        parent.facts,
        inputs=_inputs_of(tx, parent, ref, version, instead),
        phase_inputs={},
        activity_inputs={},
    )
    tx.executions.add(replace(child, facts=facts))
    return tx.executions.get(child_id)


def started_below(
    tx: Transaction, parent: ProcessExecution, child: ProcessExecution, *, at: datetime
) -> ExecutionStarted:
    """Whoever started the release has started all of it, and is left out where starters are."""
    owners = (child.owner, *((child.backup,) if child.backup else ()))
    acting = acting_for(tx, (*child.plan.process.roles(), *owners), at=at)
    return ExecutionStarted(
        at=at,
        by=parent.starter,
        members=acting.members,
        away=acting.away,
        backed_up=acting.backed_up,
        facts=child.facts,
    )


def _chosen(activity: ActivityExecution, child_id: ExecutionId) -> StandIn | None:
    """What a person chose to run, instead of its own work or from one of its tasks."""
    for each in activity.started:
        if each.child == child_id:
            return StandIn(process=each.process, version=each.version, inputs=each.inputs)
    return activity.stand_in


def _version_of(
    tx: Transaction, parent: ProcessExecution, ref: ActivityRef, stand_in: StandIn | None
) -> ProcessVersion:
    if stand_in is not None:
        return tx.processes.version(stand_in.process, stand_in.version)
    wanted = parent.plan.activities[ref].process
    if wanted is None:
        raise Permanent("it names no process")
    number = wanted.version or parent.facts.subprocess_versions.get(wanted.id)
    if number is None:  # named after the release had started
        return tx.processes.latest(wanted.id)
    return tx.processes.version(wanted.id, number)


def _inputs_of(
    tx: Transaction,
    parent: ProcessExecution,
    ref: ActivityRef,
    version: ProcessVersion,
    stand_in: StandIn | None,
) -> dict[str, str]:
    """What the activity tells its process, held to the types that process declares."""
    if stand_in is not None:
        return inputs_for(tx, parent, version, dict(stand_in.inputs))
    told = _told(parent, ref, version)
    given = {name: _plain(name, value, version) for name, value in told.items()}
    return inputs_for(tx, parent, version, given)


def inputs_for(
    tx: Transaction,
    parent: ProcessExecution,
    version: ProcessVersion,
    given: Mapping[str, JsonValue],
) -> dict[str, str]:
    """Every input of a process that runs below `parent`; raises `Permanent` with what lacks."""
    facts: dict[str, Value] = {
        "name": parent.facts.name,
        "version": parent.facts.version,
        "reference": parent.facts.reference,
    }
    resolved = resolved_in(tx, version, None, given, release=facts)
    if not resolved.complete:
        wrong = [str(each) for each in (*resolved.unfit, *resolved.open)][:_MOST_COMPLAINTS]
        name = words.quote(version.process.name, 60)
        raise Permanent(f"“{name}” cannot start with what it is told: {'; '.join(wrong)}")
    return {name: as_text(value) for name, value in resolved.inputs.items()}


def _told(
    parent: ProcessExecution, ref: ActivityRef, version: ProcessVersion
) -> Mapping[str, Value]:
    """By the names of the child's inputs, evaluated in the parent."""
    around = scope_at(parent, parent.facts, ref)
    own = own_inputs(parent, parent.facts, ref, around)
    declared = {each.name for each in version.process.inputs}
    store = parent.plan.store.get(ref)
    if store is not None and not store.process_inputs:
        return {name: value for name, value in own.items() if name in declared}
    told = own if store is None else values_in(store.process_inputs, with_own(around, own))
    if unknown := sorted(told.keys() - declared):
        process = words.quote(version.process.name, 60)
        raise Permanent(f"“{process}” takes no input “{words.quote(unknown[0], 60)}”")
    return told


def _plain(name: str, value: Value, version: ProcessVersion) -> JsonValue:
    """As JSON; a secret as its reference, and only for an input that is declared one."""
    spec = next(each for each in version.process.inputs if each.name == name)
    told = as_told(name, value)
    if not isinstance(told, SecretRef):
        found: JsonValue = to_jsonable_python(value)
        return found
    if spec.type is not InputType.SECRET:
        process = words.quote(version.process.name, 60)
        raise Permanent(f"“{name}” is a secret, and the input of “{process}” is not declared one")
    return told.reference
