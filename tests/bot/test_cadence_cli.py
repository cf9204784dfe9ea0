"""`drumbeat cadence`: words in, dates out."""

from typer.testing import CliRunner

from bot.cli import app


def told(*arguments):
    return CliRunner().invoke(app, ["cadence", *arguments])


def test_a_cadence_in_words_is_said_again_with_its_next_dates():
    answer = told("every second Tuesday at 10:00", "--zone", "Europe/Berlin", "--next", "3")
    assert answer.exit_code == 0
    first, *dates = answer.stdout.splitlines()
    assert first == "every second Tuesday at 10:00 Europe/Berlin."
    assert len(dates) == 3
    assert all(each.strip().startswith("Tue ") and " 10:00 " in each for each in dates)


def test_what_was_assumed_is_said():
    assert "no time was said, so 10:00" in told("every", "Friday").stdout


def test_the_day_that_a_word_was_read_as_is_said():
    answer = told("every", "Friday", "10:00", "until", "March")
    assert "(“until March” is 31 March 20" in answer.stdout


def test_what_falls_on_a_holiday_says_where_it_moved_from():
    answer = told("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25 at 9:00", "--holidays", "DE-BE")
    assert "on the next working day after a holiday (DE-BE)" in answer.stdout
    assert "moved from" in answer.stdout
    assert "25 December" in answer.stdout


def test_words_that_mean_nothing_and_unknown_holidays_are_refused_with_what_to_write():
    assert (told("now and then").exit_code, told("now and then").stdout[:14]) == (
        2,
        "On which days?",
    )
    answer = told("every Friday at 10:00", "--holidays", "XX")
    assert (answer.exit_code, "Write a code such as DE" in answer.stdout) == (2, True)


def test_a_rule_that_is_never_due_is_said_to_be():
    answer = told("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 at 10:00")
    assert (answer.exit_code, "never due" in answer.stdout) == (1, True)
