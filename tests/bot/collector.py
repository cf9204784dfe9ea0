"""A collector of OpenTelemetry's spans: OTLP over HTTP, as small as it can be and still real."""

import gzip
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Seen:
    name: str
    id: bytes
    parent: bytes
    trace: bytes
    failed: bool
    about: dict[str, str]


@dataclass
class Collector:
    url: str
    spans: list[Seen] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def named(self, name: str) -> list[Seen]:
        return [each for each in self.spans if each.name == name]

    def parent_of(self, span: Seen) -> Seen | None:
        return next((each for each in self.spans if each.id == span.parent), None)

    def values(self) -> set[str]:
        return {value for each in self.spans for value in each.about.values()}


@contextmanager
def collecting():
    """A running collector; it keeps what it is sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            collector.headers.append({k.lower(): v for k, v in self.headers.items()})
            if self.path == "/v1/traces":
                collector.spans += _spans_in(body)
            self.send_response(200 if self.path == "/v1/traces" else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector = Collector(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _spans_in(body: bytes) -> list[Seen]:
    request = ExportTraceServiceRequest.FromString(body)
    return [
        Seen(
            name=span.name,
            id=span.span_id,
            parent=span.parent_span_id,
            trace=span.trace_id,
            failed=span.status.code == 2,
            about={
                **{a.key: a.value.string_value for a in of.resource.attributes},
                **{a.key: a.value.string_value for a in span.attributes},
            },
        )
        for of in request.resource_spans
        for scope in of.scope_spans
        for span in scope.spans
    ]
