"""From a drafter's flat proposal to a process: ids given, references resolved, nothing invented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from orchestration.people.model import is_slack_id
from orchestration.processes.durations import duration_from
from orchestration.processes.grounding.known import NOTHING_KNOWN, Known
from orchestration.processes.grounding.matching import Matching
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.proposal import (
    ProcessDraft,
    ProposedActivity,
    ProposedPhase,
)
from orchestration.processes.questions.model import OpenOrder
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import (
    Frozen,
    ProcessId,
    name_key,
    plain_line,
    telling_slug,
    unique_slug,
)


class Reading(Frozen):
    """The process a proposal amounts to, and what it said that nothing corresponds to."""

    process: Process
    orders: tuple[OpenOrder, ...] = ()
    """What waits for something that nothing here corresponds to."""

    @property
    def unmatched(self) -> tuple[str, ...]:
        """The same in words."""
        return tuple(dict.fromkeys(each.says for each in self.orders))


def process_from(
    proposal: ProcessDraft, *, owners: tuple[str, ...], known: Known = NOTHING_KNOWN
) -> Reading:
    """Give ids, turn names into references, and say which references mean nothing here.

    An activity of the store or a pipeline is named only where it is known; an automated activity
    without either is run by hand.
    """
    return _Builder(proposal, owners, known).reading()


class _Builder:
    def __init__(self, proposal: ProcessDraft, owners: tuple[str, ...], known: Known) -> None:
        self._proposal = proposal
        self._owners = owners
        self._matching = Matching(known)
        self._orders: list[OpenOrder] = []
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
        return Reading(process=process, orders=tuple(self._orders))

    def _phase(self, number: int, phase: ProposedPhase) -> Phase:
        return Phase(
            id=self._phase_ids[number],
            name=plain_line(phase.name, 80) or f"Phase {number + 1}",
            description=phase.when,
            owner=self._role(phase.owner),
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
                self._miss(phase.name, wanted, OpenOrder(phase=self._phase_ids[number], says=""))
        return tuple(found)

    def _activity(self, phase: int, at: int, proposed: ProposedActivity) -> Activity:
        name = plain_line(proposed.name, 120) or "Step"
        automated = proposed.type == "automated" and not proposed.approval
        kind = ActivityType.AUTOMATED if automated else ActivityType.MANUAL
        match = self._matching.of(proposed)
        asked = kind is ActivityType.MANUAL and match.uses is None
        owner = self._role(proposed.owner)
        return Activity(
            id=self._activity_ids[phase][at],
            name=name,
            type=match.uses.type if match.uses else kind,
            uses=match.uses.id if match.uses else None,
            description="\n".join(filter(None, [proposed.when, proposed.description])),
            owner=owner,
            depends_on=self._activities_named(phase, at, proposed),
            pipeline=match.pipeline,
            command=proposed.command,
            tasks=(_task(name, proposed, owner),) if asked else (),
            optional=proposed.optional,
            evidence=proposed.evidence,
            expected_duration=_duration(proposed.duration),
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
                asked = OpenOrder(
                    phase=self._phase_ids[phase], activity=self._activity_ids[phase][at], says=""
                )
                self._miss(proposed.name, wanted, asked, several=bool(places))
        return tuple(found)

    def _role(self, name: str | None) -> str | None:
        """A role as a text names it; `SECURITY` in capitals must not be taken for a Slack id."""
        if name and is_slack_id(name) and name.isalpha():
            name = name.capitalize()
        return self._matching.role(name)

    def _miss(self, name: str, wanted: str, place: OpenOrder, *, several: bool = False) -> None:
        means = "which names several steps here" if several else "which is no step here"
        says = (
            f"“{plain_line(name, 60)}” is said to wait for “{plain_line(wanted, 60)}”, "
            f"{means}. What does it wait for?"
        )
        self._orders.append(place.model_copy(update={"says": says}))


def _task(name: str, proposed: ProposedActivity, role: str | None) -> TaskSpec:
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


def _duration(said: str) -> timedelta | None:
    try:
        return duration_from(said) if said else None
    except ValueError:
        return None
