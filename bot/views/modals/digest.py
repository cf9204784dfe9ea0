"""The form of a channel's digest: whether, when, and what it says."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views import digest_buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, Choice, checkboxes, radio, text_field
from bot.views.modals.answers import all_chosen_of, chosen_of, text_of
from bot.views.text import name, our_words, when
from orchestration.digests.model import Digest, Section
from orchestration.scheduling.saying import said
from orchestration.values import ChannelId

SWITCH, WHEN, SAYS, MORE = "digest.switch", "digest.when", "digest.says", "digest.more"
ON, OFF = "on", "off"
EVEN_WHEN_EMPTY, EVERYWHERE = "even_when_empty", "everywhere"
_SAYS = {
    Section.RUNNING: "What runs now, and who is awaited",
    Section.TODAY: "What is due today, with a button to start it",
    Section.WEEK: "What is due in the next seven days",
    Section.CONFLICTS: "Releases that get in each other's way",
    Section.FREEZES: "Freezes",
    Section.OUTCOMES: "What has ended since the last digest",
    Section.PICTURE: "A picture of the calendar",
}


class Answer(NamedTuple):
    on: bool
    when: str
    sections: tuple[Section, ...]
    even_when_empty: bool
    everywhere: bool


def draw(digest: Digest, *, new: bool) -> Block:
    about = digest_buttons.DigestForm(channel=ChannelId(digest.place))
    more = [
        *([EVEN_WHEN_EMPTY] if digest.even_when_empty else []),
        *([EVERYWHERE] if digest.everywhere else []),
    ]
    switch = [
        Choice("Send it", ON),
        Choice("Do not send it", OFF),
    ]
    return modal(
        "Digest of this channel",
        digest_buttons.FORM,
        head=[
            section(_state(digest, new=new)),
            field("Digest", radio(SWITCH, switch, chosen=ON if new or digest.on else OFF), SWITCH),
            field(
                "When",
                text_field(WHEN, value=said(digest.cadence), longest=300),
                WHEN,
                hint="Such as “every working day at 09:00 Europe/Berlin”, “every Monday at 8:30” "
                "or “last working day of the month at 16:00”.",
            ),
            field(
                "What it says",
                checkboxes(
                    SAYS,
                    [Choice(text, each.value) for each, text in _SAYS.items()],
                    chosen=[each.value for each in digest.sections],
                ),
                SAYS,
            ),
            field(
                "Besides",
                checkboxes(
                    MORE,
                    [
                        Choice("Send it even when there is nothing to say", EVEN_WHEN_EMPTY),
                        Choice(
                            "Releases of every channel, not only of this one",
                            EVERYWHERE,
                            "Those that you may look at",
                        ),
                    ],
                    chosen=more,
                ),
                MORE,
                optional=True,
            ),
        ],
        submit="Keep",
        carries=about,
    )


def _state(digest: Digest, *, new: bool) -> str:
    if digest.on and digest.looks_at:
        return f"The next one is sent {when(digest.looks_at)}, at most one each day."
    if digest.paused_because:
        return f"It is paused: {name(digest.paused_because, 300)}"
    if new:
        return "This channel has no digest yet. Nothing is sent where there is nothing to say."
    return our_words("It is off.")


def read(view: dict[str, Any]) -> Answer:
    state = view["state"]["values"]
    says, more = set(all_chosen_of(state, SAYS)), all_chosen_of(state, MORE)
    return Answer(
        on=chosen_of(state, SWITCH) != OFF,
        when=text_of(state, WHEN),
        sections=tuple(each for each in Section if each.value in says),
        even_when_empty=EVEN_WHEN_EMPTY in more,
        everywhere=EVERYWHERE in more,
    )
