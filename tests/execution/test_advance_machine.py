"""`advance`, driven by random events through random processes, held to what must always be true.

Every event may come: valid, late, repeated, of another round or attempt, by a stranger. What is
counted step by step is compared with its full-scan definition after each step.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from immutables import Map

from orchestration.execution.counting import caught_up_counts, recounted
from orchestration.execution.engine import advance
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    Elapsed,
    ExecutionAborted,
    ExecutionStarted,
    MembersChanged,
    PipelineRunReported,
    RunAdopted,
    TaskDone,
    TaskFailed,
    TaskSignedOff,
)
from orchestration.execution.statuses import (
    ActivityStatus,
    ExecutionStatus,
    TaskStatus,
    Verdict,
    WorkKind,
)
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.model import OnFailure, phase_of
from orchestration.values import ActivityRef, TaskId
from tests.execution.building import DANA, LATER, NOON, OWNER, STRANGER, waiting
from tests.execution.random_processes import PEOPLE, TOLD, members, processes

LINKS = st.sampled_from(["", "https://ci/1", "https://ci/2"])
COUNTED = ("unsettled", "unsettled_phases", "tallies", "outputs")


def on_messages_of_their_own(execution):
    """Which to-dos share a message is decided by what one step asks together: by the order."""
    alone = {name: replace(task, shown_with=()) for name, task in execution.tasks.items()}
    return replace(execution, tasks=Map(alone))


class Advancing(RuleBasedStateMachine):
    """One release, from its start to its end."""

    @initialize(made=processes(conditional=True), who=members)
    def start(self, made, who):
        self.at = NOON
        self.known = waiting(made)
        self.since = {}
        self.once = Counter()
        self.past = []
        self.now = self.known
        self.apply(ExecutionStarted(at=NOON, by=DANA, members=who, facts=TOLD))

    # What may happen

    @precondition(lambda self: self.possible())
    @rule(data=st.data())
    def somebody_acts(self, data):
        self.apply(data.draw(st.sampled_from(self.possible())))

    @rule(data=st.data())
    def anything_arrives(self, data):
        self.apply(data.draw(self.anything()))

    @precondition(lambda self: self.past)
    @rule(data=st.data())
    def an_old_event_arrives_again(self, data):
        self.apply(data.draw(st.sampled_from(self.past)))

    @rule(who=members)
    def members_change(self, who):
        self.apply(MembersChanged(at=self.tick(), members=who))

    @precondition(lambda self: len(self.past) > 25)
    @rule()
    def somebody_aborts(self):
        self.apply(ExecutionAborted(at=self.tick(), by=OWNER, reason_id="why"))

    @precondition(lambda self: len(self.possible()) > 1)
    @rule(data=st.data())
    def two_events_about_different_activities_commute(self, data):
        one, other = (data.draw(st.sampled_from(self.possible())) for _ in range(2))
        assume(self.place_of(one) != self.place_of(other))
        one, other = (replace(each, at=LATER) for each in (one, other))
        first = advance(advance(self.now, one).execution, other).execution
        second = advance(advance(self.now, other).execution, one).execution
        assume(not first.failed_by)  # the first that ends the release ends what the other is about
        assert on_messages_of_their_own(first) == on_messages_of_their_own(second)

    @rule()
    def this_state_is_remembered_somewhere(self):
        self.known, self.since = self.now, {}

    # One step, and what it must respect

    def apply(self, event):
        before = self.now
        step = advance(before, event)
        after = step.execution
        if after is before:
            assert step.effects == ()
            return
        again = advance(after, event)
        assert again.execution is after
        assert again.effects == ()
        assert not before.status.ended
        self.settled_work_is_untouched(before, after)
        self.changes_are_named(before, after)
        self.nothing_is_owed_twice(step.effects)
        self.since.update({ref: after.activity(ref) for ref in after.changed})
        self.past.append(event)
        self.now = after.saved()

    def settled_work_is_untouched(self, before, after):
        for ref, was in before.activities.items():
            now = after.activity(ref)
            assert now.attempt in {was.attempt, was.attempt + 1}
            if was.status.ended:
                assert now is was
            if now.attempt == was.attempt + 1:
                assert was.status is ActivityStatus.PENDING or was.can_be_decided

    def changes_are_named(self, before, after):
        differing = {
            ref for ref, now in after.activities.items() if before.activities.get(ref) != now
        }
        assert after.changed == differing
        differing = {ref for ref, now in after.tasks.items() if before.tasks.get(ref) != now}
        assert after.changed_tasks == differing

    def nothing_is_owed_twice(self, effects):
        keys = [each.key for each in effects]
        assert len(set(keys)) == len(keys)
        self.once.update(each.key for each in effects if not each.standing)
        assert set(self.once.values()) <= {1}

    # What is always true

    @invariant()
    def counts_equal_their_definition(self):
        counted = recounted(self.now)
        for name in COUNTED:
            assert getattr(self.now, name) == getattr(counted, name), name

    @invariant()
    def a_remembered_state_catches_up_with_its_counts(self):
        head = replace(
            self.known,
            status=self.now.status,
            started_at=self.now.started_at,
            ended_at=self.now.ended_at,
            ended_by=self.now.ended_by,
            reason_id=self.now.reason_id,
            members=self.now.members,
            facts=self.now.facts,
            failed_by=self.now.failed_by,
            held_until=self.now.held_until,
            version=self.now.version,
        )
        moved = self.now.held_until != self.known.held_until
        caught_up = caught_up_counts(head, self.since, phases_moved=moved)
        assert caught_up.activities == self.now.activities
        for name in COUNTED:
            assert getattr(caught_up, name) == getattr(self.now, name), name

    @invariant()
    def exactly_what_is_free_to_start_has_started(self):
        plan, now = self.now.plan, self.now
        for ref in plan.activities:
            free = all(now.activity(each).status.settled for each in plan.predecessors[ref])
            free = free and self.phase_may_run(phase_of(ref))
            status = now.activity(ref).status
            started = status is not ActivityStatus.PENDING
            assert free or not started or self.skipped_with_its_phase(ref)
            if now.status is not ExecutionStatus.ABORTED and now.failed_by is None:
                assert started or not free

    @invariant()
    def the_release_has_ended_exactly_when_everything_in_it_has(self):
        found = [self.now.activity(each).status for each in self.now.plan.activities]
        if self.now.status is ExecutionStatus.ABORTED:
            assert not any(each.active for each in found)
            return
        if self.now.failed_by:
            assert self.now.status.ended == (not any(each.active for each in found))
            assert self.now.status.ended == (self.now.status is ExecutionStatus.FAILED)
            assert not any(each.can_be_decided for each in self.now.activities.values())
            return
        assert ActivityStatus.FAILED not in found
        over = all(each.settled for each in found) and not self.now.held_until
        assert self.now.status.ended == over
        assert self.now.status.ended == (self.now.ended_at is not None)
        if self.now.status.ended:
            partly = ActivityStatus.IGNORED in found
            assert (self.now.status is ExecutionStatus.PARTIALLY_SUCCEEDED) == partly

    @invariant()
    def tasks_are_open_exactly_where_people_are_awaited(self):
        for each in self.now.activities.values():
            tasks = self.now.tasks_of(each.ref)
            still = [task for task in tasks if task.open]
            assert bool(still) == (each.status is ActivityStatus.WAITING_FOR_INPUT)
            assert all(task.round == each.attempt for task in tasks)
            assert all(task.missing for task in still), "nobody is left who could answer"
            for task in tasks:
                assert not set(task.left_out) & {v.by for v in task.verdicts}
                approvers = {v.by for v in task.verdicts if v.verdict is Verdict.APPROVED}
                enough = task.status is not TaskStatus.APPROVED or len(approvers) >= task.needed
                assert enough, "approved by fewer than it needs"
                assert len({v.by for v in task.verdicts}) == len(task.verdicts)

    @invariant()
    def what_failed_is_tried_again_as_often_as_its_process_says(self):
        for each in self.now.activities.values():
            activity = self.now.plan.activities[each.ref]
            assert each.tries <= (2 if activity.on_failure is OnFailure.RETRY else 0)
            assert each.next_try_at is None or each.next_try_at > each.ended_at

    @invariant()
    def runs_exist_exactly_where_pipelines_run(self):
        for each in self.now.activities.values():
            if each.status in {ActivityStatus.QUEUED, ActivityStatus.RUNNING}:
                assert each.run is not None
                assert each.run.key == f"ex_1.{each.ref}.{each.attempt}"

    def teardown(self):
        """From wherever this went, answering whatever is asked must end the release."""
        if not hasattr(self, "now"):
            return
        steps = 0
        while not self.now.status.ended:
            answers = [each for each in self.possible() if self.is_kind(each)]
            assert answers, "nothing can be done, and the release has not ended"
            self.apply(answers[0])
            self.exactly_what_is_free_to_start_has_started()
            steps += 1
            assert steps < 200, "it goes on for ever"
        self.the_release_has_ended_exactly_when_everything_in_it_has()

    # Helpers

    def skipped_with_its_phase(self, ref):
        """What a phase leaves out does not wait for other phases first."""
        skipped = self.now.activity(ref).status is ActivityStatus.SKIPPED
        return skipped and self.phase_may_run(phase_of(ref))

    def tick(self):
        self.at += timedelta(seconds=30)
        return self.at

    def phase_may_run(self, name):
        before = self.now.plan.phase_predecessors[name]
        return name not in self.now.held_until and all(map(self.phase_is_over, before))

    def phase_is_over(self, name):
        inside = self.now.plan.phase_activities[name]
        done = all(self.now.activity(each).status.settled for each in inside)
        return done and self.phase_may_run(name)

    def place_of(self, event):
        task = getattr(event, "task_id", None)
        return self.now.tasks[task].ref if task else event.ref

    def is_kind(self, event):
        """Answers that bring the end nearer: no new attempts, nothing that only goes on."""
        if isinstance(event, TaskSignedOff):
            return event.verdict is Verdict.APPROVED
        if isinstance(event, PipelineRunReported):
            return event.report.status is RunStatus.SUCCEEDED
        if isinstance(event, Elapsed):
            return event.of != "timeout"
        return isinstance(event, TaskDone | ActivityIgnored)

    def possible(self):
        """Everything that could rightly happen now, apart from aborts and other members."""
        if self.now.status.ended:
            return []
        at = self.tick()
        found = [Elapsed(at=at, ref=x, attempt=1, of="not_before") for x in self.now.held_until]
        for each in self.now.activities.values():
            where = {"at": at, "ref": each.ref, "attempt": each.attempt}
            if each.can_be_decided:
                found.append(ActivityRetried(**where, by=OWNER))
                found.append(ActivityIgnored(**where, by=OWNER, reason_id="why"))
            match each.status:
                case ActivityStatus.QUEUED if each.next_try_at:
                    found.append(Elapsed(**where, of="next_try"))
                case ActivityStatus.QUEUED | ActivityStatus.RUNNING:
                    found.extend(
                        self.report(each.ref, each.attempt, status, at=at)
                        for status in RunStatus
                        if status is not RunStatus.RUNNING
                        or each.status is not ActivityStatus.RUNNING
                    )
                    found.append(Elapsed(at=at, ref=each.ref, attempt=each.attempt))
                case ActivityStatus.ON_HOLD:
                    if each.run and each.run.status is RunStatus.UNKNOWN:
                        found.append(RunAdopted(**where, by=OWNER, run_id="4711"))
                        found.append(self.report(each.ref, each.attempt, RunStatus.RUNNING, at=at))
                case ActivityStatus.WAITING_FOR_INPUT:
                    for task in self.now.tasks_of(each.ref):
                        if task.open:
                            found.extend(self.answers(task, at))
        return found

    def answers(self, task, at):
        where = {"at": at, "task_id": task.id, "round": task.round}
        for person in task.missing:
            if task.kind is WorkKind.SIGN_OFF:
                for verdict in Verdict:
                    through = next(x.through for x in task.assignees if x.person == person)
                    yield self.verdict(where, person, verdict, through)
            else:
                yield TaskDone(**where, by=person)
                if task.kind is WorkKind.BY_HAND:
                    yield TaskFailed(**where, by=person, reason_id="why")

    def verdict(self, where, person, verdict, through):
        why = "why" if verdict is Verdict.REJECTED else ""
        return TaskSignedOff(
            **where, by=person, verdict=verdict, through=through, shown="f00d", reason_id=why
        )

    def report(self, ref, attempt, status, *, at, link=""):
        key = f"ex_1.{ref}.{attempt}"
        said = RunReport(key=key, status=status, link=link, outputs={"from": key})
        return PipelineRunReported(at=at, ref=ref, attempt=attempt, report=said)

    def anything(self):
        """Events of any round and attempt, about anything, by anybody."""
        at = self.tick()
        refs = st.sampled_from([*self.now.plan.activities, ActivityRef("no.where")])
        ends = ("do", "sign-off", "by-hand", "form", "~finalise")
        tasks = st.builds(lambda ref, end: TaskId(f"ex_1/{ref}/{end}"), refs, st.sampled_from(ends))
        numbers = st.integers(0, 3)
        anybody = st.sampled_from([*PEOPLE, OWNER, STRANGER])
        where = {"at": st.just(at), "task_id": tasks, "round": numbers, "by": anybody}
        held = {"at": st.just(at), "ref": refs, "attempt": numbers, "by": anybody}
        return st.one_of(
            st.builds(TaskDone, **where),
            st.builds(TaskFailed, **where, reason_id=st.just("why")),
            st.builds(
                TaskSignedOff,
                **where,
                verdict=st.sampled_from(Verdict),
                through=st.just("qa"),
                shown=st.just("f00d"),
            ),
            st.builds(
                lambda ref, number, status, link: self.report(
                    ref, number, status, at=at, link=link
                ),
                refs,
                numbers,
                st.sampled_from(RunStatus),
                LINKS,
            ),
            st.builds(ActivityRetried, **held),
            st.builds(RunAdopted, **held, run_id=st.sampled_from(["", "4711"])),
            st.builds(ActivityIgnored, **held, reason_id=st.just("why")),
            st.builds(
                Elapsed,
                at=st.just(at),
                ref=refs,
                attempt=numbers,
                of=st.sampled_from(["timeout", "next_try", "not_before"]),
            ),
            st.builds(ExecutionStarted, at=st.just(at), by=anybody, members=members),
        )


TestAdvancing = Advancing.TestCase
