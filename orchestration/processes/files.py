"""Any file of processes, ours or Harness', read by what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orchestration import strict_yaml
from orchestration.catalogue.model import StoreActivity
from orchestration.processes.code.documents import read_document, word_of
from orchestration.processes.code.faults import Fault
from orchestration.processes.code.reading import (
    ReadProcess,
    beyond_the_largest,
    read_data,
    read_process,
)
from orchestration.processes.harness.importing import import_document
from orchestration.processes.harness.recognising import is_harness
from orchestration.processes.harness.report import Note
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.processes.model import ActivityType, Process
from orchestration.strict_yaml import NotStrictYaml, Place, Spot


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds, or what keeps it from holding anything."""

    value: Process | StoreActivity | ProcessInputSet | ActivityInputSet | None = None
    faults: tuple[Fault, ...] = ()
    from_harness: bool = False
    report: tuple[Note, ...] = ()
    """What of a Harness file was not carried over as it was."""
    read: ReadProcess | None = None
    source: str = ""
    """The text of a file of ours, kept for its comments and order."""

    @property
    def process(self) -> Process | None:
        return self.value if isinstance(self.value, Process) else None

    def spot(self, path: Place) -> Spot | None:
        """Where the file says what stands at a path of the process, for problems found later."""
        return self.read.spot(path) if self.read else None


def read_any(text: str, *, store: Mapping[str, ActivityType] | None = None) -> ReadFile:
    """Total. `store` has the types of the store's activities: a Harness process leaves them out."""
    if beyond_the_largest(text):
        return ReadFile(faults=read_process(text).faults)
    try:
        document = strict_yaml.read(text)
    except NotStrictYaml:
        return ReadFile(faults=read_process(text).faults)
    if is_harness(document.data):
        made = import_document(document, store=store)
        return ReadFile(made.value, made.faults, True, made.report, made.read)
    if word_of(document.data):
        side = read_document(document)
        return ReadFile(side.value, side.faults, source=text)
    if not isinstance(document.data, dict):
        return ReadFile(faults=read_process(text).faults)
    own = read_data(document)
    return ReadFile(own.process, own.faults, read=own, source=text)
