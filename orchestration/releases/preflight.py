"""The look before every start: inputs, gates, pipelines and the process itself (product.md, 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from orchestration import words
from orchestration.execution.state.plan import Plan
from orchestration.execution.tasks.sign_off import needed_of
from orchestration.freezes.findings import freeze_findings
from orchestration.people.acting import presence_of
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.checking import problems_of_version
from orchestration.processes.model import ProcessVersion
from orchestration.processes.tasks import Approvals, TaskKind
from orchestration.releases.findings import Finding, Fix, Preflight
from orchestration.releases.following import version_followed
from orchestration.releases.inputs import Snapshot, inputs_at_start
from orchestration.releases.model import Release
from orchestration.releases.subprocesses import processes_inside
from orchestration.values import UserId


def preflight(
    tx: Transaction,
    release: Release,
    version: ProcessVersion,
    plan: Plan,
    catalogue: PipelineCatalogue,
    *,
    starter: UserId,
    at: datetime,
) -> tuple[Preflight, Snapshot]:
    """What is found, and what the release would start with; that counts only where nothing blocks.

    Asks nobody outside: whether a pipeline's system answers is `PreflightService`'s to find out.
    """
    inputs = inputs_at_start(tx, version, release)
    lines, snapshot = (inputs, _NOTHING) if isinstance(inputs, tuple) else ((), inputs)
    findings = (
        *_of_version(release),
        *freeze_findings(tx, release, at),
        *_of_process(tx, version, catalogue),
        *_of_gates(tx, plan, starter, at),
        *_of_what_runs_inside(tx, plan, catalogue, starter, at),
        *(Finding(says=each, fix=Fix.INPUTS) for each in lines),
    )
    return Preflight(findings=findings), snapshot


def preflight_of(
    tx: Transaction,
    release: Release,
    catalogue: PipelineCatalogue,
    *,
    starter: UserId,
    at: datetime,
) -> Preflight:
    """Of the version it would start with now."""
    version = version_followed(tx, release)
    plan = tx.processes.plan(version.process.id, version.version)
    return preflight(tx, release, version, plan, catalogue, starter=starter, at=at)[0]


_NOTHING = Snapshot(inputs={}, phase_inputs={}, activity_inputs={})


def _of_version(release: Release) -> Iterator[Finding]:
    """A group may leave the version to whoever starts an occurrence."""
    if not release.version and release.group is not None:
        yield Finding(says="Its version is not said yet: fill it in.", fix=Fix.INPUTS)


def _of_process(
    tx: Transaction, version: ProcessVersion, catalogue: PipelineCatalogue
) -> Iterator[Finding]:
    for each in problems_of_version(tx, version, catalogue):
        fix = Fix.ROLES if each.of_people else Fix.PROCESS
        yield Finding(says=str(each), fix=fix, of_people=each.of_people)


def _of_what_runs_inside(
    tx: Transaction, plan: Plan, catalogue: PipelineCatalogue, starter: UserId, at: datetime
) -> Iterator[Finding]:
    """A process in it must be fit to run too: it starts by itself, and stops there otherwise."""
    for inside in processes_inside(tx, plan.process).plans:
        name = words.quote(inside.process.name, 60)
        found = (
            *_of_process(tx, inside.version, catalogue),
            *_of_gates(tx, inside, starter, at),
        )
        for each in found:
            yield each.model_copy(update={"says": f"“{name}”, which runs in it: {each.says}"})


def _of_gates(tx: Transaction, plan: Plan, starter: UserId, at: datetime) -> Iterator[Finding]:
    """Gates that the starter may not sign and too few others can; and those whose people are away.

    That nobody has a role at all is said of the process already.
    """
    gates = [
        (activity.name, task, task.approvals or Approvals())
        for _, activity in plan.process.activities()
        for task in activity.tasks
        if task.kind is TaskKind.SIGN_OFF
    ]
    presence = presence_of(tx, {name for _, task, _ in gates for name in task.people()}, at=at)
    for activity, task, approvals in gates:
        named = presence.acting(task.people()).members.values()
        everybody = dict.fromkeys(person for people in named for person in people)
        excluded = {starter} & set(everybody) if approvals.exclude else set[UserId]()
        able = [each for each in everybody if each not in excluded]
        needed = needed_of(approvals.needed, len(able))
        called, roles = words.quote(activity, 80), [words.quote(x, 60) for x in task.people()]
        if excluded and len(able) < needed:
            says = (
                f"{called}: whoever starts the release may not sign it, and without "
                f"{words.person(starter)} there are not enough who can. Let somebody else start "
                f"it, or say who else is {words.listed(roles)}."
            )
            yield Finding(says=says, fix=Fix.ROLES, of_people=True)
            continue
        away = [each for each in able if not presence.is_covered(each)]
        if away and len(able) - len(away) < needed:
            until = max(presence.absences[each].until for each in away)
            says = (
                f"{called}: {words.people(away)} {'is' if len(away) == 1 else 'are'} away until "
                f"{words.moment(until)} with nobody in their place. It waits for them then."
            )
            yield Finding(says=says, fix=Fix.ROLES, blocks=False)
