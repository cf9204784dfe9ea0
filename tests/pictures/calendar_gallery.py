"""The calendar of docs/calendar.md; `make pictures` draws it anew."""

from __future__ import annotations

from datetime import date, timedelta

from orchestration.calendar.colours import colours_of
from orchestration.calendar.conflicts import conflicts_among
from orchestration.calendar.page import CalendarPage, View
from orchestration.calendar.pages import Listed, build_page
from orchestration.calendar.span import span_of
from orchestration.calendar.window import Viewer
from orchestration.releases.model import ReleaseStatus
from tests.calendar.freezing import freeze
from tests.calendar.planning import MONDAY, at, planned
from tests.pictures.gallery import FOLDER

PICTURE = FOLDER.with_name("calendar.png")
_NOW = at(11)
_GROUPS = ("Payments weekly", "Web shop", "Mobile train", "Data platform")
_DONE = ReleaseStatus.SUCCEEDED
_PLAN = (
    # group, day from Monday 23 November, hour, hours, how it stands
    (0, -20, 10, 2, _DONE), (1, -19, 14, 3, _DONE), (3, -18, 9, 4, ReleaseStatus.FAILED),
    (3, -17, 9, 4, _DONE), (0, -13, 10, 2, _DONE), (1, -12, 14, 3, ReleaseStatus.SKIPPED),
    (2, -11, 9, 30, _DONE), (0, -6, 10, 2, ReleaseStatus.PARTIALLY_SUCCEEDED),
    (1, -5, 14, 3, _DONE), (3, -4, 16, 2, ReleaseStatus.MISSED), (3, -3, 9, 4, _DONE),
    (2, 0, 8, 54, ReleaseStatus.RUNNING), (0, 1, 10, 2, ReleaseStatus.SCHEDULED),
    (1, 2, 14, 3, ReleaseStatus.SCHEDULED), (3, 2, 15, 4, ReleaseStatus.SCHEDULED),
    (0, 8, 10, 2, ReleaseStatus.SCHEDULED), (1, 9, 14, 3, ReleaseStatus.SCHEDULED),
    (2, 10, 9, 30, ReleaseStatus.SCHEDULED),
)  # fmt: skip


def page(view: View = View.MONTH) -> CalendarPage:
    """November 2026, with something of everything."""
    releases = [
        planned(
            f"{_GROUPS[of][:3].upper()}-{140 + n}",
            MONDAY + timedelta(days=day, hours=hour),
            hours,
            name=_GROUPS[of],
            version=f"4.{n}",
            status=status,
            services=("search",) if day == 2 else (),
            ended_at=None if day >= 0 else MONDAY + timedelta(days=day, hours=hour + hours),
        )
        for n, (of, day, hour, hours, status) in enumerate(_PLAN)
    ]
    colours = colours_of(dict.fromkeys(_GROUPS, ""))
    listed = [
        Listed(
            each, span_of(each, _NOW), each.name, colours[each.name],
            planned=each.begins_at > at(24 * 9),
        )
        for each in releases
    ]  # fmt: skip
    black_friday = freeze("Black Friday", 24 * 4, 24 * 7 + 8)
    viewer = Viewer(zone="Europe/Berlin")
    return build_page(
        view,
        date(2026, 11, 23),
        listed,
        [black_friday],
        viewer=viewer,
        now=_NOW,
        clashing=conflicts_among(releases, now=_NOW),
    )


def main() -> None:
    from bot.pictures.rendering import png_of

    PICTURE.write_bytes(png_of(page()))
    print("calendar")


if __name__ == "__main__":
    main()
