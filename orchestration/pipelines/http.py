"""The `http` provider: runs started, found, asked after and stopped by requests to a server.

It keeps nothing itself: what it must know again is our key, or the run's id that travels in
`RunRequest`. What was asked and not heard is looked for, or asked again where the server promises
one run per `Idempotency-Key`; where neither is possible it is reported as `unknown`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
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
from orchestration.pipelines.references import is_reference, resolved_value
from orchestration.pipelines.secret_inputs import secret_values

LOOK: Final = timedelta(seconds=8)
"""How long an answer to a look may take at most; it can be repeated."""
GLANCE: Final = timedelta(seconds=4)
"""How long the look right after a start may take."""
IN_DOUBT: Final = timedelta(seconds=10)
"""How long a request that was not answered may still arrive (architecture.md, section 3)."""
CALLBACK: Final = "/pipelines/http/callback"


class HttpProvider:
    """Runs the listed `http` pipelines; `environ` is where `env:NAME` is looked up.

    `public_url` is where the outside reaches Drumbeat; without it `{{ callback_url }}` is empty.
    """

    def __init__(
        self,
        pipelines: Iterable[HttpPipeline],
        *,
        public_url: str = "",
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._pipelines = {each.name: each for each in pipelines}
        self._callback_url = public_url.rstrip("/") + CALLBACK if public_url else ""
        self._environ = os.environ if environ is None else environ

    async def trigger(self, request: RunRequest) -> RunReport:
        """Ask for the run; one whose start is in doubt is looked for first."""
        asking = self._asking(request, starts=True)
        entry = asking.entry
        if request.in_doubt:
            if entry.find is not None:
                if found := await asking.found():
                    return found
            elif not entry.idempotent:
                return asking.unknown("an earlier try was cut off")
        try:
            answer = await asking.call(entry.method, entry.url, entry.timeout, asking.body())
        except Unheard as error:
            return asking.unheard(str(error))
        if answer.good:
            return await asking.begun(answer)
        if answer.unsure:
            return asking.unheard(f"it answered {answer.told()}")
        if answer.asks_to_wait:
            raise Transient(asking.said(answer), answer.retry_after, untried=True)
        if answer.status == 409 and entry.can_look:
            raise Transient(asking.said(answer), IN_DOUBT)
        raise Permanent(asking.said(answer))

    async def find(self, request: RunRequest) -> RunReport | None:
        """What its status says, or the run found by our key; one known to have started is found."""
        asking = self._asking(request)
        entry = asking.entry
        by_id = entry.status is not None and RUN_ID in names_in(entry.status.url)
        if entry.status is not None and (request.run_id or (request.started and not by_id)):
            return await asking.status(request.run_id, LOOK)
        found = await asking.found() if entry.find is not None else None
        if found is None and request.started:
            return RunReport(key=request.key, status=RunStatus.RUNNING)  # a callback tells its end
        return found

    async def cancel(self, request: RunRequest) -> None:
        """Ask the server to stop it; a run that has ended or is not known needs no stopping."""
        asking = self._asking(request)
        entry = asking.entry
        if entry.cancel is None:
            raise Permanent(
                f"{entry.name} has no `cancel` in the pipelines file: stop its run by hand"
            )
        if RUN_ID in names_in(entry.cancel.url) and not asking.run_id:
            found = await asking.found() if entry.find is not None else None
            if found is None or found.status.ended:
                return
            asking.run_id = found.run_id
        answer = await asking.looked(entry.cancel.method, entry.cancel.url, entry.timeout)
        if not answer.good and answer.status not in {404, 409, 410}:
            raise Permanent(asking.said(answer))

    def problems(self, name: str) -> tuple[str, ...]:
        """What keeps this pipeline from starting, and how to mend it; asks nobody."""
        entry = self._entry(name)
        _, missing = self._headers(entry)
        if entry.callback_secret and self.secret_of(name) is None:
            missing.append(f"callback-secret refers to {entry.callback_secret}, which is missing")
        if entry.callback_secret and not self._callback_url:
            missing.append(
                "callbacks cannot reach Drumbeat; set DRUMBEAT_URL to its public address"
            )
        return tuple(missing)

    def secret_of(self, name: str) -> bytes | None:
        """What callbacks of this pipeline are signed with; None where it takes none."""
        reference = self._entry(name).callback_secret
        value = resolved_value(reference, self._environ) if reference else None
        return value.encode() if value else None

    def outputs_of(self, name: str) -> frozenset[str]:
        return frozenset(self._entry(name).outputs)

    @property
    def callback_pipelines(self) -> tuple[str, ...]:
        return tuple(each.name for each in self._pipelines.values() if each.callback_secret)

    def _entry(self, name: str) -> HttpPipeline:
        if entry := self._pipelines.get(name):
            return entry
        raise Permanent(f"No http pipeline is named “{name}” in the pipelines file")

    def _asking(self, request: RunRequest, *, starts: bool = False) -> _Asking:
        entry = self._entry(request.pipeline)
        headers, missing = self._headers(entry)
        secrets, unread = secret_values(request.secrets, entry.secrets, self._environ)
        if starts:
            missing += [*_in_addresses(entry, request), *unread]
        if missing:
            raise Permanent(f"{entry.name} cannot start: " + "; ".join(missing))
        return _Asking(entry, request, headers, secrets, self._callback_url)

    def _headers(self, entry: HttpPipeline) -> tuple[dict[str, str], list[str]]:
        headers, missing = dict[str, str](), list[str]()
        for name, value in entry.headers.items():
            resolved = resolved_value(value, self._environ)
            if resolved is None:
                missing.append(f"{name} refers to {value}, which is missing or cannot be read")
            elif not resolved.isascii() or not resolved.isprintable():
                missing.append(f"{name} holds characters that a header cannot carry")
            else:
                headers[name] = resolved
        return headers, missing


def _in_addresses(entry: HttpPipeline, request: RunRequest) -> Iterator[str]:
    """An address is logged by every server on its way: no secret stands in one."""
    asked = {name for each in entry.addresses for name in names_in(each)}
    for name in request.secrets:
        if f"inputs.{name}" in asked:
            yield f"its input {name} is secret and stands in an address; put it into `body`"


class _Asking:
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
