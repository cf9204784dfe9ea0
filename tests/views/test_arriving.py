"""A draft is drawn within Slack's limits at every moment of its reading."""

import json

from bot.playground.block_kit.surfaces import message_problems
from bot.views.cards import draw
from orchestration.people.resolution import Roster
from orchestration.processes.draft import Arriving, Draft
from orchestration.read_models.draft_review import draft_review
from orchestration.values import ChannelId, DraftId, UserId
from prompts.arriving import proposal_so_far
from prompts.source import Source
from tests.prompts.test_model_drafter import phase, step
from tests.views.slack_limits import problems_of_message

LONG = "A name of a phase as long as names can be, with <!channel> & <@U0EVIL0001> in it " * 2
NOBODY = Roster(roles={}, groups={}, people={})
TEXT = "We build it, then we test it."


def long_answer(phases=40, steps=7):
    return json.dumps(
        {
            "process_name": LONG[:120],
            "schedule": "",
            "phases": [phase(n, f"{n} {LONG}"[:120]) for n in range(1, phases + 1)],
            "activities": [
                step(n, 1 + n // steps, f"{n} {LONG}"[:120], "we build it")
                for n in range(1, phases * steps - 1)
            ],
            "inputs": [],
            "questions": [],
        }
    )


def card(so_far, readings=1):
    draft = Draft(
        id=DraftId("dra_1"),
        channel=ChannelId("C1"),
        by=UserId("U0ROSA0001"),
        created_at="2026-11-23T12:00:00Z",
        text_id="t",
        arriving=Arriving(reading=readings, so_far=so_far),
    )
    return draw(draft_review(draft, next_version=1, problems=(), roster=NOBODY))


def test_forty_phases_fit_a_message_at_every_moment_of_the_stream():
    content, source = long_answer(), Source(TEXT)
    for cut in range(0, len(content), len(content) // 60):
        drawn = card(proposal_so_far(content[:cut], source), readings=2)
        assert message_problems(drawn.blocks).messages() == []
        assert problems_of_message(drawn.text, drawn.blocks) == []
        assert "draft.stop" in str(drawn.blocks)
