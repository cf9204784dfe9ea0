"""A start that is refused for want of inputs: what is open, and *Fill in…* beside it."""

from __future__ import annotations

from bot.listeners.doors import Doors
from bot.listeners.listening import by_its_name
from bot.listeners.replies import Say
from bot.views import private
from bot.views.inputs import fill_in
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.read_models.input_cards import PlannedInputs
from orchestration.read_models.input_lookup import planned_inputs
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ReleaseId


async def offering_to_fill_in(doors: Doors, release_id: ReleaseId, refused: Rejected) -> Say:
    """The refusal with its button; raises it again where inputs are not what is wrong."""
    release, inputs = await doors.database.read(lambda tx: inputs_of(tx, release_id))
    if not inputs.open:
        raise refused
    return Say(private.offer(by_its_name(doors, refused.text), fill_in.offer(release)))


def inputs_of(tx: Transaction, release_id: ReleaseId) -> tuple[Release, PlannedInputs]:
    """How it stands with its inputs; of one that has started nothing is open."""
    release = tx.releases.get(release_id)
    if release.status is not ReleaseStatus.SCHEDULED:
        return release, PlannedInputs()
    return release, planned_inputs(tx, release, version_followed(tx, release))
