"""The language model's endpoint, asked for its list of models: costs nothing, tells the key."""

from __future__ import annotations

from typing import Final

import httpx

from bot.doctor.finding import Finding, left_open, well, wrong
from bot.drafters import OPENAI
from bot.settings import Settings

TIMEOUT: Final = 10


async def model_finding(settings: Settings) -> Finding:
    if not settings.with_model:
        return left_open("model", "none set: texts are read by rules, without a language model")
    base = (settings.openai_base_url or OPENAI).rstrip("/")
    key = settings.openai_api_key.get_secret_value()
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT) as http:
            answer = await http.get(f"{base}/models", headers=headers)
    except httpx.HTTPError as error:
        return wrong(
            "model",
            f"{base} does not answer ({type(error).__name__})",
            "Mend OPENAI_BASE_URL or the network; until then texts are read without a model.",
        )
    if answer.status_code in {401, 403}:
        return wrong(
            "model", f"{base} refuses the key ({answer.status_code})", "Set OPENAI_API_KEY."
        )
    if answer.status_code >= 500 or answer.status_code == 429:
        return wrong("model", f"{base} answers {answer.status_code}", "Ask again later.")
    if answer.status_code != 200:
        return left_open("model", f"{base} answers, and does not list its models")
    return _among(settings.openai_model, base, answer)


def _among(model: str, base: str, answer: httpx.Response) -> Finding:
    try:
        names = sorted(str(each["id"]) for each in answer.json()["data"])
    except (ValueError, KeyError, TypeError):
        return left_open("model", f"{base} answers, and its list of models cannot be read")
    if model in names:
        return well("model", f"{model} at {base}")
    few = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return wrong("model", f"{base} has no {model}", f"Set OPENAI_MODEL to one it has: {few}")
