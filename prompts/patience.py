"""When an endpoint that failed is asked again, and when that would be in vain."""

from __future__ import annotations

import email.utils
from datetime import UTC, datetime

import openai

from prompts.completion import CutOff

RETRIES = 2
LONGEST_WAIT = 20.0
"""Seconds: whoever asks for more patience than this is not asked again."""


def wait_after(
    error: openai.OpenAIError | CutOff, tries: int, retries: int = RETRIES
) -> float | None:
    """Seconds until another try; None where it would be in vain, or is asked for too late."""
    if tries >= retries:
        return None
    match error:
        case openai.RateLimitError() if error.code == "insufficient_quota":
            return None
        case openai.RateLimitError() | openai.InternalServerError():
            wait = _retry_after(error.response.headers.get("retry-after"))
            wait = 2.0**tries if wait is None else wait
            return wait if wait <= LONGEST_WAIT else None
        case openai.APIConnectionError() | CutOff():
            return 2.0**tries
        case _:
            return None


def _retry_after(header: str | None) -> float | None:
    """RFC 9110 10.2.3: seconds, or a date."""
    if not header:
        return None
    try:
        return max(float(header), 0.0)
    except ValueError:
        pass
    try:
        at = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)
