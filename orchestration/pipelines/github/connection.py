"""A connection to GitHub, or to a GitHub Enterprise Server: by a token or as an App."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from orchestration.pipelines.connection import Connection, SecretReference
from orchestration.pipelines.http_entry import Url
from orchestration.values import Frozen


class GitHubApp(Frozen):
    """An App and its installation; the private key signs for a token of one hour."""

    id: str = Field(pattern=r"^[A-Za-z0-9.]{1,40}$", coerce_numbers_to_str=True)
    """The App's id or client id."""
    installation: int = Field(gt=0)
    key: SecretReference


class GitHubConnection(Connection):
    url: Url = "https://api.github.com"
    """Of an Enterprise Server: `https://HOST/api/v3`."""
    token: SecretReference | None = None
    app: GitHubApp | None = None

    @model_validator(mode="after")
    def _says_who_asks(self) -> Self:
        if (self.token is None) == (self.app is None):
            raise ValueError("must say `token` or `app`, one of the two")
        return self
