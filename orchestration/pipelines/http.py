"""The `http` provider: runs started, found, asked after and stopped by requests to a server.

It keeps nothing itself: what it must know again is our key, or the run's id that travels in
`RunRequest`. What was asked and not heard is looked for, or asked again where the server promises
one run per `Idempotency-Key`; where neither is possible it is reported as `unknown`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.http_asking import IN_DOUBT, LOOK, Asking
from orchestration.pipelines.http_calls import Unheard
from orchestration.pipelines.http_entry import RUN_ID, HttpPipeline
from orchestration.pipelines.http_reaching import silence_of
from orchestration.pipelines.http_template import names_in
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus
from orchestration.pipelines.references import resolved_value
from orchestration.pipelines.secret_inputs import secret_values

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

    async def unready(self, pipeline: str) -> tuple[str, ...]:
        """Its settings, and whether its server takes a connection; sends nothing."""
        silent = await silence_of(self._entry(pipeline).url)
        return (*self.problems(pipeline), *([silent] if silent else []))

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

    def _asking(self, request: RunRequest, *, starts: bool = False) -> Asking:
        entry = self._entry(request.pipeline)
        headers, missing = self._headers(entry)
        secrets, unread = secret_values(request.secrets, entry.secrets, self._environ)
        if starts:
            missing += [*_in_addresses(entry, request), *unread]
        if missing:
            raise Permanent(f"{entry.name} cannot start: " + "; ".join(missing))
        return Asking(entry, request, headers, secrets, self._callback_url)

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
