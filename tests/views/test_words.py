"""Text from people is shown as typed, cut where a reader would cut it, and can ping nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import task_card
from bot.views.notice import said
from bot.views.text import (
    bold,
    code_block,
    cut,
    cut_markup,
    escape,
    mention,
    one_line,
    our_words,
    people,
    prose,
    units,
    when,
)
from orchestration.execution.state.statuses import WorkKind
from orchestration.words import quote
from tests.views.cards import NOON, task


def test_a_channel_wide_mention_in_a_name_is_dead():
    assert escape("<!channel> & <@U0123456>") == "&lt;!channel&gt; &amp; &lt;@U0123456&gt;"


def test_a_long_text_is_cut_between_words_and_says_so():
    assert cut("hello wonderful world of things", 20) == "hello wonderful…"


def test_a_text_that_fits_is_left_alone():
    assert cut("hello", 5) == "hello"


def test_an_emoji_family_is_never_torn_apart():
    family = "👨‍👩‍👧‍👦"
    assert set(cut(family * 10, 30).removesuffix("…").split(family)) == {""}


def test_a_flag_is_never_cut_in_half():
    for longest in range(3, 20):
        assert units(cut("🇩🇪" * 9, longest).removesuffix("…")) % 4 == 0


def test_a_letter_keeps_its_accents():
    assert cut("e\u0301" * 20, 8).removesuffix("…").endswith("e\u0301")


@given(st.text(max_size=80), st.integers(3, 60))
def test_a_cut_text_is_never_longer_than_asked(text, longest):
    assert units(cut(text, longest)) <= longest


@given(st.text(alphabet="a &<>🚀`\n", max_size=60), st.integers(12, 60))
def test_cut_markup_never_leaves_half_an_entity(text, longest):
    shown = cut_markup(escape(text), longest)
    assert units(shown) <= longest
    assert "&" not in shown.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


def test_a_mention_is_shown_whole_or_not_at_all():
    text = "asked <@U012DANA0> <@U012IVO00>"
    assert cut_markup(text, 26) == "asked <@U012DANA0>…"


def test_a_cut_code_block_is_closed():
    assert cut_markup("```\n" + "log " * 900 + "\n```", 300).endswith("\n```")


def test_the_end_of_a_log_is_what_is_kept():
    shown = code_block("first\n" + "noise\n" * 900 + "error: disk full", 200, tail=True)
    assert "error: disk full" in shown
    assert "first" not in shown


def test_a_name_written_right_to_left_does_not_reorder_its_sentence():
    assert one_line("שחרור") == "\u2068שחרור\u2069"
    assert one_line("a\u202eb") == "ab"


def test_a_star_in_a_name_does_not_end_the_bold():
    assert bold("5 * 3") == "*5 ∗ 3*"


def test_a_web_address_stays_clickable_and_its_full_stop_stays_outside():
    assert prose("See https://x.test/?a=1&b=2.") == "See <https://x.test/?a=1&amp;b=2>."


def test_people_are_named_once_and_the_rest_are_counted():
    ids = [f"U{n:08d}" for n in range(100)]
    assert people([*ids[:2], *ids[:2]]) == "<@U00000000> and <@U00000001>"
    assert people(ids, most=2) == "<@U00000000>, <@U00000001> and 98 more"
    assert people([]) == "nobody yet"


def test_a_group_is_mentioned_as_a_group_and_a_role_in_words():
    assert mention("S0123456") == "<!subteam^S0123456>"
    assert mention("QA lead <!here>") == "QA lead &lt;!here&gt;"


def test_a_time_is_the_readers_own_with_utc_for_those_who_hear_it():
    expected = "<!date^1795435200^{date_short_pretty} {time}|2026-11-23 12:00 UTC>"
    assert when(NOON) == expected
    assert our_words("due {t:1795435200}") == f"due {expected}"


def test_our_own_sentences_mention_the_people_they_name():
    assert said("Only {@U012DANA0} can sign <this>.").text == (
        "Only <@U012DANA0> can sign &lt;this&gt;."
    )


def test_our_own_sentences_name_a_role_that_is_bound_to_nobody():
    assert our_words("Ask {@QA lead}.") == "Ask QA lead."


def test_a_name_that_was_quoted_cannot_mention_anybody():
    assert our_words(quote("{@U012DANA0} {t:1795435200}")) == "(@U012DANA0) (t:1795435200)"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Sign off the release notes", "✍ *Sign off the release notes*"),
        ("Regression results", "✍ *Sign-off:* *Regression results*"),
    ],
)
def test_a_title_that_says_it_is_a_sign_off_says_so_once(title, shown):
    drawn = task_card.draw(task(name=title, kind=WorkKind.SIGN_OFF))
    assert drawn.blocks[0]["text"]["text"].startswith(shown)
