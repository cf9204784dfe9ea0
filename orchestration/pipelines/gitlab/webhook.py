"""GitLab's webhook: known by the token it carries, read for the key among the variables."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping

from orchestration.pipelines.gitlab.entry import KEY
from orchestration.pipelines.server_provider import NotOurs, keys_in


def keys_of(headers: Mapping[str, str], body: bytes, secret: bytes) -> tuple[str, ...]:
    """The run that a *Pipeline Hook* is about; raises `NotOurs` before anything is parsed."""
    token = headers.get("x-gitlab-token", "")
    if not token or not hmac.compare_digest(secret, token.encode(errors="replace")):
        raise NotOurs
    if headers.get("x-gitlab-event") != "Pipeline Hook":
        return ()
    document = json.loads(body)
    told = document.get("object_attributes") if isinstance(document, dict) else None
    if not isinstance(told, dict):
        raise ValueError("there are no object_attributes in it")  # noqa: TRY004 - about a text
    variables = told.get("variables") or []
    ours = [each.get("value") for each in variables if each.get("key") == KEY]
    return tuple(key for each in ours for key in keys_in(str(each)))
