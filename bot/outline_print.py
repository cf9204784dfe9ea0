"""A draft on the terminal, as it comes and whole: phases, steps, who does them, what is open."""

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


class AsItComes:
    """A watch that prints each step once, under its phase, while a model still writes."""

    def __init__(self, err: Console) -> None:
        self._err = err
        self._printed: set[tuple[int, int]] = set()
        self._under = -1
        self._said = False

    async def __call__(self, so_far: ProcessDraft) -> None:
        if not self._said:
            self._said = True
            self._line("[dim]Reading…[/dim]")
        for n, phase in enumerate(so_far.phases):
            for at, step in enumerate(phase.activities):
                if (n, at) in self._printed:
                    continue
                self._printed.add((n, at))
                if n != self._under:
                    self._under = n
                    self._line(f"[dim]{escape(phase.name)}[/dim]")
                self._line(f"[dim]  • {escape(step.name)}[/dim]")

    def _line(self, said: str) -> None:
        self._err.print(said, highlight=False, soft_wrap=True)
