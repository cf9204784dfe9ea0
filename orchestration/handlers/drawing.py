"""Everything that stands somewhere and is drawn as it is now: one handler a kind."""

from __future__ import annotations

from typing import assert_never

from orchestration.effects import ShowHold, ShowHome, ShowRelease, ShowTask
from orchestration.effects.calendar import DrawHomeWeek, ShowCalendar
from orchestration.effects.process import DrawPictures, ShowDifference, ShowDraft, ShowProcess
from orchestration.handlers import calendar, home, living, picturing, showing
from orchestration.handlers.outside import Outside, Settlement
from orchestration.ports import Claim

Drawn = (
    ShowRelease
    | ShowTask
    | ShowHold
    | ShowDraft
    | ShowProcess
    | ShowDifference
    | ShowCalendar
    | DrawPictures
    | ShowHome
    | DrawHomeWeek
)


async def draw(outside: Outside, claim: Claim, effect: Drawn) -> Settlement:
    match effect:
        case ShowRelease():
            return await living.show_release(outside, claim, effect)
        case ShowTask():
            return await showing.show_task(outside, claim, effect)
        case ShowHold():
            return await showing.show_hold(outside, claim, effect)
        case ShowDraft():
            return await showing.show_draft(outside, claim, effect)
        case ShowProcess() | ShowDifference():
            return await showing.show_process(outside, claim, effect)
        case ShowCalendar():
            return await calendar.show_calendar(outside, claim, effect)
        case DrawPictures():
            return await picturing.draw_pictures(outside, claim, effect)
        case ShowHome():
            return await home.show_home(outside, effect)
        case DrawHomeWeek():
            return await home.draw_home_week(outside, claim, effect)
        case _:
            assert_never(effect)
