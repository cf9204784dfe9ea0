"""Many to-dos at once: a few messages instead of a flood, and every button counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.team import Team, key_of, said, working

pytestmark = pytest.mark.story

MANY = "In parallel:\n" + "\n".join(
    f"- The Engineer updates the {place} page."
    for place in (
        "pricing", "status", "support", "legal", "press", "careers", "partner", "product",
        "security", "download", "welcome", "contact",
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("many")) as team:
        yield team


def test_twelve_to_dos_of_one_person_are_two_messages_and_settle_on_them(team: Team):
    made = team.release(team.process("Pages", MANY, engineer="kenji"))
    team.card(made, "10 things to do")
    team.card(made, "2 things to do")
    asked = [each for each in team.thread(made) if key_of(each).startswith("show_task")]
    assert len(asked) == 2

    for message in asked:
        rows = [each["block_id"] for each in message["blocks"] if each["type"] == "actions"]
        for row in rows:
            team.slack.click("kenji", made.channel, message["ts"], "task.done", block_id=row)
    team.reads(made, "succeeded")
    team.card(made, "Nothing left to do of 10")
    assert "Nothing left to do of 2" in said(team.copy("kenji", "contact"))
