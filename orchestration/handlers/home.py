"""App Home: all of it as it is now, and the picture of the coming week once that is drawn.

Every change of what somebody sees redraws their App Home in words; a picture is only drawn for
somebody who opens it, and is left out as soon as it does not show the present any more.
"""

from __future__ import annotations

from collections.abc import Callable

from orchestration.calendar.page import CalendarPage
from orchestration.calendar.text import is_empty
from orchestration.effects import ShowHome
from orchestration.effects.calendar import DrawHomeWeek
from orchestration.handlers.outside import NotYet, Outside, Paid, Settlement
from orchestration.handlers.picturing import one_step
from orchestration.people.rights import seen_by
from orchestration.ports import Claim, PictureFile, Transaction
from orchestration.read_models.calendar import coming_week
from orchestration.read_models.cards import HomeCard
from orchestration.read_models.lookup import home_in
from orchestration.read_models.picture_lookup import Pictures, pictures_of
from orchestration.values import UserId


async def show_home(outside: Outside, effect: ShowHome) -> Paid:
    def look(tx: Transaction) -> HomeCard:
        home = home_in(tx, effect.user_id, outside.administrators)
        week = _week(tx, outside, effect.user_id)
        file = pictures_of(tx, (week,)).file if outside.pictures else ""
        return home.model_copy(update={"week": week, "week_file": file})

    await outside.messenger.show_home(await outside.database.read(look))
    return Paid()


async def draw_home_week(outside: Outside, claim: Claim, effect: DrawHomeWeek) -> Settlement:
    """One step towards the picture of the week as it is now; once it can be shown, it is."""

    def look(tx: Transaction) -> Pictures:
        week = _week(tx, outside, effect.user_id)
        return pictures_of(tx, () if is_empty(week) else (week,))

    wanted = await outside.database.read(look)
    if outside.pictures is None or not wanted.missing:
        return Paid()
    step = await one_step(outside, claim, wanted)
    if isinstance(step, NotYet | Paid):
        return step
    return Paid(_shown(effect.user_id, step, outside))


def _shown(person: UserId, file: PictureFile, outside: Outside) -> Callable[[Transaction], None]:
    now = outside.clock.now()

    def then(tx: Transaction) -> None:
        tx.pictures.put(file)
        tx.owed.owe([ShowHome(user_id=person)], at=now)

    return then


def _week(tx: Transaction, outside: Outside, person: UserId) -> CalendarPage:
    sees = seen_by(tx, outside.administrators, person)
    return coming_week(tx, person, sees=sees, now=outside.clock.now())
