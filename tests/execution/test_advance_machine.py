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

from orchestration.effects import Remind
from orchestration.execution.engine import advance
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    ActivitySkipped,
    ApprovalUndone,
    Elapsed,
    EvidenceGiven,
    EvidenceKept,
    EvidenceLost,
    ExecutionAborted,
    ExecutionPaused,
    ExecutionResumed,
    ExecutionStarted,
    FreezeHeld,
    FreezeLifted,
    FreezeOver,
    MembersChanged,
    OwnerChanged,
    PipelineRunReported,
    ProcessStarted,
    Redone,
    RetriedByProcess,
    RunAdopted,
    RunAsked,
    SignedEarly,
    SignOffWithdrawn,
    SkipWithdrawn,
    Snoozed,
    SubprocessEnded,
    TaskAdded,
    TaskBlocked,
    TaskCommented,
    TaskDone,
    TaskEdited,
    TaskFailed,
    TaskHandedOn,
    TaskReopened,
    TaskSignedOff,
    TaskSkipped,
    TaskTaken,
    TaskTakenBack,
    TaskWithdrawn,
    TurnOverruled,
    TurnSeen,
)
from orchestration.execution.flow.skipping import can_be_skipped
from orchestration.execution.flow.undoing import can_be_undone
from orchestration.execution.state.activity_execution import Skipping, StandIn
from orchestration.execution.state.attached import Evidence
from orchestration.execution.state.counting import caught_up_counts, recounted
from orchestration.execution.state.keys import child_id, started_id
from orchestration.execution.state.started_process import StartedProcess
from orchestration.execution.state.statuses import (
    ActivityStatus,
    ExecutionStatus,
    TaskStatus,
    Verdict,
    WorkKind,
)
from orchestration.execution.state.turn import Standing
from orchestration.execution.tasks.concluding import awaits_files
from orchestration.execution.tasks.deciders import asked_to_decide
from orchestration.execution.tasks.early import to_be_asked
from orchestration.execution.tasks.sign_off import electorate
from orchestration.execution.tasks.withdrawing import gate_closed
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.model import ActivityType, OnFailure, phase_of
from orchestration.values import ActivityRef, FreezeId, ProcessId, TaskId
from tests.execution.building import (
    DANA,
    EVENING,
    LATER,
    NOON,
    OWNER,
    STRANGER,
    awaited,
    begun,
    chore,
    gate,
    waiting,
)
from tests.execution.random_processes import PEOPLE, TOLD, absences, members, processes

_PENDING = ActivityStatus.PENDING
LINKS = st.sampled_from(["", "https://ci/1", "https://ci/2"])
MORE = (
    chore("~more", assignees=(DANA,), required=True),
    chore("~more", assignees=(STRANGER,), required=False),
    gate("~more", asks=(DANA, STRANGER), needed=2),
)
"""What is added while it runs: the same one, said in several ways."""
GIVEN = Evidence(id="given", by=DANA, at=NOON, round=1, file="F2")
KNOWN = {DANA: (DANA,), STRANGER: (STRANGER,)}
NAMED = (KNOWN, {})
MEND = StandIn(process=ProcessId("mend"), version=1)
ENDS = [each for each in ExecutionStatus if each.ended]
FREEZES = st.sampled_from([FreezeId("christmas"), FreezeId("easter")])
COUNTED = ("unsettled", "unsettled_phases", "tallies", "outputs")


def on_messages_of_their_own(execution):
    """Which to-dos share a message is decided by what one step asks together: by the order."""
    alone = {name: replace(task, shown_with=()) for name, task in execution.tasks.items()}
    return replace(execution, tasks=Map(alone))


class Advancing(RuleBasedStateMachine):
    """One release, from its start to its end."""

    @initialize(made=processes(conditional=True), who=members, data=st.data())
    def start(self, made, who, data):
        self.at = NOON
        self.known = waiting(made)
        self.since = {}
        self.once = Counter()
        self.past = []
        self.now = self.known
        done = Skipping(at=NOON, by=DANA, reason_id="why", outputs={"from": "elsewhere"})
        places = st.sampled_from([*self.now.plan.activities, None])
        left_out = {ref: done for ref in data.draw(st.sets(places, max_size=2)) if ref}
        event = ExecutionStarted(at=NOON, by=DANA, members=who, facts=TOLD, left_out=left_out)
        self.apply(event)

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

    @rule(who=members, away=absences)
    def members_change(self, who, away):
        self.apply(MembersChanged(at=self.tick(), members=who, away=away))

    @rule(away=absences)
    def people_leave_and_come_back(self, away):
        """An absence changes who can sign, never how many must, nor what was decided."""
        who = dict(self.now.members)
        before = {name: self.size_of(task) for name, task in self.now.tasks.items()}
        self.apply(MembersChanged(at=self.tick(), members=who, away=away))
        assert {name: self.size_of(task) for name, task in self.now.tasks.items()} == before

    def size_of(self, task):
        if task.kind is not WorkKind.SIGN_OFF:
            return task.status
        return task.status, task.needed, len(electorate(task))

    @rule(owner=st.sampled_from([*PEOPLE, OWNER]), backup=st.sampled_from([None, DANA]))
    def it_is_handed_over(self, owner, backup):
        """Who owns it changes who is asked, never what was decided."""
        before = {name: (x.status, x.sign_offs) for name, x in self.now.tasks.items()}
        self.apply(OwnerChanged(at=self.tick(), by=OWNER, owner=owner, backup=backup))
        assert {name: (x.status, x.sign_offs) for name, x in self.now.tasks.items()} == before
        assert self.now.status.ended or (self.now.owner, self.now.backup) == (owner, backup)

    @precondition(lambda self: not self.now.paused)
    @rule(stopped=st.booleans())
    def somebody_pauses_or_stops_the_line(self, stopped):
        event = ExecutionPaused(at=self.tick(), by=OWNER, reason_id="why", line_stopped=stopped)
        began = begun(self.now)
        self.apply(event)
        assert begun(self.now) == began

    @precondition(lambda self: self.now.paused)
    @rule()
    def an_operator_resumes(self):
        self.apply(ExecutionResumed(at=self.tick(), by=OWNER))
        assert self.now.status.ended or self.now.frozen or not self.now.held_back

    @rule(freeze=FREEZES)
    def a_freeze_begins(self, freeze):
        event = self.frozen(freeze, at=self.tick())
        began, ended = begun(self.now), self.now.status.ended
        self.apply(event)
        assert begun(self.now) == began
        going = not ended and self.now.failed_by is None
        assert self.now.frozen or not going or any(each.resumed_at for each in self.now.freezes)

    @precondition(lambda self: self.now.frozen)
    @rule()
    def every_freeze_is_over_and_resumed(self):
        for each in self.now.frozen:
            self.apply(FreezeOver(at=self.tick(), freeze=each.freeze, begins=each.begins))
            self.apply(FreezeLifted(at=self.tick(), freeze=each.freeze, begins=each.begins))
        assert self.now.status.ended or self.now.paused or not self.now.held_back

    @precondition(lambda self: self.can_be_redone())
    @rule(data=st.data())
    def somebody_redoes(self, data):
        ref = data.draw(st.sampled_from(self.can_be_redone()))
        before = self.now
        self.apply(self.redo(ref))
        assert self.now.candidate == before.candidate + 1
        self.only_what_depends_on_it_is_reopened(before, ref)

    @precondition(lambda self: len(self.past) > 25)
    @rule()
    def somebody_aborts(self):
        self.apply(ExecutionAborted(at=self.tick(), by=OWNER, reason_id="why"))

    @precondition(lambda self: len(self.possible()) > 1)
    @rule(data=st.data())
    def two_events_about_different_activities_commute(self, data):
        one, other = (data.draw(st.sampled_from(self.possible())) for _ in range(2))
        assume(self.place_of(one) != self.place_of(other))
        early_or_undone = (
            SignedEarly | SkipWithdrawn | ApprovalUndone
        )  # about what comes before or after it too
        assume(not any(isinstance(each, early_or_undone) for each in (one, other)))
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
        assert not before.status.ended or isinstance(event, EvidenceKept | EvidenceLost)
        self.settled_work_is_untouched(before, after, event)
        self.changes_are_named(before, after)
        self.nothing_is_owed_twice(step.effects)
        self.only_what_waits_is_told(after, step.effects)
        self.reminders_only_go_on(before, after)
        self.since.update({ref: after.activity(ref) for ref in after.changed})
        self.past.append(event)
        self.now = after.saved()

    def settled_work_is_untouched(self, before, after, event):
        """Except that a to-do was not done after all, and then in an attempt of its own."""
        for ref, was in before.activities.items():
            now = after.activity(ref)
            assert now.attempt in {was.attempt, was.attempt + 1}
            if after.candidate > before.candidate:
                assert now is was or now.past[-1].redone_in == after.candidate
                continue
            unsettled = isinstance(event, TaskReopened) and now.attempt == was.attempt + 1
            if isinstance(event, ApprovalUndone):
                continue  # nothing had begun
            if was.status.ended and not unsettled:
                assert replace(now, undo_until=was.undo_until) == was  # whose window may end
            if now.attempt == was.attempt + 1:
                free = was.status is ActivityStatus.PENDING or was.can_be_decided
                assert free or (unsettled and was.status is ActivityStatus.SUCCEEDED)

    def only_what_depends_on_it_is_reopened(self, before, redone):
        """By the definition: whoever can be reached along one dependency after the other."""
        plan = self.now.plan
        after = {redone}
        while True:
            phases = {phase_of(each) for each in after}
            more = {y for x in after for y in plan.successors[x]}
            reached = self.phases_after(phases)
            more |= {x for phase in reached for x in plan.phase_activities[phase]}
            if more <= after:
                break
            after |= more
        for ref in plan.activities:
            was, now = before.activity(ref), self.now.activity(ref)
            if ref not in after or was.status is ActivityStatus.PENDING:
                assert now is was or (now == was and not was.attempt)
                continue
            assert len(now.past) == len(was.past) + 1
            assert now.past[-1].status is was.status
            for task in before.tasks_of(ref):
                assert self.now.tasks[task.id].sign_offs == task.sign_offs, "history was lost"
                kept = self.now.tasks[task.id]
                voided = kept.past[-1].voided_in if kept.round > task.round else kept.voided_in
                assert voided, "what was answered still counts"

    def phases_after(self, phases):
        plan, found = self.now.plan, set()
        wave = set(phases)
        while wave:
            wave = {x for each in wave for x in plan.phase_successors[each]} - found
            found |= wave
        return found

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

    def only_what_waits_is_told(self, after, effects):
        for each in effects:
            if not isinstance(each, Remind):
                continue
            task = after.tasks.get(each.task_id)
            if task is not None:
                assert task.open
                asked, deadline = task.missing, task.deadline
            else:
                activity = after.activity(each.ref)
                assert activity.status.active
                asked, deadline = asked_to_decide(after, activity), activity.deadline
            match each.occasion:
                case "reminder":
                    assert each.copy in asked
                case "escalation":
                    assert each.copy in set(deadline.escalated_to) - set(asked)
                case "due":
                    assert each.copy == "thread"

    def reminders_only_go_on(self, before, after):
        for name, was in before.tasks.items():
            now = after.tasks[name]
            if was.deadline and was.round == now.round:
                assert now.deadline.due_at == was.deadline.due_at
                assert now.deadline.reminded >= was.deadline.reminded
                assert now.deadline.overdue_at == (
                    was.deadline.overdue_at or now.deadline.overdue_at
                )

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
            owner=self.now.owner,
            backup=self.now.backup,
            reason_id=self.now.reason_id,
            members=self.now.members,
            away=self.now.away,
            facts=self.now.facts,
            failed_by=self.now.failed_by,
            held_until=self.now.held_until,
            pauses=self.now.pauses,
            freezes=self.now.freezes,
            held_back=self.now.held_back,
            redos=self.now.redos,
            phase_attempts=self.now.phase_attempts,
            turns=self.now.turns,
            version=self.now.version,
        )
        heads = (self.now, self.known)
        now, known = ((x.held_until, x.held_back, x.candidate, x.turns) for x in heads)
        anew = now != known
        caught_up = caught_up_counts(head, self.since, anew=anew)
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
            before = self.skipped_with_its_phase(ref) or self.is_begun_anew(phase_of(ref))
            assert free or not started or before
            if now.status is not ExecutionStatus.ABORTED and now.failed_by is None:
                assert started or not free or self.is_held_back(ref)

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
        kept = self.now.held_until or self.now.held_back
        kept = kept or any(x.waiting for x in self.now.turns.values())
        over = all(each.settled for each in found) and not kept
        assert self.now.status.ended == over
        assert self.now.status.ended == (self.now.ended_at is not None)
        if self.now.status.ended:
            inside = [each.child_status for each in self.now.activities.values()]
            partly = ActivityStatus.IGNORED in found
            partly |= ExecutionStatus.PARTIALLY_SUCCEEDED in inside
            assert (self.now.status is ExecutionStatus.PARTIALLY_SUCCEEDED) == partly

    @invariant()
    def tasks_are_open_exactly_where_people_are_awaited(self):
        for each in self.now.activities.values():
            tasks = self.now.tasks_of(each.ref)
            still = [task for task in tasks if task.open]
            copied = [task for task in tasks if awaits_files(task)]
            waits = each.status is ActivityStatus.WAITING_FOR_INPUT
            assert waits or not still
            assert still or copied or not waits  # a file may be on its way when it is skipped
            assert all(task.round == each.attempt for task in still)
            assert all(task.round <= each.attempt for task in tasks)
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
            inside = bool(self.now.plan.activities[each.ref].process or each.stand_in)
            assert each.child is None or inside
            if each.status in {ActivityStatus.QUEUED, ActivityStatus.RUNNING} and inside:
                assert each.child == child_id(self.now.id, each.ref, each.attempt)
            elif each.status in {ActivityStatus.QUEUED, ActivityStatus.RUNNING}:
                assert each.run is not None
                assert each.run.key == f"ex_1.{each.ref}.{each.attempt}"

    def teardown(self):
        """From wherever this went, answering whatever is asked must end the release."""
        if not hasattr(self, "now"):
            return
        steps = 0
        while not self.now.status.ended:
            answers = [each for each in self.possible() if self.is_kind(each)]
            if self.now.paused:
                answers.append(ExecutionResumed(at=self.tick(), by=OWNER))
            answers += [
                FreezeLifted(at=self.tick(), freeze=each.freeze, begins=each.begins)
                for each in self.now.frozen
            ]
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

    def is_begun_anew(self, phase):
        """It gave back what it uses, and a part of it is to be done again once it has that."""
        turn = self.now.turns.get(phase)
        return turn is not None and turn.waiting and turn.only_places

    def tick(self):
        self.at += timedelta(seconds=30)
        return self.at

    def is_held_back(self, ref):
        return self.now.holds_back(ref) and ref in self.now.held_back

    def frozen(self, freeze, *, at):
        until = NOON + timedelta(days=9)
        return FreezeHeld(at=at, freeze=freeze, name="Freeze", begins=NOON, until=until)

    def phase_may_run(self, name):
        before = self.now.plan.phase_predecessors[name]
        return not self.now.is_kept(name) and all(map(self.phase_is_over, before))

    def phase_is_over(self, name):
        inside = self.now.plan.phase_activities[name]
        done = all(self.now.activity(each).status.settled for each in inside)
        return done and self.phase_may_run(name)

    def place_of(self, event):
        if isinstance(event, ProcessStarted):
            return self.now.tasks[event.started.task_id].ref
        if isinstance(event, TurnSeen | TurnOverruled):
            return event.phase
        return getattr(event, "ref", None) or self.now.tasks[event.task_id].ref

    def is_kind(self, event):
        """Answers that bring the end nearer: no new attempts, nothing that only goes on."""
        if isinstance(event, TaskSignedOff):
            return event.verdict is Verdict.APPROVED
        if isinstance(event, PipelineRunReported):
            return event.report.status is RunStatus.SUCCEEDED
        if isinstance(event, ActivitySkipped):
            return event.attempt > 0
        if isinstance(event, SubprocessEnded):
            return event.status is ExecutionStatus.SUCCEEDED
        if isinstance(event, TurnSeen):
            sees_all = all(x.standing.over for x in event.waits_for)
            return event.holds_all and sees_all and not self.now.holds_back(event.phase)
        if isinstance(event, Elapsed):
            return event.of in {"not_before", "next_try"}
        return isinstance(event, TaskDone | EvidenceKept | ActivityIgnored | RunAsked)

    def can_be_redone(self):
        if self.now.status.ended or self.now.failed_by or self.now.candidate > 3:
            return []
        begun = [
            ref for ref, x in self.now.activities.items() if x.attempt and x.status is not _PENDING
        ]
        return sorted(begun)

    def redo(self, ref):
        candidate = self.now.candidate + 1
        return Redone(at=self.tick(), by=OWNER, ref=ref, candidate=candidate, reason_id="why")

    def possible(self):
        """Everything that could rightly happen now, apart from aborts and other members."""
        if self.now.status.ended:
            return []
        at = self.tick()
        found = [
            Elapsed(at=at, ref=x, attempt=self.now.phase_attempt(x), of="not_before")
            for x in self.now.held_until
        ]
        for ref in self.now.plan.activities:
            found.extend(self.signed_early(ref, at))
        found.extend(self.turns_of(at))
        for each in self.now.activities.values():
            where = {"at": at, "ref": each.ref, "attempt": each.attempt}
            found.extend(self.times_of(each, at))
            if each.can_be_decided:
                if not self.now.holds_back(each.ref):
                    found.append(ActivityRetried(**where, by=OWNER))
                found.append(ActivityIgnored(**where, by=OWNER, reason_id="why"))
            if each.to_be_skipped:
                found.append(SkipWithdrawn(**where, by=OWNER))
            if can_be_skipped(each) and each.status is not _PENDING:
                found.append(ActivitySkipped(**where, by=OWNER, reason_id="why"))
            match each.status:
                case ActivityStatus.QUEUED if self.is_held_back(each.ref):
                    pass  # its time has come already
                case ActivityStatus.QUEUED if each.begins_at:
                    found.append(RunAsked(at=at, ref=each.ref, attempt=each.attempt))
                case ActivityStatus.QUEUED if each.next_try_at:
                    found.append(Elapsed(**where, of="next_try"))
                case ActivityStatus.RUNNING if each.child:
                    found.extend(self.ended_inside(each.ref, how, at=at) for how in ENDS)
                    found.append(Elapsed(at=at, ref=each.ref, attempt=each.attempt))
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
                    found.extend(self.ended_beside(each, at))
                    if self.now.plan.activities[each.ref].type is ActivityType.MANUAL:
                        found.append(TaskAdded(**where, by=OWNER, spec=MORE[0], members=KNOWN))
                    for task in self.now.tasks_of(each.ref):
                        if task.open:
                            found.extend(self.answers(task, at))
                            found.extend(self.changes(task, at))
                            found.append(self.run_beside(task, at))
                        found.extend(self.copied(task, at))
                        found.extend(self.taken_back(task, at))
                case ActivityStatus.SUCCEEDED if each.undo_until:
                    for task in self.now.tasks_of(each.ref):
                        found.extend(self.taken_back(task, at))
        for task in self.now.tasks.values():
            if task.status is TaskStatus.EARLY:
                found.extend(self.taken_back(task, at))
        found.extend(
            TaskReopened(at=at, by=task.people[0], task_id=task.id, round=task.round)
            for task in self.now.tasks.values()
            if task.status is TaskStatus.DONE
        )
        return found

    def signed_early(self, ref, at):
        """By whoever would be asked, of what is still to come."""
        for task in to_be_asked(self.now, ref, at):
            where = {"at": at, "ref": ref, "task_id": task.id, "round": task.round}
            for person in task.missing:
                shown = f"f00d{task.taken_back}"
                yield SignedEarly(**where, by=person, through="qa", shown=shown)

    def run_beside(self, task, at):
        """One process for each task, started by hand."""
        started = StartedProcess(
            task_id=task.id,
            child=started_id(self.now.id, f"{task.id}.{task.round}"),
            process=ProcessId("mend"),
            version=1,
            name="Mend",
            by=OWNER,
            at=at,
        )
        return ProcessStarted(at=at, by=OWNER, round=task.round, started=started)

    def ended_beside(self, activity, at):
        for child in activity.inside:
            for how in ENDS:
                yield SubprocessEnded(at=at, ref=activity.ref, child=child, status=how)

    def turns_of(self, at):
        """What is seen of others, and that somebody goes on without them."""
        for phase, turn in self.now.turns.items():
            if turn.waiting:
                where = {"at": at, "phase": phase, "attempt": turn.attempt}
                yield TurnSeen(**where, waits_for=(awaited(Standing.WELL),), holds_all=True)
                yield TurnSeen(**where, waits_for=(awaited(Standing.WELL),), holds_all=False)
                yield TurnSeen(**where, waits_for=(awaited(Standing.BADLY),), holds_all=True)
                yield TurnOverruled(**where, by=OWNER, reason_id="why")

    def taken_back(self, task, at):
        """Those who approved may withdraw that while the gate is closed."""
        for number, each in enumerate(task.sign_offs):
            if each in task.verdicts and each.verdict is Verdict.APPROVED:
                where = {"at": at, "task_id": task.id, "round": task.round}
                if gate_closed(self.now, task):
                    yield SignOffWithdrawn(**where, by=each.by, number=number)
                if can_be_undone(self.now, task):
                    yield ApprovalUndone(**where, by=each.by, number=number)

    def copied(self, task, at):
        """Each file on its way arrives, or never does."""
        for each in task.evidence:
            if each.awaited:
                where = {"at": at, "task_id": task.id, "id": each.id}
                yield EvidenceKept(**where, name="report.pdf", size=7, sha256="f00d")
                yield EvidenceLost(**where, why="it is gone")

    def changes(self, task, at):
        """What becomes of an open task other than being answered."""
        where = {"at": at, "by": task.people[0], "task_id": task.id, "round": task.round}
        if task.added_by:
            yield TaskEdited(**where, spec=MORE[1], members=KNOWN)
            yield TaskWithdrawn(**where)
        else:
            yield TaskSkipped(**where, reason_id="why")
        if task.kind is not WorkKind.SIGN_OFF:
            yield TaskTaken(**where)
            yield TaskBlocked(**where, reason_id="why")

    def times_of(self, activity, at):
        """What the clock, and those who ask it for quiet, may bring to what waits on people."""
        where = {"at": at, "ref": activity.ref, "attempt": activity.attempt}
        expected = self.now.plan.activities[activity.ref].expected_duration
        goes_on = activity.status.active and not activity.can_be_decided
        if expected and goes_on and not activity.overran_at:
            yield Elapsed(**where, of="expected_end")
        if activity.status is ActivityStatus.ON_HOLD:
            asked = asked_to_decide(self.now, activity)
            yield from self.times_until(activity.deadline, asked, where)
        for task in self.now.tasks_of(activity.ref):
            if task.open and task.deadline:
                yield from self.times_until(
                    task.deadline, task.missing, {**where, "task_id": task.id}
                )

    def times_until(self, deadline, asked, where):
        of_it = {**where, "deadline_at": deadline.due_at}
        if deadline.reminded < len(deadline.remind_at):
            yield Elapsed(**of_it, of="reminder", number=deadline.reminded + 1)
        if not deadline.overdue_at:
            yield Elapsed(**of_it, of="due")
        yield from (
            Elapsed(**where, of="snooze", person=each.person, deadline_at=each.until)
            for each in deadline.snoozes
            if not each.over
        )
        for person in asked[:1]:  # nobody is missing where all signed early
            yield Snoozed(**where, by=person, until=self.at + timedelta(days=1))

    def answers(self, task, at):
        where = {"at": at, "task_id": task.id, "round": task.round}
        for person in task.missing:
            if task.kind is WorkKind.SIGN_OFF:
                for verdict in (Verdict.APPROVED, Verdict.REJECTED):
                    through = next(x.through for x in task.assignees if x.person == person)
                    yield self.verdict(task, where, person, verdict, through)
            else:
                yield TaskDone(**where, by=person)
                if task.kind is WorkKind.FORM:
                    yield TaskDone(**where, by=person, files={"report": "F1"})
                if task.kind is WorkKind.BY_HAND:
                    yield TaskFailed(**where, by=person, reason_id="why")

    def verdict(self, task, where, person, verdict, through):
        """A card shows something else once a verdict was taken back."""
        why = "why" if verdict is Verdict.REJECTED else ""
        shown = f"f00d{task.taken_back}"
        return TaskSignedOff(
            **where, by=person, verdict=verdict, through=through, shown=shown, reason_id=why
        )

    def report(self, ref, attempt, status, *, at, link=""):
        key = f"ex_1.{ref}.{attempt}"
        said = RunReport(key=key, status=status, link=link, outputs={"from": key})
        return PipelineRunReported(at=at, ref=ref, attempt=attempt, report=said)

    def ended_inside(self, ref, how, *, at, attempt=None):
        attempt = self.now.activity(ref).attempt if attempt is None else attempt
        child = child_id(self.now.id, ref, attempt)
        given = {"from": f"ex_1.{ref}.{attempt}", "inner": "stays inside"}
        return SubprocessEnded(at=at, ref=ref, child=child, status=how, outputs=given)

    def anything(self):
        """Events of any round and attempt, about anything, by anybody."""
        at = self.tick()
        refs = st.sampled_from([*self.now.plan.activities, ActivityRef("no.where")])
        ends = ("do", "sign-off", "by-hand", "form", "~finalise", "~more")
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
            st.builds(SignOffWithdrawn, **where, number=st.integers(-1, 2)),
            st.builds(TaskTaken, **where),
            st.builds(TaskCommented, **where, text_id=st.sampled_from(["t1", "t2"])),
            st.builds(EvidenceGiven, **where, evidence=st.just((GIVEN,))),
            st.builds(
                EvidenceKept,
                at=st.just(at),
                task_id=tasks,
                id=st.sampled_from([GIVEN.id, "report.1.0"]),
                name=st.just("report.pdf"),
                size=st.just(7),
                sha256=st.just("f00d"),
            ),
            st.builds(TaskBlocked, **where, reason_id=st.sampled_from(["", "why"])),
            st.builds(TaskReopened, **where),
            st.builds(TaskSkipped, **where, reason_id=st.just("why")),
            st.builds(TaskWithdrawn, **where),
            st.builds(
                TaskEdited, **where, spec=st.sampled_from(MORE), members=st.sampled_from(NAMED)
            ),
            st.builds(
                TaskAdded, **held, spec=st.sampled_from(MORE), members=st.sampled_from(NAMED)
            ),
            st.builds(
                lambda ref, number, how: self.ended_inside(ref, how, at=at, attempt=number),
                refs,
                numbers,
                st.sampled_from(ENDS),
            ),
            st.builds(ApprovalUndone, **where, number=st.integers(-1, 2)),
            st.builds(SignedEarly, **where, ref=refs, through=st.just("qa"), shown=st.just("f00d")),
            st.builds(RunAsked, at=st.just(at), ref=refs, attempt=numbers),
            st.builds(
                TaskHandedOn,
                **where,
                of=anybody,
                to=anybody,
                until=st.sampled_from([None, LATER, EVENING]),
                reassigned=st.booleans(),
            ),
            st.builds(TaskTakenBack, **where, of=anybody),
            st.builds(RetriedByProcess, **held, stand_in=st.just(MEND)),
            st.builds(ActivityRetried, **held),
            st.builds(RunAdopted, **held, run_id=st.sampled_from(["", "4711"])),
            st.builds(ActivitySkipped, **held, reason_id=st.just("why")),
            st.builds(SkipWithdrawn, **held),
            st.builds(ActivityIgnored, **held, reason_id=st.just("why")),
            st.builds(
                Elapsed,
                at=st.just(at),
                ref=refs,
                attempt=numbers,
                of=st.sampled_from(["timeout", "next_try", "not_before", "delegation"]),
            ),
            st.builds(
                TurnSeen,
                at=st.just(at),
                phase=st.sampled_from([*self.now.plan.phase_activities, "nowhere"]),
                attempt=numbers,
                waits_for=st.sampled_from([(), *((awaited(x),) for x in Standing)]),
                holds_all=st.booleans(),
            ),
            st.builds(ExecutionPaused, at=st.just(at), by=anybody, reason_id=st.just("why")),
            st.builds(ExecutionResumed, at=st.just(at), by=anybody),
            st.builds(self.frozen, freeze=FREEZES, at=st.just(at)),
            st.builds(FreezeOver, at=st.just(at), freeze=FREEZES, begins=st.just(NOON)),
            st.builds(FreezeLifted, at=st.just(at), freeze=FREEZES, begins=st.just(NOON)),
            st.builds(
                Redone,
                at=st.just(at),
                by=anybody,
                ref=refs,
                candidate=numbers,
                reason_id=st.just("why"),
            ),
            st.builds(ExecutionStarted, at=st.just(at), by=anybody, members=members),
        )


TestAdvancing = Advancing.TestCase
