"""A payments process: two places run the same activity of the store, one runs a pipeline."""

from __future__ import annotations

from orchestration.catalogue.model import StoreActivity
from orchestration.inputs.resolving import resolve
from orchestration.processes.input_sets import (
    ActivityInputs,
    ActivityInputSet,
    PhaseInputs,
    ProcessInputSet,
)
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.values import ActivityRef, ProcessId

EU, US, BUILD = (ActivityRef(each) for each in ("deploy.eu", "deploy.us", "build.image"))

DEPLOY = StoreActivity(
    id="deploy-service",
    name="Deploy service",
    type=ActivityType.AUTOMATED,
    inputs=(
        InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us")),
        InputSpec(name="replicas", type=InputType.NUMBER, default=2, min=1),
        InputSpec(name="token", type=InputType.SECRET, required=False),
        InputSpec(name="image"),
    ),
    pipeline="deploy",
)

PAYMENTS = Process(
    id=ProcessId("payments"),
    name="Payments",
    owners=("U0000DAN",),
    inputs=(
        InputSpec(name="version"),
        InputSpec(name="share", type=InputType.NUMBER, default=5),
        InputSpec(name="credentials", type=InputType.SECRET, required=False),
    ),
    phases=(
        Phase(
            id="build",
            name="Build",
            activities=(
                Activity(
                    id="image",
                    name="Image",
                    type=ActivityType.AUTOMATED,
                    pipeline="build",
                    inputs={"target": "release", "tag": "{{ inputs.version }}"},
                ),
            ),
        ),
        Phase(
            id="deploy",
            name="Deploy",
            depends_on=("build",),
            inputs=(InputSpec(name="window"), InputSpec(name="notes", required=False)),
            activities=(
                Activity(
                    id="eu",
                    name="Deploy EU",
                    type=ActivityType.AUTOMATED,
                    uses="deploy-service",
                    inputs={"image": "app:{{ inputs.version }}"},
                ),
                Activity(
                    id="us",
                    name="Deploy US",
                    type=ActivityType.AUTOMATED,
                    uses="deploy-service",
                    inputs={"image": "app:{{ inputs.version }}"},
                ),
            ),
        ),
    ),
)
STORE = {EU: DEPLOY, US: DEPLOY}


def shared(set_id="prod", activity="deploy-service", **inputs) -> ActivityInputSet:
    return ActivityInputSet(id=set_id, name=set_id, activity=activity, inputs=inputs)


def a_set(globally=None, phases=None, *, eu=None, us=None, image=None, **more) -> ProcessInputSet:
    """`eu` and `us`: the id of a linked set, own values, or both as a pair."""

    def at(place, said):
        linked = next((each for each in said if isinstance(each, str)), None)
        own = next((each for each in said if isinstance(each, dict)), {})
        return ActivityInputs(id=place, linked=linked, inputs=own)

    pairs = [(place, said) for place, said in (("eu", eu), ("us", us)) if said is not None]
    deploy = tuple(at(p, said if isinstance(said, tuple) else (said,)) for p, said in pairs)
    build = (ActivityInputs(id="image", inputs=image),) if image else ()
    values = dict(phases or {})
    return ProcessInputSet(
        **{
            "id": "production",
            "name": "Production",
            "process": PAYMENTS.id,
            "inputs": globally or {},
            "phases": (
                PhaseInputs(id="build", activities=build),
                PhaseInputs(id="deploy", inputs=values.pop("deploy", {}), activities=deploy),
                *(PhaseInputs(id=each, inputs=inputs) for each, inputs in values.items()),
            ),
        }
        | more
    )


def resolved(said=None, *sets, given=None, process=PAYMENTS, store=STORE, **more):
    return resolve(process, store, said, {each.id: each for each in sets}, given, **more)


def line(found, place, name):
    return next(each for each in found.of(place) if each.spec.name == name)
