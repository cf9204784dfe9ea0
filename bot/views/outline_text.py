"""A process in words: its phases and activities as rows, as many as there is room for."""

from __future__ import annotations

from bot.views import rules_text
from bot.views.blocks import MESSAGE_TOTAL
from bot.views.text import bold, mention, name, names, units
from bot.views.wording import counted, kind_of, says_itself
from orchestration.processes.model import Activity, ActivityType, Phase, Process, full_ref, phase_of
from orchestration.processes.tasks import TaskKind

_SECTION_ROOM = 2800
_PER_PHASE = (200, 30, 15, 8, 5, 3, 1, 0)
"""How many activities of a phase are shown; the first of these that fits."""


def counts(process: Process, by_hand: int) -> str:
    """`4 phases, 12 activities: 3 sign-offs, 5 run by hand`."""
    activities = [activity for _, activity in process.activities()]
    signs = sum(any(t.kind is TaskKind.SIGN_OFF for t in each.tasks) for each in activities)
    pipelines = sum(
        each.type is ActivityType.AUTOMATED and bool(each.pipeline) for each in activities
    )
    parts = [counted(signs, "sign-off")] if signs else []
    parts += [counted(pipelines, "pipeline")] if pipelines else []
    parts += [f"{by_hand} run by hand"] if by_hand else []
    whole = f"{counted(len(process.phases), 'phase')}, " + counted(
        len(activities), "activity", "activities"
    )
    return f"{whole}: {', '.join(parts)}" if parts else whole


def packed(process: Process, room: int = MESSAGE_TOTAL // 2) -> list[str]:
    """The phases as texts of sections: one each, or several together when there are many."""
    rows = _fitting(process, room, icons=True)
    if len(rows) <= 25:
        return rows
    sections = [""]
    for row in rows:
        if sections[-1] and units(sections[-1]) + units(row) > _SECTION_ROOM:
            sections.append("")
        sections[-1] += ("\n" if sections[-1] else "") + row
    return sections


def phases_as_text(process: Process, room: int) -> list[str]:
    """The same in plain words; phases there is no room for are counted."""
    rows = _fitting(process, room, icons=False)
    kept: list[str] = []
    for row in rows:
        room -= units(row) + 1
        if room < 0:
            return [*kept, f"and {counted(len(rows) - len(kept), 'more phase')}"]
        kept.append(row)
    return kept


def activity_row(process: Process, phase: Phase, activity: Activity, *, icons: bool = True) -> str:
    """`✍ Sign-off: Validate build — QA lead, after Build`."""
    said = kind_of(activity)
    title = name(activity.name, 120)
    about = [who_of(activity), after(process, phase, activity), *rules_text.of_activity(activity)]
    about = [each for each in about if each]
    row = f"{said if icons else said.word}: {title}"
    if says_itself(said, activity.name):
        row = f"{said.icon} {title}" if icons else title
    return f"{row} — {', '.join(about)}" if about else row


def who_of(activity: Activity) -> str:
    """Who does it: `2 of QA lead` for a sign-off, otherwise its owner or pipeline."""
    for task in activity.tasks:
        if task.kind is TaskKind.SIGN_OFF and task.approvals:
            asked = ", ".join(mention(each) for each in task.people()[:5]) or "nobody yet"
            needed = task.approvals.needed
            return asked if needed == 1 else f"{needed} of {asked}"
    owner = mention(activity.owner) if activity.owner else ""
    if activity.pipeline:
        return f"{name(activity.pipeline, 80)}{', ' + owner if owner else ''}"
    return owner


def after(process: Process, phase: Phase, activity: Activity) -> str:
    """Its dependencies in words; those of other phases with the phase's name."""
    said = []
    for each in activity.depends_on:
        ref = full_ref(phase.id, each)
        found = process.by_ref.get(ref)
        other = process.phases_by_id.get(phase_of(ref))
        where = f" ({other.name})" if other and other.id != phase.id else ""
        said.append(f"{found.name}{where}" if found else f"“{each}”, which does not exist")
    return f"after {names(said, most=4)}" if said else ""


def phase_after(process: Process, phase: Phase) -> str:
    said = [
        process.phases_by_id[each].name
        if each in process.phases_by_id
        else f"“{each}”, which does not exist"
        for each in phase.depends_on
    ]
    return f"after {names(said, most=4)}" if said else "starts at once"


def phase_title(process: Process, n: int, phase: Phase) -> str:
    """`*2. Validation* · QA lead · after Build`."""
    parts = [bold(f"{n}. {phase.name}", 120)]
    parts += [mention(phase.owner)] if phase.owner else []
    return " · ".join([*parts, phase_after(process, phase), *rules_text.of_phase(phase)])


def _fitting(process: Process, room: int, *, icons: bool) -> list[str]:
    """A text a phase, each with as many activities as all of them have room for."""
    titles = [phase_title(process, n, phase) for n, phase in enumerate(process.phases, 1)]
    if not icons:
        titles = [each.replace("*", "") for each in titles]
    full = [
        [f"• {activity_row(process, phase, each, icons=icons)}" for each in phase.activities]
        for phase in process.phases
    ]
    texts: list[str] = []
    for most in _PER_PHASE:
        texts = [_cut_to(most, *pair) for pair in zip(titles, full, strict=True)]
        if sum(units(each) + 80 for each in texts) <= room:
            break
    return texts


def _cut_to(most: int, title: str, rows: list[str]) -> str:
    if rows and not most:
        return f"{title} · {counted(len(rows), 'activity', 'activities')}"
    more = [f"and {len(rows) - most} more"] if len(rows) > most else []
    return "\n".join([title, *rows[:most], *more])
