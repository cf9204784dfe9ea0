"""A file given in Slack is kept outside of it, with the same hash on the card and in the audit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.playground_client import KENJI
from tests.stories.team import Team, said, working

pytestmark = pytest.mark.story

STEPS = "1. The Engineer updates the pricing page.\n2. QA lead signs off the release."
REPORT = "".join(f"{n}: ok\n" for n in range(50_000))
SHA256 = hashlib.sha256(REPORT.encode()).hexdigest()


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def team(tmp_path_factory, kept) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("town"), DRUMBEAT_EVIDENCE=str(kept)) as team:
        yield team


def test_evidence_is_copied_also_where_drumbeat_is_killed_on_the_way(team: Team, kept: Path):
    made = team.release(team.process("Pages", STEPS, engineer="kenji", qa_lead="dana"))
    asked = team.card(made, "pricing page", offering="task.comment")
    view = team.open("kenji", asked, "task.comment", "task.remark")
    file = team.slack.post("upload", **{"as": KENJI}, name="report.txt", content=REPORT)["file"]
    values = {"Comment": "All pages were read", "Files": [file], "Link": "https://ci.example/7"}
    sent = team.send("kenji", view, values)
    assert sent["status"] == "ok", sent
    team.town.kill()
    team.town.start_bot()
    card = said(team.card(made, SHA256))
    assert "All pages were read" in card
    assert "https://ci.example/7" in card
    assert (kept / SHA256[:2] / SHA256).read_text() == REPORT
    assert [each.name for each in kept.rglob("*") if each.is_file()] == [SHA256]

    team.click("kenji", made, "pricing page", "task.done")
    team.card(made, "Sign off", offering="task.approve")
    audit = team.told(
        "rosa", lambda: team.slack.command("rosa", made.channel, f"audit {made.reference}")
    )
    assert f"sha256:{SHA256}" in audit
    assert "NOT VERIFIED" not in audit
