"""A pipeline as GitLab tells it: what it comes to, why it failed, what it made."""

from __future__ import annotations

from typing import Any

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.gitlab.entry import GitLabPipeline
from orchestration.pipelines.gitlab.meanings import FOR_GOOD, STATUSES
from orchestration.pipelines.http_answers import web_address
from orchestration.pipelines.log_tail import tail_of
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.pipelines.outputs_file import declared, outputs_in
from orchestration.pipelines.server import Server
from orchestration.values import plain_line


async def report_of(
    server: Server, entry: GitLabPipeline, key: str, run: dict[str, Any]
) -> RunReport:
    """How it is doing; of one that has ended also its outputs, or what failed and the log."""
    running = RunReport(
        key=key,
        status=RunStatus.RUNNING,
        run_id=str(run.get("id", "")),
        link=web_address(str(run.get("web_url") or "")),
    )
    known = STATUSES.get(str(run.get("status")))
    over = known is not None and known[0] is not RunStatus.SUCCEEDED
    if not over and entry.play and await _played(server, entry, running.run_id):
        return running
    if known is None:
        return running
    status, permanent, why = known
    ended = running.model_copy(update={"status": status, "permanent": permanent, "reason": why})
    if status is RunStatus.SUCCEEDED:
        outputs, missed = await _outputs(server, entry, run)
        return ended.model_copy(update={"outputs": outputs, "log_tail": tail_of("\n".join(missed))})
    return await _explained(server, entry, ended) if status is RunStatus.FAILED else ended


async def _played(server: Server, entry: GitLabPipeline, run_id: str) -> bool:
    """Start the manual jobs that wait and are ours to start; whether there were any."""
    found = False
    for job in await _jobs(server, entry, run_id, "manual"):
        if job.get("name") in entry.play:
            await server.ask("POST", f"{entry.path}/jobs/{job['id']}/play", also=(400,))
            found = True
    return found


async def _jobs(
    server: Server, entry: GitLabPipeline, run_id: str, scope: str
) -> list[dict[str, Any]]:
    query = {"scope[]": scope, "per_page": "100"}
    return list(await server.json(f"{entry.path}/pipelines/{run_id}/jobs", query))


async def _explained(server: Server, entry: GitLabPipeline, report: RunReport) -> RunReport:
    """The failing job and the end of its log; without them it has failed all the same."""
    try:
        jobs = await _jobs(server, entry, report.run_id, "failed")
        counting = [each for each in jobs if not each.get("allow_failure")] or jobs
        if not counting:
            return report
        job = counting[0]
        why = str(job.get("failure_reason") or "")
        log = await server.end_of(f"{entry.path}/jobs/{job['id']}/trace")
    except (Transient, Permanent, KeyError, AttributeError, TypeError):
        return report
    where = f"job “{plain_line(str(job.get('name')), 80)}”"
    said = f" ({plain_line(why, 80).replace('_', ' ')})" if why else ""
    more = f" and {len(counting) - 1} more" if len(counting) > 1 else ""
    return report.model_copy(
        update={
            "reason": f"{report.reason}: {where}{said}{more}",
            "permanent": why in FOR_GOOD,
            "log_tail": tail_of(log),
        }
    )


async def _outputs(
    server: Server, entry: GitLabPipeline, run: dict[str, Any]
) -> tuple[dict[str, str], list[str]]:
    """Every declared output, from the job's file or the pipeline itself."""
    found: dict[str, str] = {}
    if entry.dotenv is not None and "" in entry.outputs.values():
        jobs = await _jobs(server, entry, str(run.get("id", "")), "success")
        named = [each for each in jobs if each.get("name") == entry.dotenv.job]
        if named:
            place = f"{entry.path}/jobs/{named[0]['id']}/artifacts/{entry.dotenv.file}"
            found |= outputs_in((await server.file(place) or b"").decode(errors="replace"))
    for name, source in entry.outputs.items():
        if source == "commit":
            found[name] = str(run.get("sha", ""))
    where = f"{entry.dotenv.file} of the job {entry.dotenv.job}" if entry.dotenv else "the pipeline"
    return declared(entry.outputs, found, where)
