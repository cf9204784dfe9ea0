"""GitHub's webhook: signed with `X-Hub-Signature-256`, read for the key in the run's title."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from orchestration.pipelines.server_provider import NotOurs, keys_in


def keys_of(headers: Mapping[str, str], body: bytes, secret: bytes) -> tuple[str, ...]:
    """The run that a `workflow_run` event is about; raises `NotOurs` before anything is parsed."""
    signed = headers.get("x-hub-signature-256", "")
    right = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    if not signed.isascii() or not hmac.compare_digest(right, signed):
        raise NotOurs
    if headers.get("x-github-event") != "workflow_run":
        return ()
    document = json.loads(body)
    run = document.get("workflow_run") if isinstance(document, dict) else None
    if not isinstance(run, dict):
        raise ValueError("there is no workflow_run in it")  # noqa: TRY004 - about a text
    return keys_in(str(run.get("display_title", "")))
