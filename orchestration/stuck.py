"""Whom a failure concerns, and what it kept from happening, in words."""

from __future__ import annotations

from typing import assert_never

from orchestration import words
from orchestration.effects import (
    AnnounceRelease,
    CancelPipeline,
    Effect,
    LearnDirectory,
    ShowHold,
    ShowHome,
    ShowRelease,
    ShowTask,
    Tell,
    TriggerPipeline,
    WakeUp,
    WatchPipeline,
)
from orchestration.people.rights import Administrators
from orchestration.ports import Claim, Transaction
from orchestration.process_effects import (
    DraftProcess,
    DrawPictures,
    ReadFile,
    SendFile,
    ShowDifference,
    ShowDraft,
    ShowProcess,
)
from orchestration.values import ChannelId, Frozen, ReleaseId, UserId


class Concern(Frozen):
    chain: tuple[ChannelId | UserId, ...]
    """Channel, then the owner's DM, then the administrators'; the first that can be reached."""
    what: str


def whom_to_tell(tx: Transaction, effect: Effect, administrators: Administrators) -> Concern:
    admins = administrators.of(tx)
    match effect:
        case ShowRelease() | AnnounceRelease():
            return _of_release(tx, effect.release_id, "Showing it in its channel", admins)
        case ShowTask() | ShowHold():
            release_id = tx.executions.get(effect.execution_id).release_id
            return _of_release(tx, release_id, "Asking people in Slack", admins)
        case TriggerPipeline() | WatchPipeline() | CancelPipeline() | WakeUp():
            execution = tx.executions.get(effect.execution_id)
            name = words.quote(execution.plan.name_of(effect.ref))
            return _of_release(tx, execution.release_id, f"“{name}”", admins)
        case ShowDraft() | DraftProcess():
            draft = tx.drafts.get(effect.draft_id)
            return Concern(chain=(draft.channel, draft.by, *admins), what="Your draft")
        case ReadFile():
            return Concern(chain=(effect.by, *admins), what="Reading your file")
        case SendFile():
            return Concern(chain=(effect.to, *admins), what="Sending you a file")
        case ShowProcess():
            return Concern(chain=(effect.by, *admins), what="Showing a process")
        case ShowDifference():
            return Concern(chain=(effect.by, *admins), what="Showing what a version changed")
        case DrawPictures():
            return Concern(chain=admins, what="Drawing a process")
        case ShowHome():
            return Concern(chain=admins, what="Drawing somebody's App Home")
        case LearnDirectory():
            return Concern(chain=admins, what="Learning who is in the workspace")
        case Tell():
            return Concern(chain=(), what="A message")
        case _:
            assert_never(effect)


def _of_release(
    tx: Transaction, release_id: ReleaseId, what: str, admins: tuple[UserId, ...]
) -> Concern:
    release = tx.releases.get(release_id)
    return Concern(
        chain=(release.channel, release.owner, *admins),
        what=f"{words.quote(release.title)}: {what}",
    )


def told(tx: Transaction, claim: Claim, reason: str, administrators: Administrators) -> Tell:
    """The message that says so, once for each thing that is stuck."""
    concern = whom_to_tell(tx, claim.effect, administrators)
    return Tell(
        chain=concern.chain,
        text=f"{concern.what} could not be done: {words.quote(reason, 300).rstrip('.')}. "
        "It is kept, not lost: once that is mended, an operator runs "
        f"`drumbeat owed retry {claim.id}`.",
        subject=claim.effect.key,
        occasion="stuck",
    )
