"""From a drafter's flat proposal to a process: ids given, references resolved, nothing invented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from orchestration.processes.model import (
    Activity,
    ActivityType,
    Approvals,
    InputSpec,
    Phase,
    Process,
    TaskKind,
    TaskSpec,
)
from orchestration.processes.proposal import (
    ProcessDraft,
    ProposedActivity,
    ProposedInput,
    ProposedPhase,
)
from orchestration.values import Frozen, ProcessId, plain_line, slug, unique_slug

_LITTLE = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"})


class Reading(Frozen):
    """The process a proposal amounts to, and what it said that nothing corresponds to."""

    process: Process
    unmatched: tuple[str, ...]


def process_from(
    proposal: ProcessDraft, *, owners: tuple[str, ...], pipelines: Iterable[str]
) -> Reading:
    """Give ids, turn names into references, and say which references mean nothing here.

    A pipeline is linked only where the catalogue has one of the same words; an activity without
    one is run by hand.
    """
    return _Builder(proposal, owners, pipelines).reading()


class _Builder:
    def __init__(
        self, proposal: ProcessDraft, owners: tuple[str, ...], pipelines: Iterable[str]
    ) -> None:
        self._proposal = proposal
        self._owners = owners
        self._pipelines = {_words_of(each): each for each in pipelines}
        self._unmatched: list[str] = []
        taken: set[str] = set()
        self._phase_ids = [unique_slug(each.name, taken) for each in proposal.phases]
        self._activity_ids: list[list[str]] = []
        self._places: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, phase in enumerate(proposal.phases):
            siblings: set[str] = set()
            ids = [unique_slug(each.name, siblings) for each in phase.activities]
            self._activity_ids.append(ids)
            for activity, activity_id in zip(phase.activities, ids, strict=True):
                self._places[slug(activity.name)].append((number, activity_id))

    def reading(self) -> Reading:
        proposal = self._proposal
        name = plain_line(proposal.process_name, 80) or "Release process"
        process = Process(
            id=ProcessId(slug(name, fallback="process")),
            name=name,
            owners=self._owners,
            inputs=tuple(
                InputSpec(name=slug(each.name, fallback="input"), description=each.description)
                for each in _distinct(proposal)
            ),
            phases=tuple(self._phase(number, each) for number, each in enumerate(proposal.phases)),
            schedule=proposal.schedule or "",
        )
        return Reading(process=process, unmatched=tuple(dict.fromkeys(self._unmatched)))

    def _phase(self, number: int, phase: ProposedPhase) -> Phase:
        return Phase(
            id=self._phase_ids[number],
            name=plain_line(phase.name, 80) or f"Phase {number + 1}",
            description=phase.when,
            owner=phase.owner,
            depends_on=self._phases_named(phase),
            activities=tuple(
                self._activity(number, activity_id, each)
                for activity_id, each in zip(
                    self._activity_ids[number], phase.activities, strict=True
                )
            ),
        )

    def _phases_named(self, phase: ProposedPhase) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for wanted in phase.depends_on:
            match = [
                phase_id
                for phase_id, other in zip(self._phase_ids, self._proposal.phases, strict=True)
                if other is not phase and slug(other.name) == slug(wanted)
            ]
            if match:
                found[match[0]] = None
            else:
                self._miss(phase.name, wanted)
        return tuple(found)

    def _activity(self, phase: int, activity_id: str, proposed: ProposedActivity) -> Activity:
        name = plain_line(proposed.name, 120) or "Step"
        automated = proposed.type == "automated" and not proposed.approval
        return Activity(
            id=activity_id,
            name=name,
            type=ActivityType.AUTOMATED if automated else ActivityType.MANUAL,
            description="\n".join(filter(None, [proposed.when, proposed.description])),
            owner=proposed.owner,
            depends_on=self._activities_named(phase, activity_id, proposed),
            pipeline=self._pipelines.get(_words_of(name)) if automated else None,
            command=proposed.command,
            tasks=() if automated else (_task(name, proposed),),
            optional=proposed.optional,
            evidence=proposed.evidence,
        )

    def _activities_named(
        self, phase: int, activity_id: str, proposed: ProposedActivity
    ) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for wanted in proposed.depends_on:
            places = [each for each in self._places[slug(wanted)] if each != (phase, activity_id)]
            siblings = [each for each in places if each[0] == phase]
            if siblings:
                found[siblings[0][1]] = None
            elif len(places) == 1:
                found[f"{self._phase_ids[places[0][0]]}.{places[0][1]}"] = None
            else:
                self._miss(proposed.name, wanted)
        return tuple(found)

    def _miss(self, name: str, wanted: str) -> None:
        self._unmatched.append(
            f"“{plain_line(name, 60)}” is said to wait for “{plain_line(wanted, 60)}”, "
            "which is no step here. What does it wait for?"
        )


def _task(name: str, proposed: ProposedActivity) -> TaskSpec:
    owner = (proposed.owner,) if proposed.owner else ()
    if not proposed.approval:
        return TaskSpec(id="do", name=name, instructions=proposed.description, assignees=owner)
    return TaskSpec(
        id="sign-off",
        name=name,
        kind=TaskKind.SIGN_OFF,
        instructions=proposed.description,
        approvals=Approvals(from_=owner, needed=proposed.needed),
    )


def _distinct(proposal: ProcessDraft) -> list[ProposedInput]:
    by_name = {slug(each.name, fallback="input"): each for each in reversed(proposal.inputs)}
    return list(reversed(by_name.values()))


def _words_of(name: str) -> frozenset[str]:
    return frozenset(slug(name, longest=200).split("-")) - _LITTLE
