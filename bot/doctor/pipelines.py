"""The pipelines file: readable as a whole, and each pipeline able to start on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator

from bot.doctor.finding import Finding, left_open, well, wrong
from bot.settings import Settings
from orchestration.errors import Permanent
from orchestration.pipelines.catalogue import FilePipelineCatalogue
from orchestration.pipelines.catalogue_file import PipelinesFileInvalid, load_catalogue


def pipeline_findings(settings: Settings) -> Iterator[Finding]:
    """The file, then a finding for each pipeline that cannot start."""
    if settings.pipelines is None:
        yield left_open("pipelines", "no DRUMBEAT_PIPELINES: every step is run by hand")
        return
    try:
        catalogue = load_catalogue(settings.pipelines, settings.runs, settings.url)
    except PipelinesFileInvalid as invalid:
        lines = invalid.problems
        yield wrong(
            "pipelines",
            f"{settings.pipelines} cannot be used: {'; '.join(lines)}",
            "docs/pipelines.md lists every key. A Drumbeat that runs goes on with the last good"
            " version of the file.",
        )
        return
    names = catalogue.names()
    bad = {name: problems for name in names if (problems := _problems(catalogue, name))}
    for name, problems in bad.items():
        yield wrong("pipelines", f"{name} cannot start", "\n".join(problems))
    if not bad:
        yield well("pipelines", f"{settings.pipelines}: {len(names)}, each can start")
    if any((found := catalogue.find(n)) and found.provider == "command" for n in names):
        yield _runs(settings)


def _problems(catalogue: FilePipelineCatalogue, name: str) -> tuple[str, ...]:
    try:
        return catalogue.problems(name)
    except Permanent as error:
        return (error.reason,)


def _runs(settings: Settings) -> Finding:
    """Where the runs leave their logs: a run that cannot be written down does not start."""
    path = settings.runs.absolute()
    there = next(each for each in (path, *path.parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        return wrong(
            "runs",
            f"{path} cannot be written",
            f"Let this user write to {there}, or set DRUMBEAT_RUNS.",
        )
    return well("runs", str(settings.runs))
