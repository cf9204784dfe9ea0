"""The table of handlers: one a kind, complete by type."""

from __future__ import annotations

from typing import assert_never

from orchestration.effects import (
    AnnounceRelease,
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
    OfFreezes,
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
from orchestration.handlers import (
    announcing,
    asking,
    at_its_time,
    digesting,
    drawing,
    filing,
    following,
    freezing,
    gathering,
    revising,
    running,
    subprocesses,
    telling,
    turns,
    waking,
)
from orchestration.handlers.outside import Outside, Settlement
from orchestration.ports import Claim


async def pay(outside: Outside, claim: Claim) -> Settlement:
    """Do what is owed; raises `Transient` or `Permanent`."""
    effect = claim.effect
    match effect:
        case ShowRelease() | ShowTask() | ShowHold() | ShowHome() | DrawHomeWeek():
            return await drawing.draw(outside, claim, effect)
        case ShowDraft() | ShowProcess() | ShowDifference() | ShowCalendar() | DrawPictures():
            return await drawing.draw(outside, claim, effect)
        case ShareRelease() | TellWatcher() | ShowBoard() | PinRelease() | KeepInSight() | LinkOn():
            return await following.follow(outside, claim, effect)
        case (
            AnnounceRelease()
            | AnnouncePause()
            | AnnounceRedo()
            | TellVoided()
            | AnnounceProcess()
            | AskAfterHotfix()
        ):
            return await announcing.announce(outside, claim, effect)
        case PostDigest() | RedrawDigest():
            return await digesting.of_digests(outside, claim, effect)
        case LookAhead() | BeginOccurrence() | MissOccurrence() | RemindToStart() | ShowDue():
            return await at_its_time.around_its_time(outside, claim, effect)
        case Remind() | Tell():
            return await telling.say(outside, claim, effect)
        case DraftProcess() | LearnDirectory():
            return await asking.ask(outside, claim, effect)
        case GatherWords():
            return await gathering.gather_words(outside, effect)
        case ReviseProcess():
            return await revising.revise_process(outside, effect)
        case ReadFile() | SendFile() | CopyEvidence():
            return await filing.pay_file(outside, claim, effect)
        case WakeUp() | EndAbsence():
            return waking.time_has_come(outside, effect)
        case TriggerPipeline() | WatchPipeline() | LookAtRun() | CancelPipeline():
            return await running.run(outside, claim, effect)
        case _:
            return await _among_releases(outside, claim, effect)


async def _among_releases(
    outside: Outside,
    claim: Claim,
    effect: StartSubprocess | StartFromTask | SettleParent | FollowParent | OfTurn | OfFreezes,
) -> Settlement:
    """What releases, what runs inside them, and freezes owe one another."""
    match effect:
        case KeepTurn() | WakeWaiting() | ShowTurn():
            return await turns.of_turns(outside, claim, effect)
        case StartSubprocess() | StartFromTask() | SettleParent() | FollowParent():
            return subprocesses.among_executions(outside, effect)
        case (
            ApplyFreezes()
            | AnnounceFreeze()
            | AskToResume()
            | WarnOfFreeze()
            | ShowException()
            | ImportFreezes()
        ):
            return await freezing.of_freezes(outside, claim, effect)
        case _:
            assert_never(effect)
