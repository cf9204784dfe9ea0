"""`if`: decided when it is reached, shown with what it read, and never passed over."""

from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from tests.execution.building import (
    NOON,
    after,
    begun,
    done,
    ignored,
    phase,
    pipeline,
    process,
    ran,
    retried,
    running,
    sign_off,
    signed,
    start,
    status,
    todo,
)

EU = 'inputs.region == "eu"'


def test_what_its_condition_excludes_is_skipped_and_says_with_which_values():
    release = running(todo("deploy", if_=EU), todo("tell"), given={"region": "us"})
    assert status(release, "deploy") is ActivityStatus.SKIPPED
    said = release.activity("work.deploy").reason
    assert said == 'inputs.region == "eu" is false (region is us)'


def test_what_its_condition_admits_is_asked_as_ever():
    release = running(todo("deploy", if_=EU), given={"region": "eu"})
    assert status(release, "deploy") is ActivityStatus.WAITING_FOR_INPUT


def test_a_condition_is_decided_when_its_turn_comes_from_what_was_built_by_then():
    tested = "phases.work.activities.build.outputs.risky"
    release = running(
        pipeline("build"), sign_off("review", after=("build",), if_=f"{tested} == '1'")
    )
    assert status(release, "review") is ActivityStatus.PENDING
    risky = after(release, ran("build", outputs={"risky": "1"}))
    assert status(risky, "review") is ActivityStatus.WAITING_FOR_INPUT
    safe = after(release, ran("build", outputs={"risky": "0"}))
    assert status(safe, "review") is ActivityStatus.SKIPPED
    assert safe.status is ExecutionStatus.SUCCEEDED


def test_what_waited_for_something_skipped_goes_on():
    release = running(todo("eu", if_=EU), todo("tell", after=("eu",)), given={"region": "us"})
    assert begun(release) == {"eu", "tell"}
    assert status(release, "tell") is ActivityStatus.WAITING_FOR_INPUT


def test_a_phase_that_is_left_out_is_left_out_whole_and_does_not_wait_for_other_phases():
    release = running(
        phase("build", todo("image")),
        phase("eu", todo("ship", after=("build.image",)), todo("look", after=("ship",)), if_=EU),
        phase("tell", todo("mail"), after=("eu",)),
        given={"region": "us"},
    )
    assert status(release, "eu.ship") is ActivityStatus.SKIPPED
    assert status(release, "eu.look") is ActivityStatus.SKIPPED
    assert status(release, "tell.mail") is ActivityStatus.WAITING_FOR_INPUT
    ended = after(release, done("tell.mail"), done("build.image"))
    assert ended.status is ExecutionStatus.SUCCEEDED
    assert release.activity("eu.look").reason.startswith("the phase's inputs.region")


def test_a_release_of_which_all_is_skipped_has_succeeded():
    step = start(process(todo("deploy", if_=EU)), given={"region": "us"})
    assert step.execution.status is ExecutionStatus.SUCCEEDED
    assert step.execution.ended_at == NOON


def test_a_condition_without_a_value_is_on_hold_and_names_what_is_missing():
    release = running(todo("deploy", if_=EU), todo("tell", after=("deploy",)))
    assert status(release, "deploy") is ActivityStatus.ON_HOLD
    assert begun(release) == {"deploy"}
    said = release.activity("work.deploy").reason
    assert said.startswith(f"the condition {EU} cannot be evaluated: inputs.region is not")


def test_a_condition_that_is_neither_true_nor_false_is_on_hold():
    release = running(todo("deploy", if_="inputs.region"), given={"region": "eu"})
    assert status(release, "deploy") is ActivityStatus.ON_HOLD
    assert "not true or false" in release.activity("work.deploy").reason


def test_a_retry_asks_the_condition_anew():
    built = "phases.build.activities.image.outputs.digest == 'f00d'"
    release = running(phase("build", pipeline("image")), phase("ship", todo("deploy", if_=built)))
    assert status(release, "ship.deploy") is ActivityStatus.ON_HOLD
    release = after(release, ran("build.image", outputs={"digest": "f00d"}), retried("ship.deploy"))
    assert status(release, "ship.deploy") is ActivityStatus.WAITING_FOR_INPUT
    assert release.activity("ship.deploy").attempt == 2
    assert [each.attempt for each in release.activity("ship.deploy").past] == [1]


def test_a_retry_may_find_that_it_is_to_be_skipped():
    built = "phases.build.activities.image.outputs.digest == 'f00d'"
    ship = phase("ship", todo("deploy", if_=built), todo("look", after=("deploy",)))
    release = running(phase("build", pipeline("image")), ship)
    release = after(release, ran("build.image", outputs={"digest": "beef"}), retried("ship.deploy"))
    assert status(release, "ship.deploy") is ActivityStatus.SKIPPED
    assert status(release, "ship.look") is ActivityStatus.WAITING_FOR_INPUT


def test_what_cannot_be_decided_can_be_ignored():
    release = after(running(todo("deploy", if_=EU)), ignored("deploy"))
    assert release.status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_a_condition_reads_the_activitys_own_inputs_and_variables():
    own = todo("deploy", if_="inputs.target == variables.wanted")
    own = own.model_copy(
        update={"inputs": {"target": "{{ inputs.region }}-1"}, "variables": {"wanted": "eu-1"}}
    )
    assert begun(running(own, given={"region": "eu"})) == {"deploy"}
    release = running(own, given={"region": "eu"})
    assert status(release, "deploy") is ActivityStatus.WAITING_FOR_INPUT


def test_a_gate_whose_nobody_can_sign_does_not_matter_where_it_is_left_out():
    release = running(sign_off("ok", asks=("nobody",), if_=EU), given={"region": "us"})
    assert release.status is ExecutionStatus.SUCCEEDED


def test_a_thousand_that_are_skipped_in_a_row_are_one_step():
    chain = [
        todo(f"a{n}", after=(f"a{n - 1}",) if n else (), if_="inputs.go == 'yes'")
        for n in range(1500)
    ]
    step = start(process(*chain), given={"go": "no"})
    assert step.execution.status is ExecutionStatus.SUCCEEDED
    assert advance(step.execution, signed("a0")).execution is step.execution
