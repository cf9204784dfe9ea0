"""What a sign-off's card says: what is approved, what is new in it, and what approving starts."""

from dataclasses import replace
from datetime import timedelta

from bot.views import buttons, task_card
from orchestration.execution.state.facts import LastRelease
from orchestration.pipelines.model import RunStatus
from orchestration.read_models.task_card import task_card as read
from tests.execution.building import (
    DANA,
    ROSA,
    after,
    chore,
    done,
    gate,
    manual,
    phase,
    pipeline,
    ran,
    reported,
    running,
    sign_off,
    signed,
    task,
    todo,
)
from tests.read_models.building import release

LAST = LastRelease(reference="WEB-11", version="4.1", process_version=1, inputs={"region": "eu"})


def card_of(execution, name="go"):
    return read(release(execution), execution, task(execution, name), {})


def approve_button(card):
    drawn = task_card.draw(card)
    found = [
        element
        for block in drawn.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == buttons.TASK_APPROVE
    ]
    return found[0]


def built():
    release_ = running(
        pipeline("build"), sign_off("go", after=("build",)), pipeline("deploy", after=("go",))
    )
    link = "https://ci/4711"
    return after(
        release_,
        reported("build", RunStatus.SUCCEEDED, outputs={"digest": "sha256:4f1c"}, link=link),
    )


def test_the_commit_or_digest_is_part_of_what_is_approved():
    assert card_of(built()).approves == ("digest sha256:4f1c",)


def test_results_come_with_the_link_of_their_run():
    assert "https://ci/4711" in card_of(built()).rests_on[0]


def test_what_is_new_is_told_against_the_last_release_of_the_process():
    execution = built()
    facts = replace(execution.facts, last=LAST, inputs={"region": "eu, us"})
    card = card_of(replace(execution, facts=facts))
    assert card.since == ("WEB-11", "version 4.2, was 4.1", "region eu, us, was eu")


def test_the_first_release_of_a_process_is_compared_with_nothing():
    assert card_of(built()).since == ()


def test_the_card_says_what_rests_on_what_in_the_order_people_decide_in():
    execution = built()
    execution = replace(execution, facts=replace(execution.facts, last=LAST))
    text = task_card.as_text(card_of(execution))
    said = ["Approving:", "Changed since WEB-11", "Rests on", "Approving starts: deploy"]
    assert [text.index(each) for each in said] == sorted(text.index(each) for each in said)
    drawn = str(task_card.draw(card_of(execution)).blocks).replace("*", "")
    said = [*said, "Asked:"]
    assert [drawn.index(each) for each in said] == sorted(drawn.index(each) for each in said)


def test_the_last_approval_before_a_pipeline_asks_whether_it_is_meant():
    drawn = approve_button(card_of(built()))
    assert drawn["confirm"]["text"]["text"].startswith("Yours is the last approval of sign-off.")
    assert "deploy starts by it" in drawn["confirm"]["text"]["text"]
    assert "WEB-12" in drawn["confirm"]["title"]["text"]
    assert buttons.TaskButton.model_validate_json(drawn["value"]).confirms


def test_an_approval_that_starts_nothing_yet_asks_nothing():
    two = running(sign_off("go", needed=2), pipeline("deploy", after=("go",)))
    assert "confirm" not in approve_button(card_of(two))
    assert card_of(after(two, signed("go", ROSA))).opens_onto == ("deploy",)


def test_what_people_do_next_needs_no_question():
    execution = running(sign_off("go"), todo("tell", after=("go",)))
    assert card_of(execution).opens_onto == ()


def test_a_gate_that_waits_for_another_task_opens_nothing_yet():
    both = manual("go", gate(), chore())
    execution = running(both, pipeline("deploy", after=("go",)))
    [signs] = [each for each in execution.tasks.values() if each.id.endswith("/sign-off")]
    assert read(release(execution), execution, signs, {}).opens_onto == ()
    execution = after(execution, done("go"))
    assert read(release(execution), execution, signs, {}).opens_onto == ("deploy",)


def test_the_phase_after_the_gate_counts_as_what_it_starts():
    execution = running(
        phase("check", sign_off("go")), phase("ship", pipeline("eu"), after=("check",))
    )
    assert card_of(execution, "check.go").opens_onto == ("eu",)


def test_while_it_can_be_undone_the_card_says_when_it_starts_and_offers_undo():
    execution = running(
        sign_off("go", undo=timedelta(seconds=30)), pipeline("deploy", after=("go",))
    )
    card = card_of(after(execution, signed("go", DANA)))
    assert card.opens == ("deploy",)
    text = task_card.as_text(card)
    assert "deploy starts" in text
    assert "12:10:30 UTC" in text
    assert buttons.TASK_UNDO in str(task_card.draw(card).blocks)


def test_a_result_that_is_known_later_is_named_as_it_ended():
    execution = after(running(pipeline("build"), sign_off("go", after=("build",))), ran("build"))
    assert card_of(execution).rests_on == ("build — succeeded",)
