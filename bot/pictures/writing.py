"""Pictures as files, for the command line: one, or an overview and one a phase."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.pictures.rendering import png_of
from orchestration.errors import Rejected
from orchestration.processes.diff import store_differences
from orchestration.processes.model import Process, ProcessVersion
from orchestration.read_models.difference_picture import difference_picture
from orchestration.read_models.picture_page import PicturePage
from orchestration.read_models.process_picture import process_picture


def picture_of(process: Process) -> bytes:
    """The picture of a process as PNG; of more than 60 activities its overview."""
    return png_of(process_picture(process)[0])


def write_pictures(process: Process, out: Path) -> list[Path]:
    """Write `web.png`; above 60 activities also `web-1.png` and so on, a phase each.

    Raises `Rejected` where the file cannot be written.
    """
    return _written(process_picture(process), out)


def write_difference(
    was: ProcessVersion, now: ProcessVersion, between: str, out: Path
) -> list[Path]:
    """The same of what differs, where anything does; a page for each phase that differs."""
    taken = store_differences(was.store, now.store)
    pages = difference_picture(was.process, now.process, between=between, taken=taken)
    return _written(pages, out)


def _written(pages: Sequence[PicturePage], out: Path) -> list[Path]:
    paths = [out, *(out.with_stem(f"{out.stem}-{n}") for n in range(1, len(pages)))]
    for page, path in zip(pages, paths, strict=True):
        png = png_of(page)
        try:
            path.write_bytes(png)
        except OSError as error:
            raise Rejected(f"{path} cannot be written: {error.strerror}.") from error
    return paths
