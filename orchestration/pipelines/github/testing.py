"""A test of a GitHub connection: does it know each workflow, and can a run be found by our key?"""

from __future__ import annotations

import base64
import re
from typing import Any

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.github.entry import GitHubPipeline
from orchestration.pipelines.server import Server
from orchestration.pipelines.server_provider import Tested
from orchestration.values import plain_line


async def tested(server: Server, pipelines: tuple[GitHubPipeline, ...]) -> Tested:
    """Ask about every workflow; nothing is started."""
    good, bad = list[str](), list[str]()
    for entry in pipelines:
        try:
            path = f"/repos/{entry.repository}/actions/workflows/{entry.workflow}"
            workflow = await server.json(path)
            wrong = await _wrong(server, entry, workflow)
        except (Permanent, Transient) as error:
            wrong = [error.reason]
            workflow = {}
        bad += [f"{entry.name}: {each}" for each in wrong]
        if not wrong:
            good.append(f"{entry.name}: workflow “{plain_line(str(workflow.get('name')), 80)}”")
    return Tested(good=tuple(good), bad=tuple(bad))


async def _wrong(server: Server, entry: GitHubPipeline, workflow: dict[str, Any]) -> list[str]:
    state = str(workflow.get("state"))
    if state != "active":
        return [f"its workflow is {state.replace('_', ' ')}: enable it on GitHub"]
    if entry.key_input is None:
        said = (
            "it has no `key-input`, so a run whose start is in doubt cannot be found: give the"
            " workflow an input for our key and show it in its `run-name`"
        )
        return [said]
    query = {} if "{{" in entry.ref else {"ref": entry.ref}
    path = f"/repos/{entry.repository}/contents/{workflow.get('path')}"
    answer = await server.look(path, query, also=(403, 404))
    if not answer.good:
        return []  # it may run workflows and not read files: nothing is known of the text
    text = base64.b64decode(server.read(answer).get("content", "")).decode(errors="replace")
    shown = re.search(rf"(?m)^run-name:.*\binputs\.{re.escape(entry.key_input)}\b", text)
    if not shown:
        said = (
            f"its `run-name` does not show inputs.{entry.key_input}, so a run cannot be found by"
            " our key and might be started twice: add it to the workflow"
        )
        return [said]
    return []
