"""Who asks GitHub: a token, or an App that takes a token of an hour for its installation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import jwt

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.github.connection import GitHubApp, GitHubConnection
from orchestration.pipelines.http_calls import Unheard, called

VERSION: Final = "2022-11-28"
SLACK: Final = 60
"""Seconds that GitHub's clock may be behind ours."""
LIFE: Final = 540
"""Of what the App signs; GitHub takes ten minutes at most."""
EARLY: Final = 300
"""Seconds before its end in which a token is renewed."""


class GitHubCredential:
    """The headers of every request; the App's token is kept until shortly before its end."""

    def __init__(self, connection: GitHubConnection, secret: Callable[[str], str]) -> None:
        self._connection = connection
        self._secret = secret
        self._token = ""
        self._until = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def headers(self) -> Mapping[str, str]:
        return _headers(await self._current())

    def forget(self) -> None:
        """It was refused; a new token has the rights that the App was given meanwhile."""
        self._until = 0.0

    async def _current(self) -> str:
        app = self._connection.app
        if app is None:
            return self._secret(self._connection.token or "")
        async with self._one_at_a_time:
            if time.time() > self._until - EARLY:
                self._token, self._until = await self._taken(app)
        return self._token

    async def _taken(self, app: GitHubApp) -> tuple[str, float]:
        name, now = self._connection.name, int(time.time())
        claims = {"iat": now - SLACK, "exp": now + LIFE, "iss": app.id}
        try:
            signed = jwt.encode(claims, self._secret(app.key), algorithm="RS256")
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise Permanent(f"{name}: {app.key} is not a private key in PEM: {error}") from error
        url = f"{self._connection.base}/app/installations/{app.installation}/access_tokens"
        try:
            answer = await called(
                "POST",
                url,
                headers=_headers(signed),
                allowed=self._connection.origins,
                timeout=self._connection.timeout,
            )
        except Unheard as error:
            raise Transient(f"{name}: {error}", untried=True) from error
        if answer.unsure or answer.asks_to_wait:
            raise Transient(f"{name} answered {answer.told()}", answer.retry_after, untried=True)
        if not answer.good:
            raise Permanent(
                f"{name} answered {answer.told()}: it gives the App {app.id} no token for"
                f" installation {app.installation}; look at both ids and the key"
            )
        try:
            document = answer.json()
            return str(document["token"]), datetime.fromisoformat(
                document["expires_at"]
            ).timestamp()
        except (ValueError, KeyError, TypeError) as error:
            raise Transient(f"{name}: its answer holds no token", untried=True) from error


def _headers(token: str) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": VERSION,
    }
