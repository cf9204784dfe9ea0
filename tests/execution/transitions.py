"""Every state of an activity, every event, and what comes of the two: the table of the docs.

`python -m tests.execution.transitions` writes it, and the diagram, into docs/execution.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from orchestration.effects import Effect
from orchestration.execution.engine import advance
from orchestration.execution.events import ExecutionEvent
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ExecutionStatus, TaskStatus
from orchestration.pipelines.model import RunStatus
from tests.execution import building as a
from tests.execution.building import after, pipeline, running, todo

PAGE = Path(__file__).parents[2] / "docs" / "execution.md"
OTHER = todo("other")
"""Keeps the release open, so that what is looked at is the activity alone."""


def among(activity, *events: ExecutionEvent) -> ProcessExecution:
    """Ours follows `first`, which is done: so that a redo may begin before it."""
    ours = activity.model_copy(update={"depends_on": ("first",)})
    begun = running(todo("first"), ours, OTHER, members={"qa": (a.DANA,)})
    return after(begun, a.done("first"), *events)


def run(**more):
    return pipeline("it", **more)


def in_failing_release(*events: ExecutionEvent) -> ProcessExecution:
    """Another activity has failed for all; ours still runs."""
    fatal = pipeline("fatal", on_failure=a.FAIL)
    return after(running(run(), fatal), *events, a.failed("fatal"))


def before_its_turn() -> ProcessExecution:
    return running(todo("first"), run(after=("first",)))


def closing() -> ProcessExecution:
    activity = a.manual("it", a.chore(), finalise="owner")
    return among(activity, a.done("it"))


def gate_to_come() -> ProcessExecution:
    return running(todo("first"), a.sign_off("it", after=("first",)), members={"qa": (a.DANA,)})


def held_back() -> ProcessExecution:
    return after(before_its_turn(), a.paused(), a.done("first"))


def due_in_a_pause() -> ProcessExecution:
    return among(run(on_failure=a.RETRY), a.failed("it"), a.paused(), a.next_try("it"))


def undoable() -> ProcessExecution:
    """Approved, and what that starts has not begun yet."""
    gate = a.sign_off("it", undo=None)
    return after(running(gate, pipeline("next", after=("it",))), a.signed("it"))


def about_to_begin() -> ProcessExecution:
    gate = a.sign_off("gate", undo=None)
    return after(running(gate, run(after=("gate",))), a.signed("gate"))


STATES: dict[str, Callable[[], ProcessExecution]] = {
    "pending": before_its_turn,
    "pending, held back by a pause": held_back,
    "pending, to be skipped": lambda: after(before_its_turn(), a.skipped("it", attempt=0)),
    "pending, a sign-off": gate_to_come,
    "pending, signed early": lambda: after(gate_to_come(), a.signed_early("it")),
    "queued": lambda: among(run()),
    "running": lambda: among(run(), a.goes_on("it")),
    "running, `expected-duration`": lambda: among(run(expected_duration=a.DAY), a.goes_on("it")),
    "running, `on-failure: retry`": lambda: among(run(on_failure=a.RETRY), a.goes_on("it")),
    "running, `on-failure: ignore`": lambda: among(run(on_failure=a.IGNORE), a.goes_on("it")),
    "running, `optional`": lambda: among(run(optional=True), a.goes_on("it")),
    "running, `on-failure: fail`": lambda: among(run(on_failure=a.FAIL), a.goes_on("it")),
    "running, the release fails": lambda: in_failing_release(a.goes_on("it")),
    "queued, next try planned": lambda: among(run(on_failure=a.RETRY), a.failed("it")),
    "queued, next try planned, due in a pause": due_in_a_pause,
    "waiting for input: to-do or form": lambda: among(todo("it")),
    "waiting for input: last task, `finalise: owner`": lambda: among(
        a.manual("it", a.chore(), finalise="owner")
    ),
    "waiting for input: finalise": closing,
    "waiting for input: sign-off": lambda: among(a.sign_off("it")),
    "waiting for input: with a deadline": lambda: among(
        a.manual("it", a.gate(deadline=a.DAY, escalate_to=a.ROSA))
    ),
    "waiting for input: run by hand": lambda: among(a.by_hand("it")),
    "succeeded, can be undone": undoable,
    "queued, gate can be undone": about_to_begin,
    "on hold": lambda: among(run(), a.failed("it")),
    "on hold, run in doubt": lambda: among(run(), a.unheard("it")),
    "running another process": lambda: among(a.runs("it", "deploy")),
    "running another process, `on-failure: retry`": lambda: among(
        a.runs("it", "deploy", on_failure=a.RETRY)
    ),
    "succeeded": lambda: among(run(), a.ran("it")),
    "succeeded: to-do, nothing has gone on from it": lambda: among(todo("it"), a.done("it")),
    "failed": lambda: after(running(run(on_failure=a.FAIL), pipeline("still")), a.failed("it")),
    "ignored": lambda: among(run(), a.failed("it"), a.ignored("it")),
    "skipped": lambda: among(run(if_="1 == 2")),
    "aborted": lambda: among(run(), a.aborted()),
}


class Happening(NamedTuple):
    event: Callable[[ProcessExecution], ExecutionEvent]
    who: str


def _attempt(execution: ProcessExecution) -> int:
    return execution.activity(a.place("it")).attempt


def _of_run(
    status: RunStatus, *, lost: bool = False
) -> Callable[[ProcessExecution], ExecutionEvent]:
    return lambda e: a.reported("it", status, attempt=_attempt(e), reason="exit code 3", lost=lost)


def _of_attempt(event: Callable[..., ExecutionEvent]) -> Callable[..., ExecutionEvent]:
    return lambda e: event("it", attempt=_attempt(e))


def _done(execution: ProcessExecution) -> ExecutionEvent:
    open_task = next((x for x in execution.tasks_of(a.place("it")) if x.open), None)
    which = open_task.id.rsplit("/", 1)[1] if open_task else "do"
    return a.done("it", which=which, round_=max(1, _attempt(execution)))


def _skipped(execution: ProcessExecution) -> ExecutionEvent:
    open_task = next((x for x in execution.tasks_of(a.place("it")) if x.open), None)
    return a.left_out("it", which=open_task.id.rsplit("/", 1)[1] if open_task else "do")


def _of_time(of: str, **more) -> Callable[[ProcessExecution], ExecutionEvent]:
    return lambda e: a.time_came(e, "it", of, **more)


def _put_off(execution: ProcessExecution) -> ExecutionEvent:
    return a.put_off(execution, "it", by=a.DANA)


def _undone(execution: ProcessExecution) -> ExecutionEvent:
    gate = "gate" if a.place("gate") in execution.plan.activities else "it"
    return a.undone(gate)


ASKED = "whoever the task asks"
CHANGES = "owner of the activity or release; the right to operate"
OPERATE = "the right to operate"
PROVIDER = "the provider: callback or poll"
CLOCK = "the clock"
CHILD = "the child's end"
EVENTS: dict[str, Happening] = {
    "its turn comes": Happening(lambda _: a.done("first"), "the engine"),
    "done": Happening(_done, ASKED),
    "reopen": Happening(lambda _: a.reopened("it"), ASKED),
    "a task is added": Happening(
        lambda e: a.added("it", a.chore("~more"), attempt=max(1, _attempt(e))), CHANGES
    ),
    "its only task is skipped": Happening(_skipped, f"{OPERATE}, of a gate to override; a reason"),
    "failed by hand": Happening(lambda _: a.broke("it"), f"{ASKED}; with a reason"),
    "enough approvals": Happening(lambda _: a.signed("it"), ASKED),
    "rejected": Happening(lambda _: a.rejected("it"), f"{ASKED}; with a reason"),
    "approved early": Happening(lambda _: a.signed_early("it"), "whoever would be asked"),
    "the early approval is withdrawn": Happening(
        lambda _: a.withdrawn("it"), "whoever approved it"
    ),
    "the approval is undone": Happening(_undone, "whoever approved it"),
    "the time to undo is over": Happening(_of_attempt(a.asked_for), CLOCK),
    "nobody is left who can sign": Happening(lambda _: a.now_in("qa"), "the directory"),
    "the run goes on": Happening(_of_run(RunStatus.RUNNING), PROVIDER),
    "the run succeeded": Happening(_of_run(RunStatus.SUCCEEDED), PROVIDER),
    "the run failed": Happening(_of_run(RunStatus.FAILED), PROVIDER),
    "the run was cancelled": Happening(_of_run(RunStatus.CANCELLED), PROVIDER),
    "its run cannot be seen any more": Happening(_of_run(RunStatus.UNKNOWN, lost=True), PROVIDER),
    "nobody heard whether it started": Happening(_of_run(RunStatus.UNKNOWN), PROVIDER),
    "its process succeeded": Happening(lambda e: a.ended_inside(e, "it"), CHILD),
    "its process failed": Happening(
        lambda e: a.ended_inside(e, "it", ExecutionStatus.FAILED, reason="“roll” failed"), CHILD
    ),
    "its process could not start": Happening(
        lambda e: a.ended_inside(e, "it", ExecutionStatus.FAILED, permanent=True), CHILD
    ),
    "timeout": Happening(_of_attempt(a.timed_out), CLOCK),
    "time of the next try": Happening(_of_attempt(a.next_try), CLOCK),
    "retry, or try now": Happening(_of_attempt(a.retried), OPERATE),
    "retry with a process": Happening(_of_attempt(a.by_process), OPERATE),
    "ignore": Happening(_of_attempt(a.ignored), f"{OPERATE}; with a reason"),
    "it had started: adopt its run": Happening(_of_attempt(a.adopted), OPERATE),
    "skip": Happening(_of_attempt(a.skipped), f"{OPERATE}; with a reason"),
    "the skip is withdrawn": Happening(_of_attempt(a.not_skipped), OPERATE),
    "the release is resumed": Happening(lambda _: a.resumed(), OPERATE),
    "redo from it": Happening(lambda _: a.redone("it"), f"{OPERATE}; with a reason"),
    "redo from before it": Happening(lambda _: a.redone("first"), f"{OPERATE}; with a reason"),
    "reminder": Happening(_of_time("reminder", number=1), CLOCK),
    "the deadline passes": Happening(_of_time("due"), CLOCK),
    "remind me later": Happening(_put_off, ASKED),
    "longer than expected": Happening(_of_attempt(a.took_long), CLOCK),
    "the release is aborted": Happening(lambda _: a.aborted(), f"{OPERATE}; with a reason"),
}


class Transition(NamedTuple):
    state: str
    event: str
    becomes: str
    owed: str
    who: str


_OWED = {
    "trigger_pipeline": "trigger",
    "watch_pipeline": "watch",
    "cancel_pipeline": "cancel",
    "wake_up": "wake-up",
    "show_task": "task cards",
    "show_hold": "card of the hold",
    "announce_release": "announcement",
    "announce_pause": "announcement",
    "announce_redo": "announcement",
    "tell_voided": "DM to whoever answered",
    "start_subprocess": "start of the process",
    "follow_parent": "end of the process",
    "remind": "reminder",
    "tell": "DM to whoever answered",
}
_ALWAYS = {"show_release", "show_home"}
"""The living message and the App Homes follow every change; the table does not repeat them."""


def transitions() -> Iterator[Transition]:
    """Every pair of a state and an event that changes something."""
    for state, reached in STATES.items():
        before = reached()
        for event, (happens, who) in EVENTS.items():
            step = advance(before, happens(before))
            if step.execution is before:
                continue
            if _looked_at(before) == _looked_at(step.execution):
                continue
            owed = ", ".join(dict.fromkeys(_owed(step.effects))) or "—"
            yield Transition(state, event, status_of(step.execution), owed, who)


def _looked_at(execution: ProcessExecution) -> tuple[object, ...]:
    """The activity, the deadlines of what it asks, and what was signed before it asks."""
    ref = a.place("it")
    early = [x.verdicts for x in execution.tasks.values() if x.status is TaskStatus.EARLY]
    return execution.activity(ref), [x.deadline for x in execution.tasks_of(ref)], early


def _owed(effects: tuple[Effect, ...]) -> Iterator[str]:
    """What is about the activity itself, or about the release as a whole."""
    for each in effects:
        about = getattr(each, "task_id", "") or getattr(each, "ref", "/work.it/")
        if each.kind not in _ALWAYS and "work.it" in about:
            yield _OWED[each.kind]


def status_of(execution: ProcessExecution) -> str:
    """As the table says it."""
    activity = execution.activity(a.place("it"))
    if activity.next_try_at:
        return "queued, next try planned"
    if any(x.open and x.id.endswith("/~finalise") for x in execution.tasks_of(activity.ref)):
        return "waiting for input: finalise"
    return activity.status.value.replace("_", " ")


def table() -> str:
    rows = [
        "| state | what happens | becomes | owed besides the living message | who |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*rows, *(f"| {' | '.join(each)} |" for each in transitions())])


def diagram() -> str:
    """The same as arrows between the states, each with all that leads along it."""
    arrows: dict[tuple[str, str], dict[str, None]] = {}
    for each in transitions():
        ends = _node(each.state), _node(each.becomes)
        if ends[0] != ends[1]:
            arrows.setdefault(ends, {})[each.event] = None
    rows = ["```mermaid", "stateDiagram-v2", "    [*] --> pending", "    pending --> skipped: if"]
    rows += ["    pending --> waiting_for_input: its turn comes"]
    rows += [
        f"    {one} --> {other}: {' / '.join(events).replace(':', ',')}"
        for (one, other), events in arrows.items()
    ]
    rows += [f"    {each} --> [*]" for each in ("succeeded", "ignored", "skipped", "failed")]
    return "\n".join([*rows, "    aborted --> [*]", "```"])


def _node(state: str) -> str:
    return "next_try" if "next try" in state else re.split("[,:]", state)[0].replace(" ", "_")


def page(text: str) -> str:
    """The page with its generated parts as the code has them now."""
    for name, made in (("table", table()), ("diagram", diagram())):
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)",
            lambda found, made=made: f"{found[1]}{made}\n{found[2]}",
            text,
            flags=re.DOTALL,
        )
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
