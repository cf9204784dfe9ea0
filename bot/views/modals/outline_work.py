"""The fields of the short form that only one kind of work has: signers, pipeline, process."""

from __future__ import annotations

from bot.views.blocks import field
from bot.views.elements import Block, Choice, Element, select
from bot.views.forms import reading
from bot.views.forms.notation import Amiss, names_text, read_names
from bot.views.forms.questions import line
from bot.views.forms.task import QUORUMS
from bot.views.modals.answers import State, chosen_of, text_of
from bot.views.text import units
from orchestration.processes.edits import short_kind
from orchestration.processes.model import Activity, Process, Subprocess
from orchestration.processes.tasks import Approvals, TaskKind
from orchestration.processes.vocabulary import Vocabulary
from orchestration.values import ProcessId

SIGNERS, NEEDED, PIPELINE, RUNS, VERSION = (
    "activity.signers",
    "activity.needed",
    "activity.pipeline",
    "activity.process",
    "activity.version",
)
_BY_HAND, _AS_IT_IS = "-", "="


def signing(activity: Activity) -> list[Block]:
    approvals = _approvals(activity)
    needed = str(approvals.needed)
    offered = list(QUORUMS)
    if needed not in {each.value for each in offered}:
        offered.append(Choice(needed, needed))
    return [
        line(
            SIGNERS,
            "Who signs",
            names_text(approvals.from_),
            needed=True,
            hint="Roles, with commas between them. Who is who says which people they are.",
        ),
        field("How many must approve", select(NEEDED, offered, chosen=needed), NEEDED),
    ]


def pipeline(activity: Activity, pipelines: tuple[str, ...]) -> Block:
    named = activity.pipeline or ""
    none = f"As {activity.uses} of the store says" if activity.uses else "None yet: run by hand"
    offered = [Choice(none, _BY_HAND)]
    offered += [Choice(each, each) for each in dict.fromkeys([named, *pipelines]) if each]
    return field("Pipeline", _menu(PIPELINE, offered, named or _BY_HAND), PIPELINE)


def subprocess(process: Process, activity: Activity, around: Vocabulary) -> list[Block]:
    named = activity.process.id if activity.process else ""
    others = {str(each.id): each.name for each in around.processes if each.id != process.id}
    offered = [Choice(others.get(named, named), named)] if named else []
    offered += [Choice(said, each) for each, said in others.items() if each != named]
    version = str(activity.process.version or "") if activity.process else ""
    return [
        field("Process", _menu(RUNS, offered, named), RUNS),
        line(VERSION, "Version", version, hint="Empty: the latest when the release starts."),
    ]


def read_signers(state: State, was: Activity, there: frozenset[str]) -> tuple[str, ...]:
    approvals = _approvals(was)
    text = text_of(state, SIGNERS)
    if SIGNERS not in there:
        # Too long to be drawn, or its kind was chosen so late that it is not drawn yet.
        return approvals.from_ if short_kind(was) == "sign_off" else ()
    if text.split() == names_text(approvals.from_).split():
        return approvals.from_
    try:
        return read_names(text)
    except Amiss as amiss:
        raise Amiss(str(amiss), SIGNERS) from amiss


def read_pipeline(state: State, was: Activity) -> str | None:
    chosen = chosen_of(state, PIPELINE)
    if chosen == _AS_IT_IS:
        return was.pipeline
    return None if chosen in {"", _BY_HAND} else chosen


def read_process(state: State, was: Activity) -> Subprocess | None:
    chosen = chosen_of(state, RUNS)
    if chosen in {"", "none"}:
        return None
    try:
        version = reading.whole_number(text_of(state, VERSION), 1, 1_000_000)
    except Amiss as amiss:
        raise Amiss(str(amiss), VERSION) from amiss
    if chosen == _AS_IT_IS and was.process:
        return was.process.model_copy(update={"version": version})
    return Subprocess(id=ProcessId(chosen), version=version)


def _approvals(activity: Activity) -> Approvals:
    """What the form begins with; the owner signs where nobody is named yet."""
    task = activity.tasks[0] if activity.tasks else None
    if task and task.kind is TaskKind.SIGN_OFF and task.approvals:
        return task.approvals
    return Approvals(from_=(activity.owner,) if activity.owner else ())


def _menu(action_id: str, offered: list[Choice], chosen: str) -> Element:
    """A select that stands for what it cannot carry, too."""
    if units(chosen) > 150:
        offered = [Choice(chosen, _AS_IT_IS), *(e for e in offered if e.value != chosen)]
        chosen = _AS_IT_IS
    return select(action_id, offered, chosen=chosen)
