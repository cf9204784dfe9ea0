"""Links to the calendar, as the person sees them who made them: told once, listed, revoked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import digest_buttons
from bot.views.blocks import Drawn, actions, context, message, section
from bot.views.elements import Element, button, confirm
from bot.views.text import code, code_block, when
from orchestration.feeds.model import Feed

WITHOUT_ADDRESS = (
    "Calendar programs cannot reach this Drumbeat yet: it does not know its own web address. "
    "Whoever runs it sets `DRUMBEAT_URL` to where its web server is reached from outside, also "
    "where it talks to Slack by Socket Mode. `/release calendar` shows the calendar here."
)
_HOW = (
    "In your calendar program choose to subscribe to a calendar by its address (Google: *From "
    "URL*, Outlook: *From web*, Apple: *New calendar subscription*) and paste this:"
)
_PRIVATE = (
    "Whoever has this link sees what you may see. It is told only now; if it gets into the wrong "
    "hands, `/release feed` revokes it."
)


def made(feed: Feed, link: str) -> Drawn:
    what = f"Your link to {_shows(feed)}."
    text = f"{what} {_HOW} {link}\n{_PRIVATE}"
    return message(
        text,
        head=[section(f"{what} {_HOW}"), section(code_block(link)), context(_PRIVATE)],
        tail=[actions(_revoke(feed))],
    )


def listed(feeds: Sequence[Feed]) -> Drawn:
    """Those that open something, each with *Revoke*."""
    if feeds:
        first = f"Your links to the calendar ({len(feeds)}). The links themselves were told once."
    else:
        first = "You have no link to the calendar yet."
    hint = "`/release feed tag:payments` makes one of a part; the filters are those of `calendar`."
    new = button("New link", digest_buttons.FEED_NEW, style="primary", says="New link to all")
    rows = [f"{_shows(each)}, made {when(each.made_at)}" for each in feeds]
    return message(
        "\n".join([first, *(f"• {each}" for each in rows), hint.replace("`", "")]),
        head=[section(first)],
        body=[
            [section(row, accessory=_revoke(each))] for row, each in zip(rows, feeds, strict=True)
        ],
        tail=[actions(new), context(hint)],
    )


def _shows(feed: Feed) -> str:
    return f"the calendar with {code(feed.filters)}" if feed.filters else "the whole calendar"


def _revoke(feed: Feed) -> Element:
    question = confirm(
        "Revoke this link?",
        "Whatever subscribed to it gets nothing more, and it cannot be brought back.",
        "Revoke",
        danger=True,
    )
    about = digest_buttons.FeedButton(feed_id=feed.id)
    return button(
        "Revoke", digest_buttons.FEED_REVOKE, about, asks=question, says="Revoke this link"
    )
