"""A draft on the terminal while a model writes it."""

import io

from rich.console import Console

from bot.outline_print import AsItComes
from orchestration.processes.proposal import ProcessDraft, ProposedActivity, ProposedPhase


def so_far(*phases):
    return ProcessDraft(
        process_name="Web",
        phases=tuple(
            ProposedPhase(
                name=name, activities=tuple(ProposedActivity(name=each) for each in steps)
            )
            for name, steps in phases
        ),
    )


async def test_each_step_is_printed_once_under_its_phase_as_it_comes():
    said = io.StringIO()
    watch = AsItComes(Console(file=said, width=80))
    await watch(so_far())
    await watch(so_far(("Build", ["Tag [v1]"]), ("Ship", [])))
    await watch(so_far(("Build", ["Tag [v1]"]), ("Ship", [])))
    await watch(so_far(("Build", ["Tag [v1]", "Compile"]), ("Ship", ["Deploy"])))
    assert said.getvalue().splitlines() == [
        "Reading…",
        "Build",
        "  • Tag [v1]",
        "  • Compile",
        "Ship",
        "  • Deploy",
    ]
