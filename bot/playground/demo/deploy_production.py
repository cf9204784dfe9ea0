"""The demo's deployment: fails at the first attempt of every release, then succeeds.

The run's key ends in `.<attempt>`, so nothing needs to be remembered between attempts.
"""
# ruff: noqa: T201, INP001 - a program of its own: it speaks by printing

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

SERVERS = ("web-1", "web-2", "web-3")


def main() -> int:
    version = os.environ.get("DRUMBEAT_INPUT_VERSION") or "0.0.0"
    attempt = os.environ.get("DRUMBEAT_KEY", "").rpartition(".")[2]
    output = Path(os.environ["DRUMBEAT_OUTPUT"])
    print(f"deploying {version} to production", flush=True)
    for server in SERVERS:
        time.sleep(4 / len(SERVERS))
        if attempt == "1" and server == "web-2":
            print(f"  {server}: GET /healthz answered 503 three times; rolled back", flush=True)
            output.write_text(f"reason=health check of {server} failed\n", encoding="utf-8")
            return 1
        print(f"  {server}: updated, healthy", flush=True)
    output.write_text("url=https://shop.example/\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
