"""Who reads what people write: a language model where one is set, else what reads by form."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.settings import Settings
from orchestration.ports import ProcessDrafter, ProcessReviser
from orchestration.processes.drafting_record import DraftingRules
from prompts.outline_drafter import OutlineDrafter
from prompts.sentence_reviser import SentenceReviser

if TYPE_CHECKING:
    import httpx
    import openai

    from prompts.endpoint import Called, Prices

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
    from prompts.drafter import ModelDrafter
    from prompts.endpoint import uncounted

    return ModelDrafter(
        _client(settings, http),
        settings.openai_model,
        outline,
        timeout=settings.openai_timeout,
        called=called or uncounted,
        retries=settings.openai_retries,
        prices=_prices(settings),
    )


def rules_of(settings: Settings) -> DraftingRules:
    """What drafting may take and what of it is kept, as the operator set it."""
    return DraftingRules(
        tokens=settings.draft_tokens,
        tokens_a_day=settings.draft_tokens_a_day,
        keeps_texts=settings.draft_log,
        kept_for=timedelta(days=settings.draft_log_days),
    )


def reviser_of(
    settings: Settings, http: httpx.AsyncClient, called: Called | None = None
) -> ProcessReviser:
    """Who reads what shall be changed in a process: the same model, else plain sentences."""
    sentences = SentenceReviser()
    if not settings.with_model:
        return sentences
    from prompts.endpoint import uncounted
    from prompts.reviser import ModelReviser

    return ModelReviser(
        _client(settings, http),
        settings.openai_model,
        sentences,
        timeout=settings.openai_timeout,
        called=called or uncounted,
        retries=settings.openai_retries,
        prices=_prices(settings),
    )


def _prices(settings: Settings) -> Prices | None:
    from prompts.endpoint import Prices

    price_in, price_out = settings.openai_price_in, settings.openai_price_out
    return None if price_in is None or price_out is None else Prices(price_in, price_out)


def _client(settings: Settings, http: httpx.AsyncClient) -> openai.AsyncOpenAI:
    import openai

    return openai.AsyncOpenAI(
        api_key=settings.openai_api_key.get_secret_value() or _NO_KEY,
        base_url=settings.openai_base_url or OPENAI,
        # openai 3 types this as httpx2's client and takes httpx's as well, which respx can see.
        http_client=http,  # type: ignore[arg-type]
    )
