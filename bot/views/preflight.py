"""What keeps a release from starting, line by line, each with the button that mends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.views import buttons
from bot.views.blocks import Drawn, actions, message, section
from bot.views.elements import Element, button
from bot.views.fixes import mending
from bot.views.freeze_card import ask_button
from bot.views.text import our_words
from orchestration import words
from orchestration.releases.findings import Finding, Preflight
from orchestration.releases.model import Release

_SHOWN = 10


def draw(release: Release, found: Preflight) -> Drawn:
    parts = [_heading(release, found)]
    parts += [_listed(found.blocks, "")] if found.blocks else []
    parts += [_listed(found.warns, "Worth knowing:")] if found.warns else []
    said = [our_words(each) for each in parts]
    return message(
        "\n".join(said),
        head=[section(said[0])],
        body=[[section(each)] for each in said[1:]],
        tail=[actions(*_buttons(release, found))],
    )


def _heading(release: Release, found: Preflight) -> str:
    title = words.quote(release.title)
    if found.blocks:
        return f"{title} cannot start yet:"
    return f"Nothing keeps {title} from starting."


def _listed(findings: Sequence[Finding], heading: str) -> str:
    rows = [f"• {each.says}" for each in findings[:_SHOWN]]
    more = len(findings) - len(rows)
    rows += [f"… and {more} more"] if more else []
    return "\n".join([heading, *rows] if heading else rows)


def _buttons(release: Release, found: Preflight) -> Iterator[Element]:
    about = buttons.ReleaseButton(release_id=release.id)
    for fix in found.fixes:
        yield mending(fix, about, release.process_id, release.title)
    if any(each.freeze for each in found.blocks):
        yield ask_button(about, release.title)
    if found.can_be_overridden:
        says = f"Start {release.title} all the same"
        yield button("Start anyway…", buttons.RELEASE_OVERRIDE, about, style="danger", says=says)
    if found.findings:
        yield button("Look again", buttons.RELEASE_CHECK, about)
