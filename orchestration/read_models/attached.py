"""What people attached to a task, as its card shows it: the newest few of each."""

from __future__ import annotations

from collections.abc import Mapping

from orchestration.execution.state.manual_task import ManualTask
from orchestration.read_models.task_cards import CommentLine, EvidenceLine

MOST_COMMENTS, MOST_EVIDENCE = 3, 5


def attached_texts(task: ManualTask) -> set[str]:
    """The texts that are needed to show it."""
    comments = {each.text_id for each in task.comments[-MOST_COMMENTS:]}
    return comments | {each.text_id for each in task.evidence[-MOST_EVIDENCE:] if each.text_id}


def comment_lines(task: ManualTask, texts: Mapping[str, str]) -> tuple[CommentLine, ...]:
    return tuple(
        CommentLine(by=each.by, at=each.at, text=texts.get(each.text_id, "(erased)"))
        for each in task.comments[-MOST_COMMENTS:]
    )


def evidence_lines(task: ManualTask, texts: Mapping[str, str]) -> tuple[EvidenceLine, ...]:
    return tuple(
        EvidenceLine(
            by=each.by,
            name=each.name,
            link=texts.get(each.text_id, "(erased)") if each.text_id else each.link,
            size=each.size,
            sha256=each.sha256,
            awaited=each.awaited,
            lost=each.lost,
        )
        for each in task.evidence[-MOST_EVIDENCE:]
    )
