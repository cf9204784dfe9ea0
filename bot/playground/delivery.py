"""Delivery to the app: over Socket Mode when connected, else signed HTTP, within three seconds."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.playground.config import PlaygroundConfig
from bot.playground.faults import DELIVERY, Faults
from bot.playground.shapes import Json
from bot.playground.socket_mode import SocketMode

EVENT, COMMAND, INTERACTION = "events_api", "slash_commands", "interactive"


@dataclass(frozen=True)
class Answer:
    """How the app took a payload: `status` "ok", or the code Slack's client shows."""

    status: str
    ms: float = 0.0
    body: Any = None
    retry: bool = True

    @property
    def ok(self) -> bool:
        return self.status == "ok"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 request signature."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Delivery:
    """Takes payloads to the app; events again and again as Slack does, everything else once."""

    def __init__(self, config: PlaygroundConfig, sockets: SocketMode, faults: Faults) -> None:
        self._config = config
        self._sockets = sockets
        self._faults = faults
        self._client = httpx.AsyncClient(trust_env=False)
        self._under_way: set[asyncio.Task[None]] = set()
        self.bot_url = config.bot_url
        self.log: list[Json] = []

    async def deliver(
        self, kind: str, payload: Json, retry: tuple[int, str] | None = None
    ) -> Answer:
        """One delivery, and what the app said within three seconds."""
        fault = self._faults.strike(DELIVERY, "hang", "dropped", "redeliver")
        if fault and fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        began = time.perf_counter()
        answer = await self._send(kind, payload, retry)
        if fault and fault.kind == "dropped":
            answer = Answer("operation_timeout", answer.ms)
        if fault and fault.kind == "redeliver":
            await self._send(kind, payload, (1, "http_timeout"))
        ms = round((time.perf_counter() - began) * 1000, 3)
        self.log.append(
            {"kind": kind, "retry": retry[0] if retry else 0, "status": answer.status, "ms": ms}
        )
        del self.log[:-1000]
        return Answer(answer.status, ms, answer.body, answer.retry)

    async def _send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Answer:
        if self._sockets.connected:
            return await self._over_socket(kind, payload, retry)
        if self.bot_url:
            return await self._over_http(self.bot_url, kind, payload, retry)
        return Answer("app_not_connected")

    async def _over_socket(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Answer:
        try:
            ack = await self._sockets.send(kind, payload, retry, self._config.ack_seconds)
        except TimeoutError:
            return Answer("operation_timeout")
        except ConnectionError:
            return Answer("app_not_connected")
        return Answer("ok", body=(ack or {}).get("payload"))

    async def _over_http(
        self, url: str, kind: str, payload: Json, retry: tuple[int, str] | None
    ) -> Answer:
        content, content_type = _encoded(kind, payload)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._config.signing_secret, timestamp, content),
        }
        if retry:
            headers["X-Slack-Retry-Num"] = str(retry[0])
            headers["X-Slack-Retry-Reason"] = retry[1]
        try:
            # httpx's own timeouts run per read: the whole exchange has three seconds.
            async with asyncio.timeout(self._config.ack_seconds):
                response = await self._client.post(url, content=content, headers=headers)
        except (TimeoutError, httpx.TimeoutException):
            return Answer("operation_timeout")
        except httpx.HTTPError:
            return Answer("dispatch_failed", body="connection_failed")
        if response.status_code != httpx.codes.OK:
            again = response.headers.get("x-slack-no-retry") != "1"
            return Answer("dispatch_failed", body=f"http_{response.status_code}", retry=again)
        return Answer("ok", body=_decoded(response))

    # --- events ---------------------------------------------------------------------------

    def send_event(self, payload: Json) -> None:
        """Deliver an event in the background, with Slack's retries."""
        task = asyncio.get_running_loop().create_task(self._until_taken(payload))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _until_taken(self, payload: Json) -> None:
        answer = await self.deliver(EVENT, payload)
        for number, delay in enumerate(self._config.event_retry_delays, start=1):
            if answer.ok or not answer.retry:
                return
            reason = "http_timeout" if answer.status == "operation_timeout" else "http_error"
            await asyncio.sleep(delay)
            answer = await self.deliver(EVENT, payload, (number, reason))

    async def close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await self._client.aclose()


def _encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == EVENT:
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _decoded(response: httpx.Response) -> Any:
    if not response.content:
        return None
    if "json" in response.headers.get("content-type", ""):
        try:
            return response.json()
        except ValueError:
            return None
    return {"text": response.text} if response.text.strip() else None
