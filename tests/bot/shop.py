"""A shop whose release uses one activity of the store in two places, for tests of input sets."""

from bot.playground.seed import ROSA
from orchestration.catalogue.model import StoreActivity
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.values import ProcessId, UserId

DEPLOY = StoreActivity(
    id="deploy-service",
    name="Deploy a service",
    type=ActivityType.AUTOMATED,
    inputs=(
        InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us")),
        InputSpec(name="replicas", type=InputType.NUMBER, default=2, min=1),
        InputSpec(name="token", type=InputType.SECRET, required=False),
    ),
    command="deploy",
)
_USES = {"type": ActivityType.AUTOMATED, "uses": "deploy-service"}
SHOP = Process(
    id=ProcessId("shop"),
    name="Shop",
    owners=(ROSA,),
    inputs=(InputSpec(name="version"), InputSpec(name="ticket")),
    phases=(
        Phase(
            id="deploy",
            name="Deploy",
            activities=(
                Activity(id="eu", name="Deploy EU", **_USES),
                Activity(id="us", name="Deploy US", **_USES),
            ),
        ),
    ),
)


BY_HAND = SHOP.model_copy(
    update={
        "phases": (
            Phase(
                id="deploy",
                name="Deploy",
                inputs=(InputSpec(name="window"),),
                activities=(
                    Activity(id="go", name="Deploy", type=ActivityType.AUTOMATED, command="make"),
                ),
            ),
        )
    }
)
"""The same without the store: a phase takes an input."""


async def published(rig):
    """The store activity, and the process that uses it twice."""
    await rig.publish(SHOP)
    now = rig.clock.now()

    def work(tx):
        tx.store.publish(DEPLOY, by=UserId(ROSA), at=now)
        return tx.processes.publish(SHOP, by=UserId(ROSA), at=now, store={"deploy-service": 1})

    return await rig.storage.transact(work)


async def shared_set(rig, **inputs):
    said = ActivityInputSet(id="prod", name="Production", activity="deploy-service", inputs=inputs)
    return await rig.doors.inputs.save(said, was=0, by=UserId(ROSA))


async def shop_set(rig, name="EU", **more):
    said = ProcessInputSet(id=name.lower(), name=name, process=SHOP.id, **more)
    return await rig.doors.inputs.save(said, was=0, by=UserId(ROSA))


async def kept(rig, set_id="eu"):
    return await rig.storage.read(lambda tx: tx.input_sets.find_process_set(SHOP.id, set_id))
