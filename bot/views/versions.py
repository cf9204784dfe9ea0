"""The versions of a process: by whom, when, and what each changed; with *Archive* at the end."""

from __future__ import annotations

from bot.views import buttons
from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import Element, button, confirm
from bot.views.pictures import images
from bot.views.text import bold, name, people, when
from orchestration.processes.history import ProcessVersions, VersionLine
from orchestration.read_models.process_cards import DifferenceCard

MOST_CHANGES = 5
MOST_OF_ONE = 40


def draw(shown: ProcessVersions, *, pictures: bool = False) -> Drawn:
    """With `pictures`, what a version changed can be asked for as one."""
    rows = [_row(each) for each in shown.lines]
    title = shown.process.name
    aside = f"Archived by {people([shown.archived_by])}" if shown.archived_by else ""
    more = f"and {shown.more} before" if shown.more else ""
    return message(
        "\n\n".join(each for each in (f"Versions of {name(title)}", aside, *rows, more) if each),
        head=[header(f"Versions of {title}"), section(aside) if aside else None],
        body=[
            [section(row, accessory=_picture(shown, line) if pictures else None)]
            for row, line in zip(rows, shown.lines, strict=True)
        ],
        tail=[context(more), actions(_aside(shown))],
    )


def difference(card: DifferenceCard) -> Drawn:
    """What a version changed from another: every change in words, and their pictures."""
    title = f"What version {card.now} changed"
    said = f"{name(card.title)}, from version {card.was} to version {card.now}"
    rows = [f"• {name(each, 300)}" for each in card.changes[:MOST_OF_ONE]]
    left = len(card.changes) - len(rows)
    more = f"and {left} more changes" if left > 0 else ""
    packed = ["\n".join(rows[at : at + 8]) for at in range(0, len(rows), 8)]
    return message(
        "\n".join(each for each in (f"{title}: {said}", *rows, more) if each),
        head=[header(title), context(said)],
        body=[[section(each)] for each in packed or ["They say the same."]],
        tail=[context(more), *images(card.pictures)],
    )


def _picture(shown: ProcessVersions, line: VersionLine) -> Element | None:
    if not line.changes:
        return None
    now = line.published.version
    return button(
        "As a picture",
        buttons.PICTURE_DIFFERENCE,
        buttons.DifferenceButton(process_id=shown.process.id, was=now - 1, now=now),
        says=f"Send me what version {now} of {shown.process.name} changed, as a picture",
    )


def _row(line: VersionLine) -> str:
    of = line.published
    said = [f"• {name(each.what, 200)}" for each in line.changes[:MOST_CHANGES]]
    left = len(line.changes) - len(said)
    said += [f"• and {left} more changes"] if left > 0 else []
    first = (
        f"{bold(f'Version {of.version}')} · {people([of.published_by])}, {when(of.published_at)}"
    )
    return "\n".join([first, *said])


def _aside(shown: ProcessVersions) -> Element:
    title, about = shown.process.name, buttons.ProcessButton(process_id=shown.process.id)
    if shown.archived_by is not None:
        return button("Bring back", buttons.PROCESS_BRING_BACK, about, says=f"Bring back {title}")
    asks = confirm(
        "Archive this process?",
        "No new release can be made of it until it is brought back. Its versions, releases and "
        "their records stay.",
        "Archive it",
        danger=True,
    )
    return button(
        "Archive…",
        buttons.PROCESS_ARCHIVE,
        about,
        style="danger",
        says=f"Archive {title}",
        asks=asks,
    )
