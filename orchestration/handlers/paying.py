"""The table of handlers: one a kind, complete by type."""

from __future__ import annotations

from typing import assert_never

from orchestration.effects import (
    AnnounceRelease,
    CancelPipeline,
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
from orchestration.handlers import asking, filing, picturing, running, showing, telling
from orchestration.handlers.outside import Outside, Settlement
from orchestration.ports import Claim
from orchestration.process_effects import (
    DraftProcess,
    DrawPictures,
    ReadFile,
    SendFile,
    ShowDifference,
    ShowDraft,
    ShowProcess,
)


async def pay(outside: Outside, claim: Claim) -> Settlement:
    """Do what is owed; raises `Transient` or `Permanent`."""
    effect = claim.effect
    match effect:
        case ShowRelease():
            return await showing.show_release(outside, claim, effect)
        case ShowTask():
            return await showing.show_task(outside, claim, effect)
        case ShowHold():
            return await showing.show_hold(outside, claim, effect)
        case ShowDraft():
            return await showing.show_draft(outside, claim, effect)
        case ShowProcess() | ShowDifference():
            return await showing.show_process(outside, claim, effect)
        case DrawPictures():
            return await picturing.draw_pictures(outside, claim, effect)
        case ShowHome():
            return await showing.show_home(outside, effect)
        case AnnounceRelease():
            return await telling.announce_release(outside, claim, effect)
        case Tell():
            return await telling.tell(outside, claim, effect)
        case DraftProcess() | LearnDirectory():
            return await asking.ask(outside, effect)
        case ReadFile() | SendFile():
            return await filing.pay_file(outside, claim, effect)
        case TriggerPipeline():
            return await running.trigger_pipeline(outside, claim, effect)
        case WatchPipeline():
            return await running.watch_pipeline(outside, claim, effect)
        case CancelPipeline():
            return await running.cancel_pipeline(outside, effect)
        case WakeUp():
            return running.wake_up(outside, effect)
        case _:
            assert_never(effect)
