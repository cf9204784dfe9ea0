"""All checks of a process together; linear in its size."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from orchestration.catalogue.expanding import NO_STORE, Store, by_place, expanded
from orchestration.processes.checks.order import of_circles, of_dependencies, order_of
from orchestration.processes.checks.outline import of_outline
from orchestration.processes.checks.problems import Problem
from orchestration.processes.checks.uses import of_uses
from orchestration.processes.checks.values import of_expressions, of_inputs
from orchestration.processes.checks.work import Surroundings, of_work
from orchestration.processes.model import Process
from orchestration.values import ProcessId, UserId


def check_process(
    process: Process,
    *,
    members_of: Callable[[str], tuple[UserId, ...]] | None,
    pipelines: Iterable[str] | None,
    inputs_of: Callable[[str], tuple[str, ...] | None] = lambda _: None,
    other: Callable[[ProcessId, int | None], Process | None] | None = None,
    store: Store | None = None,
) -> tuple[Problem, ...]:
    """All problems; none means that it can be published.

    A process with problems can be a draft. Who people are, which pipelines there are and what they
    take, the activity store and `other` processes are checked where they are known.
    """
    filled, places = expanded(process, store or NO_STORE), by_place(process, store or NO_STORE)
    around = Surroundings(
        members_of=members_of,
        pipelines=None if pipelines is None else frozenset(pipelines),
        inputs_of=inputs_of,
        process=other,
        places=places,
    )
    order = order_of(process)
    return (
        *of_outline(process),
        *of_dependencies(process),
        *of_circles(order),
        *of_inputs(process),
        *(of_uses(process, store) if store is not None else ()),
        *of_work(filled, around),
        *of_expressions(process, order, filled, places),
    )
