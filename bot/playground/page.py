"""The playground's page: the shell of the simulated workspace and its static files.

The server sends a shell without any message in it; the modules under `static/` read the control
API and build what people wrote with `textContent`, so nothing that came over the wire is markup.
"""

import json
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HERE: Final = Path(__file__).parent
GUIDE: Final = HERE / "guide.json"

# Image blocks name pictures anywhere; everything else comes from this server.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob: http: https:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

_templates: Final = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class FreshStaticFiles(StaticFiles):
    """Static files a browser asks about each time, so that no module of an older version stays."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def read_guide() -> dict[str, Any]:
    """Read the guided example; it is read per request so that its words can be tuned live."""
    guide: dict[str, Any] = json.loads(GUIDE.read_text(encoding="utf-8"))
    return guide


def shell_html() -> str:
    """Render the page with the guide's data in it and no message."""
    return _templates.get_template("index.html.j2").render(guide=read_guide())


async def show_page(_: Request) -> HTMLResponse:
    return HTMLResponse(
        shell_html(),
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        },
    )


def routes() -> list[BaseRoute]:
    """The page at `/` and its files at `/static`; what it shows comes from the control API."""
    return [
        Route("/", show_page, name="page"),
        Mount("/static", FreshStaticFiles(directory=HERE / "static"), name="static"),
    ]
