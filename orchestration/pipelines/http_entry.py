"""An `http` pipeline as the operator writes it, and what each field may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    field_validator,
    model_validator,
)

from orchestration.pipelines.entry_fields import Described, EntryName, Name, Text, duration
from orchestration.pipelines.http_paths import JsonPath
from orchestration.pipelines.http_template import Origin, names_in, origin_of
from orchestration.pipelines.model import Pipeline
from orchestration.pipelines.references import is_ours, is_reference
from orchestration.pipelines.secret_inputs import SecretList
from orchestration.values import Frozen

LONGEST_ANSWER: Final = timedelta(seconds=15)
"""A try is given 45 s in all (`worker.IN_TIME`), and looking first may take two answers more."""
FILLED: Final = frozenset({"key", "pipeline", "release", "version", "callback_url"})
RUN_ID: Final = "run_id"
HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
HEADERS_OF_OURS: Final = frozenset(
    {"idempotency-key", "host", "content-length", "transfer-encoding", "connection"}
)


def _has_an_origin(url: str) -> str:
    origin_of(url)
    return url


def _named_or_url(value: Any) -> Any:
    return {"url": value} if isinstance(value, str) else value


class _Part(Frozen):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)


Url = Annotated[Text, AfterValidator(_has_an_origin)]
Words = tuple[str, ...]


class FindUrl(_Part):
    """Where a run is looked for by our key; 404, or no run id in the answer, means none."""

    url: Url
    run_id: JsonPath | None = Field(default=None, alias="run-id")


class StatusUrl(_Part):
    """Where a run says how it is doing, and what its words mean."""

    url: Url
    path: JsonPath
    succeeded: Annotated[Words, Field(min_length=1)]
    failed: Annotated[Words, Field(min_length=1)]
    cancelled: Words = ()
    running: Words = ()
    """Left out: every other word means that it goes on."""
    reason: JsonPath | None = None
    log: JsonPath | None = None


class CancelUrl(_Part):
    method: Literal["POST", "PUT", "PATCH", "DELETE"] = "POST"
    url: Url


class HttpPipeline(Described, _Part):
    """One entry; its secrets are still references."""

    name: EntryName
    provider: Literal["http"] = "http"
    url: Url
    method: Literal["POST", "PUT", "PATCH", "GET"] = "POST"
    headers: dict[str, Text] = Field(default_factory=dict)
    body: JsonValue = None
    run_id: JsonPath | None = Field(default=None, alias="run-id")
    find: Annotated[FindUrl | None, BeforeValidator(_named_or_url)] = None
    status: StatusUrl | None = None
    link: Text = ""
    """A JSONPath into the answers, or an address with `{{ run_id }}`."""
    inputs: tuple[Name, ...] = ()
    secrets: SecretList = Field(default_factory=dict)
    """References that its inputs may hold, each with where it leads."""
    outputs: dict[Name, JsonPath] = Field(default_factory=dict)
    cancel: CancelUrl | None = None
    idempotent: bool = False
    """The server starts one run per `Idempotency-Key`, however often it is asked."""
    timeout: Annotated[timedelta, duration(LONGEST_ANSWER, "15 s")] = timedelta(seconds=10)
    """How long one answer may take; how long a run may take is the activity's."""
    callback_secret: Text = Field(default="", alias="callback-secret")

    def pipeline(self) -> Pipeline:
        return Pipeline(
            name=self.name,
            provider=self.provider,
            description=self.description,
            inputs=self.inputs,
            outputs=tuple(self.outputs),
            tags=self.tags,
            expected=self.expected,
        )

    @property
    def can_look(self) -> bool:
        """True when asking twice is harmless: a run can be found, or the server sees to it."""
        return self.find is not None or self.idempotent

    @property
    def origins(self) -> frozenset[Origin]:
        """Everywhere this pipeline's requests may go: the hosts written in its entry."""
        return frozenset(map(origin_of, self.addresses))

    @property
    def addresses(self) -> tuple[str, ...]:
        parts = (self.find, self.status, self.cancel)
        return (self.url, *(each.url for each in parts if each))

    @field_validator("headers")
    @classmethod
    def _are_headers(cls, headers: dict[str, str]) -> dict[str, str]:
        for name, value in headers.items():
            if not HEADER.fullmatch(name):
                raise ValueError(f"cannot hold “{name}”: it is no name of a header")
            if name.lower() in HEADERS_OF_OURS:
                raise ValueError(f"cannot set {name}: Drumbeat does")
            if is_ours(value):
                raise ValueError(f"cannot hand on {value[4:]}: give the pipeline its own token")
        return headers

    @field_validator("callback_secret")
    @classmethod
    def _is_secret(cls, value: str) -> str:
        if value and (not is_reference(value) or is_ours(value)):
            raise ValueError("must be env:NAME or file:PATH, a secret of its own")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if problem := next(self._problems(), None):
            raise ValueError(problem)
        return self

    def _problems(self) -> Iterator[str]:
        if self.status is None and not self.callback_secret:
            yield "needs `status` or `callback-secret`: nothing else would tell how it ends"
        if self.method == "GET" and self.body is not None:
            yield "cannot send a `body` with GET"
        if self.link and not self.link.startswith(("$", "http://", "https://")):
            yield "needs a `link` that is a JSONPath ($…) or an address (https://…)"
        asked: dict[str, list[JsonValue]] = {
            "url": [self.url],
            "body": [self.body],
            "find": [self.find.url] if self.find else [],
            "status": [self.status.url] if self.status else [],
            "cancel": [self.cancel.url] if self.cancel else [],
            "link": [] if self.link.startswith("$") else [self.link],
        }
        for field, templates in asked.items():
            for name in (name for each in templates for name in names_in(each)):
                yield from self._problems_of(field, name)

    def _problems_of(self, field: str, name: str) -> Iterator[str]:
        known = FILLED | {f"inputs.{each}" for each in self.inputs}
        tells_run = self.run_id is not None or (self.find and self.find.run_id)
        if name == RUN_ID and field in {"status", "cancel", "link"}:
            if not tells_run:
                yield f"uses {{{{ run_id }}}} in `{field}` and needs `run-id`, a JSONPath"
        elif name.startswith("inputs.") and name not in known:
            yield f"uses {name[7:]} in `{field}`; declare it under `inputs`"
        elif name not in known:
            listed = "key, release, version, callback_url, inputs.NAME"
            yield f"uses “{name}” in `{field}`; known there: {listed}, and run_id after the start"
        elif name == "callback_url" and not self.callback_secret:
            yield "uses {{ callback_url }} and needs `callback-secret`: callbacks are signed"
