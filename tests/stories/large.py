"""A process of thousands of activities, of which one at a time asks for something."""

from __future__ import annotations

from orchestration.processes.model import Activity, ActivityType, Phase, Process, TaskSpec
from orchestration.values import ProcessId, UserId
from tests.playground_client import ROSA
from tests.stories.kept import change
from tests.stories.town import Town

LAST = "Last step"


def publish_large(town: Town, *, size: int, steps: int) -> None:
    """So many steps one after the other, one more, and behind it all the others at once."""
    chain = [*(f"Step {n}" for n in range(steps)), LAST]
    first = [to_do(name, *chain[max(n - 1, 0) : n]) for n, name in enumerate(chain)]
    rest = [to_do(f"Rest {n}") for n in range(size - len(chain))]
    process = Process(
        id=ProcessId("large"),
        name="Large",
        owners=(ROSA,),
        phases=(
            Phase(id="first", name="First", activities=tuple(first)),
            Phase(id="rest", name="Rest", depends_on=("first",), activities=tuple(rest)),
        ),
    )
    change(town, lambda tx, now: tx.processes.publish(process, by=UserId(ROSA), at=now))


def to_do(name: str, *after: str) -> Activity:
    place = place_of(name)
    return Activity(
        id=place,
        name=name,
        type=ActivityType.MANUAL,
        tasks=(TaskSpec(id="do", name=name, assignees=(ROSA,)),),
        depends_on=tuple(place_of(each) for each in after),
    )


def place_of(name: str) -> str:
    return name.lower().replace(" ", "-")
