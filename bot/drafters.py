"""Which drafter reads what people paste: a language model where one is set, else the outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings import Settings
from orchestration.ports import ProcessDrafter
from prompts.outline_drafter import OutlineDrafter

if TYPE_CHECKING:
    import httpx

    from prompts.endpoint import Called

OPENAI = "https://api.openai.com/v1"
_NO_KEY = "none"
"""Servers of one's own want no key, and the client wants one."""


def drafter_of(
    settings: Settings, http: httpx.AsyncClient, called: Called | None = None
) -> ProcessDrafter:
    """The model's client is imported only where there is a model: it is a quarter of a start."""
    outline = OutlineDrafter()
    if not settings.with_model:
        return outline
    import openai

    from prompts.drafter import ModelDrafter
    from prompts.endpoint import uncounted

    client = openai.AsyncOpenAI(
        api_key=settings.openai_api_key.get_secret_value() or _NO_KEY,
        base_url=settings.openai_base_url or OPENAI,
        # openai 3 types this as httpx2's client and takes httpx's as well, which respx can see.
        http_client=http,  # type: ignore[arg-type]
    )
    return ModelDrafter(
        client,
        settings.openai_model,
        outline,
        timeout=settings.openai_timeout,
        called=called or uncounted,
    )
