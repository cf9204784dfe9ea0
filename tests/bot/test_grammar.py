"""What people type, on phones and in a hurry, is understood or answered with a suggestion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import VERBS, Command, after_mention, parse
from bot.slack_text import as_typed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Command(verb="")),
        ("   \n\t\u00a0\u200b", Command(verb="")),
        ("help", Command(verb="help")),
        ("help all", Command(verb="help", words="all")),
        ("HELP All", Command(verb="help", words="All")),
        ("status", Command(verb="status")),
        ("Status web-12", Command(verb="status", reference="WEB-12")),
        ("status web–12", Command(verb="status", reference="WEB-12")),
        ("status WEB‑12\u200b", Command(verb="status", reference="WEB-12")),
        ("start\u00a0WEB-12", Command(verb="start", reference="WEB-12")),
        ("start “WEB-12”", Command(verb="start", reference="WEB-12")),
        ("start WEB-12 please", Command(verb="start", reference="WEB-12", words="please")),
        ("status of WEB-12", Command(verb="status", reference="WEB-12", words="of")),
        ("redo web-12 build it", Command(verb="redo", reference="WEB-12", words="build it")),
        ("abort nonsense", Command(verb="abort", reference="nonsense")),
        ("audit Web-1", Command(verb="audit", reference="WEB-1")),
        ("new web release", Command(verb="new", words="web release")),
        ("process “Web release”", Command(verb="process", words="Web release")),
        ("new", Command(verb="new")),
        ("mine", Command(verb="mine")),
        ("roles", Command(verb="roles")),
        ("processes", Command(verb="processes")),
        ("WEB-12", Command(verb="status", reference="WEB-12")),
        ("\u200bstatus", Command(verb="status")),
        ("sta\u200btus", Command(verb="status")),
        ("statsu", Command(verb="unknown", unknown="statsu", nearest="status")),
        ("porcess web", Command(verb="unknown", unknown="porcess", words="web", nearest="process")),
        ("deploy now", Command(verb="unknown", unknown="deploy", words="now")),
        ("???", Command(verb="unknown", unknown="???")),
        ("status?", Command(verb="status")),
    ],
)
def test_what_is_typed_is_understood(typed, expected):
    assert parse(typed) == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("draft 1. Build\n2. Test", "1. Build\n2. Test"),
        (
            "Draft\n\n1. Build\n   - “quoted” — dashes\u00a0kept\n",
            "\n1. Build\n   - “quoted” — dashes\u00a0kept\n",
        ),
        ("draft\n    indented\n", "    indented\n"),
        ("draft\r\nBuild\r\n", "Build\r\n"),
        ("draft", ""),
        ("  DRAFT   Build", "Build"),
    ],
)
def test_the_text_after_draft_is_kept_exactly(typed, words):
    assert parse(typed) == Command(verb="draft", words=words)


def test_a_mention_says_the_same_as_a_command():
    assert after_mention("<@U0BOT0001> status", "U0BOT0001") == " status"
    assert after_mention("hey <@U0BOT0001|drumbeat> start web-1", "U0BOT0001") == " start web-1"
    assert after_mention("status", "U0BOT0001") == "status"
    assert after_mention("<@U0DANA001> knows; <@U0BOT0001> mine", "U0BOT0001") == " mine"
    assert after_mention("<@U0BOT0001>, status", "U0BOT0001") == " status"
    assert after_mention("<@U0BOT0001>: status", "") == " status"
    assert after_mention("<@U0BOT0001> help", "") == " help"


def test_text_from_slack_is_read_as_it_was_typed():
    assert as_typed("a &amp;&amp; b &lt;c&gt;") == "a && b <c>"
    assert (
        as_typed("see <https://x.example/a?b=1&amp;c|the run>") == "see https://x.example/a?b=1&c"
    )
    assert as_typed("Owner: <@U0DANA001|dana>") == "Owner: <@U0DANA001>"
    assert (
        as_typed("<!subteam^S0QA00001|@qa> signs in <#C0WEB0001|web>")
        == "<!subteam^S0QA00001> signs in #web"
    )
    assert as_typed("<!here> &amp;lt;") == "@here &lt;"
    assert as_typed("<mailto:a@b.example|a@b.example>") == "a@b.example"


@given(st.text())
def test_any_text_is_a_command(text):
    command = parse(text)
    assert command.verb in {"", "unknown", *VERBS}
    if command.verb == "unknown":
        assert command.unknown


@given(st.sampled_from(VERBS), st.text())
def test_a_verb_is_known_in_any_case(verb, rest):
    assert parse(f"{verb.upper()} {rest}").verb == verb
    assert parse(f"{verb.capitalize()}\n{rest}").verb == verb


@given(st.text())
def test_what_follows_draft_on_the_next_line_is_untouched(text):
    assert parse(f"draft\n{text}").words == text


@given(st.text())
def test_unescaping_never_fails(text):
    as_typed(text)
    after_mention(text, "U0BOT0001")
