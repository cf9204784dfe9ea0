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
from orchestration.execution.model import ProcessExecution
from orchestration.pipelines.model import RunStatus
from tests.execution import building as a
from tests.execution.building import after, pipeline, running, todo

PAGE = Path(__file__).parents[2] / "docs" / "execution.md"
OTHER = todo("other")
"""Keeps the release open, so that what is looked at is the activity alone."""


def among(activity, *events: ExecutionEvent) -> ProcessExecution:
    return after(running(activity, OTHER, members={"qa": (a.DANA,)}), *events)


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


STATES: dict[str, Callable[[], ProcessExecution]] = {
    "pending": before_its_turn,
    "queued": lambda: among(run()),
    "running": lambda: among(run(), a.goes_on("it")),
    "running, `on-failure: retry`": lambda: among(run(on_failure=a.RETRY), a.goes_on("it")),
    "running, `on-failure: ignore`": lambda: among(run(on_failure=a.IGNORE), a.goes_on("it")),
    "running, `optional`": lambda: among(run(optional=True), a.goes_on("it")),
    "running, `on-failure: fail`": lambda: among(run(on_failure=a.FAIL), a.goes_on("it")),
    "running, the release fails": lambda: in_failing_release(a.goes_on("it")),
    "queued, next try planned": lambda: among(run(on_failure=a.RETRY), a.failed("it")),
    "waiting for input: to-do or form": lambda: among(todo("it")),
    "waiting for input: last task, `finalise: owner`": lambda: among(
        a.manual("it", a.chore(), finalise="owner")
    ),
    "waiting for input: finalise": closing,
    "waiting for input: sign-off": lambda: among(a.sign_off("it")),
    "waiting for input: run by hand": lambda: among(a.by_hand("it")),
    "on hold": lambda: among(run(), a.failed("it")),
    "on hold, run in doubt": lambda: among(run(), a.unheard("it")),
    "succeeded": lambda: among(run(), a.ran("it")),
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


def _of_run(status: RunStatus) -> Callable[[ProcessExecution], ExecutionEvent]:
    return lambda e: a.reported("it", status, attempt=_attempt(e), reason="exit code 3")


def _of_attempt(event: Callable[..., ExecutionEvent]) -> Callable[..., ExecutionEvent]:
    return lambda e: event("it", attempt=_attempt(e))


def _done(execution: ProcessExecution) -> ExecutionEvent:
    open_task = next((x for x in execution.tasks_of(a.place("it")) if x.open), None)
    which = open_task.id.rsplit("/", 1)[1] if open_task else "do"
    return a.done("it", which=which, round_=max(1, _attempt(execution)))


ASKED = "whoever the task asks"
OPERATE = "the right to operate"
PROVIDER = "the provider: callback or poll"
CLOCK = "the clock"
EVENTS: dict[str, Happening] = {
    "its turn comes": Happening(lambda _: a.done("first"), "the engine"),
    "done": Happening(_done, ASKED),
    "failed by hand": Happening(lambda _: a.broke("it"), f"{ASKED}; with a reason"),
    "enough approvals": Happening(lambda _: a.signed("it"), ASKED),
    "rejected": Happening(lambda _: a.rejected("it"), f"{ASKED}; with a reason"),
    "nobody is left who can sign": Happening(lambda _: a.now_in("qa"), "the directory"),
    "the run goes on": Happening(_of_run(RunStatus.RUNNING), PROVIDER),
    "the run succeeded": Happening(_of_run(RunStatus.SUCCEEDED), PROVIDER),
    "the run failed": Happening(_of_run(RunStatus.FAILED), PROVIDER),
    "the run was cancelled": Happening(_of_run(RunStatus.CANCELLED), PROVIDER),
    "nobody heard whether it started": Happening(_of_run(RunStatus.UNKNOWN), PROVIDER),
    "timeout": Happening(_of_attempt(a.timed_out), CLOCK),
    "time of the next try": Happening(_of_attempt(a.next_try), CLOCK),
    "retry, or try now": Happening(_of_attempt(a.retried), OPERATE),
    "ignore": Happening(_of_attempt(a.ignored), f"{OPERATE}; with a reason"),
    "it had started: adopt its run": Happening(_of_attempt(a.adopted), OPERATE),
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
            if before.activity(a.place("it")) == step.execution.activity(a.place("it")):
                continue
            owed = ", ".join(dict.fromkeys(_owed(step.effects))) or "—"
            yield Transition(state, event, status_of(step.execution), owed, who)


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
