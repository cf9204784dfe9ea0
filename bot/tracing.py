"""OpenTelemetry where OTEL_EXPORTER_OTLP_ENDPOINT is set: from a payload of Slack's, or something
owed, to the commits and the requests it leads to. Not set, it costs nothing and imports nothing.

A span says what a log line says (key, release, activity) and never a text, a person or an address
beyond its host: response URLs and the addresses of pipelines are secrets.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

import structlog

from bot.settings import Settings
from orchestration.errors import Rejected
from orchestration.ports import Database, Tracing, Transaction, untraced

if TYPE_CHECKING:
    import aiohttp
    import httpx
    from opentelemetry.sdk.trace import Span, TracerProvider

__all__ = ["ABOUT", "Traces", "Tracing", "traces_of", "untraced"]

T = TypeVar("T")
ABOUT: Final = ("key", "release", "activity", "draft")
LAST_WORDS: Final = 5.0
"""Seconds that a collector is given for the last spans when stopping."""
log = structlog.get_logger()


def traces_of(settings: Settings, name: str) -> Traces | None:
    """None where nobody collects; without the library that is said once, and work goes on."""
    if not settings.otel_endpoint:
        return None
    try:
        return Traces(_provider(settings, name))
    except ImportError:
        log.warning("no tracing", reason="OpenTelemetry is missing: pip install 'drumbeat[otel]'")
        return None


class Traces:
    """One provider of spans for this process."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("drumbeat")

    def span(self, name: str) -> AbstractContextManager[None]:
        return self._span(name)

    @contextmanager
    def _span(self, name: str) -> Iterator[None]:
        """What ends it badly is named by its type: its words may quote somebody."""
        from opentelemetry.trace import StatusCode, format_trace_id

        with self._tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        ) as span:
            trace = format_trace_id(span.get_span_context().trace_id)
            with structlog.contextvars.bound_contextvars(trace=trace):
                try:
                    yield
                except Rejected:
                    raise
                except BaseException as fault:
                    span.set_status(StatusCode.ERROR, type(fault).__name__)
                    raise

    def around(self, database: Database) -> Database:
        """Commits that belong to something traced are spans of it."""
        return _TracedDatabase(database, self.span)

    def slack_calls(self) -> aiohttp.TraceConfig:
        from opentelemetry.instrumentation.aiohttp_client import create_trace_config

        return create_trace_config(
            url_filter=lambda url: str(url.origin()), tracer_provider=self._provider
        )

    def watch_requests(self) -> None:
        """Every client of httpx in this process: the model's and the pipelines'."""
        from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor, RequestInfo

        async def only_the_host(span: Any, request: RequestInfo) -> None:
            url: httpx.URL = request.url  # type: ignore[assignment]
            for each in ("http.url", "url.full"):
                span.set_attribute(each, f"{url.scheme}://{url.netloc.decode('ascii')}")

        HTTPXClientInstrumentor().instrument(
            tracer_provider=self._provider, async_request_hook=only_the_host
        )

    async def close(self) -> None:
        """Hand over the last spans, or give them up with a collector that does not answer."""
        from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor

        HTTPXClientInstrumentor().uninstrument()
        last = Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        await asyncio.to_thread(last.join, LAST_WORDS)
        if last.is_alive():
            log.warning("the last spans were not taken")


class _TracedDatabase:
    def __init__(self, database: Database, span: Tracing) -> None:
        self._database = database
        self._span = span

    async def transact(
        self, work: Callable[[Transaction], T], *, urgent: bool = False, name: str = ""
    ) -> T:
        from opentelemetry import trace

        if not trace.get_current_span().is_recording():  # a claim, a tick: about nothing yet
            return await self._database.transact(work, urgent=urgent, name=name)
        with self._span(f"commit {name}".strip()):
            return await self._database.transact(work, urgent=urgent, name=name)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        return await self._database.read(work)


def _provider(settings: Settings, name: str) -> TracerProvider:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.util.re import parse_env_headers

    class About(SpanProcessor):
        """Every span, also those of libraries, says what the log's lines say."""

        def on_start(self, span: Span, parent_context: object = None) -> None:  # noqa: ARG002
            known = structlog.contextvars.get_contextvars()
            span.set_attributes(
                {f"drumbeat.{each}": str(known[each]) for each in ABOUT if each in known}
            )

    ours = {
        "service.name": "drumbeat",
        "service.version": version("drumbeat"),
        "service.instance.id": name,
    }
    provider = TracerProvider(
        resource=Resource(ours).merge(OTELResourceDetector().detect()), shutdown_on_exit=False
    )
    provider.add_span_processor(About())
    headers = parse_env_headers(settings.otel_headers.get_secret_value(), liberal=True)
    exporter = OTLPSpanExporter(
        endpoint=f"{settings.otel_endpoint.rstrip('/')}/v1/traces", headers=headers
    )
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider
