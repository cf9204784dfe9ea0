"""The short private answers stay within Slack's limits whatever people typed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.views import help_text, lists, private
from bot.views.modals import choose_process, refusal
from orchestration.read_models.cards import AuditLine
from tests.storage.building import NOON
from tests.views.slack_limits import problems_of_message, problems_of_view

typed = st.text(max_size=4000)


@given(typed, st.sampled_from(["", "status"]), st.text(min_size=1, max_size=40))
def test_what_was_not_understood_is_said_back_without_pinging_anybody(what, nearest, command):
    drawn = private.unknown(what, nearest, command=command)
    assert problems_of_message(drawn.text, drawn.blocks) == []
    assert "<!" not in drawn.text
    assert "<@" not in drawn.text


def test_every_small_answer_fits():
    for drawn in (
        private.looks_like_a_document(command="/release"),
        private.offer("Which {@U0000ANA}?", private.draft_button()),
        private.with_last_line(help_text.help_text(everything=True), "The last line."),
    ):
        assert problems_of_message(drawn.text, drawn.blocks) == []


def test_an_answer_can_point_at_a_channel():
    drawn = private.pointing("It is in", "C0RELEASES")
    assert drawn.text == "It is in <#C0RELEASES>."


def test_the_last_line_of_a_long_audit_is_never_cut():
    lines = [AuditLine(at=NOON, what="approved " * 20, reason="x" * 300) for _ in range(200)]
    drawn = private.with_last_line(lists.audit("WEB-1", lines), "Verified: 200 entries.")
    assert problems_of_message(drawn.text, drawn.blocks) == []
    assert drawn.text.endswith("Verified: 200 entries.")
    assert "Verified" in str(drawn.blocks[-1])


def test_the_picker_offers_a_hundred_processes_and_says_so():
    many = [(f"process-{n}", f"Process {n}" * 10) for n in range(150)]
    assert problems_of_view(choose_process.draw(many, "C0RELEASES")) == []
    assert "first 100" in str(choose_process.draw(many, None))
    assert "first 100" not in str(choose_process.draw(many[:3], None))


@given(typed)
def test_a_refusal_over_a_form_fits(text):
    assert problems_of_view(refusal.draw(text)) == []
