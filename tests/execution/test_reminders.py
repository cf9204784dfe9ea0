"""Deadlines: who is reminded when, who is told at last, and that silence decides nothing."""

from datetime import timedelta

import pytest

from orchestration.effects import Remind, WakeUp
from orchestration.execution.engine import advance
from orchestration.execution.events import MembersChanged, OwnerChanged
from orchestration.execution.state.acting import Away
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from orchestration.processes.reminders import percent_from
from tests.execution.building import (
    DANA,
    DAY,
    EVENING,
    IVO,
    LATER,
    NOON,
    OWNER,
    QA,
    ROSA,
    STRANGER,
    after,
    chore,
    done,
    failed,
    gate,
    manual,
    pipeline,
    process,
    put_off,
    rejected,
    reopened,
    retried,
    running,
    signed,
    snooze_over,
    start,
    status,
    task,
    time_came,
    took_long,
)

HOUR = timedelta(hours=1)
LEAD = {**QA, "lead": (STRANGER,)}


def asking(*, members=LEAD, needed=2, **more):
    """A sign-off of Dana, Rosa and Ivo that is due at noon tomorrow."""
    more = {"deadline": DAY, "escalate_to": "lead", **more}
    return running(manual("qa", gate(needed=needed, **more)), members=members)


def told(execution, event):
    """Occasion, number and whom, of every message that the event owes."""
    effects = advance(execution, event).effects
    return [(x.occasion, x.number, x.copy) for x in effects if isinstance(x, Remind)]


def wakes(effects):
    return {(x.of, x.number): x.due_at for x in effects if isinstance(x, WakeUp)}


def test_a_task_with_a_deadline_is_looked_at_half_way_and_when_it_is_due():
    begun = start(process(manual("qa", gate(deadline=DAY))))
    assert task(begun.execution, "qa").due_at == NOON + DAY
    assert wakes(begun.effects) == {("reminder", 1): NOON + DAY / 2, ("due", 0): NOON + DAY}


def test_a_task_without_a_deadline_reminds_nobody():
    assert not wakes(start(process(manual("qa", gate()))).effects)


def test_each_reminder_goes_to_those_who_are_still_missing():
    half = after(asking(), signed("qa", DANA))
    event = time_came(half, "qa", number=1, at=NOON + DAY / 2)
    assert told(half, event) == [("reminder", 1, ROSA), ("reminder", 1, QA["qa"][2])]
    assert wakes(advance(half, event).effects) == {("reminder", 2): NOON + DAY * 3 / 4}


def test_the_last_reminder_is_followed_by_none():
    late = after(asking(), time_came(asking(), "qa", number=3))
    assert task(late, "qa").deadline.reminded == 3
    assert told(late, time_came(late, "qa", number=3)) == []


def test_who_slept_through_two_reminders_gets_only_the_last():
    release = asking()
    event = time_came(release, "qa", number=1, at=NOON + 3 * DAY)
    assert {number for _, number, _ in told(release, event)} == {3}
    assert not wakes(advance(release, event).effects)


def test_a_clock_that_was_set_back_loses_no_reminder():
    release = asking()
    event = time_came(release, "qa", number=1, at=NOON)
    assert {number for _, number, _ in told(release, event)} == {1}
    assert wakes(advance(release, event).effects) == {("reminder", 2): NOON + DAY * 3 / 4}


def test_a_process_says_itself_when_it_reminds():
    release = start(process(manual("qa", gate(deadline=DAY, remind=("10%", "150%"))))).execution
    assert task(release, "qa").deadline.remind_at == (NOON + DAY / 10, NOON + DAY * 3 / 2)


@pytest.mark.parametrize("said", ["", "half", "0%", "-5%", "50", "1001%"])
def test_what_is_no_part_of_a_deadline_is_refused_in_words(said):
    with pytest.raises(ValueError, match="such as 50%"):
        percent_from(said)


def test_at_its_end_the_thread_hears_of_it_and_whom_it_is_escalated_to():
    release = asking()
    assert told(release, time_came(release, "qa", "due")) == [
        ("due", 0, "thread"),
        ("escalation", 0, STRANGER),
    ]


def test_nothing_is_ever_approved_by_silence():
    release = asking(needed=1)
    for event in ("reminder", "due"):
        release = after(release, time_came(release, "qa", event, number=3, at=NOON + 9 * DAY))
    assert task(release, "qa").status is TaskStatus.OPEN
    assert status(release, "qa") is ActivityStatus.WAITING_FOR_INPUT


def test_where_nobody_else_is_named_only_the_thread_hears_that_it_is_late():
    release = asking(escalate_to=None)
    assert told(release, time_came(release, "qa", "due")) == [("due", 0, "thread")]


def test_who_is_missing_is_not_the_one_it_is_escalated_to():
    release = asking(escalate_to="qa")
    assert ("escalation", 0, OWNER) in told(release, time_came(release, "qa", "due"))


def test_what_is_done_is_not_reminded_of():
    release = asking(needed=1)
    event = time_came(release, "qa", number=1)
    assert told(after(release, signed("qa", DANA)), event) == []


def test_a_new_round_has_a_deadline_of_its_own():
    release = asking()
    old = time_came(release, "qa", number=1)
    again = after(release, rejected("qa"), retried("qa", at=LATER))
    assert task(again, "qa").due_at == LATER + DAY
    assert told(again, old) == []


def test_who_asked_for_quiet_is_reminded_once_then():
    release = asking()
    asked = put_off(release, "qa", by=DANA, until=NOON + 20 * HOUR)
    quiet = after(release, asked)
    assert task(quiet, "qa").deadline.snoozed_until(DANA) == NOON + 20 * HOUR
    assert wakes(advance(release, asked).effects) == {("snooze", 0): NOON + 20 * HOUR}
    assert told(quiet, snooze_over(asked)) == [("snooze", 0, DANA)]
    assert told(after(quiet, snooze_over(asked)), snooze_over(asked)) == []


def test_a_later_word_takes_the_place_of_an_earlier_one():
    release = asking()
    first = put_off(release, "qa", by=DANA, until=NOON + 20 * HOUR)
    second = put_off(release, "qa", by=DANA, until=NOON + 30 * HOUR, at=LATER + HOUR)
    quiet = after(release, first, second, first)
    assert task(quiet, "qa").deadline.snoozed_until(DANA) == NOON + 30 * HOUR
    assert told(quiet, snooze_over(first)) == []


def test_nobody_asks_for_the_quiet_of_others():
    release = asking()
    assert advance(release, put_off(release, "qa", by=STRANGER)).execution is release


def test_a_snooze_does_not_move_the_deadline():
    release = asking()
    quiet = after(release, put_off(release, "qa", until=NOON + 9 * DAY))
    assert ("escalation", 0, STRANGER) in told(quiet, time_came(quiet, "qa", "due"))


# Holds


def held(*, owner="qa", **more):
    return after(running(pipeline("it", owner=owner, **more), members=LEAD), failed("it"))


def test_a_hold_is_the_task_of_its_owner_who_is_reminded_like_any_other():
    release = held()
    assert [x.person for x in release.activity("work.it").deciders] == list(QA["qa"])
    due = release.activity("work.it").deadline.due_at
    assert due == LATER + 4 * HOUR
    event = time_came(release, "it", number=1)
    assert {who for _, _, who in told(release, event)} == set(QA["qa"])


def test_a_process_says_by_when_what_is_on_hold_is_to_be_decided():
    made = process(pipeline("it")).model_copy(update={"holds_due": HOUR})
    release = after(start(made).execution.saved(), failed("it"))
    assert release.activity("work.it").deadline.due_at == LATER + HOUR


def test_a_hold_that_nobody_decides_is_escalated_to_the_releases_owner():
    release = held()
    assert told(release, time_came(release, "it", "due")) == [
        ("due", 0, "thread"),
        ("escalation", 0, OWNER),
    ]


def test_a_hold_of_nobody_in_particular_is_the_releases_owners():
    release = held(owner=None)
    assert {who for _, _, who in told(release, time_came(release, "it", number=1))} == {OWNER}


def test_a_hold_that_was_decided_is_not_reminded_of():
    release = held()
    event = time_came(release, "it", number=1)
    assert told(after(release, retried("it")), event) == []


def away_in(release, who, *people, **more):
    """These people are away; whoever stands in for them is `who`."""
    gone = {each: Away(until=EVENING, substitute=who) for each in people}
    members = {**dict(release.members), **more}
    return after(release, MembersChanged(at=LATER, members=members, away=gone))


def deciders_of_hold(release):
    return [each.person for each in release.activity("work.it").deciders]


def test_whoever_stands_in_for_its_owner_is_asked_about_a_hold_and_reminded():
    release = away_in(held(), STRANGER, DANA)
    assert deciders_of_hold(release) == [STRANGER, ROSA, IVO]
    assert release.activity("work.it").deciders[0].instead_of == DANA
    event = time_came(release, "it", number=1)
    assert {who for _, _, who in told(release, event)} == {STRANGER, ROSA, IVO}
    back = away_in(release, None)
    assert deciders_of_hold(back) == [DANA, ROSA, IVO]


def test_a_hold_of_a_releases_owner_who_is_away_asks_whoever_stands_in():
    release = away_in(held(owner=None), ROSA, OWNER, **{OWNER: (OWNER,)})
    assert deciders_of_hold(release) == [ROSA]


def test_it_asks_the_backup_owner_where_the_owner_named_nobody():
    handed = after(held(owner=None), OwnerChanged(at=LATER, by=OWNER, owner=OWNER, backup=IVO))
    release = away_in(handed, None, OWNER, **{OWNER: (OWNER,)})
    assert deciders_of_hold(release) == [IVO]


def test_a_hold_that_comes_while_its_owner_is_away_asks_whoever_stands_in():
    release = away_in(running(pipeline("it", owner="qa"), members=LEAD), STRANGER, DANA)
    assert STRANGER in deciders_of_hold(after(release, failed("it")))


# Running long


def test_what_takes_longer_than_expected_is_told_to_its_owner_once():
    release = running(pipeline("it", expected_duration=HOUR, owner="lead"), members=LEAD)
    assert told(release, took_long("it", at=NOON + HOUR)) == [("expected_end", 0, STRANGER)]
    told_once = after(release, took_long("it"))
    assert told(told_once, took_long("it", at=NOON + 2 * HOUR)) == []
    assert status(told_once, "it") is ActivityStatus.QUEUED


def test_what_ended_in_time_is_not_told_of():
    release = running(manual("it", chore("do"), expected_duration=HOUR), members=LEAD)
    assert wakes(start(process(manual("it", chore(), expected_duration=HOUR))).effects) == {
        ("expected_end", 0): NOON + HOUR
    }
    ended = after(running(pipeline("it", expected_duration=HOUR)), failed("it"))
    assert told(ended, took_long("it")) == [], "on hold: its people know"
    assert told(release, took_long("it", attempt=2)) == []


def test_a_to_do_that_was_not_done_after_all_keeps_the_times_it_had():
    first = start(process(manual("it", chore(deadline=DAY), chore("more"))))
    again = advance(after(first.execution.saved(), done("it")), reopened("it"))
    assert task(again.execution, "it", "do").open
    assert wakes(first.effects)
    assert not wakes(again.effects), "they are owed already"
