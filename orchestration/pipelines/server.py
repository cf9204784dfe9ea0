"""A CI server behind one connection: asked, and what its answers come to."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from pydantic import JsonValue

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.breaker import Breaker
from orchestration.pipelines.connection import Connection
from orchestration.pipelines.http_asking import IN_DOUBT, LOOK
from orchestration.pipelines.http_calls import Answer, Unheard, called
from orchestration.pipelines.meaning import Comes, Meaning, meaning_of, wait_of

MOST_REMEMBERED: Final = 300
LOG_BYTES: Final = 64_000
FILE_BYTES: Final = 1_000_000
Credential = Callable[[], Awaitable[Mapping[str, str]]]
"""The headers that say who asks; raises `Permanent` where the credential is missing."""


class Server:
    """One connection's server. What is asked twice is asked with its `ETag` the second time."""

    def __init__(
        self,
        connection: Connection,
        credential: Credential,
        table: Sequence[Meaning],
        refused: Callable[[], None] = lambda: None,
    ) -> None:
        self.connection = connection
        self._credential = credential
        self._refused = refused
        self._table = table
        self._known: OrderedDict[str, tuple[str, Answer]] = OrderedDict()
        self._breaker = Breaker(connection.name)

    async def look(
        self, path: str, query: Mapping[str, str] | None = None, *, also: Sequence[int] = ()
    ) -> Answer:
        """Ask something that may be asked again; statuses in `also` are answers, too."""
        url = self._url(path, query)
        known = self._known.get(url)
        headers = {"If-None-Match": known[0]} if known else {}
        answer = await self._heard("GET", url, headers=headers)
        if answer.status == 304 and known:
            self._known.move_to_end(url)
            return known[1]
        self._demand(answer, also, starts=False)
        if (tag := answer.headers.get("etag")) and answer.good:
            self._known[url] = (tag, answer)
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return answer

    async def json(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """The JSON of a look; an error page instead of it is asked again."""
        return self.read(await self.look(path, query))

    async def ask(
        self,
        method: str,
        path: str,
        body: JsonValue = None,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        also: Sequence[int] = (),
    ) -> Answer:
        """Ask for something that shall happen once; `Transient` in doubt says that it may have."""
        answer = await self._heard(method, self._url(path), body, form=form, headers=headers or {})
        self._demand(answer, also, starts=True)
        return answer

    async def end_of(self, path: str) -> str:
        """The end of a text of any length, such as a log; nothing where there is none."""
        answer = await self._heard("GET", self._url(path), end_of=LOG_BYTES, abroad=True)
        if answer.status in {404, 410}:
            return ""
        self._demand(answer, (), starts=False)
        return answer.body.decode(errors="replace")

    async def file(self, path: str) -> bytes | None:
        """A file of at most 1 MB; None where there is none."""
        answer = await self._heard("GET", self._url(path), abroad=True)
        if answer.status in {404, 410}:
            return None
        self._demand(answer, (), starts=False)
        if len(answer.body) > FILE_BYTES:
            raise Permanent(f"{self.connection.name}: a file of outputs is larger than 1 MB")
        return answer.body

    def read(self, answer: Answer) -> Any:
        """Its JSON; raises `Transient` for anything else, such as the page of a proxy."""
        try:
            return answer.json()
        except ValueError as error:
            said = answer.body[:200].lstrip().lower()
            page = said.startswith((b"<!doctype", b"<html"))
            what = "it answered with a web page" if page else f"its answer is not JSON: {error}"
            raise Transient(f"{self.connection.name}: {what}", IN_DOUBT) from error

    def said(self, answer: Answer, means: str = "") -> str:
        """What a person reads: who answered, what it said, and what to do."""
        told = answer.told()
        try:
            document = json.loads(answer.body[:20_000])
            message = document.get("message") or document.get("error_description")
            if isinstance(message, str | list | dict) and message:
                words = message if isinstance(message, str) else json.dumps(message)
                told = replace(answer, body=words.encode()).told()
        except (ValueError, AttributeError, RecursionError):
            pass
        return f"{self.connection.name} answered {told}" + (f" ({means})" if means else "")

    def demand_good(self, answer: Answer) -> None:
        """Raise what the table says of the answer to a start, unless it is a good one."""
        self._demand(answer, (), starts=True)

    def _demand(self, answer: Answer, also: Sequence[int], *, starts: bool) -> None:
        if answer.good or answer.status in also:
            return
        row = meaning_of(answer, self._table)
        said = self.said(answer, row.means)
        match row.comes:
            case Comes.HOLD:
                raise Permanent(said)
            case Comes.WAIT:
                raise Transient(said, wait_of(answer), untried=True)
            case Comes.DOUBT | Comes.AGAIN:
                wait = IN_DOUBT if starts and row.comes is Comes.DOUBT else None
                raise Transient(said, wait, untried=row.comes is Comes.AGAIN)

    async def _heard(
        self,
        method: str,
        url: str,
        body: JsonValue = None,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        abroad: bool = False,
        end_of: int = 0,
    ) -> Answer:
        self._breaker.demand_closed()
        sent = {"Accept": "application/json", "User-Agent": "drumbeat"}
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent |= {**await self._credential(), **(headers or {})}
        patience = self.connection.timeout
        try:
            answer = await called(
                method,
                url,
                headers=sent,
                allowed=self.connection.origins,
                timeout=min(patience, LOOK) if method == "GET" else patience,
                body=body,
                form=form,
                abroad=abroad,
                end_of=end_of,
            )
        except Unheard as error:
            self._breaker.failed()
            wait = timedelta(0) if method == "GET" else IN_DOUBT
            raise Transient(f"{self.connection.name}: {error}", wait or None) from error
        except Transient as error:
            self._breaker.failed()
            raise Transient(
                f"{self.connection.name} {error.reason}", error.retry_after, untried=error.untried
            ) from error
        except Permanent as error:
            raise Permanent(f"{self.connection.name}: {error.reason}") from error
        self._breaker.answered(broken=answer.status >= 500)
        if answer.status in {401, 403}:
            self._refused()
        return answer

    def _url(self, path: str, query: Mapping[str, str] | None = None) -> str:
        url = path if path.startswith(("http://", "https://")) else self.connection.base + path
        return f"{url}?{urlencode(query)}" if query else url
