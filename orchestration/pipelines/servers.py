"""The CI systems that a connection may lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from orchestration.pipelines.connection import Connection
from orchestration.pipelines.github.connection import GitHubConnection
from orchestration.pipelines.github.entry import GitHubPipeline
from orchestration.pipelines.github.meanings import ANSWERS as GITHUB_ANSWERS
from orchestration.pipelines.github.provider import GitHubProvider
from orchestration.pipelines.gitlab.connection import GitLabConnection
from orchestration.pipelines.gitlab.entry import GitLabPipeline
from orchestration.pipelines.gitlab.meanings import ANSWERS as GITLAB_ANSWERS
from orchestration.pipelines.gitlab.provider import GitLabProvider
from orchestration.pipelines.meaning import Meaning
from orchestration.pipelines.server_entry import ServerEntry
from orchestration.pipelines.server_provider import ServerProvider


@dataclass(frozen=True, slots=True)
class Kind:
    """How one CI system is written in the file, and who runs it."""

    connection: type[Connection]
    entry: type[ServerEntry]
    provider: Callable[[Any, Any], ServerProvider]
    answers: tuple[Meaning, ...]
    """What its answers mean; the manual shows the same table."""


SERVERS: Final[dict[str, Kind]] = {
    "github": Kind(GitHubConnection, GitHubPipeline, GitHubProvider, GITHUB_ANSWERS),
    "gitlab": Kind(GitLabConnection, GitLabPipeline, GitLabProvider, GITLAB_ANSWERS),
}
