"""A draft on the terminal: phases, steps, who does them, and what is open."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from orchestration.processes.proposal import ProcessDraft, ProposedActivity


def print_draft(draft: ProcessDraft, out: Console) -> None:
    if not draft.activities():
        out.print("Nothing in this text reads like a step of a release.")
        return
    tree = Tree(f"[bold]{escape(draft.process_name)}[/bold]")
    for phase in draft.phases:
        after = f" after {', '.join(phase.depends_on)}" if phase.depends_on else ""
        owner = f" · {phase.owner}" if phase.owner else ""
        branch = tree.add(f"[bold]{escape(phase.name)}[/bold]{escape(owner + after)}")
        for activity in phase.activities:
            branch.add(escape(_line(activity)))
    out.print(tree)
    for title, items in (
        ("Inputs", [each.name for each in draft.inputs]),
        ("Schedule", [draft.schedule] if draft.schedule else []),
        ("Open questions", list(draft.questions)),
    ):
        if items:
            out.print(f"[bold]{title}[/bold]")
            for item in items:
                out.print(f"  • {escape(item)}")


def _line(activity: ProposedActivity) -> str:
    kind = "sign-off" if activity.approval else activity.type
    owner = f" · {activity.owner}" if activity.owner else ""
    return f"{activity.name} ({kind}){owner}"
