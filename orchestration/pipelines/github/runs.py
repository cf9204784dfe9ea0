"""A workflow run as GitHub tells it: what it comes to, why it failed, what it made."""

from __future__ import annotations

from typing import Any, Final

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.github.entry import GitHubPipeline
from orchestration.pipelines.github.meanings import CONCLUSIONS
from orchestration.pipelines.http_answers import web_address
from orchestration.pipelines.log_tail import tail_of
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.pipelines.outputs_file import declared, outputs_in_zip
from orchestration.pipelines.server import Server
from orchestration.values import plain_line

FAILED: Final = ("failure", "timed_out", "startup_failure")


async def report_of(
    server: Server, entry: GitHubPipeline, key: str, run: dict[str, Any]
) -> RunReport:
    """How the run is doing; of one that has ended also its outputs, or what failed and the log."""
    report = RunReport(
        key=key,
        status=RunStatus.RUNNING,
        run_id=str(run.get("id", "")),
        link=web_address(str(run.get("html_url") or "")),
    )
    if run.get("status") != "completed":
        return report
    conclusion = str(run.get("conclusion"))
    status, permanent, why = CONCLUSIONS.get(
        conclusion, (RunStatus.FAILED, True, f"it ended as “{plain_line(conclusion, 40)}”")
    )
    ended = report.model_copy(update={"status": status, "permanent": permanent, "reason": why})
    if status is RunStatus.SUCCEEDED:
        outputs, missed = await _outputs(server, entry, run)
        return ended.model_copy(update={"outputs": outputs, "log_tail": tail_of("\n".join(missed))})
    if status is RunStatus.FAILED:
        return await _explained(server, entry, ended)
    return ended


async def _explained(server: Server, entry: GitHubPipeline, report: RunReport) -> RunReport:
    """The failing job and step, and the end of its log; without them it has failed all the same."""
    try:
        path = f"/repos/{entry.repository}/actions/runs/{report.run_id}/jobs"
        document = await server.json(path, {"filter": "latest", "per_page": "100"})
        jobs = [each for each in document.get("jobs", []) if each.get("conclusion") in FAILED]
        if not jobs:
            return report
        job = jobs[0]
        steps = [s for s in job.get("steps") or [] if s.get("conclusion") in FAILED]
        where = f"job “{plain_line(str(job.get('name')), 80)}”"
        if steps:
            where += f", step “{plain_line(str(steps[0].get('name')), 80)}”"
        more = f" and {len(jobs) - 1} more" if len(jobs) > 1 else ""
        log = await server.end_of(f"/repos/{entry.repository}/actions/jobs/{job['id']}/logs")
    except (Transient, Permanent, KeyError, AttributeError, TypeError):
        return report
    return report.model_copy(
        update={"reason": f"{report.reason}: {where}{more}", "log_tail": tail_of(log)}
    )


async def _outputs(
    server: Server, entry: GitHubPipeline, run: dict[str, Any]
) -> tuple[dict[str, str], list[str]]:
    """Every declared output, from where the operator says that it comes."""
    if not entry.outputs:
        return {}, []
    found: dict[str, str] = {}
    sources = set(entry.outputs.values())
    listed: dict[str, dict[str, Any]] = {}
    if sources - {"commit"}:
        path = f"/repos/{entry.repository}/actions/runs/{run['id']}/artifacts"
        document = await server.json(path, {"per_page": "100"})
        listed = {each["name"]: each for each in document.get("artifacts", [])}
    if "" in sources and (kept := listed.get(entry.artifact)):
        archive = f"/repos/{entry.repository}/actions/artifacts/{kept['id']}/zip"
        found |= outputs_in_zip(await server.file(archive) or b"")
    for name, source in entry.outputs.items():
        if source == "commit":
            found[name] = str(run.get("head_sha", ""))
        elif source and (artifact := listed.get(source.removeprefix("artifact:"))):
            found[name] = f"{run.get('html_url', '')}/artifacts/{artifact['id']}"
    return declared(entry.outputs, found, f"the artifact {entry.artifact} or what it names")
