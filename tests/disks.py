"""Disks of a test's own, small enough to be filled, that may be made read-only."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class SmallDisk:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def fill(self) -> None:
        """Not a byte is left for anybody."""
        with self._ballast.open("wb", buffering=0) as file:
            size = 1 << 16
            while size:
                try:
                    file.write(b"\0" * size)
                except OSError:
                    size //= 2
        assert self.free() < 4096, self.free()

    def clear(self) -> None:
        self._ballast.unlink()

    def free(self) -> int:
        found = os.statvfs(self.path)
        return found.f_bavail * found.f_frsize

    def read_only(self) -> None:
        """While no file on it is open for writing."""
        done = _run("mount", "-o", "remount,ro", str(self.path))
        assert done.returncode == 0, done.stderr


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """A file system in memory; skipped where this user may not mount one."""
    path = Path(tempfile.mkdtemp(prefix="drumbeat-disk"))
    path.chmod(0o755)
    try:
        mounted = _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(path))
        if mounted.returncode != 0:
            pytest.skip(f"no disk of our own can be mounted: {mounted.stderr.strip()}")
        try:
            yield SmallDisk(path)
        finally:
            _run("umount", "-l", str(path))
    finally:
        path.rmdir()


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)
