"""A draft may refer to a few of what there is: those that its text speaks of."""

from __future__ import annotations

import pytest

from orchestration.processes.grounding.choosing import MOST_PIPELINES, MOST_ROLES, offered_for
from orchestration.processes.grounding.known import Known, KnownActivity, entry, pipelines_named
from orchestration.processes.model import ActivityType

AUTOMATED = ActivityType.AUTOMATED
PLACES = ("eu", "us", "asia", "staging", "production")
WORKS = ("deploy", "build", "scan", "migrate", "announce", "rollback", "verify", "tag", "publish")


def many(n):
    """Pipelines of a large company: much alike, and hardly one of them meant."""
    return tuple(
        entry(
            f"{WORKS[at % len(WORKS)]}-service{at // 45}-{PLACES[at % len(PLACES)]}",
            description=f"Owned by team {at % 60}; runs in {PLACES[at % len(PLACES)]}",
        )
        for at in range(n)
    )


def ids(entries):
    return [each.id for each in entries]


def test_of_few_all_are_offered_the_nearest_first():
    known = Known(pipelines=pipelines_named("announce", "deploy-web", "scan-images"))
    offered = offered_for("1. Scan the images\n2. Ship it", known)
    assert ids(offered.pipelines) == ["scan-images", "announce", "deploy-web"]


def test_of_five_thousand_the_one_that_is_meant_is_among_the_first():
    known = Known(pipelines=(*many(5_000), *pipelines_named("deploy-checkout-production")))
    text = "Then the release manager deploys checkout to production.\nVerify it. Announce it."
    offered = ids(offered_for(text, known).pipelines)
    assert offered[0] == "deploy-checkout-production"
    assert len(offered) == MOST_PIPELINES


def test_words_that_stand_together_count_more_than_words_that_are_there_somewhere():
    roles = (entry("QA lead"), entry("Release captain"), *(entry(f"Nobody {n}") for n in range(30)))
    text = (
        "The QA team writes notes.\nWhoever has the lead that week waits for the release captain."
    )
    offered = offered_for(text, Known(roles=roles)).roles
    assert ids(offered)[0] == "Release captain"
    assert "QA lead" in ids(offered)
    assert len(offered) <= MOST_ROLES


def test_of_many_nothing_is_offered_that_has_no_word_of_the_text():
    assert offered_for("Bake a cake", Known(pipelines=many(200))).pipelines == ()


def test_a_word_is_found_whatever_its_ending_and_a_description_counts_too():
    things = [KnownActivity(id=f"a{n}", name=f"Thing {n}", type=AUTOMATED) for n in range(40)]
    trivy = KnownActivity(id="trivy", name="Trivy", description="Scans images", type=AUTOMATED)
    known = Known(activities=(*things, trivy))
    assert ids(offered_for("We are scanning every image", known).activities) == ["trivy"]


@pytest.mark.parametrize("text", ["", "🚀", "\x00", "— … —", "a" * 100_000, "x\n" * 50_000])
def test_any_text_offers_something_or_nothing(text):
    assert len(offered_for(text, Known(pipelines=many(60))).pipelines) <= MOST_PIPELINES


def test_what_is_offered_carries_no_more_than_its_line():
    known = Known(activities=(KnownActivity(id="x", name="X", type=AUTOMATED),))
    assert offered_for("x", known).activities[0].model_dump() == {
        "id": "x",
        "name": "X",
        "description": "",
    }
