"""The last page of a new release where something is in its way: when it shall be, and why."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.views import buttons, in_the_way
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, Choice, radio
from bot.views.modals.answers import State, chosen_of
from bot.views.text import bold
from orchestration.read_models.in_the_way import InTheWay

TIME = "release.free"
_SAME = "same"


def draw(
    called: str, way: InTheWay, form: buttons.NewReleaseForm, *, starts: bool, zone: ZoneInfo
) -> Block:
    """Nothing is made yet: one of the free times is taken, or it stays as it was filled in.

    Nothing is chosen beforehand where there is a free time: whoever says why both may be at one
    time must not be moved by it, and nobody stays in the way because they did not look.
    """
    stays = "Start it now all the same" if starts else "At the time I said all the same"
    choices = [
        *(Choice(_free(each, zone), str(int(each.timestamp()))) for each in way.slots),
        Choice(stays, _SAME),
    ]
    chosen = "" if way.slots else _SAME
    return modal(
        "New release",
        buttons.RELEASE_NEW,
        head=[
            section(f"{bold(called)} is not made yet: something is in its way."),
            section(in_the_way.said_of(way)),
            field("When", radio(TIME, choices, chosen=chosen), TIME),
            in_the_way.why_field(optional=True),
        ],
        submit="Make the release",
        carries=form.model_copy(update={"known": in_the_way.keys_of(way)}),
    )


def is_open(fields: Container[str], state: State) -> bool:
    """Whether the page asked when, and nobody said."""
    return TIME in fields and not chosen_of(state, TIME)


def read(state: State) -> datetime | None:
    """The free time that was chosen; None: it stays when it was."""
    chosen = chosen_of(state, TIME)
    return None if chosen in {"", _SAME} else datetime.fromtimestamp(int(chosen), UTC)


def _free(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"Free: {local:%A} {local.day} {local:%B %H:%M}"
