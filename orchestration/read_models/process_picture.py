"""A process as a picture shows it: boxes and what comes after what, in pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from orchestration import words
from orchestration.processes.model import (
    Activity,
    ActivityType,
    Phase,
    Process,
    full_ref,
    phase_of,
    ref_of,
)
from orchestration.processes.tasks import TaskKind, TaskSpec
from orchestration.read_models.picture_page import ActivityBox, PhaseBox, PicturePage, WorkShown
from orchestration.values import ActivityRef, plain_line

MOST_ON_ONE_PAGE = 60
"""Activities; a larger process is an overview of its phases and a page for each."""
MOST_BOXES = 120
"""Of one page; what is more is counted in words."""
MOST_PAGES = 10
_LONGEST = 160
_MOST_NAMED = 3


def process_picture(
    process: Process, *, named: Mapping[str, str] | None = None
) -> tuple[PicturePage, ...]:
    """One page, or an overview and a page a phase; `named` are people and groups by Slack id."""
    phases = tuple(with_room(each) for each in phase_boxes(process, named or {}))
    count = sum(len(each.activities) for each in process.phases)
    title = _short(process.name)
    subtitle = (
        f"{words.count(len(phases), 'phase')}, {words.count(count, 'activity', 'activities')}"
    )
    if count <= MOST_ON_ONE_PAGE:
        return (page_of(title, subtitle, phases),)
    summed = tuple(
        replace(each, activities=(), more=0, summary=_summary(phase))
        for each, phase in zip(phases, process.phases, strict=True)
    )
    overview = page_of(title, f"{subtitle}; each phase has a picture of its own", summed)
    alone = [
        PicturePage(
            title=title,
            subtitle=f"Phase {n} of {len(phases)}: {each.name}",
            phases=(replace(each, after=()),),
        )
        for n, each in enumerate(phases, 1)
    ]
    return (overview, *alone)


def page_of(title: str, subtitle: str, phases: tuple[PhaseBox, ...]) -> PicturePage:
    """With as many phases as there is room for."""
    shown = phases[:MOST_BOXES]
    near = tuple(
        replace(e, after=_below(e.after), new=_below(e.new), lost=_below(e.lost)) for e in shown
    )
    return PicturePage(title=title, subtitle=subtitle, phases=near, more=len(phases) - len(shown))


def _below(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(n for n in numbers if n < MOST_BOXES)


def phase_boxes(process: Process, names: Mapping[str, str]) -> tuple[PhaseBox, ...]:
    """Every phase with all of its activities."""
    numbers = {each.id: n for n, each in reversed(list(enumerate(process.phases)))}
    return tuple(_phase(process, each, numbers, names) for each in process.phases)


def with_room(phase: PhaseBox) -> PhaseBox:
    """As many activities as one page has room for, those that differ first; the rest are counted.

    Lines to what is left out go with it.
    """
    boxes = phase.activities
    if len(boxes) <= MOST_BOXES:
        return phase
    first = sorted(range(len(boxes)), key=lambda n: (not boxes[n].marks, n))
    place = {n: k for k, n in enumerate(sorted(first[:MOST_BOXES]))}

    def kept(numbers: Iterable[int]) -> tuple[int, ...]:
        return tuple(place[n] for n in numbers if n in place)

    shown = (
        replace(e, after=kept(e.after), new=kept(e.new), lost=kept(e.lost))
        for e in (boxes[n] for n in place)
    )
    return replace(phase, activities=tuple(shown), more=phase.more + len(boxes) - len(place))


def _phase(
    process: Process, phase: Phase, numbers: Mapping[str, int], names: Mapping[str, str]
) -> PhaseBox:
    places = {
        ref_of(phase.id, each.id): n for n, each in reversed(list(enumerate(phase.activities)))
    }
    return PhaseBox(
        name=_short(phase.name),
        owner=_person(phase.owner, names) if phase.owner else "",
        optional=phase.optional,
        conditional=bool(phase.if_),
        after=tuple(dict.fromkeys(numbers[e] for e in phase.depends_on if e in numbers)),
        after_named=tuple(
            _short(process.phases_by_id[each].name)
            if each in process.phases_by_id
            else _short(each)
            for each in phase.depends_on[:20]
        ),
        activities=tuple(
            _activity(process, phase, each, places, names) for each in phase.activities
        ),
    )


def _activity(
    process: Process,
    phase: Phase,
    activity: Activity,
    places: Mapping[ActivityRef, int],
    names: Mapping[str, str],
) -> ActivityBox:
    inside: dict[int, None] = {}
    elsewhere: list[str] = []
    for each in activity.depends_on:
        ref = full_ref(phase.id, each)
        if ref in places:
            inside[places[ref]] = None
        else:
            elsewhere.append(_place(process, ref))
    return ActivityBox(
        name=_short(activity.name),
        work=work_shown(activity),
        who=_who(activity, names),
        runs=_short(_runs(activity)),
        after=tuple(inside),
        after_elsewhere=_few(elsewhere),
        optional=activity.optional,
        conditional=bool(activity.if_),
    )


def _runs(activity: Activity) -> str:
    if activity.process:
        pinned = f", version {activity.process.version}" if activity.process.version else ""
        return f"process {activity.process.id}{pinned}"
    if activity.pipeline:
        return f"pipeline {activity.pipeline}"
    return f"from the store: {activity.uses}" if activity.uses else ""


def work_shown(activity: Activity) -> WorkShown:
    """What it asks for: another process, a pipeline, a hand, a sign-off or a to-do."""
    if activity.type is ActivityType.SUBPROCESS:
        return WorkShown.SUBPROCESS
    if activity.type is ActivityType.AUTOMATED:
        return WorkShown.AUTOMATED if activity.pipeline or activity.uses else WorkShown.BY_HAND
    signs = any(task.kind is TaskKind.SIGN_OFF for task in activity.tasks)
    return WorkShown.SIGN_OFF if signs else WorkShown.TODO


def _who(activity: Activity, names: Mapping[str, str]) -> str:
    """Who signs or does it, else its owner: `2 of QA lead`."""
    asked = [task for task in activity.tasks if task.people()]
    signing = [task for task in asked if task.kind is TaskKind.SIGN_OFF]
    for task in signing or asked:
        people = ", ".join(_few([_person(each, names) for each in task.people()]))
        return f"{_quorum(task)}{people}"
    return _person(activity.owner, names) if activity.owner else ""


def _quorum(task: TaskSpec) -> str:
    needed = task.approvals.needed if task.approvals else 1
    return "" if needed == 1 else f"{needed} of "


def _person(who: str, names: Mapping[str, str]) -> str:
    return _short(names.get(who, who))


def _place(process: Process, ref: ActivityRef) -> str:
    found = process.by_ref.get(ref)
    other = process.phases_by_id.get(phase_of(ref))
    if found is None:
        return f"{_short(ref)} (missing)"
    return f"{_short(found.name)} ({_short(other.name)})" if other else _short(found.name)


def _summary(phase: Phase) -> str:
    signs = sum(work_shown(each) is WorkShown.SIGN_OFF for each in phase.activities)
    parts = [words.count(len(phase.activities), "activity", "activities")]
    parts += [words.count(signs, "sign-off")] if signs else []
    return ", ".join(parts)


def _few(said: Iterable[str]) -> tuple[str, ...]:
    each = list(said)
    if len(each) <= _MOST_NAMED:
        return tuple(each)
    return (*each[: _MOST_NAMED - 1], f"{len(each) - _MOST_NAMED + 1} more")


def _short(text: str) -> str:
    return plain_line(text, _LONGEST)
