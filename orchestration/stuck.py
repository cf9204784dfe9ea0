"""Whom a failure concerns, and what it kept from happening, in words."""

from __future__ import annotations

from typing import assert_never

from orchestration import words
from orchestration.effects import (
    AnnounceRelease,
    Effect,
    LearnDirectory,
    Remind,
    ShowHold,
    ShowHome,
    ShowRelease,
    ShowTask,
    Tell,
    WakeUp,
)
from orchestration.effects.announcements import (
    AnnouncePause,
    AnnounceProcess,
    AnnounceRedo,
    TellVoided,
)
from orchestration.effects.calendar import DrawHomeWeek, ShowCalendar
from orchestration.effects.digest import PostDigest, RedrawDigest
from orchestration.effects.due import (
    BeginOccurrence,
    LookAhead,
    MissOccurrence,
    RemindToStart,
    ShowDue,
)
from orchestration.effects.evidence import CopyEvidence
from orchestration.effects.freeze import (
    AnnounceFreeze,
    ApplyFreezes,
    AskToResume,
    ImportFreezes,
    ShowException,
    WarnOfFreeze,
)
from orchestration.effects.gathering import GatherWords
from orchestration.effects.hotfix import AskAfterHotfix
from orchestration.effects.people import EndAbsence
from orchestration.effects.process import (
    DraftProcess,
    DrawPictures,
    ReadFile,
    ReviseProcess,
    SendFile,
    ShowDifference,
    ShowDraft,
    ShowProcess,
)
from orchestration.effects.release import (
    KeepInSight,
    LinkOn,
    PinRelease,
    ShareRelease,
    ShowBoard,
    TellWatcher,
)
from orchestration.effects.run import CancelPipeline, LookAtRun, TriggerPipeline, WatchPipeline
from orchestration.effects.subprocess import (
    FollowParent,
    SettleParent,
    StartFromTask,
    StartSubprocess,
)
from orchestration.effects.turn import KeepTurn, OfTurn, ShowTurn, WakeWaiting
from orchestration.people.rights import Administrators
from orchestration.ports import Claim, Transaction
from orchestration.values import ChannelId, Frozen, ReleaseId, UserId


class Concern(Frozen):
    chain: tuple[ChannelId | UserId, ...]
    """Channel, then the owner's DM, then the administrators'; the first that can be reached."""
    what: str


_ASKED_FOR = {
    "read_file": "Reading your file",
    "gather_words": "Reading what you want a process drafted from",
    "show_process": "Showing a process",
    "show_difference": "Showing what a version changed",
    "show_calendar": "Showing the calendar",
    "share_release": "Sharing a release",
}
"""What somebody asked for, and is told of."""


_IN_A_PLACE = {
    "show_board": "Showing the board of releases",
    "post_digest": "Sending the digest",
    "redraw_digest": "Drawing the digest as things stand",
}
_OF_A_RELEASE = {
    "announce_pause": "Saying that it is paused",
    "copy_evidence": "Keeping evidence",
    "announce_freeze": "Saying that a freeze holds it",
    "ask_to_resume": "Asking its owner to resume it after a freeze",
    "apply_freezes": "Bringing it in line with freezes",
    "warn_of_freeze": "Warning its owner of a freeze",
    "show_exception": "Asking for an exception from a freeze",
}
_OF_ITSELF = {
    "import_freezes": "Reading a calendar of freezes",
    "learn_directory": "Learning who is in the workspace",
    "draw_pictures": "Drawing a picture",
    "show_home": "Drawing somebody's App Home",
    "draw_home_week": "Drawing the week in somebody's App Home",
    "tell_watcher": "Telling somebody who watches a release",
}
"""What nobody else can mend."""


def whom_to_tell(tx: Transaction, effect: Effect, administrators: Administrators) -> Concern:
    admins = administrators.of(tx)
    match effect:
        case ShowRelease() | AnnounceRelease() | PinRelease() | KeepInSight() | LinkOn():
            shows = isinstance(effect, ShowRelease | AnnounceRelease)
            what = "Showing it in its channel" if shows else "Keeping its message in sight"
            return _of_release(tx, effect.release_id, what, admins)
        case (
            LookAhead()
            | BeginOccurrence()
            | MissOccurrence()
            | RemindToStart()
            | ShowDue()
            | AskAfterHotfix()
        ):
            return _of_release(tx, effect.release_id, "Asking its owner", admins)
        case ShowBoard(channel=place) | PostDigest(place=place) | RedrawDigest(place=place):
            return Concern(chain=(place, *admins), what=_IN_A_PLACE[effect.kind])
        case ShowTask() | ShowHold() | AnnounceRedo() | TellVoided() | AnnounceProcess() | Remind():
            release_id = tx.executions.get(effect.execution_id).release_id
            return _of_release(tx, release_id, "Asking people in Slack", admins)
        case AnnouncePause() | CopyEvidence() | AnnounceFreeze() | AskToResume():
            release_id = tx.executions.get(effect.execution_id).release_id
            return _of_release(tx, release_id, _OF_A_RELEASE[effect.kind], admins)
        case ApplyFreezes() | WarnOfFreeze() | ShowException():
            return _of_release(tx, effect.release_id, _OF_A_RELEASE[effect.kind], admins)
        case (
            TriggerPipeline()
            | WatchPipeline()
            | LookAtRun()
            | CancelPipeline()
            | WakeUp()
            | StartSubprocess()
            | StartFromTask()
        ):
            execution = tx.executions.get(effect.execution_id)
            name = words.quote(execution.plan.name_of(effect.ref))
            return _of_release(tx, execution.release_id, f"“{name}”", admins)
        case KeepTurn() | ShowTurn() | WakeWaiting():
            return _of_turn(tx, effect, admins)
        case SettleParent() | FollowParent():
            release_id = tx.executions.get(effect.parent_id).release_id
            return _of_release(tx, release_id, "A process in it", admins)
        case ShowDraft() | DraftProcess() | ReviseProcess():
            draft = tx.drafts.get(effect.draft_id)
            return Concern(chain=(draft.channel, draft.by, *admins), what="Your draft")
        case SendFile():
            return Concern(chain=(effect.to, *admins), what="Sending you a file")
        case (
            ReadFile()
            | GatherWords()
            | ShowProcess()
            | ShowDifference()
            | ShareRelease()
            | ShowCalendar()
        ):
            return Concern(chain=(effect.by, *admins), what=_ASKED_FOR[effect.kind])
        case (
            LearnDirectory()
            | DrawPictures()
            | ShowHome()
            | DrawHomeWeek()
            | TellWatcher()
            | ImportFreezes()
        ):
            return Concern(chain=admins, what=_OF_ITSELF[effect.kind])
        case EndAbsence():
            return Concern(chain=(effect.person, *admins), what="Noticing that you are back")
        case Tell():
            return Concern(chain=(), what="A message")
        case _:
            assert_never(effect)


def _of_turn(tx: Transaction, effect: OfTurn, admins: tuple[UserId, ...]) -> Concern:
    if isinstance(effect, WakeWaiting):
        return _of_release(tx, effect.release_id, "Waking who waits for it", admins)
    release_id = tx.executions.get(effect.execution_id).release_id
    return _of_release(tx, release_id, "Waiting for other releases", admins)


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
