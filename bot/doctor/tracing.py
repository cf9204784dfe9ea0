"""Where spans go: asked with an empty export, which every collector of OTLP over HTTP takes."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

import httpx

from bot.doctor.finding import Finding, left_open, well, wrong
from bot.settings import Settings

TIMEOUT: Final = 5


async def tracing_finding(settings: Settings) -> Finding:
    endpoint = settings.otel_endpoint.rstrip("/")
    if not endpoint:
        return left_open("tracing", "no OTEL_EXPORTER_OTLP_ENDPOINT: no spans are sent")
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        return wrong("tracing", "OpenTelemetry is not installed", "pip install 'drumbeat[otel]'")
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT) as http:
            answer = await http.post(
                f"{endpoint}/v1/traces", headers={"Content-Type": "application/x-protobuf"}
            )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return wrong(
            "tracing",
            f"{endpoint} does not answer ({type(error).__name__})",
            "OTEL_EXPORTER_OTLP_ENDPOINT is a collector's address for OTLP over HTTP, such as "
            "http://localhost:4318; everything else works without it.",
        )
    if answer.status_code in {401, 403} and not settings.otel_headers.get_secret_value():
        return wrong(
            "tracing",
            f"{endpoint} wants to know who sends ({answer.status_code})",
            "Set OTEL_EXPORTER_OTLP_HEADERS.",
        )
    if answer.status_code >= 400:
        return left_open("tracing", f"{endpoint} answers {answer.status_code} to an empty export")
    return well("tracing", f"spans go to {endpoint}")
