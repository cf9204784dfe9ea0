"""The answer to `live`: a line for each service and environment."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.views.blocks import Drawn, context, header, message, section
from bot.views.text import bold, name, when
from orchestration.read_models.live import LiveLine

_NOTHING = (
    "Nothing is recorded as live yet. An activity that says `marks: live` records its services, "
    "environment and version when it succeeds."
)


def draw(lines: Sequence[LiveLine], service: str = "", *, command: str = "/release") -> Drawn:
    """By service; where there are many, the rest is counted."""
    if not lines:
        return message(_NOTHING.replace("`", ""), head=[section(_NOTHING)])
    title = f"Live: {lines[0].service}" if service else "What runs where"
    groups = [(who, list(each)) for who, each in groupby(lines, key=lambda line: line.service)]
    text = [f"{name(each.service)}, {_line(each)}" for each in lines]
    rows = [
        [section("\n".join([bold(who), *(f"• {_line(each)}" for each in some)]))]
        for who, some in groups
    ]
    hint = f"`{name(command)} status {lines[0].reference}` shows a release."
    return message(
        "\n".join([name(title), *text]),
        head=[header(title)],
        body=rows,
        tail=[context(hint if lines[0].reference else "")],
    )


def _line(line: LiveLine) -> str:
    """`production: 1.42, since 14:05, from PAY-142`."""
    where = f"{name(line.environment, 80)}: " if line.environment else ""
    version = name(line.version, 60) if line.version else "a version nobody named"
    source = f", from {name(line.reference)}" if line.reference else ""
    return f"{where}{version}, since {when(line.since)}{source}"
