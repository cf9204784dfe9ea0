"""A test of a GitLab connection: is each project there, and may its pipelines run?"""

from __future__ import annotations

from urllib.parse import quote

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.gitlab.entry import GitLabPipeline
from orchestration.pipelines.server import Server
from orchestration.pipelines.server_provider import Tested
from orchestration.values import plain_line


async def tested(server: Server, pipelines: tuple[GitLabPipeline, ...]) -> Tested:
    """Ask about every project and branch; nothing is started."""
    good, bad = list[str](), list[str]()
    for entry in pipelines:
        try:
            wrong, title = await _looked(server, entry)
        except (Permanent, Transient) as error:
            wrong, title = error.reason, ""
        if wrong:
            bad.append(f"{entry.name}: {wrong}")
        else:
            good.append(f"{entry.name}: project “{plain_line(title, 100)}” at {entry.ref}")
    return Tested(good=tuple(good), bad=tuple(bad))


async def _looked(server: Server, entry: GitLabPipeline) -> tuple[str, str]:
    project = await server.json(entry.path)
    title = str(project.get("path_with_namespace", entry.project))
    if project.get("archived"):
        return "its project is archived", title
    if project.get("builds_access_level") == "disabled":
        return "CI/CD is switched off in its project", title
    if "{{" not in entry.ref:
        path = f"{entry.path}/repository/commits/{quote(entry.ref, safe='')}"
        if not (await server.look(path, also=(404,))).good:
            return f"there is no branch or tag {entry.ref} in its project", title
    return "", title
