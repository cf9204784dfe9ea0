"""The operator's pipelines file: opened, checked as a whole, and made a catalogue.

A provider is off until a pipeline in this file names it. `docs/pipelines.md` is its manual.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from orchestration import strict_yaml
from orchestration.errors import Rejected
from orchestration.pipelines.catalogue import FilePipelineCatalogue
from orchestration.pipelines.catalogue_reading import Listed, Reading

LARGEST: Final = 1_000_000


class PipelinesFileInvalid(Rejected):
    """Everything that is wrong with the file, each with its line and how to mend it."""

    def __init__(self, path: Path, problems: tuple[str, ...]) -> None:
        super().__init__("\n- ".join([f"The pipelines file {path} cannot be used:", *problems]))
        self.problems = problems


def load_catalogue(path: Path | None, runs: Path, public_url: str = "") -> FilePipelineCatalogue:
    """The catalogue of this file, empty without one; raises `PipelinesFileInvalid`.

    `runs` is the folder where command runs keep their state; `public_url` is where callbacks
    reach Drumbeat.
    """
    if path is None:
        return FilePipelineCatalogue((), runs)
    path = path.absolute()
    return catalogue_of(path, content_of(path), runs, public_url)


def content_of(path: Path) -> bytes:
    """What the file holds, as far as it may be read; raises `PipelinesFileInvalid`."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise PipelinesFileInvalid(path, (f"it cannot be read: {error.strerror}",)) from error


def catalogue_of(path: Path, content: bytes, runs: Path, public_url: str) -> FilePipelineCatalogue:
    """The catalogue that this content of the file lists; raises `PipelinesFileInvalid`."""
    listed = _listed(path, content)
    return FilePipelineCatalogue(listed.pipelines, runs, public_url, listed.connections)


def _listed(path: Path, content: bytes) -> Listed:
    if len(content) > LARGEST:
        raise PipelinesFileInvalid(path, ("it is larger than 1 MB",))
    try:
        document = strict_yaml.read(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PipelinesFileInvalid(path, ("it is not UTF-8 text",)) from error
    except strict_yaml.NotStrictYaml as error:
        raise PipelinesFileInvalid(path, (str(error),)) from error
    reading = Reading(path.parent, document)
    listed = reading.listed(document.data)
    if reading.problems:
        raise PipelinesFileInvalid(path, tuple(reading.problems))
    return listed
