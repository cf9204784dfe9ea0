"""An activity of the store at a place of a process: pure, as an edit that says itself in words."""

from __future__ import annotations

from pydantic import JsonValue

from orchestration.catalogue.model import StoreActivity
from orchestration.errors import Rejected
from orchestration.processes.edits.places import Edited, phase_in
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, Process, Values
from orchestration.values import Frozen, unique_slug


class Placement(Frozen):
    """Where an activity of the store goes in a process, and with what."""

    phase: str
    after: str | None = None
    """The activity of the phase it waits for and stands behind; None: it begins with the phase."""
    name: str
    inputs: Values
    """Values or expressions, by the names the store's activity declares."""


def placed(process: Process, used: StoreActivity, place: Placement) -> Edited:
    """With it added; raises `Rejected` where its place is gone. It says only what differs there.

    Without a version: publishing takes the latest, and keeps which that was.
    """
    phase = phase_in(process, place.phase)
    siblings = [each.id for each in phase.activities]
    if place.after is not None and place.after not in siblings:
        raise Rejected("What it shall wait for was removed meanwhile. Choose another place.")
    name = place.name.strip() or used.name
    made = Activity(
        id=unique_slug(name, set(siblings), fallback="activity"),
        name=name,
        type=used.type,
        uses=used.id,
        depends_on=(place.after,) if place.after else (),
        inputs=place.inputs,
    )
    at = siblings.index(place.after) + 1 if place.after else len(siblings)
    activities = (*phase.activities[:at], made, *phase.activities[at:])
    now = phase.model_copy(update={"activities": activities})
    phases = tuple(now if each.id == now.id else each for each in process.phases)
    return Edited(
        process=process.model_copy(update={"phases": phases}),
        what=f"added “{name}” from the store",
    )


def suggested(process: Process, phase_id: str, spec: InputSpec) -> JsonValue:
    """The process's own input or variable of the same name, as an expression; None without one.

    A secret is a reference, which no expression makes: its own name is nothing to go by.
    """
    if spec.type is InputType.SECRET:
        return None
    phase = process.phases_by_id.get(phase_id)
    inputs = [each.name for each in (*process.inputs, *(phase.inputs if phase else ()))]
    variables = [*process.variables, *(phase.variables if phase else ())]
    for root, names in (("inputs", inputs), ("variables", variables)):
        found = next((each for each in names if each.casefold() == spec.name.casefold()), None)
        if found is not None and found.isidentifier():
            return f"{{{{ {root}.{found} }}}}"
    return None
