"""A connection to a CI server as the operator writes it: where it is, and by which credential."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from orchestration.pipelines.entry_fields import EntryName, Text, duration
from orchestration.pipelines.http_entry import LONGEST_ANSWER, Url
from orchestration.pipelines.http_template import Origin, origin_of
from orchestration.pipelines.references import is_ours, is_reference
from orchestration.values import Frozen


def _is_reference(value: str) -> str:
    if not is_reference(value):
        raise ValueError("must be env:NAME or file:PATH, never the secret itself")
    if is_ours(value):
        raise ValueError(f"cannot use {value[4:]}: give the connection a credential of its own")
    return value


SecretReference = Annotated[Text, AfterValidator(_is_reference)]


class Connection(Frozen):
    """What every connection says; each provider adds its credential."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    name: EntryName
    provider: str
    url: Url
    webhook_secret: SecretReference | None = Field(default=None, alias="webhook-secret")
    allow: tuple[Url, ...] = ()
    """Further places that redirects may lead to, also private ones."""
    timeout: Annotated[timedelta, duration(LONGEST_ANSWER, "15 s")] = timedelta(seconds=10)
    """How long one answer may take."""

    @property
    def base(self) -> str:
        return self.url.rstrip("/")

    @property
    def origins(self) -> frozenset[Origin]:
        return frozenset(map(origin_of, (self.url, *self.allow)))
