"""The client of the acknowledgement benchmark, a process of its own: clicks and times them.

Reads one JSON document from standard input, `{urls, secret, at_once, warm_up: [payload], clicks:
[payload]}`, and writes one, `{seconds: [...], wall, cpu, statuses: {"200": n}}`. Plain sockets
kept open, every request signed before the clock starts, so that on the client's side a click is
one write and one read: with a client library its own work would be a good part of the figure.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import socket
import sys
import time
from collections import Counter
from urllib.parse import quote, urlsplit


def signed(payload: str, secret: str, host: str) -> bytes:
    """One whole HTTP request, as Slack sends a click."""
    body = f"payload={quote(payload)}".encode()
    timestamp = str(int(time.time()))
    base = b"v0:" + timestamp.encode() + b":" + body
    signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\n"
        f"Host: {host}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {timestamp}\r\n"
        f"X-Slack-Signature: {signature}\r\n\r\n"
    )
    return head.encode() + body


class Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def opened(cls, host: str, port: int) -> Connection:
        reader, writer = await asyncio.open_connection(host, port)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(reader, writer)

    async def send(self, request: bytes) -> int:
        """The status of the answer, once its body has been read."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        await self._reader.readexactly(int(length))
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        self._writer.close()


async def clicked(job: dict) -> dict:
    addresses = [urlsplit(each) for each in job["urls"]]
    places = [(each.hostname or "", each.port or 80) for each in addresses]
    opened = [
        await Connection.opened(*place)
        for _, place in zip(range(job["at_once"]), itertools.cycle(places), strict=False)
    ]
    host = places[0][0]
    requests = {
        part: [signed(each, job["secret"], host) for each in job[part]]
        for part in ("warm_up", "clicks")
    }
    statuses: Counter[int] = Counter()
    seconds: list[float] = []

    async def click(connection: Connection, waiting: list[bytes]) -> None:
        while waiting:
            request = waiting.pop()
            begun = time.perf_counter()
            status = await connection.send(request)
            seconds.append(time.perf_counter() - begun)
            statuses[status] += 1

    await asyncio.gather(*(click(each, requests["warm_up"]) for each in opened))
    seconds.clear()
    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(click(each, requests["clicks"]) for each in opened))
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    for each in opened:
        each.close()
    return {"seconds": seconds, "wall": wall, "cpu": cpu, "statuses": dict(statuses)}


if __name__ == "__main__":
    json.dump(asyncio.run(clicked(json.load(sys.stdin))), sys.stdout)
