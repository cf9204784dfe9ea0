"""The demo's build: prints its steps for about four seconds and says what it built."""
# ruff: noqa: T201, INP001 - a program of its own: it speaks by printing

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

STEPS = (
    "fetching sources",
    "installing 214 packages from the lock file",
    "compiling",
    "running 1,284 tests",
    "1,284 passed in 2.1 s",
    "packing the image",
)


def main() -> None:
    version = os.environ.get("DRUMBEAT_INPUT_VERSION") or "0.0.0"
    commit = hashlib.sha256(version.encode()).hexdigest()[:12]
    print(f"build-and-test of version {version} at {commit}", flush=True)
    for step in STEPS:
        time.sleep(4 / len(STEPS))
        print(f"  {step}", flush=True)
    Path(os.environ["DRUMBEAT_OUTPUT"]).write_text(
        f"artifact=registry.example/web-shop:{version}\ncommit={commit}\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
