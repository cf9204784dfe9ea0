"""What one step asks of the same people comes as one message, and stays on it."""

from orchestration.effects.obligations import THREAD
from orchestration.execution.engine import advance
from tests.execution.building import (
    DANA,
    OWNER,
    ROSA,
    after,
    broke,
    by_hand,
    chore,
    done,
    manual,
    now_in,
    process,
    retried,
    running,
    sign_off,
    start,
    todo,
)


def messages(effects):
    """Per message in the thread: the activities on it."""
    return [
        [each.task_id.split("/")[1].removeprefix("work.") for each in effect.together]
        or [effect.task_id.split("/")[1].removeprefix("work.")]
        for effect in effects
        if effect.kind == "show_task" and effect.copy == THREAD
    ]


def fan(n, **more):
    return process(*(todo(f"t{each}", **more) for each in range(n)))


def test_a_fan_of_to_dos_comes_ten_to_a_message_in_the_order_of_the_process():
    shown = sorted(messages(start(fan(23)).effects), key=len, reverse=True)
    assert [len(each) for each in shown] == [10, 10, 3]
    assert sorted(shown) == sorted(
        [
            [f"t{each}" for each in range(10)],
            [f"t{each}" for each in range(10, 20)],
            ["t20", "t21", "t22"],
        ]
    )


def test_everybody_asked_gets_one_copy_of_the_whole_message():
    effects = start(process(todo("a", owner="qa"), todo("b", owner="qa"))).effects
    copies = [each.copy for each in effects if each.kind == "show_task"]
    assert copies[0] == THREAD
    assert len(copies) == len(set(copies)) == 4


def test_different_people_are_asked_by_different_messages():
    shown = messages(start(process(todo("a"), todo("b", owner="qa"))).effects)
    assert sorted(shown) == [["a"], ["b"]]


def test_a_sign_off_has_a_message_of_its_own():
    shown = messages(start(process(sign_off("a"), sign_off("b"))).effects)
    assert sorted(shown) == [["a"], ["b"]]


def test_work_with_a_command_or_a_long_description_has_a_message_of_its_own():
    long = "Look at every dashboard. " * 20
    made = process(
        by_hand("run", command="make release"), todo("look", description=long), todo("a"), todo("b")
    )
    assert sorted(messages(start(made).effects)) == [["a", "b"], ["look"], ["run"]]


def test_a_click_redraws_the_one_message_its_task_is_on():
    release = running(*(todo(f"t{each}") for each in range(3)))
    assert messages(advance(release, done("t1")).effects) == [["t0", "t1", "t2"]]


def test_the_tasks_of_one_activity_share_a_message_too():
    release = start(process(manual("check", chore("web"), chore("app"))))
    assert messages(release.effects) == [["check", "check"]]


def test_a_new_round_leaves_the_shared_message_and_the_rest_stays_on_it():
    release = running(by_hand("a"), by_hand("b"))
    release = after(release, broke("a"))
    again = advance(release, retried("a"))
    assert messages(again.effects) == [["a"]]
    assert [e.round for e in again.effects if e.kind == "show_task" and e.copy == THREAD] == [2]
    assert ["a", "b"] in messages(advance(again.execution, done("b", which="by-hand")).effects)


def test_who_joins_a_role_is_asked_by_a_copy_of_the_same_message():
    release = running(todo("a", owner="qa"), todo("b", owner="qa"), members={"qa": (DANA,)})
    effects = advance(release, now_in("qa", DANA, ROSA)).effects
    told = {(each.copy, each.key) for each in effects if each.kind == "show_task"}
    assert {copy for copy, _ in told} == {THREAD, DANA, ROSA}
    assert len(told) == 3


def test_an_asked_owner_is_still_counted_once():
    effects = start(fan(12)).effects
    assert [each.user_id for each in effects if each.kind == "show_home"] == [OWNER]
