"""A run that a person found: what they typed, and whether there is anything to adopt."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.state.model import ProcessExecution
from orchestration.pipelines.model import RunStatus
from orchestration.values import ActivityRef

_LONGEST_ID = 200
_LONGEST_LINK = 2000


def run_named(said: str) -> tuple[str, str]:
    """The run's id and its link, from either: of a link the last part is the id.

    Raises `Rejected` for what can be neither. The link is only ever shown; no request goes there.
    """
    said = said.strip()
    link = said if said.startswith(("https://", "http://")) else ""
    run_id = unquote(urlsplit(link).path.rstrip("/").rpartition("/")[2]) if link else said
    fit = 0 < len(run_id) <= _LONGEST_ID and run_id.isprintable() and " " not in run_id
    if not fit or run_id in {".", ".."} or len(link) > _LONGEST_LINK or " " in link:
        raise Rejected("Please give the link of the run, or its id there, such as 4711.")
    return run_id, link


def demand_doubt(execution: ProcessExecution, ref: ActivityRef) -> None:
    """Raises `Rejected` where it is known what became of the run."""
    run = execution.activity(ref).run
    if run is None or run.status is not RunStatus.UNKNOWN:
        name = words.quote(execution.plan.activities[ref].name)
        raise Rejected(f"What became of “{name}” is known. Retry it or ignore it.")
