"""The versions of a process: by whom, when, and what each changed; with *Archive* at the end."""

from __future__ import annotations

from bot.views import buttons
from bot.views.blocks import Drawn, actions, context, header, message, section
from bot.views.elements import Element, button, confirm
from bot.views.text import bold, name, people, when
from orchestration.processes.history import ProcessVersions, VersionLine

MOST_CHANGES = 5


def draw(shown: ProcessVersions) -> Drawn:
    rows = [_row(each) for each in shown.lines]
    title = shown.process.name
    aside = f"Archived by {people([shown.archived_by])}" if shown.archived_by else ""
    more = f"and {shown.more} before" if shown.more else ""
    return message(
        "\n\n".join(each for each in (f"Versions of {name(title)}", aside, *rows, more) if each),
        head=[header(f"Versions of {title}"), section(aside) if aside else None],
        body=[[section(each)] for each in rows],
        tail=[context(more), actions(_aside(shown))],
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
