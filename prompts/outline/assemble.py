"""Steps and phases to a draft: unique names, order without cycles, everything within its limits."""

from __future__ import annotations

from orchestration.processes.proposal import ProposedActivity, ProposedPhase
from prompts.outline.phases import Phase
from prompts.outline.step import Step

MOST_PHASES = 100
MOST_ACTIVITIES = 400


def proposed(phases: list[Phase]) -> tuple[ProposedPhase, ...]:
    """Name, order and bound the phases; every dependency points backwards, so there is no cycle."""
    phases = bounded(phases)
    names = unique([phase.name or "Release" for phase in phases])
    steps = [(step, phase) for phase in phases for step in phase.steps]
    titles = unique([step.name for step, _ in steps], [phase.name for _, phase in steps])
    title_of = {id(step): title for (step, _), title in zip(steps, titles, strict=True)}
    out: list[ProposedPhase] = []
    before: list[str] = []
    current: list[str] = []
    for phase, name in zip(phases, names, strict=True):
        if phase.beside and current:
            current.append(name)
        else:
            before, current = current, [name]
        out.append(
            ProposedPhase(
                name=name, owner=phase.owner[:120] or None, depends_on=tuple(before[:60]), when=phase.when[:120],
                activities=tuple(activities(phase.steps, title_of, optional=phase.optional)),
            )
        )  # fmt: skip
    return tuple(out)


def bounded(phases: list[Phase]) -> list[Phase]:
    kept: list[Phase] = []
    room = MOST_ACTIVITIES
    for phase in phases[:MOST_PHASES]:
        phase.steps = phase.steps[:room]
        room -= len(phase.steps)
        if phase.steps:
            kept.append(phase)
    return kept


def activities(
    steps: list[Step], title_of: dict[int, str], *, optional: bool
) -> list[ProposedActivity]:
    """One after another as listed; steps side by side share what is before and what comes after."""
    out: list[ProposedActivity] = []
    before: list[str] = []
    current: list[str] = []
    floating: list[str] = []
    waits: dict[int, list[str]] = {}
    above: list[str] | None = None
    for step in steps:
        title = title_of[id(step)]
        needs = before
        if step.after is not None:
            above = current + floating if above is None else above
            needs = [title_of[id(each)] for each in step.after if id(each) in waits] or above
            before, current = above, []
            floating = [each for each in floating if each not in needs] + [title]
        elif step.alongside and id(step.alongside) in waits:
            needs = waits[id(step.alongside)]
            floating.append(title)
        elif step.follows and id(step.follows) in waits:
            needs = [title_of[id(step.follows)]]
            floating.append(title)
        elif step.beside and current:
            current.append(title)
        else:
            before, current, floating = current + floating, [title], []
            needs, above = before, None
        waits[id(step)] = needs
        out.append(
            ProposedActivity(
                name=title, type=step.kind, owner=step.owner[:120] or None, approval=step.approval,
                needed=step.needed, depends_on=tuple(needs[:60]), description=step.description[:2000],
                command=step.command[:2000], when=step.when[:120], evidence=step.evidence[:300],
                optional=optional or step.optional,
            )
        )  # fmt: skip
    return out


def unique(names: list[str], places: list[str] | None = None) -> list[str]:
    """No name twice, whatever its case: first by place (`Verify (Staging)`), then by number."""
    taken: set[str] = set()
    placed: dict[str, str] = {}
    counts: dict[str, int] = {}
    out: list[str] = []
    for n, name in enumerate(names):
        chosen = name[:200]
        place = places[n] if places else ""
        if chosen.lower() in taken and place and placed.get(chosen.lower()) != place:
            chosen = f"{name[:120]} ({place[:70]})"
        base = chosen
        while chosen.lower() in taken:
            counts[base] = counts.get(base, 1) + 1
            chosen = f"{base[:190]} ({counts[base]})"
        placed.setdefault(name[:200].lower(), place)
        taken.add(chosen.lower())
        out.append(chosen)
    return out
