"""What became of a task besides its answer: added, due, taken, blocked, comments, evidence."""

from __future__ import annotations

from bot.views.blocks import section
from bot.views.elements import Block
from bot.views.text import bold, escape, name, people, prose, when
from bot.views.wording import RUN, counted
from orchestration.execution.state.statuses import TaskStatus
from orchestration.read_models.task_cards import CommentLine, EvidenceLine, StartedLine, TaskCard


def lines(card: TaskCard) -> list[str]:
    """While it is open; none where nothing was said of it."""
    if card.status is not TaskStatus.OPEN:
        return []
    said = []
    if card.due_at:
        late = "⚠ Overdue: was due" if card.overdue else "Due"
        told = f" — told: {people(card.escalated_to)}" if card.escalated_to else ""
        said.append(f"{late} {when(card.due_at)}{told}")
    if card.added_by:
        said.append(f"Added by {people([card.added_by])} while the release runs")
    if card.taken_by:
        at = f", {when(card.taken_at)}" if card.taken_at else ""
        said.append(f"{people([card.taken_by])} is on it{at}")
    if card.blocked:
        by = f" — {people([card.blocked_by])}" if card.blocked_by else ""
        said.append(f"⚠ Blocked: {prose(card.blocked, 600)}{by}")
    return said


def attached(card: TaskCard) -> Block | None:
    """The newest comments and evidence, open or settled."""
    said = attached_lines(card)
    return section("\n".join(said)) if said else None


def attached_lines(card: TaskCard) -> list[str]:
    said = [_started(each) for each in card.started]
    if card.evidence:
        before = f" ({card.earlier_evidence} more before)" if card.earlier_evidence else ""
        said.append(f"*Evidence*{before}")
        said += [f"• {_evidence(each)}" for each in card.evidence]
    if card.comments:
        before = f" ({card.earlier_comments} more before)" if card.earlier_comments else ""
        said.append(f"*Comments*{before}")
        said += [f"• {_comment(each)}" for each in card.comments]
    return said


def _started(each: StartedLine) -> str:
    """`Process *Hotfix*, started by @Dana 14:05: succeeded`."""
    how = RUN[each.status].word.lower() if each.status else "running"
    why = f": {name(each.reason, 200)}" if each.reason else ""
    return f"Process {bold(each.name)}, started by {people([each.by])} {when(each.at)}: {how}{why}"


def in_short(card: TaskCard) -> list[str]:
    """In a row of a message of several: the last comment, and how much evidence."""
    said = [_comment(each, longest=120) for each in card.comments[-1:]]
    number = len(card.evidence) + card.earlier_evidence
    if number:
        said.append(counted(number, "piece of evidence", "pieces of evidence"))
    return said


def _comment(said: CommentLine, *, longest: int = 500) -> str:
    return f"{people([said.by])} {when(said.at)}: {prose(said.text, longest)}"


def _evidence(each: EvidenceLine) -> str:
    by = f" — {people([each.by])}"
    if each.lost:
        return f"⚠ A file was not kept: {name(each.lost, 200)}. Give it again{by}"
    if each.awaited:
        return f"A file is being copied{by}"
    if not each.sha256:
        return f"{_linked(each.link, each.link)}{by}"
    said = _linked(each.link, each.name)
    return f"{said} ({_size(each.size)}, SHA-256 `{each.sha256}`){by}"


def _linked(address: str, said: str) -> str:
    """A link where it can be one; what people wrote cannot be anything else."""
    if not address.startswith(("https://", "http://")) or any(x in address for x in "<>| \n"):
        return name(said or address, 300)
    return f"<{escape(address)}|{name(said, 100)}>"


def _size(size: int) -> str:
    if size < 1_000:
        return counted(size, "byte")
    return f"{size / 1_000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"
