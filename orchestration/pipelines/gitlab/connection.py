"""A connection to GitLab, at gitlab.com or a server of one's own."""

from __future__ import annotations

from orchestration.pipelines.connection import Connection, SecretReference
from orchestration.pipelines.http_entry import Url


class GitLabConnection(Connection):
    url: Url = "https://gitlab.com/api/v4"
    token: SecretReference
    """Of a project, a group or a person, with the scope `api`."""
