"""One request to a listed host, and whether it was heard: answered, never sent, or in doubt."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import Any, Final

import httpx
from pydantic import JsonValue

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.http_template import Origin, origin_of
from orchestration.pipelines.public_places import public_request
from orchestration.values import plain_line

LARGEST_ANSWER: Final = 1_000_000
MOST_REDIRECTS: Final = 5
LONGEST_CONNECT: Final = 5.0
LONGEST_READ: Final = 50_000_000
"""Of a log whose end is wanted: what is read to get there."""
LONGEST_WAIT: Final = timedelta(hours=1)
NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)


class Unheard(Exception):  # noqa: N818 - a claim about the request
    """It was sent, and what came of it is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    retry_after: timedelta | None
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in lower case."""

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def unsure(self) -> bool:
        """True where the server failed on the way: it may have done what was asked, or not."""
        return self.status == 408 or (self.status >= 500 and self.retry_after is None)

    @property
    def asks_to_wait(self) -> bool:
        """True where the server says that it did nothing and that we should come again."""
        return self.status in {425, 429} or (self.status >= 500 and self.retry_after is not None)

    def json(self) -> Any:
        """The body; raises ValueError where it is not JSON."""
        if len(self.body) > LARGEST_ANSWER:
            raise ValueError("it is larger than 1 MB")
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("it is nested too deep") from error

    def told(self) -> str:
        """`403 Forbidden: token expired`: the status and the body's first line."""
        try:
            phrase = f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            phrase = str(self.status)
        lines = self.body[:4000].decode(errors="replace").strip().splitlines()
        return f"{phrase}: {plain_line(lines[0], 200)}" if lines else phrase


async def called(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    allowed: frozenset[Origin],
    timeout: timedelta,  # noqa: ASYNC109 - of the operator's file; it is asyncio.timeout's below
    body: JsonValue = None,
    form: Mapping[str, str] | None = None,
    abroad: bool = False,
    end_of: int = 0,
) -> Answer:
    """Send it once, following redirects only to `allowed`, or to public places if `abroad`.

    Raises `Transient` (untried) where it never reached the server, `Unheard` where it did and no
    answer came, `Permanent` for a redirect elsewhere and for a certificate nobody trusts. `end_of`
    keeps the last bytes of a long answer instead of its first.
    """
    seconds = timeout.total_seconds()
    limits = httpx.Limits(max_keepalive_connections=0)  # a stale one would leave us in doubt
    sent = False
    try:
        async with (
            asyncio.timeout(seconds + LONGEST_CONNECT),
            httpx.AsyncClient(
                verify=_certificates(),
                limits=limits,
                timeout=httpx.Timeout(seconds, connect=min(seconds, LONGEST_CONNECT)),
            ) as client,
        ):
            content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
            request: httpx.Request | None = client.build_request(
                method, url, headers=dict(headers), content=content, data=form
            )
            for _ in range(MOST_REDIRECTS):
                if request is None:
                    break
                away = sent and abroad and origin_of(str(request.url)) != origin_of(url)
                if away and origin_of(str(request.url)) in allowed:
                    request = client.build_request("GET", request.url)  # no credential of ours
                elif away:
                    request = await public_request(client, request.url)
                else:
                    _demand_allowed(request.url, allowed, after=method if sent else "")
                response = await client.send(request, stream=True)
                sent = True
                answer = await (_read_end(response, end_of) if end_of else _read(response))
                request = response.next_request
                if request is None:
                    return answer
            raise Permanent(f"it redirects more than {MOST_REDIRECTS} times")
    except NEVER_SENT as error:
        if untrusted := _distrust(error):
            raise Permanent(untrusted) from error
        if sent:
            raise Unheard(_why(error)) from error
        raise Transient(f"cannot be reached: {_why(error)}", untried=True) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise Permanent(f"cannot be asked: {_why(error)}") from error
    except (TimeoutError, httpx.TimeoutException) as error:
        raise Unheard(f"no answer within {seconds:g} s") from error
    except httpx.HTTPError as error:
        raise Unheard(_why(error)) from error


def _demand_allowed(url: httpx.URL, allowed: frozenset[Origin], *, after: str) -> None:
    if origin_of(str(url)) in allowed:
        return
    doubt = "; look whether it started" if after not in {"", "GET"} else ""
    raise Permanent(
        f"it redirects to {url.scheme}://{url.netloc.decode()}, which is not written in the"
        f" pipeline's entry: refused{doubt}"
    )


async def _read(response: httpx.Response) -> Answer:
    body = b""
    try:
        async for chunk in response.aiter_bytes(65_536):
            body += chunk
            if len(body) > LARGEST_ANSWER:
                break
    finally:
        await response.aclose()
    return _answer(response, body)


async def _read_end(response: httpx.Response, length: int) -> Answer:
    """The last bytes of an answer of any length, up to `LONGEST_READ`."""
    body, read = b"", 0
    try:
        async for chunk in response.aiter_bytes(65_536):
            body = (body + chunk)[-length:]
            read += len(chunk)
            if read > LONGEST_READ:
                break
    finally:
        await response.aclose()
    return _answer(response, body)


def _answer(response: httpx.Response, body: bytes) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, body, _retry_after(headers.get("retry-after")), headers)


def _distrust(error: BaseException | None) -> str:
    """What is wrong with the server's certificate, where that is why nothing was sent."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return (
                f"its certificate is not trusted: {error.verify_message}. Renew it there, or name"
                " its authority in a file with SSL_CERT_FILE; nothing was sent"
            )
        error = error.__cause__ or error.__context__
    return ""


def _retry_after(value: str | None) -> timedelta | None:
    """Seconds or a date (RFC 9110, 10.2.3), within a second and an hour."""
    if value is None:
        return None
    if value.strip().isdigit():
        wait = timedelta(seconds=int(value.strip()[:9]))
    else:
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return None
        wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def _why(error: BaseException) -> str:
    return plain_line(str(error), 200) or type(error).__name__


@cache
def _certificates() -> ssl.SSLContext:
    """Loading them takes longer than most answers."""
    return httpx.create_ssl_context()
