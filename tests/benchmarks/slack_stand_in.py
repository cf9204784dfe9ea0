"""A stand-in for Slack's Web API that says yes at once: the worker's calls cost Slack nothing.

Not the playground, on purpose: two processes measured on two cores leave no room for a third that
checks and stores every message.
"""

from __future__ import annotations

import itertools
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

_numbers = itertools.count(1)
_ME = {
    "ok": True,
    "url": "https://northwind.slack.com/",
    "team": "Northwind",
    "team_id": "T0NORTHWND",
    "user": "drumbeat",
    "user_id": "U0DRUMBEAT",
    "bot_id": "B0DRUMBEAT",
    "is_enterprise_install": False,
}


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        method = self.path.rpartition("/")[2].partition("?")[0]
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(_answer(method, sent)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815 - named by the library

    def log_message(self, *_: object) -> None:
        """Nothing: the figures are the output."""


def _answer(method: str, sent: bytes) -> dict[str, object]:
    if method == "auth.test":
        return _ME
    if method == "conversations.open":
        users = parse_qs(sent.decode()).get("users") or [json.loads(sent or b"{}").get("users", "")]
        return {"ok": True, "channel": {"id": "D" + users[0][1:]}}
    return {
        "ok": True,
        "ts": f"1795411300.{next(_numbers):06}",
        "members": [],
        "usergroups": [],
        "messages": [],
        "response_metadata": {"next_cursor": ""},
    }


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # with the library's five, some of twenty at once wait for a second


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Answers)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}/api/\n")
    sys.stdout.flush()
    server.serve_forever()
