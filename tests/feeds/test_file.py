"""The calendar file, read back by a library that did not write it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from bot.views.feed_file import calendar_file
from orchestration.feeds.entries import EntryState, FeedEntry

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NAMES = st.text(max_size=200).filter(lambda text: text.strip())


def entry(uid="rel_1@drumbeat", **more):
    given_ = {
        "uid": uid,
        "sequence": 1,
        "changed_at": NOON,
        "title": "PAY-142 Payments 1.42",
        "begins": NOON,
        "ends": NOON + timedelta(hours=2),
        "zone": "Europe/Berlin",
        **more,
    }
    return FeedEntry(**given_)


def written(*entries, name="Releases"):
    return calendar_file(entries, name=name)


def read(*entries, **more):
    return vobject.readOne(written(*entries, **more).decode())


def shown(text):
    """What may stand in a text (RFC 5545, 3.1 and 3.3.11): no control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(c for c in each if c.isprintable() or c == "\t") for each in lines)


def test_a_release_is_read_with_its_times_in_its_own_zone():
    (event,) = read(entry()).vevent_list
    assert event.uid.value == "rel_1@drumbeat"
    assert event.summary.value == "PAY-142 Payments 1.42"
    assert event.sequence.value == "1"
    assert event.dtstart.value == NOON
    assert event.dtstart.value.utcoffset() == timedelta(hours=1), "Berlin's winter"
    assert event.dtend.value == NOON + timedelta(hours=2)
    assert event.dtstamp.value == NOON
    assert event.status.value == "CONFIRMED"


def test_each_entry_says_when_it_was_changed_itself():
    """RFC 5545, 3.8.7.2: a program that has the others as they are need not read them again."""
    later = entry("rel_2@drumbeat", changed_at=NOON + timedelta(hours=1))
    first, second = read(entry(), later).vevent_list
    assert (first.dtstamp.value, second.dtstamp.value) == (NOON, NOON + timedelta(hours=1))


def test_a_zone_is_described_once_and_holds_on_both_sides_of_a_change_of_the_clocks():
    summer = datetime(2027, 7, 1, 8, 0, tzinfo=UTC)
    later = entry("rel_2@drumbeat", begins=summer, ends=summer + timedelta(hours=1))
    calendar = read(entry(), later)
    assert [each.tzid.value for each in calendar.vtimezone_list] == ["Europe/Berlin"]
    assert [each.dtstart.value.hour for each in calendar.vevent_list] == [13, 10]
    assert calendar.vevent_list[1].dtstart.value == summer


def test_a_freeze_of_whole_days_fills_nobody_s_time():
    begins = datetime(2026, 12, 23, 23, 0, tzinfo=UTC)
    freeze = entry(begins=begins, ends=begins + timedelta(days=3), all_day=True, busy=False)
    (event,) = read(freeze).vevent_list
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 12, 24), date(2026, 12, 27))
    assert event.transp.value == "TRANSPARENT"


def test_what_never_began_is_cancelled_and_what_is_not_made_yet_tentative():
    for state in EntryState:
        (event,) = read(entry(state=state)).vevent_list
        assert event.status.value == state.value


def test_a_calendar_without_entries_is_a_calendar():
    calendar = read()
    assert calendar.prodid.value and calendar.version.value == "2.0"
    assert "vevent" not in calendar.contents


@given(NAMES, NAMES, NAMES)
def test_any_name_is_read_back_as_it_was_written(title, line, tag):
    made = entry(title=title, lines=(line, "and more"), kinds=(tag,))
    (event,) = read(made, name=title).vevent_list
    assert event.summary.value == shown(title)
    assert event.description.value == shown(f"{line}\nand more")


@given(NAMES, NAMES)
def test_no_line_is_longer_than_75_octets_and_each_ends_as_the_standard_says(title, line):
    """RFC 5545, 3.1; a folded line is cut between characters."""
    raw = written(entry(title=title, lines=(line,), kinds=(line,)), name=title)
    raw.decode()
    assert raw.endswith(b"\r\n")
    lines = raw.split(b"\r\n")
    assert all(len(each) <= 75 for each in lines)
    assert not any(b"\n" in each or b"\r" in each for each in lines)
    for each in lines:
        each.decode()


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Australia/Lord_Howe"])
def test_the_same_entries_are_the_same_bytes(zone):
    assert written(entry(zone=zone)) == written(entry(zone=zone))
