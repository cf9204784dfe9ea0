"""What is asked about one run of one `http` pipeline, and what each answer comes to."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Final

from pydantic import JsonValue

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.http_answers import Reader, run_id_at
from orchestration.pipelines.http_calls import Answer, Unheard, called
from orchestration.pipelines.http_entry import RUN_ID, HttpPipeline
from orchestration.pipelines.http_template import filled, filled_url, names_in
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus
from orchestration.pipelines.references import is_reference

LOOK: Final = timedelta(seconds=8)
"""How long an answer to a look may take at most; it can be repeated."""
GLANCE: Final = timedelta(seconds=4)
"""How long the look right after a start may take."""
IN_DOUBT: Final = timedelta(seconds=10)
"""How long a request that was not answered may still arrive (architecture.md, section 3)."""


class Asking:
    """What is asked about one run of one pipeline."""

    def __init__(
        self,
        entry: HttpPipeline,
        request: RunRequest,
        headers: dict[str, str],
        secrets: dict[str, str],
        callback_url: str,
    ) -> None:
        self.entry = entry
        self.run_id = request.run_id
        self._request = request
        self._headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "drumbeat",
            **headers,
        }
        self._secrets = secrets
        sent = [headers[name] for name, value in entry.headers.items() if is_reference(value)]
        self._reader = Reader(entry, request.key, (*sent, *secrets.values()))
        self._callback_url = callback_url

    @property
    def _values(self) -> dict[str, str]:
        request = self._request
        return {
            "key": request.key,
            "pipeline": request.pipeline,
            "release": request.release,
            "version": request.version,
            "callback_url": self._callback_url,
            **{f"inputs.{name}": value for name, value in request.inputs.items()},
            **({RUN_ID: self.run_id} if self.run_id else {}),
        }

    def body(self) -> JsonValue:
        """The entry's template filled in, or everything there is to say."""
        if self.entry.method == "GET":
            return None
        secrets = {f"inputs.{name}": value for name, value in self._secrets.items()}
        if self.entry.body is not None:
            return filled(self.entry.body, self._values | secrets)
        values = {name: value for name, value in self._values.items() if "." not in name}
        return {**values, "inputs": {**self._request.inputs, **self._secrets}}

    async def call(
        self, method: str, url: str, patience: timedelta, body: JsonValue = None
    ) -> Answer:
        headers = self._headers
        if method == self.entry.method and url == self.entry.url:
            headers = {**headers, "Idempotency-Key": self._request.key}
        return await called(
            method,
            filled_url(url, self._values),
            headers=headers,
            allowed=self.entry.origins,
            timeout=min(patience, self.entry.timeout),
            body=body,
        )

    async def looked(self, method: str, url: str, patience: timedelta) -> Answer:
        """Ask something that may be asked again; raises `Transient` unless there is an answer."""
        try:
            answer = await self.call(method, url, patience)
        except Unheard as error:
            raise Transient(f"{self.entry.name}: {error}") from error
        if answer.unsure or answer.asks_to_wait:
            raise Transient(self.said(answer), answer.retry_after)
        return answer

    async def found(self) -> RunReport | None:
        """The run that the server knows by our key."""
        find = self.entry.find
        if find is None:
            return None
        answer = await self.looked("GET", find.url, LOOK)
        if answer.status == 404:
            return None
        document = self._reader.json_of(answer, self.said(answer))
        path = find.run_id or self.entry.run_id
        run_id = run_id_at(path, document)
        if not document or (path is not None and not run_id):
            return None
        self.run_id = run_id
        if self.entry.status is not None:
            return await self.status(run_id, LOOK)
        return self._reader.running(document, run_id, self._link(document))

    async def begun(self, answer: Answer) -> RunReport:
        """It was started; what it is doing already is asked at once, and need not be answered."""
        entry = self.entry
        document: JsonValue = None
        with suppress(ValueError):
            document = answer.json()
        self.run_id = run_id_at(entry.run_id, document)
        needs_id = entry.status is not None and RUN_ID in names_in(entry.status.url)
        if needs_id and not self.run_id and not (entry.find or entry.callback_secret):
            return self.unknown(f"it answered {answer.status} with no run id at {entry.run_id}")
        if entry.status is not None and (self.run_id or not needs_id):
            with suppress(Transient, Permanent):
                return await self.status(self.run_id, GLANCE)
        return self._reader.running(document, self.run_id, self._link(document))

    async def status(self, run_id: str, patience: timedelta) -> RunReport:
        status = self.entry.status
        if status is None:
            raise Permanent(f"{self.entry.name} has no `status` in the pipelines file")
        answer = await self.looked("GET", status.url, patience)
        if answer.status == 404:
            raise Transient(f"{self.entry.name}: the run is not known there (404)")
        document = self._reader.json_of(answer, self.said(answer))
        return self._reader.report(status, document, run_id, self._link(document))

    def _link(self, document: JsonValue) -> str:
        link = self.entry.link
        if not link or link.startswith("$"):
            return self._reader.link_in(document)
        return filled_url(link, self._values) if set(names_in(link)) <= self._values.keys() else ""

    def unheard(self, why: str) -> RunReport:
        """It may have started: looked for later where that is possible, else a person's to say."""
        if self.entry.can_look:
            raise Transient(f"{self.entry.name}: {self._reader.blanked(why)}", IN_DOUBT)
        return self.unknown(why)

    def unknown(self, why: str) -> RunReport:
        return RunReport(
            key=self._request.key,
            status=RunStatus.UNKNOWN,
            reason="we asked and did not hear whether it started"
            f" ({self._reader.blanked(why)}); look there before you start it again",
        )

    def said(self, answer: Answer) -> str:
        return f"{self.entry.name}: the server answered {self._reader.blanked(answer.told())}"
