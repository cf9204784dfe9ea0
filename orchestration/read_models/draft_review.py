"""The review card of a draft, built from the draft, its problems and who is who."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration import words
from orchestration.catalogue.model import StoreSummary
from orchestration.people.model import is_slack_id
from orchestration.people.resolution import Roster
from orchestration.processes.checks.problems import Problem
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.drafting import process_from
from orchestration.processes.model import ActivityType, Process, ref_of
from orchestration.processes.questions.model import Question
from orchestration.processes.revising.gates import WeakenedGate
from orchestration.processes.tasks import TaskKind
from orchestration.read_models.process_cards import DraftReview, FromFile, RoleLine
from orchestration.values import role_key


def draft_review(
    draft: Draft,
    *,
    next_version: int,
    problems: Sequence[Problem],
    roster: Roster,
    from_file: FromFile | None = None,
    filled: Process | None = None,
    put_aside: Sequence[StoreSummary] = (),
    weakened: Sequence[WeakenedGate] = (),
    asked: Sequence[Question] = (),
) -> DraftReview:
    """Problems first, then questions; every role the process names, those that sign first.

    `filled` is the process with the activities of the store in their places, `put_aside` says which
    of these are deprecated, `weakened` how it asks for less agreement than what is published.
    """
    process = draft.process
    whole = filled or process
    return DraftReview(
        draft_id=draft.id,
        revision=draft.revision,
        status=draft.status.value,
        by=draft.by,
        title=process.name if process else draft.title,
        process=process,
        problems=tuple(str(each) for each in problems),
        questions=draft.questions,
        not_covered=draft.not_covered,
        put_aside=tuple(map(_put_aside, put_aside)),
        edited=_edited(draft),
        weakens=tuple(each.what for each in weakened),
        roles=role_lines(whole, roster) if whole else (),
        by_hand=_by_hand(whole) if whole else 0,
        asked=tuple(each.says for each in asked if each.kind != "runs"),
        no_pipeline=tuple(
            process.by_ref[ref_of(each.phase, each.activity)].name
            for each in asked
            if process and each.kind == "runs"
        ),
        drafter=draft.drafter,
        note=draft.note,
        gathered=draft.gathered,
        fell_back=draft.fell_back,
        read_again=draft.read_again_as is not None,
        decided_by=draft.decided_by,
        next_version=next_version,
        from_file=from_file,
        so_far=_so_far(draft),
        readings=draft.arriving.reading if draft.arriving else 0,
        filled=filled,
        published_as=draft.published_as,
        published_version=draft.published_version,
    )


def _so_far(draft: Draft) -> Process | None:
    """References that lead nowhere yet are no problem of what is still being read."""
    so_far = draft.arriving.so_far if draft.arriving else None
    if draft.status is not DraftStatus.REQUESTED or so_far is None:
        return None
    process = process_from(so_far, owners=()).process
    return process.model_copy(update={"name": draft.title}) if draft.title else process


def role_lines(process: Process, roster: Roster) -> tuple[RoleLine, ...]:
    """The roles to bind; Slack ids stand for themselves and need no line."""
    signing = {
        role_key(name)
        for _, activity in process.activities()
        for task in activity.tasks
        if task.kind is TaskKind.SIGN_OFF
        for name in task.people()
    }
    lines: dict[str, RoleLine] = {}
    for name in process.roles():
        key = role_key(name)
        if is_slack_id(name) or key in lines:
            continue
        role = roster.roles.get(key)
        lines[key] = RoleLine(
            name=role.name if role else name,
            members=tuple(role.members) if role else (),
            signs=key in signing,
            backup=tuple(role.backup) if role else (),
        )
    return tuple(sorted(lines.values(), key=lambda each: not each.signs))


def _edited(draft: Draft) -> dict[str, str]:
    """Of each part who wrote in it last: a person, or a model whose words a person accepted."""
    return {
        each.at: (
            f"edited by {words.person(each.by)}"
            if each.by_hand
            else f"changed by {words.quote(each.author, 60)}, accepted by {words.person(each.by)}"
        )
        for each in draft.marks
        if not each.removed
    }


def _put_aside(used: StoreSummary) -> str:
    instead = f"use `{used.instead}` instead" if used.instead else "nothing new should use it"
    return f"“{words.quote(used.name)}” (`{used.id}`) of the store is deprecated: {instead}."


def _by_hand(process: Process) -> int:
    return sum(
        activity.type is ActivityType.AUTOMATED and not activity.pipeline
        for _, activity in process.activities()
    )
