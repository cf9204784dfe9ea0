"""Until when somebody is away, as people type it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from orchestration.errors import Rejected
from orchestration.people.until import until_from

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        ("2026-12-01", "2026-12-01 00:00"),
        ("until 1 December", "2026-12-01 00:00"),
        ("1st dec", "2026-12-01 00:00"),
        ("Dec 1, 2026", "2026-12-01 00:00"),
        ("4 March", "2027-03-04 00:00"),
        ("tomorrow 14:00", "2026-11-24 14:00"),
        ("17:30", "2026-11-23 17:30"),
        ("Friday", "2026-11-27 00:00"),
        ("next Mon at 9.15", "2026-11-30 09:15"),
        ("Monday", "2026-11-30 00:00"),
        ("3 days", "2026-11-26 00:00"),
        ("for 2 weeks", "2026-12-07 00:00"),
        ("4h", "2026-11-23 17:00"),
    ],
)
def test_a_day_is_its_beginning_in_the_persons_own_zone(typed, back):
    found = until_from(typed, now=MONDAY, zone=BERLIN)
    assert found.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") == back


@pytest.mark.parametrize("typed", ["", "until", "soon", "2026-02-30", "31 June", "ma 3", "25:00"])
def test_what_is_no_day_is_refused_with_examples(typed):
    with pytest.raises(Rejected, match="Say until when: `2026-12-01`"):
        until_from(typed, now=MONDAY, zone=BERLIN)


def test_summer_time_does_not_move_the_day():
    autumn = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    found = until_from("2 days", now=autumn, zone=BERLIN)
    assert found == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)
