"""From a drafter's flat proposal to a process: ids given, references resolved, nothing invented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from orchestration.people.model import is_slack_id
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.proposal import (
    ProcessDraft,
    ProposedActivity,
    ProposedPhase,
)
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import (
    Frozen,
    ProcessId,
    name_key,
    plain_line,
    telling_slug,
    unique_slug,
)

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
        self._pipelines = _by_words(pipelines)
        self._unmatched: list[str] = []
        taken: set[str] = set()
        self._phase_ids = [
            unique_slug(each.name, taken, fallback="phase") for each in proposal.phases
        ]
        self._activity_ids: list[list[str]] = []
        self._places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, phase in enumerate(proposal.phases):
            siblings: set[str] = set()
            ids = [
                unique_slug(each.name, siblings, fallback="activity") for each in phase.activities
            ]
            self._activity_ids.append(ids)
            for at, activity in enumerate(phase.activities):
                self._places[name_key(activity.name)].append((number, at))

    def reading(self) -> Reading:
        proposal = self._proposal
        name = plain_line(proposal.process_name, 80) or "Release process"
        process = Process(
            id=ProcessId(telling_slug(name, fallback="process")),
            name=name,
            owners=self._owners,
            inputs=_inputs(proposal),
            phases=tuple(self._phase(number, each) for number, each in enumerate(proposal.phases)),
            schedule=proposal.schedule or "",
        )
        return Reading(process=process, unmatched=tuple(dict.fromkeys(self._unmatched)))

    def _phase(self, number: int, phase: ProposedPhase) -> Phase:
        return Phase(
            id=self._phase_ids[number],
            name=plain_line(phase.name, 80) or f"Phase {number + 1}",
            description=phase.when,
            owner=_role(phase.owner),
            depends_on=self._phases_named(number, phase),
            activities=tuple(
                self._activity(number, at, each) for at, each in enumerate(phase.activities)
            ),
        )

    def _phases_named(self, number: int, phase: ProposedPhase) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for wanted in phase.depends_on:
            named = [
                other
                for other, each in enumerate(self._proposal.phases)
                if other != number and name_key(each.name) == name_key(wanted)
            ]
            if named:
                found[self._phase_ids[_nearest(named, number)]] = None
            else:
                self._miss(phase.name, wanted)
        return tuple(found)

    def _activity(self, phase: int, at: int, proposed: ProposedActivity) -> Activity:
        name = plain_line(proposed.name, 120) or "Step"
        automated = proposed.type == "automated" and not proposed.approval
        return Activity(
            id=self._activity_ids[phase][at],
            name=name,
            type=ActivityType.AUTOMATED if automated else ActivityType.MANUAL,
            description="\n".join(filter(None, [proposed.when, proposed.description])),
            owner=_role(proposed.owner),
            depends_on=self._activities_named(phase, at, proposed),
            pipeline=self._pipelines.get(_words_of(name)) if automated else None,
            command=proposed.command,
            tasks=() if automated else (_task(name, proposed),),
            optional=proposed.optional,
            evidence=proposed.evidence,
        )

    def _activities_named(self, phase: int, at: int, proposed: ProposedActivity) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for wanted in proposed.depends_on:
            named = self._places.get(name_key(wanted), [])
            places = [each for each in named if each != (phase, at)]
            siblings = [place for other, place in places if other == phase]
            if siblings:
                found[self._activity_ids[phase][_nearest(siblings, at)]] = None
            elif len(places) == 1:
                other, place = places[0]
                found[f"{self._phase_ids[other]}.{self._activity_ids[other][place]}"] = None
            else:
                self._miss(proposed.name, wanted, several=bool(places))
        return tuple(found)

    def _miss(self, name: str, wanted: str, *, several: bool = False) -> None:
        means = "which names several steps here" if several else "which is no step here"
        self._unmatched.append(
            f"“{plain_line(name, 60)}” is said to wait for “{plain_line(wanted, 60)}”, "
            f"{means}. What does it wait for?"
        )


def _task(name: str, proposed: ProposedActivity) -> TaskSpec:
    role = _role(proposed.owner)
    owner = (role,) if role else ()
    if not proposed.approval:
        return TaskSpec(id="do", name=name, instructions=proposed.description, assignees=owner)
    return TaskSpec(
        id="sign-off",
        name=name,
        kind=TaskKind.SIGN_OFF,
        instructions=proposed.description,
        approvals=Approvals(from_=owner, needed=proposed.needed),
    )


def _nearest(named: Sequence[int], at: int) -> int:
    """Of several steps with one name, the last that was written before; else the first after."""
    return max((each for each in named if each < at), default=named[0])


def _inputs(proposal: ProcessDraft) -> tuple[InputSpec, ...]:
    """Each name once, as it was first described."""
    found: dict[str, InputSpec] = {}
    for each in proposal.inputs:
        name = telling_slug(each.name, fallback="input")
        found.setdefault(name, InputSpec(name=name, description=each.description))
    return tuple(found.values())


def _role(name: str | None) -> str | None:
    """A role as a text names it; `SECURITY` in capitals must not be taken for a Slack id."""
    if name and is_slack_id(name) and name.isalpha():
        return name.capitalize()
    return name


def _by_words(pipelines: Iterable[str]) -> dict[frozenset[str], str]:
    """Pipelines by their words; two of the same words are neither of them meant."""
    found: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for each in pipelines:
        found[_words_of(each)].append(each)
    return {words: named[0] for words, named in found.items() if words and len(named) == 1}


def _words_of(name: str) -> frozenset[str]:
    return frozenset(name_key(name).split()) - _LITTLE
