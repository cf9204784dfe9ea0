"""What is said of a release, on its card: description, links, and what it touches."""

from __future__ import annotations

from bot.views.text import escape, name, prose
from orchestration import words
from orchestration.read_models.cards import ReleaseCard
from orchestration.releases.model import ReleaseLink, ReleaseType

_LINKS = 10


def rows(card: ReleaseCard, *, linked: bool = True) -> list[str]:
    """A line each, of what there is."""
    links = [_link(each, linked=linked) for each in card.links[:_LINKS]]
    return [
        each
        for each in (
            prose(card.description, 1200),
            f"Links: {', '.join(links)}" if links else "",
            _touches(card),
        )
        if each
    ]


def _touches(card: ReleaseCard) -> str:
    """`hotfix · team Core · services api, web · environment production · takes 2 hours`."""
    facts = [
        card.type.value if card.type is not ReleaseType.STANDARD else "",
        f"team {name(card.team, 80)}" if card.team else "",
        _named("service", card.services),
        _named("environment", card.environments),
        _named("tag", card.tags),
        f"takes {words.length(card.takes)}" if card.takes else "",
    ]
    return " · ".join(each for each in facts if each)


def _named(what: str, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return f"{what}{'s' if len(names) > 1 else ''} {', '.join(name(each, 60) for each in names)}"


def _link(link: ReleaseLink, *, linked: bool) -> str:
    shown = name(link.text or link.url, 120)
    return f"<{escape(link.url)}|{shown}>" if linked else f"{shown} {escape(link.url)}"
