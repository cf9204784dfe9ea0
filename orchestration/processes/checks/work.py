"""What is to be done: pipelines that exist, gates that can open, forms that can be filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.checks.problems import At, Problem, activities_of, phases_of
from orchestration.processes.model import Activity, ActivityType, OnFailure, Process, ref_of
from orchestration.processes.not_before import is_time
from orchestration.processes.reminders import percent_from
from orchestration.processes.tasks import FieldType, TaskKind, TaskSpec
from orchestration.processes.waits_for import is_awaited
from orchestration.values import ActivityRef, ProcessId, UserId

DEEPEST = 5
"""Processes inside processes (product.md section 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a process refers to outside itself."""

    members_of: Callable[[str], tuple[UserId, ...]] | None
    """People by role; None where nobody knows them, as for a file on its own."""
    pipelines: frozenset[str] | None
    inputs_of: Callable[[str], tuple[str, ...] | None]
    """What a pipeline takes; None where that is not known."""
    process: Callable[[ProcessId, int | None], Process | None] | None = None
    """Other processes; None where they are not known, as on the command line without database."""
    places: Mapping[ActivityRef, StoreActivity]
    """What places of this process are filled with from the store."""


def of_work(process: Process, around: Surroundings) -> Iterator[Problem]:
    for at, phase in phases_of(process):
        for n, said in enumerate(phase.waits_for):
            if not is_awaited(said):
                yield at.problem(
                    f"waits for “{said}”, which names no release.",
                    "Write WEB-12, or ledger.production: a release or process, and its phase.",
                    "waits-for",
                    n,
                )
        if phase.not_before and not is_time(phase.not_before):
            yield at.problem(
                f"starts not before “{phase.not_before}”, which is no time.",
                "Write start + 2d, 17:00 or Thursday 17:00.",
                "not-before",
            )
    for at, phase, activity in activities_of(process):
        match activity.type:
            case ActivityType.AUTOMATED:
                stored = around.places.get(ref_of(phase.id, activity.id))
                yield from _of_automated(at, activity, stored, around)
            case ActivityType.SUBPROCESS:
                yield from _of_subprocess(at, activity, process, around)
            case ActivityType.MANUAL:
                pass
        yield from _of_belongings(at, activity)
        for n, task in enumerate(activity.tasks):
            inside = at if len(activity.tasks) == 1 else at.inside(task.name)
            yield from _of_task(At(at.place, (*at.path, "tasks", n)), inside.place, task, around)


def _of_automated(
    at: At, activity: Activity, stored: StoreActivity | None, around: Surroundings
) -> Iterator[Problem]:
    name = activity.pipeline
    if name and around.pipelines is not None and name not in around.pipelines:
        yield at.problem(
            f"runs the pipeline “{name}”, which is not in the catalogue.",
            "Choose another, or none to run it by hand.",
            "pipeline",
        )
    takes = around.inputs_of(name) if name else None
    if takes is None:
        return
    for given in stored.told if stored else activity.inputs:
        if given not in takes:
            yield at.problem(
                f"gives “{given}”, which the pipeline “{name}” does not take.",
                f"It takes: {', '.join(takes) or 'nothing'}.",
                *(("uses",) if stored else ("inputs", given)),
            )


def _of_belongings(at: At, activity: Activity) -> Iterator[Problem]:
    """Fields that only one kind of activity has."""
    kind = activity.type
    for key, there, belongs in (
        ("pipeline", activity.pipeline is not None, ActivityType.AUTOMATED),
        ("process", activity.process is not None, ActivityType.SUBPROCESS),
        ("tasks", bool(activity.tasks), ActivityType.MANUAL),
    ):
        if there and kind is not belongs:
            yield at.problem(
                f"is {kind.value} and has `{key}`.",
                f"Only {belongs.value} work has it: remove it, or change the type.",
                key,
            )
    if activity.retry and activity.on_failure is not OnFailure.RETRY:
        yield at.problem(
            "says how to retry and not that it is retried.", "Add on-failure: retry.", "retry"
        )


def _of_subprocess(
    at: At, activity: Activity, process: Process, around: Surroundings
) -> Iterator[Problem]:
    wanted = activity.process
    if wanted is None:
        yield at.problem("names no process to run.", "Say which: process: ID.", "process")
        return
    if around.process is None:
        return
    found = around.process(wanted.id, wanted.version)
    if wanted.id != process.id and found is None:
        version = f" version {wanted.version}" if wanted.version else ""
        yield at.problem(
            f"runs the process “{wanted.id}”{version}, which does not exist.",
            "Publish it first, or choose another.",
            "process",
        )
        return
    path = _too_deep(process, wanted.id, around)
    if path:
        again = path[-1] in (process.id, *path[:-1])
        yield at.problem(
            f"runs {' which runs '.join(f'“{each}”' for each in path)}, "
            + ("which goes on for ever." if again else f"deeper than {DEEPEST}."),
            "Take one of them out.",
            "process",
        )


def _too_deep(process: Process, first: ProcessId, around: Surroundings) -> list[str]:
    """The way to a process that runs itself in the end or is too deep; each looked at once."""
    seen: set[str] = set()

    def walk(current: ProcessId, path: list[str]) -> list[str]:
        if current in path or len(path) > DEEPEST:
            return [*path[1:], current]
        if current in seen:
            return []
        seen.add(current)
        inner = around.process(current, None) if around.process else None
        for _, each in inner.activities() if inner else ():
            if each.process and (found := walk(each.process.id, [*path, current])):
                return found
        return []

    return walk(first, [process.id])


def _of_task(at: At, place: str, task: TaskSpec, around: Surroundings) -> Iterator[Problem]:
    named = At(place, at.path)
    match task.kind:
        case TaskKind.SIGN_OFF:
            yield from _of_sign_off(named, task, around)
        case TaskKind.FORM:
            if not task.fields:
                yield named.problem("is a form without fields.", "Say what it asks.", "fields")
        case TaskKind.TODO:
            pass
    yield from _of_deadline(named, task)
    for n, field in enumerate(task.fields):
        if field.type is FieldType.CHOICE and not field.choices:
            yield named.problem(
                f"asks for a choice of nothing in “{field.label}”.",
                "List the choices.",
                "fields",
                n,
            )


def _of_deadline(at: At, task: TaskSpec) -> Iterator[Problem]:
    for n, said in enumerate(task.remind):
        try:
            percent_from(said)
        except ValueError as error:
            yield at.problem(f"reminds at “{said}”: it {error}.", "Write 50%, 75%.", "remind", n)
    if task.deadline is None and (task.remind or task.escalate_to):
        yield at.problem(
            "reminds or escalates, and has no deadline.", "Say its deadline.", "deadline"
        )


def _of_sign_off(at: At, task: TaskSpec, around: Surroundings) -> Iterator[Problem]:
    names = task.people()
    if not names:
        yield at.problem("nobody is asked to sign.", "Name who signs.", "approvals")
        return
    needed = task.approvals.needed if task.approvals else 1
    if isinstance(needed, int) and needed < 1:
        yield at.problem(
            f"needs {needed} approvals, so nobody would be asked.",
            "Ask for at least one.",
            "approvals",
            "needed",
        )
    if around.members_of is None:
        return
    able = {person for each in names for person in around.members_of(each)}
    if not able:
        yield at.problem_of_people(
            f"{', '.join(names)} must sign, and nobody is bound to that role.",
            "Say who it is: *Who is who…* on the draft, or `/release roles`.",
            "approvals",
        )
        return
    if isinstance(needed, int) and needed > len(able):
        yield at.problem_of_people(
            f"needs {needed} approvals and only {len(able)} can give one.",
            "Name more people, or ask for fewer approvals.",
            "approvals",
            "needed",
        )
