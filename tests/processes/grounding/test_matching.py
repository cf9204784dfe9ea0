"""A drafted step refers to what exists, or to nothing: whoever drafted it."""

from __future__ import annotations

import pytest

from orchestration.processes.drafting import process_from
from orchestration.processes.grounding.known import Known, KnownActivity, entry, pipelines_named
from orchestration.processes.grounding.matching import nearest, unmatched
from orchestration.processes.model import Activity, ActivityType
from orchestration.processes.proposal import ProcessDraft, ProposedActivity, ProposedPhase

AUTOMATED, MANUAL, SUBPROCESS = ActivityType.AUTOMATED, ActivityType.MANUAL, ActivityType.SUBPROCESS
KNOWN = Known(
    activities=(
        KnownActivity(id="deploy-web", name="Deploy the web shop", type=AUTOMATED),
        KnownActivity(id="write-notes", name="Write release notes", type=MANUAL),
        KnownActivity(id="hotfix", name="Hotfix run", type=SUBPROCESS),
    ),
    pipelines=pipelines_named("smoke-test", "ci/build", "scan"),
    roles=(entry("QA Lead"), entry("Release manager")),
)


def made(name, kind="automated", known=KNOWN, **more):
    proposal = ProcessDraft(
        process_name="P",
        phases=(
            ProposedPhase(name="Go", activities=(ProposedActivity(name=name, type=kind, **more),)),
        ),
    )
    return process_from(proposal, owners=(), known=known).process.activities()[0][1]


@pytest.mark.parametrize("name", ["Deploy the web shop", "deploying web shop", "Deploy web"])
def test_an_activity_of_the_store_with_the_same_words_does_the_work(name):
    used = made(name)
    assert (used.uses, used.type, used.tasks) == ("deploy-web", AUTOMATED, ())


def test_a_person_s_step_is_filled_from_the_store_with_a_person_s_only():
    assert made("Write release notes", "manual").uses == "write-notes"
    assert made("Deploy the web shop", "manual").uses is None
    assert made("Write release notes", "automated").uses is None


def test_another_process_can_be_what_the_store_runs():
    assert (made("Hotfix run").uses, made("Hotfix run").type) == ("hotfix", SUBPROCESS)


@pytest.mark.parametrize(
    ("name", "command"), [("Run ci/build", ""), ("Build", "gh workflow run ci/build --ref main")]
)
def test_a_pipeline_that_a_step_spells_out_is_the_one(name, command):
    assert made(name, command=command).pipeline == "ci/build"


def test_a_plain_word_in_a_command_is_no_pipeline():
    assert made("Look at it", command="make scan").pipeline is None


def test_what_a_drafter_chose_is_taken_where_it_exists():
    assert made("Ship it", uses="deploy-web").uses == "deploy-web"
    assert made("Ship it", pipeline="smoke-test").pipeline == "smoke-test"


@pytest.mark.parametrize("more", [{"uses": "deploy-everything"}, {"pipeline": "rm-rf"}])
def test_what_does_not_exist_is_never_referred_to(more):
    step = made("Ship it", **more)
    assert (step.uses, step.pipeline) == (None, None)
    assert unmatched(step)


def test_an_approval_keeps_the_approver_that_the_text_names():
    step = made("Write release notes", approval=True, owner="qa leads", uses="write-notes")
    assert step.uses is None
    assert step.tasks[0].people() == ("QA Lead",)


def test_a_role_is_called_as_it_is_called_here():
    assert made("Check", "manual", owner="the release  managers").owner == "Release manager"
    assert made("Check", "manual", owner="Support").owner == "Support"


def test_the_nearest_are_offered_where_nothing_matches():
    step = Activity(id="x", name="Run the smoke tests on staging", type=AUTOMATED)
    assert [each.id for each in nearest(step, KNOWN.pipelines)] == ["smoke-test"]
    far = Activity(id="x", name="Order a cake", type=AUTOMATED)
    assert nearest(far, KNOWN.pipelines) == ()
