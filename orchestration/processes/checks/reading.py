"""What expressions of a process read, and whether it is there when they are evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.checks.layers import phase_end
from orchestration.processes.checks.order import Order
from orchestration.processes.checks.problems import At, Problem
from orchestration.processes.code.faults import nearest
from orchestration.processes.expressions import Expression, Refusal, Template, references
from orchestration.processes.model import Activity, ActivityType, Phase, Process, ref_of
from orchestration.values import ActivityRef

ROOTS = ("inputs", "variables", "phases", "release", "group", "date")
MADE_BY = {ActivityType.AUTOMATED: "pipeline", ActivityType.SUBPROCESS: "subprocess"}
"""What does the work of an activity, whose outputs its own may come from."""


class Known:
    """What expressions of this process can read."""

    def __init__(
        self, process: Process, order: Order, places: Mapping[ActivityRef, StoreActivity]
    ) -> None:
        self._order = order
        self._phases: Mapping[str, Phase] = process.phases_by_id
        self._activities: dict[str, dict[str, Activity]] = {}
        """Of the phases that something reads, by id."""
        self._places = places

    def judged(
        self,
        at: At,
        path: tuple[Any, ...],
        tree: Expression | Template | Refusal,
        node: str,
        inputs: set[str] | None,
        variables: set[str],
        maker: str = "",
    ) -> Iterator[Problem]:
        """`node` is where it is evaluated; empty for before the start.

        `inputs` are None where nobody knows them. An output may come from its `maker`.
        """
        if isinstance(tree, Refusal):
            yield at.problem(
                f"has an expression that cannot be read: {tree.what}",
                tree.mend or "Write it anew.",
                *path,
            )
            return
        for each in references(tree):
            steps = each.path
            if maker and steps[0] == maker:
                wrong = None if steps[1:2] == ("outputs",) else _not_of(maker)
            else:
                wrong = self._wrong(steps, node, inputs, variables)
            if wrong and not (each.has_default and steps[0] in ROOTS):
                what, mend = wrong
                yield at.problem(f"reads {each}, {what}", mend, *path)

    def _wrong(
        self, steps: tuple[Any, ...], node: str, inputs: set[str] | None, variables: set[str]
    ) -> tuple[str, str] | None:
        root, name = steps[0], steps[1] if len(steps) > 1 else None
        if root not in ROOTS:
            mend = nearest(str(root), ROOTS).strip() or f"Expressions read {', '.join(ROOTS)}."
            return "which is not known.", mend
        if root == "inputs" and name is not None and inputs is not None and name not in inputs:
            return "an input that is not declared.", _declare(str(name), inputs, "inputs")
        if root == "variables" and name is not None and name not in variables:
            return "a variable that is not said.", _declare(str(name), variables, "variables")
        if root == "phases" and name is not None:
            return self._of_phases(steps, node)
        return None

    def _of_phases(self, steps: tuple[Any, ...], node: str) -> tuple[str, str] | None:
        phase = self._phases.get(str(steps[1]))
        if phase is None:
            return "of a phase that does not exist.", _choose(str(steps[1]), self._phases)
        if len(steps) < 4:
            return None
        if steps[2] == "outputs":
            if steps[3] not in phase.outputs:
                return "an output that its phase does not declare.", _choose(
                    str(steps[3]), phase.outputs
                )
            return self._in_time(phase_end(phase.id), node)
        if steps[2] != "activities":
            return "which phases do not have.", "They have activities and outputs."
        ref = ref_of(phase.id, str(steps[3]))
        if phase.id not in self._activities:
            self._activities[phase.id] = {each.id: each for each in phase.activities}
        there = self._activities[phase.id]
        activity = there.get(str(steps[3]))
        if activity is None:
            return "of an activity that does not exist.", _choose(str(steps[3]), there)
        is_open = activity.uses and ref not in self._places
        if len(steps) > 5 and not is_open and steps[5] not in (declared := _outputs_of(activity)):
            return "an output that the activity does not declare.", _choose(str(steps[5]), declared)
        return self._in_time(ref, node)

    def _in_time(self, producer: str, node: str) -> tuple[str, str] | None:
        if node and self._order.ends_before(producer, node):
            return None
        name = self._order.names.get(producer, producer)
        return (
            "which may not be there yet.",
            f"Let it wait for “{name}”: depends-on." if node else "Read it in an activity.",
        )


def _outputs_of(activity: Activity) -> set[str]:
    return {*activity.outputs, *(field.id for task in activity.tasks for field in task.fields)}


def _not_of(maker: str) -> tuple[str, str]:
    return "which is not known.", f"Write {maker}.outputs.NAME."


def _declare(name: str, known: set[str], where: str) -> str:
    return nearest(name, known).strip() or f"Declare it under {where}."


def _choose(name: str, known: Any) -> str:
    there = list(known)
    return nearest(name, there).strip() or (
        f"There {'is' if len(there) == 1 else 'are'} {', '.join(there[:8])}."
        if there
        else "There is none."
    )
